// apply(): entries, answers, bars.
#include <algorithm>

#include "lifecycle/apply_detail.h"
#include "lifecycle/lifecycle.h"

namespace baobei::lifecycle::apply_detail {
namespace {

void add_items(App& app, const std::vector<Point>& points, AnswerNo answer, OrderNo order) {
  for (const auto& point : points) {
    app.items.push_back(
        {static_cast<ItemNo>(app.items.size() + 1), answer, order, point, 0, false});
  }
}

void close_items_answered_by(App& app, SubmissionNo no) {
  for (auto& item : app.items) {
    if (item.answered_by == no) item.closed = true;
  }
}

void close_items_of_answer(App& app, AnswerNo no) {
  for (auto& item : app.items) {
    if (item.answer == no) item.closed = true;
  }
}

EntryTrigger reopening(const Entry& entry) {
  if (!entry.start) return EntryTrigger::kReopenedToHandOver;
  return entry.end ? EntryTrigger::kReopened : EntryTrigger::kReopenedWithoutPeriod;
}

// R21b: a revoked fail. Submissions that relied on the entry's carried silence come back to it.
void undo_fail(App& app, const Answer& revoked, Instant at) {
  for (const EntryNo hit : revoked.hits) {
    auto& opened = entry(app, hit);
    if (opened.state != EntryState::kFailed || opened.answer != revoked.no) continue;
    move(opened, reopening(opened), at);
    opened.answer = 0;
    move_if_possible(
        submission(app, opened.submission),
        opened.start ? SubmissionTrigger::kReopened : SubmissionTrigger::kReopenedToHandOver, at);
    for (auto& other : app.submissions) {
      if (other.silence_entry == hit && other.entry == 0) {
        move_if_possible(other, SubmissionTrigger::kReopenedOnSilence, at);
      }
    }
  }
}

// R21b: a revoked pass. Whoever is releasable on its account waits for the office again; what is
// served stays.
void undo_pass(App& app, const Answer& revoked, Instant at) {
  std::erase_if(app.completed,
                [&](const CompletedFiling& filing) { return filing.answer == revoked.no; });
  app.ever_completed = std::ranges::any_of(app.answers, [&](const Answer& other) {
    return other.no > app.former_answers && other.verdict == Verdict::kPass &&
           other.state == AnswerState::kEffective;
  });
  auto& opened = entry(app, revoked.entry);
  if (opened.state == EntryState::kPassed && opened.answer == revoked.no) {
    move(opened, reopening(opened), at);
    opened.answer = 0;
  }
  for (auto& each : app.submissions) {
    const bool relied = each.ground == Ground::kFilingPassed &&
                        (each.no == opened.submission || lacks_a_filing(app, each));
    if (!relied) continue;
    const auto* own = find_entry(app, each.entry);
    if (own != nullptr && is_open(own->state)) {
      move_if_possible(each, SubmissionTrigger::kReopened, at);
    } else if (own == nullptr && each.silence_entry == opened.no) {
      each.ground = Ground::kSilence;  // that it was passed on (policy silence_carries)
      move_if_possible(each, SubmissionTrigger::kReopenedOnSilence, at);
    }
  }
}

}  // namespace

void on(App& app, const Event& event, const EntryOpened& data) {
  CHECK(data.entry == app.entries.size() + 1);
  Entry next;
  next.no = data.entry;
  next.submission = data.submission;
  next.categories = data.categories;
  next.region = data.region;
  next.channel = data.channel;
  next.moved_from = data.moved_from;
  next.opened_at = event.at;
  app.entries.push_back(std::move(next));
  auto& filed = submission(app, data.submission);
  filed.entry = data.entry;
  if (data.moved_from != 0) move_if_possible(filed, SubmissionTrigger::kMoved, event.at);
}

void on(App& app, const Event& event, const FilingStarted& data) {
  auto& started = entry(app, data.entry);
  move(started, data.end ? EntryTrigger::kStarted : EntryTrigger::kStartedWithoutPeriod, event.at);
  started.channel = data.channel;
  if (data.region) started.region = *data.region;
  started.notice_at = data.notice_at;
  started.start = data.start;
  started.end = data.end;
  started.warn_at = data.warn_at;
  move_if_possible(submission(app, started.submission), SubmissionTrigger::kFilingStarted,
                   event.at);
}

void on(App& app, const Event&, const FilingEndWarned& data) {
  entry(app, data.entry).warn_at.reset();
}

void on(App& app, const Event& event, const FilingPeriodEnded& data) {
  auto& silent = entry(app, data.entry);
  move(silent, EntryTrigger::kPeriodEnded, event.at);
  silent.warn_at.reset();
  auto& waiting = submission(app, silent.submission);
  // What was released before now rests on this silence, where it had lost its ground: through a
  // move (R19), or a pass that was revoked (R21b).
  const bool released =
      waiting.state == SubmissionState::kReleased && lost_its_ground(app, waiting);
  if (released || move_if_possible(waiting, SubmissionTrigger::kPeriodEnded, event.at)) {
    waiting.ground = Ground::kSilence;
    waiting.silence_entry = data.entry;
  }
}

void on(App& app, const Event& event, const AnswerProposed& data) {
  CHECK(data.answer == app.answers.size() + 1);
  Answer next;
  next.no = data.answer;
  next.entry = data.entry;
  next.verdict = data.verdict;
  next.state = AnswerState::kProposed;
  next.by = event.actor.person;
  next.region = entry(app, data.entry).region;
  next.at = event.at;
  next.hits = data.hits;
  next.points = data.points;
  next.voids = data.voids;
  next.scope = data.scope;
  next.down_by = data.down_by;
  next.replaces = data.replaces;
  next.reply_number = data.reply_number;
  next.letter = data.letter;
  app.answers.push_back(std::move(next));
}

namespace {

// The record of an answer: a new one, or the proposed one that its second signature made effective.
template <typename Answered>
Answer& answer_record(App& app, const Event& event, const Answered& data) {
  const AnswerNo no = data.answer;
  CHECK(no >= 1 && no <= app.answers.size() + 1);
  if (no == app.answers.size() + 1) {
    app.answers.emplace_back().by = event.actor.person;
  }
  auto& record = answer(app, no);
  record.no = no;
  record.entry = data.entry;
  record.region = entry(app, data.entry).region;
  record.reply_number = data.reply_number;
  record.letter = data.letter;
  record.at = event.at;
  record.state = AnswerState::kEffective;
  return record;
}

}  // namespace

void on(App& app, const Event& event, const FilingPassed& data) {
  auto& record = answer_record(app, event, data);
  record.verdict = Verdict::kPass;
  record.late = data.late;
  record.completed = data.completed;
  record.replaces = data.replaces;
  auto& passed = entry(app, data.entry);
  move(passed, EntryTrigger::kPassed, event.at);
  passed.answer = data.answer;
  passed.warn_at.reset();
  for (const auto& category : data.completed) {
    app.completed.push_back({category, data.answer, event.at});
  }
  app.ever_completed = true;
  auto& filed = submission(app, passed.submission);
  filed.ground = Ground::kFilingPassed;
  if (move_if_possible(filed, SubmissionTrigger::kGroundRaised, event.at)) {
    filed.lapse_at = data.lapse_at;
  }
  close_items_answered_by(app, filed.no);
}

void on(App& app, const Event& event, const FilingFailed& data) {
  auto& record = answer_record(app, event, data);
  record.verdict = Verdict::kFail;
  record.late = data.late;
  record.hits = data.hits;
  record.points = data.points;
  record.voids = data.voids;
  record.replaces = data.replaces;
  for (const EntryNo hit : data.hits) {
    auto& failed = entry(app, hit);
    move(failed, EntryTrigger::kFailed, event.at);
    failed.answer = data.answer;
    failed.warn_at.reset();
    move_if_possible(submission(app, failed.submission), SubmissionTrigger::kFilingFailed,
                     event.at);
    for (auto& other : app.submissions) {
      if (other.silence_entry == hit && other.entry == 0) {
        move_if_possible(other, SubmissionTrigger::kFilingFailed, event.at);
      }
    }
  }
  add_items(app, data.points, data.answer, 0);
}

void on(App& app, const Event& event, const AnswerNoted& data) {
  auto& record = answer_record(app, event, data);
  record.verdict = data.verdict;
  record.points = data.points;
  record.state = AnswerState::kNoted;
}

void on(App& app, const Event&, const AnswerAmended& data) {
  auto& amended = answer(app, data.answer);
  amended.points = data.points;
  // Answered items stay as the record of what was answered; open ones give way to the new points.
  for (auto& item : app.items) {
    if (item.answer == data.answer && item.answered_by == 0) item.closed = true;
  }
  add_items(app, data.points, data.answer, 0);
}

void on(App& app, const Event& event, const AnswerRevoked& data) {
  auto& revoked = answer(app, data.answer);
  const bool had_effect = revoked.state == AnswerState::kEffective;
  revoked.state = AnswerState::kRevoked;
  close_items_of_answer(app, data.answer);
  if (!had_effect) return;
  const Answer copy = revoked;
  if (copy.verdict == Verdict::kFail) {
    undo_fail(app, copy, event.at);
  } else {
    undo_pass(app, copy, event.at);
  }
}

void on(App& app, const Event& event, const MaterialRequested& data) {
  if (!app.requests) app.requests.emplace();
  CHECK(data.request == app.requests->size() + 1);
  const auto& region = entry(app, data.entry).region;
  app.requests->push_back({data.request, data.entry, event.actor.person, region, event.at,
                           data.text, data.wanted_by, std::nullopt});
}

void on(App& app, const Event& event, const MaterialReplied& data) {
  CHECK(app.requests.has_value());
  row(*app.requests, data.request).reply =
      MaterialReply{event.actor.person, event.at, data.text, data.documents};
}

void on(App& app, const Event& event, const EntryWithdrawn& data) {
  move(entry(app, data.entry), EntryTrigger::kWithdrawn, event.at);
}

void on(App& app, const Event& event, const EntryStopped& data) {
  move(entry(app, data.entry), EntryTrigger::kStopped, event.at);
}

void on(App& app, const Event& event, const EntryMoved& data) {
  move(entry(app, data.entry), EntryTrigger::kMoved, event.at);
}

void on(App& app, const Event& event, const ReleaseGroundRaised& data) {
  auto& raised = submission(app, data.submission);
  raised.ground = data.ground;
  if (move_if_possible(raised, SubmissionTrigger::kGroundRaised, event.at)) {
    raised.lapse_at = data.lapse_at;
  }
}

void on(App& app, const Event&, const VersionBarred& data) {
  app.bars.push_back({data.digest, data.answer, data.order});
}

void on(App& app, const Event&, const BarLifted& data) {
  std::erase(app.bars, Bar{data.digest, data.answer, data.order});
}

}  // namespace baobei::lifecycle::apply_detail
