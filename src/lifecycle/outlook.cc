// outlook(): what a submission leads to if its review passes at once.
#include "lifecycle/draft.h"

namespace baobei::lifecycle {
namespace {

OutlookGround ground_of(const ReviewPassed& passed) {
  if (passed.files) {
    return passed.to_file.empty() ? OutlookGround::kOverseasFirst : OutlookGround::kNewCategories;
  }
  if (passed.ground == Ground::kSilence) return OutlookGround::kSilenceCarries;
  return passed.present.empty() ? OutlookGround::kNoFilingCategory : OutlookGround::kCompleted;
}

}  // namespace

Outlook outlook(const App& app, const std::vector<Event>& submitted, const Facts& facts, Instant at,
                const Rules& rules) {
  Draft draft{app, facts, rules, Actor{}, at, {}};
  for (const auto& event : submitted) draft.app = apply(std::move(draft.app), event);
  CHECK(!draft.app.submissions.empty(), "an outlook without a submission");
  const Submission submission = draft.app.submissions.back();
  std::vector<CategoryId> declared;
  Outlook seen;
  for (const auto& each : submission.categories) {
    if (!each.filing) continue;
    declared.push_back(each.category);
    if (is_covered(draft.app, submission, each.category)) seen.completed.push_back(each.category);
  }
  draft.add(
      CheckFinished{submission.no, submission.check_attempt, CheckOutcome::kPassed, {}, false});
  pass(draft, submission.no, declared, false);
  for (const auto& event : draft.events) {
    if (const auto* passed = std::get_if<ReviewPassed>(&event.data)) {
      seen.files = passed->files;
      seen.to_file = passed->to_file;
      seen.ground = ground_of(*passed);
    }
  }
  seen.policy_version = rules.version;
  seen.catalogue_version = facts.catalogue_version;
  if (!seen.files) return seen;
  seen.region = office_region(draft.app.subject, rules);
  seen.channel = facts.channel;
  if (draft.app.subject.kind != SubjectKind::kOverseasOther) seen.period = rules.filing_period;
  if (seen.channel == Channel::kNone) return seen;
  if (seen.channel != Channel::kDesk) {  // as if it were handed over at once
    start_filing(draft, draft.app.submissions.back().entry, seen.channel);
  }
  const auto& entry = draft.app.entries.back();
  seen.start = entry.start;
  seen.end = entry.end;
  return seen;
}

}  // namespace baobei::lifecycle
