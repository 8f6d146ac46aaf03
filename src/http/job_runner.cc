#include "http/job_runner.h"

#include <algorithm>

#include "http/event_hub.h"
#include "http/job_commands.h"
#include "http/writer_wait.h"

namespace baobei::http {
namespace {

constexpr auto kJobPause = std::chrono::milliseconds(250);
constexpr auto kJobIdle = std::chrono::minutes(10);
constexpr Duration kSweepEvery = std::chrono::hours(1);

}  // namespace

Status JobRunner::resume(Services& services) {
  if (services.jobs == nullptr) return {};
  TRY_ASSIGN(const auto running, services.jobs->running());
  for (const auto& job : running) adopt(job, services.commands.reopen(job.received_at));
  return {};
}

void JobRunner::start(Services& services) {
  if (services.jobs == nullptr || thread_.joinable()) return;
  thread_ = std::thread([this, &services] { work_on(services); });
}

void JobRunner::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void JobRunner::adopt(engine::JobRow job, engine::StampTicket ticket) {
  const std::lock_guard lock(mutex_);
  Key key(job.received_at, job.id);
  open_.emplace(std::move(key), Open{std::move(job), std::move(ticket), 0, {}});
  wake_.notify_all();
}

void JobRunner::work_on(Services& services) {
  for (;;) {
    sweep(services);
    Open* open = nullptr;
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, kJobIdle, [this] { return stopping_ || !open_.empty(); });
      if (stopping_) return;
      if (open_.empty()) continue;
      open = &open_.begin()->second;
    }
    const auto step = carry_on(services, *open);
    std::unique_lock lock(mutex_);
    if (step == Step::kEnded) open_.erase(Key(open->job.received_at, open->job.id));
    if (step == Step::kPause) wake_.wait_for(lock, kJobPause, [this] { return stopping_; });
    if (stopping_) return;
  }
}

JobRunner::Step JobRunner::carry_on(Services& services, Open& open) {
  const auto items = services.jobs->waiting(open.job.id, open.after, engine::kJobItemsAtOnce);
  if (!items) {
    services.report(items.error());
    return Step::kPause;
  }
  if (items->empty() && open.after == 0) return end(services, open);
  if (items->empty()) {
    const bool again = !open.tries.empty();
    open.after = 0;
    return again ? Step::kPause : Step::kMore;
  }
  const auto results = carry_out(services, open, *items);
  if (!results.empty()) {
    const auto recorded =
        on_writer<bool>(services, [&services, &results, &job = open.job.id]() -> Result<bool> {
          TRY(services.jobs->record(job, results, services.clock.now()));
          return true;
        });
    if (!recorded) {
      services.report(recorded.error());
      open.after = 0;
      return Step::kPause;
    }
  }
  open.after = items->back().no;
  return Step::kMore;
}

JobRunner::Step JobRunner::end(Services& services, const Open& open) {
  const auto ended = on_writer<bool>(services, [&services, &open]() -> Result<bool> {
    // A sandbox's clock may stand a little before, after a restart.
    const auto at = std::max(services.clock.now(), open.job.received_at);
    TRY(services.jobs->finish("", open.job.id, engine::JobState::kDone, at));
    return true;
  });
  if (ended) return Step::kEnded;
  services.report(ended.error());
  return Step::kPause;
}

std::vector<engine::ItemResult> JobRunner::carry_out(Services& services, Open& open,
                                                     const std::vector<engine::JobItemRow>& items) {
  std::vector<engine::ItemResult> results;
  std::vector<const engine::JobItemRow*> sent;
  std::vector<engine::Request> requests;
  for (const auto& item : items) {
    auto request = request_of(services, open.job, item);
    if (!request) {
      results.push_back({item.no, engine::ItemState::kRefused, request.error().code});
      continue;
    }
    request->job_item = engine::JobPlace{open.job.id, item.no};
    sent.push_back(&item);
    requests.push_back(std::move(*request));
  }
  const auto answers = std::make_shared<Answers>(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    services.commands.submit(
        open.ticket.another(), std::move(requests[i]),
        [answers, i](engine::Answer answer) { answers->set(i, std::move(answer)); });
  }
  const auto& said = answers->wait();
  if (services.hub != nullptr) services.hub->look();
  const bool in_order = services.ready().has_value();
  for (std::size_t i = 0; i < sent.size(); ++i) {
    auto result = result_of(services, open.job, *sent[i], said[i]);
    if (!result) continue;
    if (result->state == engine::ItemState::kFailed) {
      auto& tries = open.tries[result->no];
      if (in_order && said[i].kind == engine::AnswerKind::kUnavailable) ++tries;
      if (tries < kItemTriesMax) continue;
    }
    open.tries.erase(result->no);
    results.push_back(std::move(*result));
  }
  return results;
}

void JobRunner::sweep(Services& services) {
  const auto now = services.clock.now();
  if (now - swept_at_ < kSweepEvery) return;
  swept_at_ = now;
  for (bool more = true; more;) {
    const auto dropped = on_writer<bool>(
        services, [&services, now] { return services.jobs->drop_one(now - engine::kJobKept); });
    more = dropped.value_or(false);
  }
}

}  // namespace baobei::http
