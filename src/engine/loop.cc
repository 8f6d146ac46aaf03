#include "engine/loop.h"

#include <algorithm>
#include <set>

namespace baobei::engine {
namespace {

constexpr int kTriesMax = 4;  // decided once, and at most three times again (DESIGN decision 2)
constexpr Duration kCheckPoll = std::chrono::seconds(1);
constexpr Duration kIdempotencyKept = std::chrono::hours(24);

bool is_attempt_of_note(lifecycle::Role role) {  // R23
  return role == lifecycle::Role::kOfficer || role == lifecycle::Role::kReviewer ||
         role == lifecycle::Role::kSeniorReviewer;
}

}  // namespace

Instant Engine::Loop::next_wake() {
  Instant wake = clock_.now() + std::chrono::milliseconds(250);
  if (next_due_) wake = std::min(wake, *next_due_);
  return wake;
}

std::vector<std::function<void(Store&)>> Engine::Loop::take_tasks() {
  const std::lock_guard lock(mutex_);
  std::vector<std::function<void(Store&)>> tasks(std::make_move_iterator(tasks_.begin()),
                                                 std::make_move_iterator(tasks_.end()));
  tasks_.clear();
  return tasks;
}

// In the order of their stamps (R13); officers' commands first where not all have room.
std::vector<Pending> Engine::Loop::take_commands() {
  std::vector<Pending> batch;
  const auto take = [&](std::deque<Pending>& queue) {
    while (!queue.empty() && batch.size() < limits_.batch_max) {
      batch.push_back(std::move(queue.front()));
      queue.pop_front();
    }
  };
  take(again_);
  {
    const std::lock_guard lock(mutex_);
    take(officers_);
    take(commands_);
  }
  std::ranges::stable_sort(batch, {}, [](const Pending& pending) { return pending.stamp(); });
  return batch;
}

std::vector<Pending> Engine::Loop::due_knocks(Instant until, std::size_t limit) {
  std::vector<Pending> knocks;
  if (!next_due_ || *next_due_ > until) return knocks;
  const auto rows = store_.due(until, limit);
  if (!rows) return knocks;
  std::set<lifecycle::AppId> seen;
  for (const auto& row : *rows) {
    if (stuck_.contains(row.app)) continue;
    lateness_.add((clock_.now() - row.deadline.due).count());
    ++fired_;
    if (!seen.insert(row.app).second) continue;
    Request request;
    request.command.app = row.app;
    request.command.data = lifecycle::Settle{};
    knocks.push_back({StampTicket(), std::move(request), [](const Answer&) {}});
  }
  return knocks;
}

std::size_t Engine::Loop::fire(Instant until) {
  auto knocks = due_knocks(until, limits_.batch_max);
  const auto taken = knocks.size();
  std::vector<Pending> waiting;
  std::vector<Write> writes;
  std::vector<Answer> answers;
  for (auto& knock : knocks) {
    auto decided = decider_.decide(knock.request, until, clock_.now());
    if (!decided || decided->refusal) {
      // A row says due and the case file does not: a busy loop would help nobody. Everything else
      // goes on; `admin verify` names the case.
      stuck_.insert(knock.request.command.app);
      continue;
    }
    writes.push_back(std::move(decided->write));
    waiting.push_back(std::move(knock));
    answers.emplace_back();
  }
  commit(std::move(waiting), std::move(writes), std::move(answers));
  return taken;
}

bool Engine::Loop::round() {
  bool worked = false;
  for (auto& task : take_tasks()) {
    task(store_);
    worked = true;
  }
  auto batch = take_commands();
  halted_ = !guard_->trusted();
  if (halted_) {
    worked = worked || !batch.empty();
    answer_all_unavailable(std::move(batch), "the machine's clock cannot be trusted");
    return worked;
  }
  worked = worked || !batch.empty();
  if (!batch.empty()) decide_batch(std::move(batch));

  // What is due may take effect up to the earliest stamp that is still undecided (R13).
  const Instant until = std::min(clock_.now(), gate_.earliest_open().value_or(Instant::max()));
  const auto knocks_taken = fire(until);
  worked = worked || knocks_taken > 0;
  if (next_due_ && *next_due_ <= until) {
    const auto due = store_.next_due();
    if (due) next_due_ = *due;
    const bool only_stuck = knocks_taken == 0 && next_due_ && *next_due_ <= until;
    if (only_stuck && !stuck_.empty()) next_due_ = clock_.now() + std::chrono::seconds(1);
  }
  lease_checks();
  if (guard_->high_water() - high_water_stored_ > std::chrono::seconds(1)) {
    high_water_stored_ = guard_->high_water();
    (void)store_.raise_high_water(high_water_stored_);
  }
  if (clock_.now() - idempotency_swept_ > std::chrono::hours(1)) {
    idempotency_swept_ = clock_.now();
    (void)store_.drop_idempotency(clock_.now() - kIdempotencyKept);
  }
  return worked;
}

bool Engine::Loop::answer_from_record(Pending& pending) {
  if (!pending.request.idempotency || pending.request.dry_run) return false;
  const auto found = store_.find_idempotency(*pending.request.idempotency);
  if (!found || !found->has_value()) return false;
  Answer answer;
  const bool same = (*found)->request == pending.request.request_hash;
  answer.kind = same ? AnswerKind::kDuplicate : AnswerKind::kKeyReused;
  if (same) answer.response = (*found)->response;
  pending.done(std::move(answer));
  return true;
}

void Engine::Loop::decide_into(Pending pending, std::vector<Pending>& waiting,
                               std::vector<Write>& writes, std::vector<Answer>& answers) {
  auto decided = decider_.decide(pending.request, pending.stamp(), clock_.now());
  Answer answer;
  if (!decided) {
    answer.kind = AnswerKind::kUnavailable;
    answer.detail = to_string(decided.error());
    pending.done(std::move(answer));
    return;
  }
  ++commands_decided_;
  answer.revision = decided->before + decided->events.size();
  if (decided->refusal) {
    answer.kind = AnswerKind::kRefused;
    answer.refusal = decided->refusal;
    answer.revision = decided->before;
    if (!pending.request.dry_run) record_refusal(pending, *decided->refusal);
    pending.done(std::move(answer));
    return;
  }
  answer.kind = AnswerKind::kAccepted;
  answer.response = response_json(pending.request.command.app, decided->before, decided->events);
  answer.events = std::move(decided->events);
  if (pending.request.dry_run) {
    pending.done(std::move(answer));
    return;
  }
  writes.push_back(std::move(decided->write));
  waiting.push_back(std::move(pending));
  answers.push_back(std::move(answer));
}

void Engine::Loop::decide_batch(std::vector<Pending> batch) {
  std::vector<Pending> waiting;
  std::vector<Write> writes;
  std::vector<Answer> answers;
  std::set<std::pair<std::string, std::string>> keys;
  for (auto& pending : batch) {
    // An end that lies before this stamp must not overtake a command that was received before it
    // and is still on its way to the queue (R13): those of later stamps wait a round.
    const auto earliest = gate_.earliest_open();
    if (next_due_ && *next_due_ <= pending.stamp() && earliest && *earliest < pending.stamp() &&
        *earliest < *next_due_) {
      const bool in_this_batch = std::ranges::any_of(batch, [&](const Pending& other) {
        return other.ticket.is_open() && other.stamp() == *earliest;
      });
      if (!in_this_batch) {
        again_.push_back(std::move(pending));
        continue;
      }
    }
    const auto& idempotency = pending.request.idempotency;
    if (idempotency &&
        !keys.emplace(idempotency->principal + "\n" + idempotency->operation, idempotency->key)
             .second) {
      again_.push_back(std::move(pending));  // the same key twice in one batch: after the commit
      continue;
    }
    if (answer_from_record(pending)) continue;
    decide_into(std::move(pending), waiting, writes, answers);
  }
  commit(std::move(waiting), std::move(writes), std::move(answers));
}

void Engine::Loop::commit(std::vector<Pending> waiting, std::vector<Write> writes,
                          std::vector<Answer> answers) {
  if (writes.empty()) return;
  const Instant now = clock_.now();
  const auto outcomes = store_.commit(writes);
  CHECK(outcomes.size() == writes.size());
  ++commits_;
  guard_->committed(now);
  for (std::size_t i = 0; i < writes.size(); ++i) {
    settle_outcome(std::move(waiting[i]), writes[i], outcomes[i], std::move(answers[i]));
  }
}

void Engine::Loop::settle_outcome(Pending pending, const Write& write, const WriteOutcome& outcome,
                                  Answer answer) {
  bool committed = outcome.result == WriteResult::kCommitted;
  if (outcome.result == WriteResult::kUnknown) {
    // The chain's last hash tells whether ours went in.
    decider_.forget(write.app);
    const auto stored = store_.load(write.app);
    committed =
        stored && stored->revision >= write.events.back().revision &&
        (stored->last_hash == write.events.back().hash ||
         (write.idempotency &&
          store_.find_idempotency(write.idempotency->key).value_or(std::nullopt).has_value()));
    if (!committed && !stored && stored.error().kind != ErrorKind::kNotFound) {
      return retry(std::move(pending), outcome.detail);
    }
  }
  if (committed) {
    for (const auto& deadline : write.deadlines_set) {
      next_due_ = std::min(next_due_.value_or(deadline.due), deadline.due);
    }
    checks_wanted_ = checks_wanted_ || !write.deliveries.empty();
    pending.done(std::move(answer));
    return;
  }
  decider_.forget(write.app);
  switch (outcome.result) {
    case WriteResult::kDuplicate:
      answer.kind = AnswerKind::kDuplicate;
      answer.response = outcome.response;
      return pending.done(std::move(answer));
    case WriteResult::kKeyReused:
      answer.kind = AnswerKind::kKeyReused;
      return pending.done(std::move(answer));
    case WriteResult::kUnavailable:
      answer.kind = AnswerKind::kUnavailable;
      answer.detail = outcome.detail;
      answer.retry_after = std::chrono::seconds(1);
      return pending.done(std::move(answer));
    case WriteResult::kCommitted:
    case WriteResult::kConflict:
    case WriteResult::kUnknown:
      return retry(std::move(pending), outcome.detail);
  }
}

void Engine::Loop::retry(Pending pending, const std::string& why) {
  ++conflicts_;
  if (++pending.tries < kTriesMax) {
    if (pending.ticket.is_open()) again_.push_back(std::move(pending));  // a knock comes back alone
    return;
  }
  Answer answer;
  answer.kind = AnswerKind::kUnavailable;
  answer.detail = "conflict after conflict: " + why;
  answer.retry_after = std::chrono::seconds(1);
  pending.done(std::move(answer));
}

void Engine::Loop::record_refusal(const Pending& pending, lifecycle::Refusal refusal) {
  const auto& command = pending.request.command;
  if (!is_attempt_of_note(command.actor.role)) return;
  (void)store_.record_attempt({command.app, command.actor.person,
                               lifecycle::command_name(command.data),
                               std::string(lifecycle::refusal_name(refusal)), pending.stamp()});
}

void Engine::Loop::lease_checks() {
  if (checker_ == nullptr) return;
  const Instant now = clock_.now();
  if (!checks_wanted_ && now < checks_at_) return;
  const std::lock_guard lock(check_mutex_);
  const auto idle = limits_.checks_at_once * 2;
  if (checks_.size() + checks_running_ >= idle) return;
  auto leases = store_.lease_deliveries(DeliveryKind::kCheck, now, now + limits_.check_lease,
                                        idle - checks_.size() - checks_running_);
  if (!leases) return;
  for (auto& lease : *leases) checks_.push_back(std::move(lease));
  checks_wanted_ = false;
  checks_at_ = now + kCheckPoll;
  check_wake_.notify_all();
}

void Engine::Loop::answer_all_unavailable(std::vector<Pending> batch, const std::string& why) {
  for (auto& pending : batch) {
    Answer answer;
    answer.kind = AnswerKind::kUnavailable;
    answer.detail = why;
    answer.retry_after = std::chrono::seconds(5);
    pending.done(std::move(answer));
  }
}

}  // namespace baobei::engine
