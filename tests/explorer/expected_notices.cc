#include "expected_notices.h"

#include <algorithm>

#include "base/json.h"

namespace baobei::explorer {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file
using Kinds = std::vector<NoticeKind>;

// Events that tell nobody: their sender knows, or a neighbour in the same transaction tells it.
template <typename T>
Kinds expected(const App&, const T&) {
  return {};
}

// One row per event that owes the same always.
#define ALWAYS(Event, ...)                   \
  Kinds expected(const App&, const Event&) { \
    return {__VA_ARGS__};                    \
  }
ALWAYS(QuestionAsked, NoticeKind::kQuestionAsked)
ALWAYS(ReviewRefused, NoticeKind::kReviewRefused)
ALWAYS(PassRevoked, NoticeKind::kPassRevoked)
ALWAYS(CaseStopped, NoticeKind::kCaseStopped)
ALWAYS(SubmissionLapsed, NoticeKind::kSubmissionLapsed)
ALWAYS(FilingEndWarned, NoticeKind::kFilingEndsSoon)
ALWAYS(AnswerProposed, NoticeKind::kSecondSignatureWanted)
ALWAYS(FilingPassed, NoticeKind::kFilingPassed)
ALWAYS(FilingFailed, NoticeKind::kFilingFailed)
ALWAYS(AnswerNoted, NoticeKind::kAnswerNoted)
ALWAYS(AnswerAmended, NoticeKind::kAnswerAmended)
ALWAYS(AnswerRevoked, NoticeKind::kAnswerRevoked)
ALWAYS(MaterialRequested, NoticeKind::kMaterialRequested)
ALWAYS(MaterialReplied, NoticeKind::kMaterialReplied)
ALWAYS(EntryWithdrawn, NoticeKind::kEntryWithdrawn)
ALWAYS(EntryStopped, NoticeKind::kEntryStopped)
ALWAYS(EntryMoved, NoticeKind::kEntryMoved)
ALWAYS(TakeDownWarned, NoticeKind::kTakeDownSoon)
ALWAYS(TakenDown, NoticeKind::kTakenDown)
ALWAYS(OrderDischarged, NoticeKind::kOrderDischarged)
ALWAYS(OrderRevoked, NoticeKind::kOrderRevoked)
ALWAYS(SubjectChanged, NoticeKind::kSubjectChanged)
ALWAYS(FilingVoided, NoticeKind::kFilingVoided)
ALWAYS(AuthorisationEnded, NoticeKind::kAuthorisationEnded)
ALWAYS(QualificationWarned, NoticeKind::kQualificationExpiresSoon)
ALWAYS(QualificationLapsed, NoticeKind::kQualificationLapsed)
ALWAYS(QualificationGraceEnded, NoticeKind::kQualificationGraceEnded)
ALWAYS(ReviewOverdue, NoticeKind::kReviewOverdue)
#undef ALWAYS

Kinds expected(const App&, const CheckFinished& data) {
  return data.retry ? Kinds{} : Kinds{NoticeKind::kCheckFinished};
}
Kinds expected(const App&, const ReviewPassed& data) {
  return {data.files ? NoticeKind::kReviewPassedToFile : NoticeKind::kReviewPassed};
}
Kinds expected(const App&, const AppealDecided& data) {
  constexpr NoticeKind kKinds[] = {NoticeKind::kAppealDismissed, NoticeKind::kAppealReopened,
                                   NoticeKind::kAppealCleared};
  return {kKinds[static_cast<std::size_t>(data.effect)]};
}
Kinds expected(const App&, const SubmissionWithdrawn& data) {
  const bool by_limit = data.cause == WithdrawCause::kNoAnswerInTime;
  return by_limit ? Kinds{NoticeKind::kWithdrawnForNoAnswer} : Kinds{};
}
// R10a: without a desk the operator has something to do first.
Kinds expected(const App&, const EntryOpened& data) {
  if (data.channel == Channel::kDesk) return {};
  return {data.channel == Channel::kNone ? NoticeKind::kNoChannel : NoticeKind::kHandOverDue};
}
// R10: the notice and the dossier in one transaction; R12: the notice says where there is no end.
Kinds expected(const App& app, const FilingStarted&) {
  const bool without = app.subject.kind == SubjectKind::kOverseasOther;
  return {without ? NoticeKind::kFilingStartedWithoutPeriod : NoticeKind::kFilingStarted,
          NoticeKind::kDossierLaid};
}
Kinds expected(const App& app, const FilingPeriodEnded& data) {
  const auto& submission = *find_submission(app, find_entry(app, data.entry)->submission);
  const bool waits =
      submission.state == SubmissionState::kPreLaunch ||
      (submission.state == SubmissionState::kReleased && submission.ground == Ground::kSilence &&
       submission.silence_entry == data.entry);
  return waits ? Kinds{NoticeKind::kPreLaunch} : Kinds{};
}
Kinds expected(const App& app, const ReleaseGroundRaised& data) {
  const auto state = find_submission(app, data.submission)->state;
  return {state == SubmissionState::kReleased ? NoticeKind::kCapLifted : NoticeKind::kReleasable};
}
Kinds expected(const App& app, const BarLifted& data) {
  return is_barred(app, data.digest) ? Kinds{} : Kinds{NoticeKind::kBarLifted};
}
Kinds expected(const App&, const OrderProposed& data) {
  return {data.region.empty() ? NoticeKind::kOrderSecondSignatureWanted
                              : NoticeKind::kSecondSignatureWanted};
}
Kinds expected(const App&, const TakeDownOrdered& data) {
  return {data.forbids_release ? NoticeKind::kReleaseForbidden : NoticeKind::kTakeDownOrdered};
}
Kinds expected(const App&, const Released& data) {
  const bool by_choice =
      data.cause == ReleaseCause::kOnAnswer || data.cause == ReleaseCause::kOnSilence;
  return by_choice ? Kinds{NoticeKind::kReleasedByChoice} : Kinds{};
}

std::string names(const Kinds& kinds) {
  std::string all;
  for (const auto kind : kinds) all += (all.empty() ? "" : ", ") + wire_name(kind);
  return all.empty() ? "none" : all;
}

}  // namespace

void examine_notices(const App& after, const Event& event, const std::vector<Notice>& owed,
                     Faults& faults) {
  Kinds wanted = std::visit([&](const auto& data) { return expected(after, data); }, event.data);
  Kinds actual;
  for (const auto& notice : owed) actual.push_back(notice.kind);
  std::ranges::sort(wanted);
  std::ranges::sort(actual);
  if (wanted == actual) return;
  faults.push_back({Invariant::kNotices, std::string(event_name(event.data)) + " owes " +
                                             names(wanted) + ", but it gives " + names(actual)});
}

}  // namespace baobei::explorer
