// The automatic checks: jobs of the outbox, leased, run on threads of their own, their results sent
// back as commands (DESIGN decision 9).
#include "engine/loop.h"

namespace baobei::engine {
namespace {

constexpr Duration kPoll = std::chrono::seconds(1);

}  // namespace

void Engine::Loop::start_checkers() {
  for (std::size_t i = 0; checker_ != nullptr && i < limits_.checks_at_once; ++i) {
    checkers_.emplace_back([this] { run_checker(); });
  }
}

void Engine::Loop::stop_checkers() {
  {
    const std::lock_guard lock(check_mutex_);
    check_stopping_ = true;
  }
  check_wake_.notify_all();
  for (auto& thread : checkers_) thread.join();
  checkers_.clear();
}

void Engine::Loop::run_checker() {
  for (;;) {
    Store::Lease lease;
    {
      std::unique_lock lock(check_mutex_);
      check_wake_.wait(lock, [&] { return check_stopping_ || !checks_.empty(); });
      if (check_stopping_) return;
      lease = std::move(checks_.front());
      checks_.pop_front();
      ++checks_running_;
    }
    const CheckResult result =
        checker_->check({lease.row.app, lease.row.ordinal, lease.row.attempt, lease.row.digest});
    Request request;
    request.command.app = lease.row.app;
    request.command.actor.role = lifecycle::Role::kChecker;
    request.command.data = lifecycle::RecordCheck{
        lease.row.ordinal, lease.row.attempt, result.outcome, result.report, result.error_rules};
    request.delivery = lease.id;
    {
      const std::lock_guard lock(check_mutex_);
      --checks_running_;
    }
    send_check(std::move(request));
  }
}

// From a checker's thread, or again from the writer. A result whose job was leased to somebody else
// meanwhile is as good as theirs: the command names the attempt, and only the first of an attempt
// is taken.
void Engine::Loop::send_check(Request request) {
  Request copy = request;
  submit({gate_.open(),
          std::move(request),
          [this, copy = std::move(copy)](const Answer& answer) {
            switch (answer.kind) {
              case AnswerKind::kBusy:
              case AnswerKind::kUnavailable: {
                const std::lock_guard lock(check_mutex_);
                check_results_.push_back(copy);
                return;
              }
              case AnswerKind::kRefused:
                // The submission was withdrawn or checked meanwhile; the job is over.
                (void)store_.finish_delivery(*copy.delivery);
                break;
              case AnswerKind::kAccepted:
              case AnswerKind::kDuplicate:
              case AnswerKind::kKeyReused:
                break;
            }
            checks_wanted_ = true;  // decided, so this is the writer
          },
          0,
          {}});
}

void Engine::Loop::lease_checks(Instant now) {
  if (checker_ == nullptr) return;
  const bool poll = now >= checks_at_;
  if (!checks_wanted_ && !poll) return;
  std::deque<Request> results;
  std::size_t busy = 0;
  {
    const std::lock_guard lock(check_mutex_);
    if (poll) results.swap(check_results_);
    busy = checks_.size() + checks_running_ + check_results_.size() + results.size();
  }
  if (poll) checks_at_ = now + kPoll;
  for (auto& result : results) send_check(std::move(result));
  if (busy >= limits_.checks_at_once) return;
  // Leases from before the start were given by an engine that is no more.
  const Instant void_until = started_at_ + limits_.check_lease - Duration(1);
  const auto room = limits_.checks_at_once - busy;
  auto leases =
      store_.lease_deliveries(DeliveryKind::kCheck, limits_.sole ? std::max(now, void_until) : now,
                              now + limits_.check_lease, room);
  if (!leases) return;
  checks_wanted_ = leases->size() == room;
  const std::lock_guard lock(check_mutex_);
  for (auto& lease : *leases) checks_.push_back(std::move(lease));
  check_wake_.notify_all();
}

}  // namespace baobei::engine
