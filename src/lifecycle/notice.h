// Which notice an event owes to whom (站内信). The texts are in catalogue/notices.toml.
//
// Invariants: owed_notices is the only source of an event's notices; it owes each recipient at most
// one.
// The subject's copy starts the filing period (R10b); authorised agencies get copies of it.
// Threads: pure.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <vector>

#include "lifecycle/app.h"
#include "lifecycle/event.h"

namespace baobei::lifecycle {

enum class NoticeKind {
  // to the subject
  kCheckFinished,
  kQuestionAsked,
  kReviewPassed,
  kReviewPassedToFile,
  kReviewRefused,
  kAppealDismissed,
  kAppealReopened,
  kAppealCleared,
  kWithdrawnForNoAnswer,
  kPassRevoked,
  kCaseStopped,
  kSubmissionLapsed,
  kFilingStarted,
  kFilingStartedWithoutPeriod,
  kPreLaunch,
  kFilingPassed,
  kFilingFailed,
  kAnswerNoted,
  kAnswerAmended,
  kAnswerRevoked,
  kMaterialRequested,
  kReleasable,
  kCapLifted,
  kBarLifted,
  kTakeDownOrdered,
  kReleaseForbidden,
  kTakeDownSoon,
  kTakenDown,
  kOrderDischarged,
  kOrderRevoked,
  kReleasedByChoice,
  kSubjectChanged,
  kFilingVoided,
  kAuthorisationEnded,
  kQualificationExpiresSoon,
  kQualificationLapsed,
  kCategoryAccepted,  // of applications, not of a mini-program's events: application.h
  kCategoryRefused,
  kGrantRenewed,
  kGrantRevoked,
  kWebhookEnded,  // of an organisation's webhook: engine/webhook_ports.h
  // to the office
  kDossierLaid,
  kFilingEndsSoon,
  kEntryWithdrawn,
  kEntryStopped,
  kEntryMoved,
  kSecondSignatureWanted,
  kMaterialReplied,
  // to the operator
  kNoChannel,
  kHandOverDue,
  kReviewOverdue,
  kQualificationGraceEnded,
  kOrderSecondSignatureWanted,
  kCategoryApplied,
};
// In two halves: one list takes 52 names.
BOOST_DESCRIBE_ENUM_BEGIN(NoticeKind)
BOOST_DESCRIBE_PP_FOR_EACH(BOOST_DESCRIBE_ENUM_ENTRY, NoticeKind, kCheckFinished, kQuestionAsked,
                           kReviewPassed, kReviewPassedToFile, kReviewRefused, kAppealDismissed,
                           kAppealReopened, kAppealCleared, kWithdrawnForNoAnswer, kPassRevoked,
                           kCaseStopped, kSubmissionLapsed, kFilingStarted,
                           kFilingStartedWithoutPeriod, kPreLaunch, kFilingPassed, kFilingFailed,
                           kAnswerNoted, kAnswerAmended, kAnswerRevoked, kMaterialRequested,
                           kReleasable, kCapLifted, kBarLifted, kTakeDownOrdered, kReleaseForbidden,
                           kTakeDownSoon)
BOOST_DESCRIBE_PP_FOR_EACH(BOOST_DESCRIBE_ENUM_ENTRY, NoticeKind, kTakenDown, kOrderDischarged,
                           kOrderRevoked, kReleasedByChoice, kSubjectChanged, kFilingVoided,
                           kAuthorisationEnded, kQualificationExpiresSoon, kQualificationLapsed,
                           kCategoryAccepted, kCategoryRefused, kGrantRenewed, kGrantRevoked,
                           kWebhookEnded, kDossierLaid, kFilingEndsSoon, kEntryWithdrawn,
                           kEntryStopped, kEntryMoved, kSecondSignatureWanted, kMaterialReplied,
                           kNoChannel, kHandOverDue, kReviewOverdue, kQualificationGraceEnded,
                           kOrderSecondSignatureWanted, kCategoryApplied)
BOOST_DESCRIBE_ENUM_END(NoticeKind)

enum class Recipient { kSubject, kOffice, kOperator };
BOOST_DESCRIBE_ENUM(Recipient, kSubject, kOffice, kOperator)

Recipient recipient_of(NoticeKind kind);

// Numbers and instants that the text needs; names are looked up when it is shown.
struct Notice {
  NoticeKind kind = NoticeKind::kCheckFinished;
  RegionCode region;  // of the office, where one is the recipient or is named
  SubmissionNo submission = 0;
  EntryNo entry = 0;
  OrderNo order = 0;
  std::vector<CategoryId> categories;
  std::optional<Instant> start;
  std::optional<Instant> end;                // by when: the period's end, `down_by`, a limit
  std::uint32_t count = 0;                   // points, findings, reasons
  std::optional<std::uint64_t> application;  // for a category
  std::optional<std::string> webhook;
  std::optional<RequestNo> request = {};  // of material, by when it is wished for
  std::optional<Instant> wanted_by = {};
  std::optional<std::string> reply_number = {};
  bool operator==(const Notice&) const = default;
};
BOOST_DESCRIBE_STRUCT(Notice, (),
                      (kind, region, submission, entry, order, categories, start, end, count,
                       application, webhook, request, wanted_by, reply_number))

// `after` is the case file with `event` applied.
std::vector<Notice> owed_notices(const App& after, const Event& event);

}  // namespace baobei::lifecycle
