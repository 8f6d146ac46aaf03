#include "lesson.h"

#include <algorithm>

namespace baobei::explorer {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

namespace {

template <typename T>
std::set<T> set_of(const std::vector<T>& list) {
  return {list.begin(), list.end()};
}

bool by_the_clock(const Event& event) {
  return event.actor.role == Role::kClock;
}

}  // namespace

void Witness::learn(const Universe& universe, const Facts& facts, const Step& step,
                    Faults& faults) {
  Lesson(*this, universe, facts, step, faults).learn();
}

void Lesson::fault(Reason reason, std::string what) {
  faults_.push_back({reason, std::move(what)});
}

// Ends come before the command that met them, and after it where it made them due.
void Lesson::learn() {
  bool commanded = std::holds_alternative<Settle>(step_.command.data);
  const auto command = [&] {
    if (commanded) return;
    commanded = true;
    sender_may_act();
    std::visit([&](const auto& data) { on(data); }, step_.command.data);
  };
  for (const auto& event : step_.events) {
    const bool of_command = !by_the_clock(event);
    if (of_command) command();
    if (of_command && event.at != step_.stamp) {
      fault(Invariant::kNotEarly, "a command's event does not carry its stamp");
    }
    if (event.at > step_.stamp) fault(Invariant::kNotEarly, "an event lies ahead of its command");
    std::visit([&](const auto& data) { see(event, data); }, event.data);
  }
  if (!commanded) fault(Invariant::kRecord, "an accepted command made no event");
  if (std::holds_alternative<Settle>(step_.command.data)) looked_again();
}

// R7, R10b: the developer's side acts within its authorisation; the table of rights holds the rest.
void Lesson::sender_may_act() {
  const Actor& actor = step_.command.actor;
  if (actor.role == Role::kDeveloper) {
    const auto agency = w_.agencies_.find(actor.org);
    const bool authorised =
        agency != w_.agencies_.end() && (!agency->second || step_.stamp < *agency->second);
    expect(actor.org == "acme" || authorised, Invariant::kRights,
           "an organisation without authorisation acted");
  }
}

void Lesson::on(const RegisterApp& command) {
  w_.subject_ = command.subject;
}

void Lesson::on(const AuthoriseAgency& command) {
  expect(step_.command.actor.org == "acme", Invariant::kRights, "an agency authorised another");
  w_.agencies_[command.agency] = command.until;
}

void Lesson::on(const EndAuthorisation& command) {
  w_.agencies_.erase(command.agency);
}

// R19
void Lesson::on(const ChangeSubject& command) {
  expect(step_.command.actor.role == Role::kOperator, Invariant::kRights,
         "somebody else than an operator moved the subject");
  const bool new_subject = command.subject.id != w_.subject_.id;
  const bool moves = new_subject || command.subject.region != w_.subject_.region;
  if (new_subject) w_.former_answers_ = static_cast<AnswerNo>(w_.answers_.size());
  w_.subject_ = command.subject;
  if (!moves) return;
  w_.completed_.clear();
  for (EntryNo no = 1; no <= w_.entries_.size(); ++no) {
    if (entry(no).fate != Fate::kOpen) continue;
    const auto* moved = event_of<EntryMoved>([&](const auto& e) { return e.entry == no; });
    const auto* opened = event_of<EntryOpened>([&](const auto& e) { return e.moved_from == no; });
    expect(moved != nullptr && opened != nullptr, Invariant::kRecord,
           "an open entry did not move with its subject");
  }
}

void Lesson::on(const Submit& command) {
  for (const auto& other : step_.before.submissions) {
    expect(!is_in_review(other.state), Invariant::kOneInReview, "two submissions are in review");
  }
  expect(!w_.barred(command.digest), Invariant::kBarred, "a barred version was submitted");
  WitnessedSubmission next;
  next.digest = command.digest;
  next.org = step_.command.actor.org;
  next.declared_count = command.categories.size();
  for (const auto& category : facts_.categories) {
    const bool declared =
        std::ranges::find(command.categories, category.category) != command.categories.end();
    if (!declared) continue;
    if (category.filing) next.declared.insert(category.category);
    expect(category.accepted && (!category.valid_until || step_.stamp < *category.valid_until),
           Invariant::kQualified, "a category was declared on a lapsed qualification");
  }
  next.choice = command.release_choice;
  w_.submissions_.push_back(std::move(next));
}

void Lesson::on(const RecordCheck& command) {
  auto& checked = submission(command.submission);
  checked.checked = true;
  checked.check = command.outcome;
  const auto* passed = event_of<ReviewPassed>(
      [&](const auto& data) { return data.submission == command.submission; });
  if (passed == nullptr) return;
  const bool by_reference = std::ranges::any_of(w_.submissions_, [&](const auto& other) {
    return other.cleared && other.digest == checked.digest && other.declared == checked.declared &&
           other.declared_count == checked.declared_count;
  });
  expect(
      by_reference && command.outcome != CheckOutcome::kCouldNotCheck && !w_.barred(checked.digest),
      Invariant::kReviewed, "a check passed the review by itself");
  pass(command.submission, {checked.declared.begin(), checked.declared.end()});
}

void Lesson::not_own(SubmissionNo no) {
  const Actor& actor = step_.command.actor;
  expect(actor.org != submission(no).org && actor.org != "acme", Invariant::kRights,
         "somebody decided on their own organisation's case");
  const bool reviews = actor.role == Role::kReviewer || actor.role == Role::kSeniorReviewer;
  expect(reviews, Invariant::kRights, "somebody who is no reviewer decided");
}

void Lesson::decides(const SubmissionNo no, const Digest& digest, Revision revision) {
  not_own(no);
  const auto& stands = *find_submission(step_.before, no);
  expect(digest == stands.digest && revision == stands.review_revision, Invariant::kStale,
         "a decision on what has changed was taken");
  expect(submission(no).checked, Invariant::kReviewed, "a decision before the check");
}

void Lesson::on(const AskDeveloper& command) {
  not_own(command.submission);
  submission(command.submission).answer_by = step_.stamp + universe_.rules.developer_answer_limit;
}

void Lesson::on(const AnswerQuestion& command) {
  const auto limit = submission(command.submission).answer_by;
  expect(limit && step_.stamp < *limit, Invariant::kNotEarly,
         "an answer after its limit was taken");
  submission(command.submission).answer_by.reset();
}

// R4: what could not be checked takes two people.
void Lesson::on(const PassReview& command) {
  decides(command.submission, command.digest, command.review_revision);
  auto& passed = submission(command.submission);
  expect(!w_.barred(passed.digest), Invariant::kBarred, "a barred version passed the review");
  const auto* event = event_of<ReviewPassed>(
      [&](const auto& data) { return data.submission == command.submission; });
  const PersonId& person = step_.command.actor.person;
  if (passed.check == CheckOutcome::kCouldNotCheck) {
    expect(passed.first_signature != person, Invariant::kSignatures, "one person signed twice");
    if (passed.first_signature.empty()) {
      passed.first_signature = person;
      expect(event == nullptr, Invariant::kSignatures,
             "what could not be checked passed with one signature");
      return;
    }
  }
  expect(event != nullptr, Invariant::kRecord, "a pass had no effect");
  pass(command.submission, command.present);
}

// R9, R10, R16: the filing that follows by itself.
void Lesson::pass(SubmissionNo no, const std::vector<CategoryId>& present) {
  auto& passed = submission(no);
  passed.passed = true;
  passed.present = set_of(present);
  passed.carried = 0;
  if (passed.entry != 0 && !entry(passed.entry).categories.empty()) {
    const auto& laid = entry(passed.entry).categories;
    const bool shown = std::ranges::any_of(
        passed.present, [&](const CategoryId& category) { return laid.contains(category); });
    if (!shown) passed.entry = 0;
  }
  passed.files_first = is_overseas(w_.subject_.kind) && !w_.ever_completed() &&
                       universe_.rules.overseas_first_submission_files;
  bool files = passed.files_first;
  for (const auto& category : passed.present) {
    if (w_.completed(category)) continue;
    EntryNo carrying = 0;
    for (EntryNo each = 1; universe_.rules.silence_carries && each <= w_.entries_.size(); ++each) {
      const bool covers = entry(each).categories.contains(category);
      if (carrying == 0 && covers && entry(each).silent(step_.stamp)) carrying = each;
    }
    if (carrying != 0) passed.carried = carrying;
    files = files || carrying == 0;
  }
  if (files) passed.carried = 0;
  const auto* opened =
      event_of<EntryOpened>([&](const auto& event) { return event.submission == no; });
  expect(files == (opened != nullptr), Invariant::kFiled,
         "a pass and its filing do not belong together");
  if (opened == nullptr || facts_.channel != Channel::kDesk) return;
  const auto* started =
      event_of<FilingStarted>([&](const auto& event) { return event.entry == opened->entry; });
  expect(started != nullptr, Invariant::kFiled, "the filing did not start with the pass");
}

void Lesson::on(const RefuseReview& command) {
  decides(command.submission, command.digest, command.review_revision);
  auto& refused = submission(command.submission);
  refused.first_signature.clear();
  refused.refused_by = step_.command.actor.person;
  refused.appeal_by = step_.stamp + universe_.rules.appeal_window;
  end_reference(refused.digest);
}

void Lesson::end_reference(const Digest& digest) {
  for (auto& each : w_.submissions_) {
    if (each.digest == digest) each.cleared = false;
  }
}

void Lesson::on(const Appeal& command) {
  const auto limit = submission(command.submission).appeal_by;
  expect(limit && step_.stamp < *limit, Invariant::kNotEarly, "an appeal after its window");
}

void Lesson::on(const DecideAppeal& command) {
  not_own(command.submission);
  auto& appealed = submission(command.submission);
  expect(appealed.refused_by != step_.command.actor.person, Invariant::kSignatures,
         "whoever refused decided the appeal");
  if (!command.uphold) return;
  const bool busy = std::ranges::any_of(
      step_.before.submissions, [](const Submission& other) { return is_in_review(other.state); });
  if (busy) appealed.cleared = true;
}

void Lesson::end_entry_of(SubmissionNo no, Fate fate) {
  const EntryNo own = submission(no).entry;
  if (own != 0 && entry(own).fate == Fate::kOpen) entry(own).fate = fate;
}

void Lesson::on(const Withdraw& command) {
  const auto* before = find_submission(step_.before, command.submission);
  expect(before->state != SubmissionState::kReleased, Invariant::kTables,
         "what has users was withdrawn");
  end_entry_of(command.submission, Fate::kWithdrawn);
}

// R7a
void Lesson::on(const RevokePass& command) {
  not_own(command.submission);
  expect(step_.command.actor.role == Role::kSeniorReviewer, Invariant::kRights,
         "somebody else than a senior reviewer revoked a pass");
  end_entry_of(command.submission, Fate::kStopped);
  auto& revoked = submission(command.submission);
  end_reference(revoked.digest);
  revoked.passed = revoked.files_first = false;
  revoked.present.clear();
  revoked.carried = 0;
  revoked.first_signature.clear();
}

void Lesson::on(const StopCase& command) {
  end_entry_of(command.submission, Fate::kStopped);
}

void Lesson::on(const ChooseRelease& command) {
  submission(command.submission).choice = command.choice;
}

void Lesson::on(const Suspend&) {
  w_.suspended_ = true;
}

void Lesson::on(const Resume&) {
  for (const auto& order : w_.orders_) {
    expect(!order.stands(step_.stamp), Invariant::kNarrowing, "resumed while ordered down");
  }
  w_.suspended_ = false;
}

}  // namespace baobei::explorer
