// From decisions to answers: nobody is told what is not durable.
#include <algorithm>

#include "engine/loop.h"

namespace baobei::engine {
namespace {

constexpr int kTriesMax = 4;  // decided once, and at most three times again (DESIGN decision 2)
// How often an unknown outcome is asked for before the client must ask: some ten seconds.
constexpr int kAsksMax = 400;

bool is_attempt_of_note(const Decision& decision) {  // R23
  const auto role = decision.pending.request.command.actor.role;
  return decision.answer.kind == AnswerKind::kRefused && !decision.pending.request.dry_run &&
         (role == lifecycle::Role::kOfficer || role == lifecycle::Role::kReviewer ||
          role == lifecycle::Role::kSeniorReviewer);
}

AttemptRow attempt_of(const Decision& decision) {
  const auto& command = decision.pending.request.command;
  return {command.app, command.actor.person, lifecycle::command_name(command.data),
          lifecycle::refusal_name(*decision.answer.refusal), decision.pending.stamp()};
}

}  // namespace

bool Engine::Loop::finish(Batch batch, Instant now) {
  failed_.clear();
  bool worked = !batch.unwritten.empty();
  if (!batch.writes.empty()) {
    const auto outcomes = store_.commit(batch.writes);
    CHECK(outcomes.size() == batch.writes.size());
    ++commits_;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      worked = settle_outcome(std::move(batch.written[i]), std::move(batch.writes[i]), outcomes[i],
                              now) ||
               worked;
    }
  }
  answer_unwritten(std::move(batch.unwritten));
  return worked;
}

void Engine::Loop::accept(Decision decision, const Write& write, Instant now) {
  for (const auto& deadline : write.deadlines_set) {
    next_due_ = std::min(next_due_.value_or(deadline.due), deadline.due);
  }
  checks_wanted_ = checks_wanted_ || !write.deliveries.empty();
  for (const Instant due : decision.pending.dues) {
    lateness_.add((now - due).count());
    ++fired_;
  }
  deferred_.erase(write.app);
  decision.pending.done(std::move(decision.answer));
}

bool Engine::Loop::settle_outcome(Decision decision, Write write, const WriteOutcome& outcome,
                                  Instant now) {
  if (outcome.result == WriteResult::kCommitted) {
    accept(std::move(decision), write, now);
    return true;
  }
  decider_.forget(write.app);
  if (outcome.result == WriteResult::kUnknown) {
    const auto place = decision.place;
    Unresolved open{std::move(write), std::move(decision)};
    const auto resolved = resolve(open, now);
    if (resolved != Resolved::kThere) failed_.emplace(open.write.app, place);
    if (resolved == Resolved::kNotKnown) unresolved_.push_back(std::move(open));
    return true;
  }
  failed_.emplace(write.app, decision.place);
  auto& answer = decision.answer;
  switch (outcome.result) {
    case WriteResult::kDuplicate:
      answer = {};
      answer.kind = AnswerKind::kDuplicate;
      answer.response = outcome.response;
      break;
    case WriteResult::kKeyReused:
      answer = {};
      answer.kind = AnswerKind::kKeyReused;
      break;
    case WriteResult::kUnavailable: {
      const bool knock = decision.pending.is_knock();
      store_failing_ = store_failing_ || knock;
      answer_unavailable(std::move(decision.pending), outcome.detail);
      return !knock;
    }
    case WriteResult::kCommitted:
    case WriteResult::kUnknown:
    case WriteResult::kConflict:
      retry(std::move(decision.pending), outcome.detail);
      return true;
  }
  decision.pending.done(std::move(answer));
  return true;
}

// The chain tells whether ours went in: an event's hash covers everything before it.
Engine::Loop::Resolved Engine::Loop::resolve(Unresolved& open, Instant now) {
  const auto& last = open.write.events.back();
  const auto found = store_.has_event(open.write.app, last.revision, last.hash);
  if (!found) {
    if (!leaving_ && ++open.asked < kAsksMax) return Resolved::kNotKnown;
    answer_unavailable(std::move(open.decision.pending),
                       "it is not known whether it was carried out: ask again under the same key");
    return Resolved::kLost;
  }
  if (*found) {
    accept(std::move(open.decision), open.write, now);
    return Resolved::kThere;
  }
  retry(std::move(open.decision.pending), "the commit was lost");
  return Resolved::kLost;
}

bool Engine::Loop::resolve_unknown() {
  const auto before = unresolved_.size();
  const Instant now = clock_.now();
  std::erase_if(unresolved_,
                [&](Unresolved& open) { return resolve(open, now) != Resolved::kNotKnown; });
  return unresolved_.size() < before;
}

void Engine::Loop::retry(Pending pending, const std::string& why) {
  ++conflicts_;
  if (pending.is_knock()) return;  // its rows are still due: it comes back by itself
  if (++pending.tries < kTriesMax) {
    held_.push_back(std::move(pending));
    return;
  }
  answer_unavailable(std::move(pending), "conflict after conflict: " + why);
}

// What was refused or tried on the strength of a write that came to nothing is decided again.
void Engine::Loop::answer_unwritten(std::vector<Decision> decisions) {
  std::vector<Decision> sound;
  for (auto& decision : decisions) {
    const auto failed = failed_.find(decision.pending.request.command.app);
    if (failed != failed_.end() && failed->second < decision.place) {
      retry(std::move(decision.pending), "what it rested on was lost");
    } else {
      sound.push_back(std::move(decision));
    }
  }
  std::vector<AttemptRow> attempts;
  for (const auto& decision : sound) {
    if (is_attempt_of_note(decision)) attempts.push_back(attempt_of(decision));
  }
  const auto recorded = attempts.empty() ? Status() : store_.record_attempts(attempts);
  for (auto& decision : sound) {
    if (!recorded && is_attempt_of_note(decision)) {
      answer_unavailable(std::move(decision.pending),
                         "the attempt could not be recorded: " + to_string(recorded.error()));
    } else {
      decision.pending.done(std::move(decision.answer));
    }
  }
}

void Engine::Loop::answer_unavailable(Pending pending, std::string why) {
  Answer answer;
  answer.kind = AnswerKind::kUnavailable;
  answer.detail = std::move(why);
  answer.retry_after = std::chrono::seconds(1);
  pending.done(std::move(answer));
}

void Engine::Loop::answer_all_unavailable(std::vector<Pending> commands, const std::string& why) {
  for (auto& pending : commands) answer_unavailable(std::move(pending), why);
}

}  // namespace baobei::engine
