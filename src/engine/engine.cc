// The engine's face and its writer thread; what a round does is in loop.cc.
#include "engine/engine.h"

#include <algorithm>

#include "engine/loop.h"

namespace baobei::engine {

bool Viewer::has(lifecycle::Role role) const {
  return std::ranges::find(roles, role) != roles.end();
}

bool Viewer::sees_everything() const {
  return has(lifecycle::Role::kReviewer) || has(lifecycle::Role::kSeniorReviewer) || oversees();
}

bool Viewer::oversees() const {
  return has(lifecycle::Role::kOperator) || has(lifecycle::Role::kAuditor);
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

StampTicket Engine::reopen(Instant recorded) {
  return loop_->gate().reopen(recorded);
}
bool Engine::believes(const StampTicket& ticket) const {
  return loop_->believes(ticket);
}

void Engine::submit(StampTicket ticket, Request request, std::function<void(Answer)> done) {
  loop_->submit({std::move(ticket), std::move(request), std::move(done), 0, {}});
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
    if (count_ > 0) figures.lateness_last = ring_[(count_ - 1) % kKept];
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
      gate_(clock, [this] { wake(); }),
      decider_(store, book, limits.cache_apps_max) {}

Engine::Loop::~Loop() {
  stop();
}

void Engine::Loop::start() {
  CHECK(!writer_.joinable(), "started twice");
  const auto high_water = store_.high_water();
  CHECK(high_water.has_value(), "the store has no high-water mark");
  guard_.emplace(clock_, *high_water);
  high_water_stored_ = *high_water;
  started_at_ = clock_.now();
  writer_ = std::thread([this] { run_writer(); });
  start_checkers();
}

void Engine::Loop::stop() {
  stop_checkers();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (writer_.joinable()) writer_.join();
  // An engine that was never started still owes its answers.
  answer_all_unavailable(take_commands(), "the server is stopping");
}

void Engine::Loop::submit(Pending pending) {
  const bool officer = pending.is_officers();
  std::string why = "the queue is full";
  {
    const std::lock_guard lock(mutex_);
    auto& queue = officer ? officers_ : commands_;
    const auto taken = queue.size() + (officer ? held_officers_ : held_commands_);
    const auto room = officer ? limits_.officer_queue_max : limits_.queue_max;
    if (!stopping_ && taken < room) {
      queue.push_back(std::move(pending));
      wake_.notify_one();
      return;
    }
    if (stopping_) why = "the server is stopping";
  }
  Answer answer;
  answer.kind = AnswerKind::kBusy;
  answer.retry_after = std::chrono::seconds(1);
  answer.detail = std::move(why);
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
    return stopping_ || (!woken_ && !busy_ && !unknown_ && commands_.empty() && officers_.empty() &&
                         tasks_.empty());
  });
}

EngineFigures Engine::Loop::figures() const {
  EngineFigures figures;
  figures.commands = commands_decided_;
  figures.commits = commits_;
  figures.fired = fired_;
  figures.conflicts = conflicts_;
  figures.halted = halted_;
  figures.deferred = deferred_count_;
  lateness_.fill(figures);
  {
    const std::lock_guard lock(check_mutex_);
    figures.checks_running = checks_running_;
  }
  const std::lock_guard lock(mutex_);
  figures.queued = commands_.size() + officers_.size() + held_commands_ + held_officers_;
  return figures;
}

bool Engine::Loop::is_empty() const {
  return commands_.empty() && officers_.empty() && tasks_.empty() && held_.empty() &&
         unresolved_.empty();
}

std::chrono::microseconds Engine::Loop::next_pause() {
  constexpr Duration kPauseMin{200};
  constexpr Duration kPauseMax = std::chrono::milliseconds(250);
  constexpr Duration kAskAgain = std::chrono::milliseconds(25);
  if (!unresolved_.empty()) return kAskAgain;
  if (store_failing_ || halted_) return kPauseMax;
  const Instant now = clock_.now();
  const bool due = next_due_ && *next_due_ <= now;
  if (due || !held_.empty()) {
    // An undecided stamp holds them back, and its end wakes us; or it is gone already.
    const auto open = gate_.watch();
    return open && open == open_at_fire_ ? kPauseMax : Duration::zero();
  }
  return next_due_ ? std::clamp<Duration>(*next_due_ - now, kPauseMin, kPauseMax) : kPauseMax;
}

void Engine::Loop::run_writer() {
  Duration pause{};
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      const auto ready = [&] {
        return stopping_ || woken_ || !commands_.empty() || !officers_.empty() || !tasks_.empty();
      };
      if (!ready()) wake_.wait_for(lock, pause, ready);
      if (stopping_ && is_empty()) {
        idle_.notify_all();
        return;
      }
      woken_ = false;
      busy_ = true;
    }
    while (round()) {
    }
    pause = next_pause();
    const std::lock_guard lock(mutex_);
    busy_ = false;
    unknown_ = !unresolved_.empty();
    idle_.notify_all();
  }
}

}  // namespace baobei::engine
