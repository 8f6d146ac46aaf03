// A round: commands in the order of their stamps, then what is due.
#include "engine/loop.h"

#include <algorithm>

namespace baobei::engine {
namespace {

constexpr Duration kIdempotencyKept = std::chrono::hours(24);
constexpr Duration kDropKeysEvery = std::chrono::hours(1);
constexpr std::size_t kDropKeysAtOnce = 1000;
// How far a clock may fall back over a restart without being noticed, where nothing was committed.
constexpr Duration kHighWaterEvery = std::chrono::minutes(1);
// When a mini-program whose deadlines make no sense is looked at again, and how often the others
// are meanwhile.
constexpr Duration kDeferral = std::chrono::minutes(1);
constexpr Duration kLookBesideDeferred = std::chrono::seconds(1);
constexpr std::size_t kDueRowsMax = 65'536;
// While people send commands, what is due takes no longer than this of a round: a hundred thousand
// ends at one instant must not stand before somebody's answer.
constexpr Duration kKnocksTime = std::chrono::milliseconds(15);
constexpr Duration kPeopleStay = std::chrono::seconds(1);
constexpr std::size_t kKnocksMin = 8;

std::vector<Instant> stamps_of(const std::vector<Pending>& commands) {
  std::vector<Instant> stamps;
  for (const auto& pending : commands) stamps.push_back(pending.stamp());
  return stamps;
}

}  // namespace

bool Engine::Loop::run_tasks() {
  std::deque<std::function<void(Store&)>> tasks;
  {
    const std::lock_guard lock(mutex_);
    tasks.swap(tasks_);
  }
  for (auto& task : tasks) task(store_);
  if (!tasks.empty()) next_due_known_ = false;  // one may have moved deadlines
  return !tasks.empty();
}

// In the order of their stamps (R13); officers' commands first where not all have room. What is
// held takes no room: the command it waits for may stand in a queue.
std::vector<Pending> Engine::Loop::take_commands() {
  std::vector<Pending> commands(std::make_move_iterator(held_.begin()),
                                std::make_move_iterator(held_.end()));
  held_.clear();
  const auto fresh_max = commands.size() + limits_.batch_max;
  const auto take = [&](std::deque<Pending>& queue) {
    while (!queue.empty() && commands.size() < fresh_max) {
      commands.push_back(std::move(queue.front()));
      queue.pop_front();
    }
  };
  {
    const std::lock_guard lock(mutex_);
    leaving_ = stopping_;
    take(officers_);
    take(commands_);
  }
  std::ranges::stable_sort(commands, {}, [](const Pending& pending) { return pending.stamp(); });
  return commands;
}

void Engine::Loop::count_held() {
  const auto officers =
      static_cast<std::size_t>(std::ranges::count_if(held_, &Pending::is_officers));
  const std::lock_guard lock(mutex_);
  held_officers_ = officers;
  held_commands_ = held_.size() - officers;
}

bool Engine::Loop::round() {
  store_failing_ = false;
  bool worked = resolve_unknown();
  worked = run_tasks() || worked;
  auto commands = take_commands();
  // After the commands were taken: none of them is stamped later than this.
  const auto now = guard_->look();
  halted_ = !now;
  if (!now) {
    worked = worked || !commands.empty();
    answer_all_unavailable(std::move(commands), "the machine's clock cannot be trusted");
    count_held();
    return worked;
  }
  if (!commands.empty()) people_seen_ = clock_.boot_time();
  worked = decide_batch(std::move(commands), *now) || worked;
  count_held();
  if (!leaving_) {
    worked = fire(*now) || worked;
    lease_checks(*now);
    worked = keep_house(*now) || worked;
  }
  return worked;
}

bool Engine::Loop::believes(const StampTicket& ticket) const {
  return ticket.is_recorded() || (!halted_ && guard_->believes(ticket.stamp(), ticket.offset()));
}

bool Engine::Loop::answer_at_once(Pending& pending) {
  if (!believes(pending.ticket)) {
    answer_unavailable(std::move(pending), "it was stamped by a clock that cannot be trusted");
    return true;
  }
  if (!pending.request.idempotency || pending.request.dry_run) return false;
  const auto found = store_.find_idempotency(*pending.request.idempotency);
  if (!found) {
    // Without the record nobody knows whether this was answered before.
    answer_unavailable(std::move(pending), to_string(found.error()));
    return true;
  }
  if (!found->has_value()) return false;
  Answer answer;
  const bool same = (*found)->request == pending.request.request_hash;
  answer.kind = same ? AnswerKind::kDuplicate : AnswerKind::kKeyReused;
  if (same) answer.response = (*found)->response;
  pending.done(std::move(answer));
  return true;
}

bool Engine::Loop::must_wait(const Pending& pending, std::optional<Instant> outside) {
  if (!outside || *outside >= pending.stamp()) return false;
  const auto ends = decider_.ends_within(pending.request.command.app, *outside, pending.stamp());
  return ends && *ends;
}

void Engine::Loop::decide_into(Pending pending, Instant now, Batch& batch) {
  auto decided = decider_.decide(pending.request, pending.stamp(), std::max(now, pending.stamp()));
  if (!decided) {
    answer_unavailable(std::move(pending), to_string(decided.error()));
    return;
  }
  ++commands_decided_;
  Answer answer;
  answer.revision = decided->before + decided->events.size();
  if (decided->refusal) {
    answer.kind = AnswerKind::kRefused;
    answer.refusal = decided->refusal;
    batch.unwritten.push_back({std::move(pending), std::move(answer), batch.writes.size()});
    return;
  }
  answer.kind = AnswerKind::kAccepted;
  answer.response = response_json(pending.request.command.app, decided->before, decided->events);
  answer.events = std::move(decided->events);
  if (pending.request.dry_run) {
    answer.outlook = std::move(decided->outlook);
    batch.unwritten.push_back({std::move(pending), std::move(answer), batch.writes.size()});
    return;
  }
  batch.written.push_back({std::move(pending), std::move(answer), batch.writes.size()});
  batch.writes.push_back(std::move(decided->write));
}

// Commands of later stamps wait where an end between would overtake one that was received before
// it and is still on its way to the queue (R13); the rest waits for the next batch.
bool Engine::Loop::decide_batch(std::vector<Pending> commands, Instant now) {
  if (commands.empty()) return false;
  decider_.trim();
  const auto stamps = stamps_of(commands);
  // What a stopping engine has not got by now it will never get, but for what stands on disk.
  const auto outside = leaving_ ? gate_.earliest_recorded() : gate_.earliest_besides(stamps);
  Batch batch;
  std::set<std::pair<std::string, std::string>> keys;
  bool answered = false;
  for (auto& pending : commands) {
    const auto& key = pending.request.idempotency;
    const auto unique_key = [&] {  // the same key twice in one batch: after the commit
      return !key || keys.emplace(key->principal + "\n" + key->operation, key->key).second;
    };
    const bool waits = must_wait(pending, outside);
    if (waits && leaving_) {
      answer_unavailable(std::move(pending), "the server is stopping");
      answered = true;
      continue;
    }
    if (batch.size() >= limits_.batch_max || waits || !unique_key()) {
      held_.push_back(std::move(pending));
      continue;
    }
    if (answer_at_once(pending)) {
      answered = true;
      continue;
    }
    decide_into(std::move(pending), now, batch);
  }
  return finish(std::move(batch), now) || answered;
}

bool Engine::Loop::know_next_due() {
  if (next_due_known_) return true;
  const auto due = store_.next_due();
  if (!due) {
    store_failing_ = true;
    return false;
  }
  next_due_ = *due;
  next_due_known_ = true;
  return true;
}

std::size_t Engine::Loop::knocks_of_a_round() {
  const bool people = people_seen_ && clock_.boot_time() - *people_seen_ < kPeopleStay;
  if (!people || knock_cost_ <= Duration{}) return limits_.batch_max;
  const auto affordable = static_cast<std::size_t>(kKnocksTime / knock_cost_);
  return std::clamp(affordable, std::min(kKnocksMin, limits_.batch_max), limits_.batch_max);
}

std::vector<Pending> Engine::Loop::due_knocks(Instant until, Instant now, std::size_t most) {
  std::map<lifecycle::AppId, std::vector<Instant>> dues;
  std::vector<lifecycle::AppId> order;
  std::erase_if(deferred_, [&](const auto& each) { return each.second <= now; });
  // Rows of deferred mini-programs stand in front; the others must not starve behind them.
  for (std::size_t rows_max = most;; rows_max *= 4) {
    const auto rows = store_.due(until, rows_max);
    if (!rows) {
      store_failing_ = true;
      return {};
    }
    dues.clear();
    order.clear();
    for (const auto& row : *rows) {
      if (deferred_.contains(row.app)) continue;
      auto& of_app = dues[row.app];
      if (of_app.empty()) order.push_back(row.app);
      of_app.push_back(row.deadline.due);
    }
    if (!order.empty() || rows->size() < rows_max || rows_max >= kDueRowsMax) break;
  }
  deferred_count_ = deferred_.size();
  if (order.size() > most) order.resize(most);
  std::vector<Pending> knocks;
  for (const auto& app : order) {
    Request request;
    request.command.app = app;
    request.command.data = lifecycle::Settle{};
    knocks.push_back({{}, std::move(request), [](const Answer&) {}, 0, std::move(dues[app])});
  }
  return knocks;
}

void Engine::Loop::defer(const lifecycle::AppId& app, Instant now) {
  deferred_[app] = now + kDeferral;
}

// The rows say due and the case file does not: a policy that moved a warning, or a fault of ours.
// The case file is right (R24). True where looking again may help.
bool Engine::Loop::repair_deadlines(const lifecycle::AppId& app, Instant until, Instant now) {
  const auto file = decider_.case_file(app);
  const auto deadlines = decider_.deadlines(app, until);
  if (!file || !deadlines) return false;
  const bool due_still = std::ranges::any_of(
      *deadlines, [&](const lifecycle::Deadline& deadline) { return deadline.due <= until; });
  const auto replaced = store_.replace_deadlines(app, (*file)->app.revision, *deadlines);
  if (!replaced && replaced.error().kind == ErrorKind::kConflict) {
    decider_.forget(app);
    return true;
  }
  if (!replaced) store_failing_ = true;
  if (due_still) defer(app, now);
  return replaced.has_value() && !due_still;
}

bool Engine::Loop::fire(Instant now) {
  open_at_fire_ = gate_.earliest_open();
  const Instant until = gate_.settled_until(now);
  if (!know_next_due() || !next_due_ || *next_due_ > until) return false;
  const auto begun = clock_.boot_time();
  auto knocks = due_knocks(until, now, knocks_of_a_round());
  if (knocks.empty()) {
    // All of it is deferred: what comes next is not known before the first of it is looked at.
    if (!store_failing_) next_due_ = now + kLookBesideDeferred;
    next_due_known_ = !store_failing_ && !deferred_.empty();
    return false;
  }
  next_due_known_ = false;
  bool repaired = false;
  Batch batch;
  for (auto& knock : knocks) {
    const auto& app = knock.request.command.app;
    auto decided = decider_.decide(knock.request, until, now);
    if (decided && !decided->refusal) {
      batch.written.push_back({std::move(knock), {}, batch.writes.size()});
      batch.writes.push_back(std::move(decided->write));
    } else if (decided) {
      repaired = repair_deadlines(app, until, now) || repaired;
    } else if (decided.error().kind == ErrorKind::kCorrupt) {
      defer(app, now);  // `admin verify` names it
      repaired = true;
    } else {
      store_failing_ = true;
    }
  }
  deferred_count_ = deferred_.size();
  const auto count = static_cast<std::int64_t>(knocks.size());
  const bool finished = finish(std::move(batch), now);
  knock_cost_ = (knock_cost_ + (clock_.boot_time() - begun) / count) / 2;
  return finished || repaired;
}

bool Engine::Loop::keep_house(Instant now) {
  if (now - high_water_stored_ >= kHighWaterEvery && store_.raise_high_water(now)) {
    high_water_stored_ = now;
  }
  if (now - keys_dropped_at_ < kDropKeysEvery) return false;
  const auto dropped = store_.drop_idempotency(now - kIdempotencyKept, kDropKeysAtOnce);
  if (dropped && *dropped == kDropKeysAtOnce) return true;  // people's commands, then the next
  keys_dropped_at_ = now;
  return false;
}

}  // namespace baobei::engine
