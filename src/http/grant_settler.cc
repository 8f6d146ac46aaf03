#include "http/grant_settler.h"

#include <algorithm>

#include "http/event_hub.h"
#include "http/writer_wait.h"

namespace baobei::http {
namespace {

constexpr auto kSettlePause = std::chrono::milliseconds(250);

}  // namespace

void GrantSettler::start(Services& services) {
  if (thread_.joinable()) return;
  stopping_ = false;
  thread_ = std::thread([this, &services] { work_on(services); });
}

void GrantSettler::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void GrantSettler::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

void GrantSettler::work_on(Services& services) {
  for (;;) {
    const auto step = carry_on(services);
    std::unique_lock lock(mutex_);
    if (step == Step::kPause) wake_.wait_for(lock, kSettlePause, [this] { return stopping_; });
    if (step == Step::kIdle) wake_.wait(lock, [this] { return stopping_ || woken_; });
    if (stopping_) return;
    if (step == Step::kIdle) woken_ = false;
  }
}

GrantSettler::Step GrantSettler::carry_on(Services& services) {
  const auto moved = [&]() -> Result<Step> {
    TRY_ASSIGN(const auto row, settlings_.next());
    if (!row) return Step::kIdle;
    TRY_ASSIGN(const auto apps, settlings_.apps(*row, kSettledAtOnce));
    if (!settle(services, apps)) return Step::kPause;
    return on_writer<Step>(services, [this, &row, &apps]() -> Result<Step> {
      TRY(apps.empty() ? settlings_.finish(*row) : settlings_.advance(*row, apps.back()));
      return Step::kMore;
    });
  }();
  if (moved) return *moved;
  services.report(moved.error());
  return Step::kPause;
}

bool GrantSettler::settle(Services& services, const std::vector<lifecycle::AppId>& apps) {
  if (apps.empty()) return true;
  const auto answers = std::make_shared<Answers>(apps.size());
  for (std::size_t i = 0; i < apps.size(); ++i) {
    engine::Request request;
    request.command.app = apps[i];
    request.command.actor.role = lifecycle::Role::kClock;
    request.command.data = lifecycle::Settle{};
    services.commands.submit(
        services.commands.stamp(), std::move(request),
        [answers, i](engine::Answer answer) { answers->set(i, std::move(answer)); });
  }
  const auto& said = answers->wait();
  if (services.hub != nullptr) services.hub->look();
  // Refused is settled: nothing was due.
  return std::ranges::all_of(said, [](const engine::Answer& answer) {
    return answer.kind == engine::AnswerKind::kAccepted ||
           answer.kind == engine::AnswerKind::kRefused;
  });
}

}  // namespace baobei::http
