// The engine's face and its threads; what a round does is in loop.cc.
#include "engine/engine.h"

#include <algorithm>

#include "engine/loop.h"

namespace baobei::engine {

bool Viewer::has(lifecycle::Role role) const {
  return std::ranges::find(roles, role) != roles.end();
}

bool Viewer::sees_everything() const {
  return has(lifecycle::Role::kReviewer) || has(lifecycle::Role::kSeniorReviewer) ||
         has(lifecycle::Role::kOperator);
}

Engine::Engine(Store& store, Clock& clock, const Book& book, Checker* checker, EngineLimits limits)
    : loop_(std::make_unique<Loop>(store, clock, book, checker, limits)) {}
Engine::~Engine() {
  stop();
}

void Engine::start() {
  loop_->start();
}
void Engine::stop() {
  loop_->stop();
}
StampTicket Engine::stamp() {
  return loop_->gate().open();
}

void Engine::submit(StampTicket ticket, Request request, std::function<void(Answer)> done) {
  loop_->submit({std::move(ticket), std::move(request), std::move(done)});
}

bool Engine::run_on_writer(std::function<void(Store&)> task) {
  return loop_->run_on_writer(std::move(task));
}

void Engine::clock_moved() {
  loop_->wake();
}
void Engine::drain() {
  loop_->drain();
}
EngineFigures Engine::figures() const {
  return loop_->figures();
}

void Lateness::add(std::int64_t micros) {
  const std::lock_guard lock(mutex_);
  ring_[count_++ % kKept] = micros;
}

void Lateness::fill(EngineFigures& figures) const {
  std::vector<std::int64_t> sorted;
  {
    const std::lock_guard lock(mutex_);
    sorted.assign(ring_.begin(), ring_.begin() + static_cast<long>(std::min(count_, kKept)));
  }
  if (sorted.empty()) return;
  std::ranges::sort(sorted);
  figures.lateness_p50 = sorted[sorted.size() / 2];
  figures.lateness_p99 = sorted[sorted.size() * 99 / 100];
  figures.lateness_max = sorted.back();
}

Engine::Loop::Loop(Store& store, Clock& clock, const Book& book, Checker* checker,
                   EngineLimits limits)
    : store_(store),
      clock_(clock),
      checker_(checker),
      limits_(limits),
      gate_(clock),
      decider_(store, book, limits.cache_apps_max) {}

Engine::Loop::~Loop() {
  stop();
}

void Engine::Loop::start() {
  CHECK(!writer_.joinable(), "started twice");
  const auto high_water = store_.high_water();
  CHECK(high_water.has_value(), "the store has no high-water mark");
  guard_.emplace(clock_, *high_water);
  if (auto due = store_.next_due()) next_due_ = *due;
  writer_ = std::thread([this] { run_writer(); });
  for (std::size_t i = 0; checker_ != nullptr && i < limits_.checks_at_once; ++i) {
    checkers_.emplace_back([this] { run_checker(); });
  }
}

void Engine::Loop::stop() {
  {
    const std::lock_guard lock(check_mutex_);
    check_stopping_ = true;
  }
  check_wake_.notify_all();
  for (auto& thread : checkers_) thread.join();
  checkers_.clear();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (writer_.joinable()) writer_.join();
}

void Engine::Loop::submit(Pending pending) {
  const bool officer = pending.request.command.actor.role == lifecycle::Role::kOfficer;
  {
    const std::lock_guard lock(mutex_);
    auto& queue = officer ? officers_ : commands_;
    const auto room = officer ? limits_.officer_queue_max : limits_.queue_max;
    if (!stopping_ && queue.size() < room) {
      queue.push_back(std::move(pending));
      wake_.notify_one();
      return;
    }
  }
  Answer answer;
  answer.kind = AnswerKind::kBusy;
  answer.retry_after = std::chrono::seconds(1);
  answer.detail = "the queue is full";
  pending.done(std::move(answer));
}

bool Engine::Loop::run_on_writer(std::function<void(Store&)> task) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || tasks_.size() >= limits_.tasks_max) return false;
  tasks_.push_back(std::move(task));
  wake_.notify_one();
  return true;
}

void Engine::Loop::wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  wake_.notify_one();
}

void Engine::Loop::drain() {
  std::unique_lock lock(mutex_);
  woken_ = true;
  wake_.notify_one();
  idle_.wait(lock, [&] {
    return stopping_ ||
           (!woken_ && !busy_ && commands_.empty() && officers_.empty() && tasks_.empty());
  });
}

EngineFigures Engine::Loop::figures() const {
  EngineFigures figures;
  figures.commands = commands_decided_;
  figures.commits = commits_;
  figures.fired = fired_;
  figures.conflicts = conflicts_;
  figures.halted = halted_;
  lateness_.fill(figures);
  const std::lock_guard lock(mutex_);
  figures.queued = commands_.size() + officers_.size();
  return figures;
}

void Engine::Loop::run_writer() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      const auto ready = [&] {
        return stopping_ || woken_ || !commands_.empty() || !officers_.empty() || !tasks_.empty();
      };
      if (again_.empty() && !ready()) {
        const Duration pause = std::clamp<Duration>(next_wake() - clock_.now(), Duration(200),
                                                    Duration(std::chrono::milliseconds(250)));
        wake_.wait_for(lock, pause, ready);
      }
      if (stopping_ && commands_.empty() && officers_.empty() && tasks_.empty() && again_.empty()) {
        idle_.notify_all();
        return;
      }
      woken_ = false;
      busy_ = true;
    }
    while (round()) {
    }
    const std::lock_guard lock(mutex_);
    busy_ = false;
    idle_.notify_all();
  }
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
    submit({gate_.open(), std::move(request), [this, id = lease.id](const Answer& answer) {
              // Refused: the submission was withdrawn or checked meanwhile; the job is over.
              if (answer.kind == AnswerKind::kRefused) (void)store_.finish_delivery(id);
            }});
    const std::lock_guard lock(check_mutex_);
    --checks_running_;
  }
}

}  // namespace baobei::engine
