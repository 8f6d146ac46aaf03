// decide(): the check, the review, the appeal, and what takes a submission out of them.
#include "lifecycle/draft.h"

namespace baobei::lifecycle {
namespace {

bool any_in_review(const App& app) {
  return std::ranges::any_of(app.submissions,
                             [](const Submission& each) { return is_in_review(each.state); });
}

bool is_own_case(const Draft& draft, const Submission& submission) {
  return is_own_case(draft.app, submission, draft.actor);
}

// The guards that a pass and a refusal share (R7).
template <typename Command>
Guarded guard_decision(const Draft& draft, const Command& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  REFUSE_IF(is_own_case(draft, *submission), kOwnCase);
  REFUSE_IF(submission->state != SubmissionState::kReviewing, kNotInState);
  REFUSE_IF(command.digest != submission->digest, kStaleDigest);
  REFUSE_IF(command.review_revision != submission->review_revision, kStaleRevision);
  return std::nullopt;
}

std::vector<CategoryId> declared_filing_categories(const Submission& submission) {
  std::vector<CategoryId> filing;
  for (const auto& declared : submission.categories) {
    if (declared.filing) filing.push_back(declared.category);
  }
  return filing;
}

void end_own_entry(Draft& draft, const Submission& submission, bool withdrawn) {
  const auto* entry = find_entry(draft.app, submission.entry);
  if (entry == nullptr || !is_open(entry->state)) return;
  const EntryNo no = entry->no;
  if (withdrawn) {
    draft.add(EntryWithdrawn{no});
  } else {
    draft.add(EntryStopped{no});
  }
}

bool is_before_release(SubmissionState state) {
  return is_before_the_office(state) || state == SubmissionState::kReleasable;
}

void refuse_automatically(Draft& draft, SubmissionNo no, const std::string& rule) {
  ReviewRefused refused;
  refused.submission = no;
  refused.reasons.push_back({"checker:" + rule, std::nullopt, {}});
  refused.appeal_by = draft.at + draft.rules.appeal_window;
  draft.add(std::move(refused));
}

bool declares(const Submission& submission, const CategoryId& category) {
  return std::ranges::any_of(submission.categories, [&](const DeclaredCategory& declared) {
    return declared.category == category;
  });
}

// R8: an upheld appeal that could not reopen lets the same digest pass by reference, as it was:
// with the categories that the content was found consistent with (R5).
bool was_cleared(const App& app, const Submission& submission) {
  return std::ranges::any_of(app.submissions, [&](const Submission& other) {
    return other.cleared && other.digest == submission.digest &&
           other.categories.size() == submission.categories.size() &&
           std::ranges::all_of(other.categories, [&](const DeclaredCategory& declared) {
             return declares(submission, declared.category);
           });
  });
}

// R25: bars count as at each decision.
Guarded guard_bars(const Draft& draft, const Submission& submission) {
  REFUSE_IF(is_barred(draft.app, submission.digest), kVersionBarred);
  REFUSE_IF(contains(draft.facts.digests_barred_everywhere, submission.digest),
            kVersionBarredEverywhere);
  return std::nullopt;
}

}  // namespace

bool is_own_case(const App& app, const Submission& submission, const Actor& actor) {
  if (actor.person == submission.submitted_by) return true;
  if (app.own) return actor.org == submission.org && actor.unit == submission.unit;
  return actor.org == submission.org || actor.org == app.owner;
}

EntryNo carrying_entry(const Draft& draft, const CategoryId& category) {
  if (!draft.rules.silence_carries) return 0;
  for (const auto& entry : draft.app.entries) {
    if (entry.state == EntryState::kSilent && contains(entry.categories, category)) return entry.no;
  }
  return 0;
}

std::vector<PassBlocker> pass_blockers(const App& app, const Submission& submission,
                                       const Rules& rules) {
  std::vector<PassBlocker> blockers;
  if (submission.check != CheckOutcome::kPassed) blockers.push_back(PassBlocker::kFindings);
  const bool released_before = std::ranges::any_of(app.submissions, [](const Submission& other) {
    return other.state == SubmissionState::kReleased;
  });
  if (!released_before) blockers.push_back(PassBlocker::kFirstSubmission);
  if (!declared_filing_categories(submission).empty()) {
    blockers.push_back(PassBlocker::kFilingCategory);
  }
  if (is_barred(app, submission.digest)) blockers.push_back(PassBlocker::kBarred);
  if (submission.barred_elsewhere) blockers.push_back(PassBlocker::kBarredElsewhere);
  const bool answers_items = std::ranges::any_of(app.items, [&](const Item& item) {
    return item.answered_by == submission.no && !item.closed;
  });
  if (answers_items) blockers.push_back(PassBlocker::kOpenItems);
  if (!standing_orders(app).empty()) blockers.push_back(PassBlocker::kStandingOrder);
  if (!rules.pass_onward_when_check_passed) blockers.push_back(PassBlocker::kPolicy);
  if (blockers.empty() && is_sampled(app, submission, rules)) {
    blockers.push_back(PassBlocker::kSampling);
  }
  return blockers;
}

void pass(Draft& draft, SubmissionNo no, std::vector<CategoryId> present, bool by_reference) {
  const Submission submission = *find_submission(draft.app, no);
  ReviewPassed passed;
  passed.submission = no;
  passed.by_reference = by_reference;
  for (const auto& category : declared_filing_categories(submission)) {
    if (!contains(present, category)) passed.struck.push_back(category);
  }
  for (const auto& category : present) {
    if (is_covered(draft.app, submission, category)) continue;
    const EntryNo carrying = carrying_entry(draft, category);
    if (carrying != 0) {
      passed.silence_entry = carrying;
    } else {
      passed.to_file.push_back(category);
    }
  }
  const bool overseas_first = is_overseas(draft.app.subject.kind) && !draft.app.ever_completed &&
                              draft.rules.overseas_first_submission_files;
  passed.files = !passed.to_file.empty() || overseas_first;
  if (passed.files) {
    passed.silence_entry = 0;
  } else if (passed.silence_entry != 0) {
    passed.ground = Ground::kSilence;
  } else {
    passed.ground = present.empty() ? Ground::kNoFilingNeeded : Ground::kFilingPassed;
    passed.lapse_at = draft.at + draft.rules.releasable_lapse;
  }
  passed.present = std::move(present);
  const bool files = passed.files;
  // The entry covers what is not completed; a carried silence is not relied on beside a filing.
  std::vector<CategoryId> covered;
  for (const auto& category : passed.present) {
    if (!is_covered(draft.app, submission, category)) covered.push_back(category);
  }
  draft.add(std::move(passed));
  if (!files) {
    release_by_choice(draft, no, ReleaseCause::kOnAnswer);
    return;
  }
  const auto entry = static_cast<EntryNo>(draft.app.entries.size() + 1);
  draft.add(EntryOpened{entry, no, covered, office_region(draft.app.subject, draft.rules),
                        draft.facts.channel, 0});
  if (draft.facts.channel == Channel::kDesk) start_filing(draft, entry, Channel::kDesk);
}

Guarded decide_on(Draft& draft, const RecordCheck& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  REFUSE_IF(submission->state != SubmissionState::kChecking ||
                submission->check_attempt != command.attempt,
            kNotInState);
  const bool retry = command.outcome == CheckOutcome::kCouldNotCheck &&
                     command.attempt < draft.rules.check_attempts_max;
  draft.add(
      CheckFinished{command.submission, command.attempt, command.outcome, command.report, retry});
  if (retry) return std::nullopt;
  for (const auto& rule : command.error_rules) {
    if (!contains(draft.rules.auto_refuse_rules, rule)) continue;
    refuse_automatically(draft, command.submission, rule);
    return std::nullopt;
  }
  if (command.outcome == CheckOutcome::kCouldNotCheck) return std::nullopt;
  submission = find_submission(draft.app, command.submission);
  if (guard_bars(draft, *submission)) return std::nullopt;
  if (was_cleared(draft.app, *submission)) {
    pass(draft, command.submission, declared_filing_categories(*submission), true);
  } else if (pass_blockers(draft.app, *submission, draft.rules).empty()) {
    pass(draft, command.submission, {}, false);
  }
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const AskDeveloper& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  REFUSE_IF(is_own_case(draft, *submission), kOwnCase);
  REFUSE_IF(submission->state != SubmissionState::kReviewing, kNotInState);
  REFUSE_IF(command.text.is_zero(), kReasonMissing);
  draft.add(QuestionAsked{command.submission, command.text,
                          draft.at + draft.rules.developer_answer_limit});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const AnswerQuestion& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  REFUSE_IF(submission->state != SubmissionState::kWaitingForDeveloper, kNotInState);
  REFUSE_IF(command.text.is_zero(), kReasonMissing);
  draft.add(QuestionAnswered{command.submission, command.text});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const PassReview& command) {
  if (const auto refusal = guard_decision(draft, command)) return refusal;
  const auto& submission = *find_submission(draft.app, command.submission);
  if (const auto refusal = guard_bars(draft, submission)) return refusal;
  const auto declared = declared_filing_categories(submission);
  const bool unchecked = submission.check == CheckOutcome::kCouldNotCheck;
  REFUSE_IF(unchecked && submission.pass_proposed_by == draft.actor.person, kSamePerson);
  REFUSE_IF(unchecked && command.reason.is_zero(), kReasonMissing);
  for (const auto& category : command.present) {
    REFUSE_IF(!contains(declared, category), kCategoryNotDeclared);
    REFUSE_IF(std::ranges::count(command.present, category) > 1, kCategoryTwice);
  }
  if (unchecked && submission.pass_proposed_by.empty()) {
    draft.add(PassProposed{command.submission, command.reason});
    return std::nullopt;
  }
  pass(draft, command.submission, command.present, false);
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const RefuseReview& command) {
  if (const auto refusal = guard_decision(draft, command)) return refusal;
  REFUSE_IF(command.reasons.empty(), kReasonMissing);
  for (const auto& reason : command.reasons) REFUSE_IF(reason.reason.empty(), kReasonMissing);
  draft.add(
      ReviewRefused{command.submission, command.reasons, draft.at + draft.rules.appeal_window});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const Appeal& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  REFUSE_IF(submission->state != SubmissionState::kRefused, kNotInState);
  REFUSE_IF(!submission->appealed && (!submission->appeal_by || draft.at >= *submission->appeal_by),
            kAppealWindowClosed);
  REFUSE_IF(submission->appealed, kAlreadyAppealed);
  REFUSE_IF(command.text.is_zero(), kReasonMissing);
  draft.add(Appealed{command.submission, command.text});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const DecideAppeal& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  REFUSE_IF(is_own_case(draft, *submission), kOwnCase);
  REFUSE_IF(submission->decided_by == draft.actor.person, kSamePerson);
  REFUSE_IF(submission->state != SubmissionState::kRefused || !submission->appealed ||
                !submission->appeal_by,
            kNotInState);
  AppealDecided decided{command.submission, AppealEffect::kDismissed, command.text,
                        draft.at + draft.rules.review_due};
  if (command.uphold) {
    decided.effect = any_in_review(draft.app) ? AppealEffect::kCleared : AppealEffect::kReopened;
  }
  draft.add(decided);
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const Withdraw& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  const bool possible = is_in_review(submission->state) || is_before_release(submission->state);
  REFUSE_IF(!possible, kNotInState);
  end_own_entry(draft, Submission(*submission), true);
  draft.add(SubmissionWithdrawn{command.submission, WithdrawCause::kDeveloper});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const RevokePass& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  REFUSE_IF(is_own_case(draft, *submission), kOwnCase);
  REFUSE_IF(!is_before_release(submission->state), kNotInState);
  REFUSE_IF(command.reason.reason.empty(), kReasonMissing);
  end_own_entry(draft, Submission(*submission), false);
  draft.add(PassRevoked{command.submission, !any_in_review(draft.app), command.reason,
                        draft.at + draft.rules.review_due});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const StopCase& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  const bool possible = is_in_review(submission->state) || is_before_release(submission->state);
  REFUSE_IF(!possible, kNotInState);
  REFUSE_IF(command.reason.reason.empty(), kReasonMissing);
  end_own_entry(draft, Submission(*submission), false);
  draft.add(CaseStopped{command.submission, command.reason});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const ChooseRelease& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  const bool possible = is_in_review(submission->state) || is_before_release(submission->state);
  REFUSE_IF(!possible || submission->release_choice == command.choice, kNotInState);
  draft.add(ReleaseChosen{command.submission, command.choice});
  return std::nullopt;
}

}  // namespace baobei::lifecycle
