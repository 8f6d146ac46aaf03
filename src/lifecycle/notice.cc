#include "lifecycle/notice.h"

#include "lifecycle/lifecycle.h"

namespace baobei::lifecycle {
namespace {

using Notices = std::vector<Notice>;

Notice about(NoticeKind kind, SubmissionNo submission) {
  Notice notice;
  notice.kind = kind;
  notice.submission = submission;
  return notice;
}

Notice about_entry(const App& app, NoticeKind kind, EntryNo no) {
  const auto& entry = *find_entry(app, no);
  Notice notice = about(kind, entry.submission);
  notice.entry = no;
  notice.region = entry.region;
  notice.categories = entry.categories;
  notice.start = entry.start;
  notice.end = entry.end;
  return notice;
}

Notice about_order(const App& app, NoticeKind kind, OrderNo no) {
  const auto& order = *find_order(app, no);
  Notice notice = about(kind, 0);
  notice.order = no;
  notice.region = order.region;
  notice.end = order.take_down.down_by;
  notice.count = static_cast<std::uint32_t>(order.points.size());
  return notice;
}

// Events without an overload owe nothing: what they tell stands in another event's notice, or only
// the sender is concerned.
template <typename T>
Notices owed(const App&, const T&) {
  return {};
}

Notices owed(const App&, const CheckFinished& data) {
  if (data.retry) return {};
  return {about(NoticeKind::kCheckFinished, data.submission)};
}

Notices owed(const App&, const QuestionAsked& data) {
  Notice notice = about(NoticeKind::kQuestionAsked, data.submission);
  notice.end = data.answer_by;
  return {notice};
}

Notices owed(const App&, const ReviewPassed& data) {
  Notice notice = about(data.files ? NoticeKind::kReviewPassedToFile : NoticeKind::kReviewPassed,
                        data.submission);
  notice.categories = data.files ? data.to_file : data.struck;
  notice.end = data.lapse_at;
  return {notice};
}

Notices owed(const App&, const ReviewRefused& data) {
  Notice notice = about(NoticeKind::kReviewRefused, data.submission);
  notice.count = static_cast<std::uint32_t>(data.reasons.size());
  notice.end = data.appeal_by;
  for (const auto& reason : data.reasons) {
    if (reason.category) notice.categories.push_back(*reason.category);
  }
  return {notice};
}

Notices owed(const App&, const AppealDecided& data) {
  switch (data.effect) {
    case AppealEffect::kDismissed:
      return {about(NoticeKind::kAppealDismissed, data.submission)};
    case AppealEffect::kReopened:
      return {about(NoticeKind::kAppealReopened, data.submission)};
    case AppealEffect::kCleared:
      return {about(NoticeKind::kAppealCleared, data.submission)};
  }
  return {};
}

Notices owed(const App&, const SubmissionWithdrawn& data) {
  if (data.cause == WithdrawCause::kDeveloper) return {};
  return {about(NoticeKind::kWithdrawnForNoAnswer, data.submission)};
}

Notices owed(const App&, const PassRevoked& data) {
  return {about(NoticeKind::kPassRevoked, data.submission)};
}

Notices owed(const App&, const CaseStopped& data) {
  return {about(NoticeKind::kCaseStopped, data.submission)};
}

Notices owed(const App&, const SubmissionLapsed& data) {
  return {about(NoticeKind::kSubmissionLapsed, data.submission)};
}

Notices owed(const App& app, const EntryOpened& data) {
  switch (data.channel) {
    case Channel::kDesk:
      return {};  // FilingStarted tells it
    case Channel::kNone:
      return {about_entry(app, NoticeKind::kNoChannel, data.entry)};
    case Channel::kHandOver:
    case Channel::kTranscribed:
      return {about_entry(app, NoticeKind::kHandOverDue, data.entry)};
  }
  return {};
}

// R10: the subject's copy starts the period; the dossier is laid in the same transaction.
Notices owed(const App& app, const FilingStarted& data) {
  const auto kind = data.end ? NoticeKind::kFilingStarted : NoticeKind::kFilingStartedWithoutPeriod;
  return {about_entry(app, kind, data.entry),
          about_entry(app, NoticeKind::kDossierLaid, data.entry)};
}

Notices owed(const App& app, const FilingEndWarned& data) {
  return {about_entry(app, NoticeKind::kFilingEndsSoon, data.entry)};
}

// R16; nothing where the submission did not wait for it: it is over, or rests on another answer.
Notices owed(const App& app, const FilingPeriodEnded& data) {
  const auto& submission = *find_submission(app, find_entry(app, data.entry)->submission);
  const bool released = submission.state == SubmissionState::kReleased &&
                        submission.ground == Ground::kSilence &&
                        submission.silence_entry == data.entry;
  if (!released && submission.state != SubmissionState::kPreLaunch) return {};
  return {about_entry(app, NoticeKind::kPreLaunch, data.entry)};
}

// The wish stands beside the period's end, which does not move (R11).
Notices owed(const App& app, const MaterialRequested& data) {
  Notice notice = about_entry(app, NoticeKind::kMaterialRequested, data.entry);
  notice.request = data.request;
  notice.wanted_by = data.wanted_by;
  return {notice};
}

Notices owed(const App& app, const MaterialReplied& data) {
  Notice notice = about_entry(app, NoticeKind::kMaterialReplied, data.entry);
  notice.request = data.request;
  notice.count = static_cast<std::uint32_t>(data.documents.size());
  return {notice};
}

Notices owed(const App& app, const AnswerProposed& data) {
  return {about_entry(app, NoticeKind::kSecondSignatureWanted, data.entry)};
}

Notices owed(const App& app, const FilingPassed& data) {
  Notice notice = about_entry(app, NoticeKind::kFilingPassed, data.entry);
  notice.reply_number = data.reply_number;
  return {notice};
}

Notices owed(const App& app, const FilingFailed& data) {
  Notice notice = about_entry(app, NoticeKind::kFilingFailed, data.entry);
  notice.reply_number = data.reply_number;
  notice.count = static_cast<std::uint32_t>(data.points.size());
  return {notice};
}

Notices owed(const App& app, const AnswerNoted& data) {
  Notice notice = about_entry(app, NoticeKind::kAnswerNoted, data.entry);
  notice.reply_number = data.reply_number;
  return {notice};
}

Notices owed(const App& app, const AnswerAmended& data) {
  const auto& answer = *find_answer(app, data.answer);
  Notice notice = about_entry(app, NoticeKind::kAnswerAmended, answer.entry);
  notice.count = static_cast<std::uint32_t>(data.points.size());
  return {notice};
}

Notices owed(const App& app, const AnswerRevoked& data) {
  return {about_entry(app, NoticeKind::kAnswerRevoked, find_answer(app, data.answer)->entry)};
}

Notices owed(const App& app, const EntryWithdrawn& data) {
  return {about_entry(app, NoticeKind::kEntryWithdrawn, data.entry)};
}

Notices owed(const App& app, const EntryStopped& data) {
  return {about_entry(app, NoticeKind::kEntryStopped, data.entry)};
}

Notices owed(const App& app, const EntryMoved& data) {
  return {about_entry(app, NoticeKind::kEntryMoved, data.entry)};
}

Notices owed(const App& app, const ReleaseGroundRaised& data) {
  const auto& submission = *find_submission(app, data.submission);
  const bool live = submission.state == SubmissionState::kReleased;
  Notice notice = about(live ? NoticeKind::kCapLifted : NoticeKind::kReleasable, data.submission);
  notice.end = submission.lapse_at;
  return {notice};
}

Notices owed(const App& app, const BarLifted& data) {
  if (is_barred(app, data.digest)) return {};  // on another ground
  return {about(NoticeKind::kBarLifted, 0)};
}

Notices owed(const App& app, const OrderProposed& data) {
  const auto kind = data.region.empty() ? NoticeKind::kOrderSecondSignatureWanted
                                        : NoticeKind::kSecondSignatureWanted;
  return {about_order(app, kind, data.order)};
}

Notices owed(const App& app, const TakeDownOrdered& data) {
  const auto kind =
      data.forbids_release ? NoticeKind::kReleaseForbidden : NoticeKind::kTakeDownOrdered;
  return {about_order(app, kind, data.order)};
}

Notices owed(const App& app, const TakeDownWarned& data) {
  return {about_order(app, NoticeKind::kTakeDownSoon, data.order)};
}

Notices owed(const App& app, const TakenDown& data) {
  return {about_order(app, NoticeKind::kTakenDown, data.order)};
}

Notices owed(const App& app, const OrderDischarged& data) {
  return {about_order(app, NoticeKind::kOrderDischarged, data.order)};
}

Notices owed(const App& app, const OrderRevoked& data) {
  return {about_order(app, NoticeKind::kOrderRevoked, data.order)};
}

Notices owed(const App&, const Released& data) {
  const bool by_choice =
      data.cause == ReleaseCause::kOnAnswer || data.cause == ReleaseCause::kOnSilence;
  if (!by_choice) return {};
  return {about(NoticeKind::kReleasedByChoice, data.submission)};
}

Notices owed(const App& app, const SubjectChanged&) {
  Notice notice = about(NoticeKind::kSubjectChanged, 0);
  notice.region = app.subject.region;
  return {notice};
}

Notices owed(const App&, const FilingVoided& data) {
  Notice notice = about(NoticeKind::kFilingVoided, 0);
  notice.categories = {data.category};
  return {notice};
}

Notices owed(const App& app, const AuthorisationEnded&) {
  Notice notice = about(NoticeKind::kAuthorisationEnded, 0);
  for (const auto& submission : app.submissions) {  // R10b: the subject is told what is open
    const bool open = holder_of(submission.state) != Holder::kNobody;
    if (open) notice.submission = submission.no;
    notice.count += open ? 1 : 0;
  }
  return {notice};
}

Notices about_qualification(NoticeKind kind, const CategoryId& category,
                            std::optional<Instant> end) {
  Notice notice = about(kind, 0);
  notice.categories = {category};
  notice.end = end;
  return {notice};
}

Notices owed(const App& app, const QualificationWarned& data) {
  std::optional<Instant> end;
  for (const auto& watch : app.qualifications) {
    if (watch.category == data.category) end = watch.valid_until;
  }
  return about_qualification(NoticeKind::kQualificationExpiresSoon, data.category, end);
}

Notices owed(const App&, const QualificationLapsed& data) {
  return about_qualification(NoticeKind::kQualificationLapsed, data.category, data.grace_until);
}

Notices owed(const App&, const QualificationGraceEnded& data) {
  return about_qualification(NoticeKind::kQualificationGraceEnded, data.category, std::nullopt);
}

Notices owed(const App&, const ReviewOverdue& data) {
  return {about(NoticeKind::kReviewOverdue, data.submission)};
}

}  // namespace

std::vector<Notice> owed_notices(const App& after, const Event& event) {
  return std::visit([&](const auto& data) { return owed(after, data); }, event.data);
}

Recipient recipient_of(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::kDossierLaid:
    case NoticeKind::kFilingEndsSoon:
    case NoticeKind::kEntryWithdrawn:
    case NoticeKind::kEntryStopped:
    case NoticeKind::kEntryMoved:
    case NoticeKind::kSecondSignatureWanted:
    case NoticeKind::kMaterialReplied:
      return Recipient::kOffice;
    case NoticeKind::kNoChannel:
    case NoticeKind::kHandOverDue:
    case NoticeKind::kReviewOverdue:
    case NoticeKind::kQualificationGraceEnded:
    case NoticeKind::kOrderSecondSignatureWanted:
    case NoticeKind::kCategoryApplied:
      return Recipient::kOperator;
    default:
      return Recipient::kSubject;
  }
}

}  // namespace baobei::lifecycle
