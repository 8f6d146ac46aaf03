// apply(): the mini-program itself, its submissions, its qualifications.
#include <algorithm>

#include "lifecycle/apply_detail.h"
#include "lifecycle/lifecycle.h"

namespace baobei::lifecycle {
namespace apply_detail {
namespace {

void account(Submission& submission, Holder holder, Instant until) {
  const Duration span = until - submission.held_since;
  switch (holder) {
    case Holder::kDeveloper:
      submission.held.developer += span;
      break;
    case Holder::kPlatform:
      submission.held.platform += span;
      break;
    case Holder::kAuthority:
      submission.held.authority += span;
      break;
    case Holder::kNobody:
      break;
  }
  submission.held_since = until;
}

// Who answers for the time between an end and its being undone: whoever had erred (R26).
Holder holder_of_gap(SubmissionTrigger on) {
  return on == SubmissionTrigger::kAppealUpheld ? Holder::kPlatform : Holder::kAuthority;
}

}  // namespace

bool move_if_possible(Submission& submission, SubmissionTrigger on, Instant at) {
  const auto to = next_state(kSubmissionTable, submission.state, on);
  if (!to) return false;
  const Holder before = holder_of(submission.state);
  account(submission, before == Holder::kNobody ? holder_of_gap(on) : before, at);
  submission.state = *to;
  const bool ended = holder_of(*to) == Holder::kNobody;
  submission.finished_at = ended ? std::optional(at) : std::nullopt;
  if (*to != SubmissionState::kReleasable) submission.lapse_at.reset();
  if (*to != SubmissionState::kWaitingForDeveloper) submission.answer_by.reset();
  if (!is_in_review(*to)) submission.review_due.reset();
  return true;
}

void move(Submission& submission, SubmissionTrigger on, Instant at) {
  CHECK(move_if_possible(submission, on, at), "no such transition of a submission");
}

void move(Entry& entry, EntryTrigger on, Instant at) {
  const auto to = next_state(kEntryTable, entry.state, on);
  CHECK(to.has_value(), "no such transition of an entry");
  entry.state = *to;
  entry.ended_at = is_open(*to) ? std::nullopt : std::optional(at);
}

void on(App& app, const Event&, const AppRegistered& data) {
  CHECK(app.revision == 1);
  app.id = data.app;
  app.subject = data.subject;
  app.owner = data.owner;
  app.own = data.own;
}

void on(App& app, const Event&, const AgencyAuthorised& data) {
  app.agencies.push_back({data.agency, data.until});
}

void on(App& app, const Event&, const AuthorisationEnded& data) {
  std::erase_if(app.agencies, [&](const Agency& agency) { return agency.org == data.agency; });
}

void on(App& app, const Event&, const SubjectChanged& data) {
  // A new credit code is a new subject: what it must file first counts from here (R9, R19).
  if (data.subject.id != app.subject.id) {
    app.ever_completed = false;
    app.former_answers = static_cast<AnswerNo>(app.answers.size());
  }
  app.subject = data.subject;
}

void on(App& app, const Event&, const FilingVoided& data) {
  std::erase_if(app.completed,
                [&](const CompletedFiling& filing) { return filing.category == data.category; });
}

void on(App& app, const Event& event, const Submitted& data) {
  CHECK(data.submission == app.submissions.size() + 1);
  Submission next;
  next.no = data.submission;
  next.digest = data.digest;
  next.categories = data.categories;
  next.release_choice = data.release_choice;
  next.submitted_by = event.actor.person;
  next.org = data.org;
  next.unit = data.unit;
  next.barred_elsewhere = data.barred_elsewhere;
  next.review_revision = app.revision;
  next.review_due = data.review_due;
  next.ugc = data.ugc;
  next.pictures = data.pictures;
  next.test_account = data.test_account;
  next.submitted_at = event.at;
  next.held_since = event.at;
  for (const auto& answered : data.item_answers) {
    row(app.items, answered.item).answered_by = data.submission;
  }
  app.submissions.push_back(std::move(next));
}

void on(App& app, const Event& event, const CheckFinished& data) {
  auto& checked = submission(app, data.submission);
  checked.check = data.outcome;
  checked.report = data.report;
  checked.review_revision = app.revision;
  if (data.retry) ++checked.check_attempt;
  move(checked, data.retry ? SubmissionTrigger::kCheckRetried : SubmissionTrigger::kCheckDone,
       event.at);
}

void on(App& app, const Event& event, const QuestionAsked& data) {
  auto& asked = submission(app, data.submission);
  move(asked, SubmissionTrigger::kQuestionAsked, event.at);
  asked.answer_by = data.answer_by;
}

void on(App& app, const Event& event, const QuestionAnswered& data) {
  move(submission(app, data.submission), SubmissionTrigger::kQuestionAnswered, event.at);
}

void on(App& app, const Event& event, const PassProposed& data) {
  submission(app, data.submission).pass_proposed_by = event.actor.person;
}

namespace {

// An entry of an earlier pass (R7a) stays the submission's own while the new one shows what was
// laid in it.
bool shows_something_of(const Submission& passed, const Entry& entry) {
  return entry.categories.empty() ||
         std::ranges::any_of(passed.present, [&](const CategoryId& category) {
           return std::ranges::find(entry.categories, category) != entry.categories.end();
         });
}

}  // namespace

void on(App& app, const Event& event, const ReviewPassed& data) {
  auto& passed = submission(app, data.submission);
  passed.present = data.present;
  const auto* former = find_entry(app, passed.entry);
  if (former != nullptr && !shows_something_of(passed, *former)) passed.entry = 0;
  passed.decided_by = event.actor.person;
  passed.ground = data.ground;
  passed.silence_entry = data.silence_entry;
  passed.review_late = false;
  if (data.files) {
    move(passed, SubmissionTrigger::kPassedToFile, event.at);
  } else if (data.ground == Ground::kSilence) {
    move(passed, SubmissionTrigger::kPassedOnSilence, event.at);
  } else {
    move(passed, SubmissionTrigger::kPassed, event.at);
    passed.lapse_at = data.lapse_at;
  }
}

namespace {

// R8: what was cleared passes by reference until somebody decides against the same digest.
void end_reference(App& app, const Digest& digest) {
  for (auto& each : app.submissions) {
    if (each.digest == digest) each.cleared = false;
  }
}

}  // namespace

void on(App& app, const Event& event, const ReviewRefused& data) {
  auto& refused = submission(app, data.submission);
  end_reference(app, refused.digest);
  refused.decided_by = event.actor.person;
  refused.appeal_by = data.appeal_by;
  refused.appealed = false;
  refused.pass_proposed_by.clear();
  move(refused, SubmissionTrigger::kRefused, event.at);
}

void on(App& app, const Event&, const Appealed& data) {
  submission(app, data.submission).appealed = true;
}

void on(App& app, const Event& event, const AppealDecided& data) {
  auto& appealed = submission(app, data.submission);
  appealed.appeal_by.reset();
  if (data.effect == AppealEffect::kCleared) appealed.cleared = true;
  if (data.effect != AppealEffect::kReopened) return;
  move(appealed, SubmissionTrigger::kAppealUpheld, event.at);
  appealed.review_due = data.review_due;
  appealed.review_revision = app.revision;
}

void on(App& app, const Event& event, const SubmissionWithdrawn& data) {
  auto& withdrawn = submission(app, data.submission);
  move(withdrawn, SubmissionTrigger::kWithdrawn, event.at);
}

void on(App& app, const Event& event, const PassRevoked& data) {
  auto& revoked = submission(app, data.submission);
  end_reference(app, revoked.digest);
  revoked.ground = Ground::kNoFilingNeeded;
  revoked.silence_entry = 0;
  revoked.present.clear();
  revoked.pass_proposed_by.clear();
  if (!data.back_to_review) {
    move(revoked, SubmissionTrigger::kStopped, event.at);
    return;
  }
  move(revoked, SubmissionTrigger::kPassRevoked, event.at);
  revoked.review_due = data.review_due;
  revoked.review_revision = app.revision;
}

void on(App& app, const Event& event, const CaseStopped& data) {
  move(submission(app, data.submission), SubmissionTrigger::kStopped, event.at);
}

void on(App& app, const Event& event, const SubmissionLapsed& data) {
  move(submission(app, data.submission), SubmissionTrigger::kLapsed, event.at);
}

void on(App& app, const Event&, const ReleaseChosen& data) {
  submission(app, data.submission).release_choice = data.choice;
}

void on(App& app, const Event&, const ReviewOverdue& data) {
  submission(app, data.submission).review_late = true;
}

namespace {

QualificationWatch* find_watch(App& app, const CategoryId& category) {
  const auto found = std::ranges::find(app.qualifications, category, &QualificationWatch::category);
  return found == app.qualifications.end() ? nullptr : &*found;
}

// R7: a decision on the old state of the qualifications is stale.
void move_review_revision(App& app, const CategoryId& category) {
  for (auto& each : app.submissions) {
    const bool declares = std::ranges::any_of(
        each.categories, [&](const DeclaredCategory& c) { return c.category == category; });
    if (declares && is_in_review(each.state)) each.review_revision = app.revision;
  }
}

}  // namespace

void on(App& app, const Event&, const QualificationWarned& data) {
  if (auto* watch = find_watch(app, data.category)) watch->warned = true;
}

// One without an end is watched from the instant on at which it was taken back.
void on(App& app, const Event& event, const QualificationLapsed& data) {
  auto* watch = find_watch(app, data.category);
  if (watch == nullptr) {
    app.qualifications.push_back({data.category, event.at, true, std::nullopt, false});
    watch = &app.qualifications.back();
  }
  watch->grace_until = data.grace_until;
  move_review_revision(app, data.category);
}

void on(App& app, const Event&, const QualificationGraceEnded& data) {
  if (auto* watch = find_watch(app, data.category)) watch->grace_ended = true;
}

void on(App& app, const Event&, const QualificationRenewed& data) {
  std::erase_if(app.qualifications,
                [&](const QualificationWatch& watch) { return watch.category == data.category; });
  if (data.valid_until) {
    app.qualifications.push_back({data.category, *data.valid_until, false, std::nullopt, false});
  }
  move_review_revision(app, data.category);
}

}  // namespace apply_detail

namespace {

// A staged release (share 0) goes with its submission: withdrawn, failed, moved, stopped.
void drop_staged_release(App& app) {
  const auto* staged = find_release(app, app.staged);
  if (staged == nullptr) return;
  const auto state = find_submission(app, staged->submission)->state;
  if (state == SubmissionState::kReleasable || state == SubmissionState::kPreLaunch) return;
  app.staged = 0;
}

// R19: a move or a revoked pass takes the filing away from under what is served; an answer, a
// silence or another release gives it one again.
bool serves_on_a_void_filing(const App& app) {
  for (const ReleaseNo no : {app.current, app.base}) {
    const auto* release = find_release(app, no);
    if (release == nullptr) continue;
    if (lost_its_ground(app, *find_submission(app, release->submission))) return true;
  }
  return false;
}

}  // namespace

App apply(App app, const Event& event) {
  ++app.revision;
  std::visit([&](const auto& data) { apply_detail::on(app, event, data); }, event.data);
  drop_staged_release(app);
  app.filing_void = serves_on_a_void_filing(app);
  return app;
}

}  // namespace baobei::lifecycle
