// What happened to a mini-program's case file, as facts that never change (R23, R24).
//
// Invariants: an event holds ids, codes, digests, instants and salted commitments only; no personal
// data, no free text. `apply` can rebuild the whole case file from its events. Members may be added
// as optionals, never renamed or removed (DESIGN decision 6).
// Threads: plain values.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lifecycle/form.h"
#include "lifecycle/material_event.h"
#include "lifecycle/qualification_event.h"
#include "lifecycle/terms.h"

namespace baobei::lifecycle {

// One category of a submission, as at submission (R25).
struct DeclaredCategory {
  CategoryId category;
  bool filing = false;  // a filing category (报备类目) in the catalogue as at submission
  std::optional<Instant> valid_until;  // of this subject's qualifications for it, as known then
  // Renamed or split: a completed filing of one of these counts for it (R25).
  std::optional<std::vector<CategoryId>> carries_filing_of;
  bool operator==(const DeclaredCategory&) const = default;
};
BOOST_DESCRIBE_STRUCT(DeclaredCategory, (), (category, filing, valid_until, carries_filing_of))

struct Reason {
  ReasonId reason;
  std::optional<CategoryId> category;  // R5: the category that the content involves
  TextRef text;                        // evidence and advice in words, beside the log
  bool operator==(const Reason&) const = default;
};
BOOST_DESCRIBE_STRUCT(Reason, (), (reason, category, text))

// A point to rectify (整改项): raised by a failed answer or an order, answered by a submission
// (R22).
struct Point {
  ReasonId code;  // "unspecified" where the office gave none (R13a)
  std::optional<CategoryId> category;
  TextRef text;
  bool operator==(const Point&) const = default;
};
BOOST_DESCRIBE_STRUCT(Point, (), (code, category, text))

struct ItemAnswer {
  ItemNo item = 0;
  TextRef text;
  bool operator==(const ItemAnswer&) const = default;
};
BOOST_DESCRIBE_STRUCT(ItemAnswer, (), (item, text))

// What an order demands; shared by R17 (from a failed answer) and R21 (of its own).
struct TakeDown {
  OrderScope scope = OrderScope::kService;
  Instant down_by;              // an instant; "at once" is the instant of the order itself
  std::vector<Digest> digests;  // version scope: the versions that must not be served
  bool operator==(const TakeDown&) const = default;
};
BOOST_DESCRIBE_STRUCT(TakeDown, (), (scope, down_by, digests))

// ---- the mini-program ----------------------------------------------------------------------
struct AppRegistered {
  AppId app;
  Subject subject;
  OrgId owner;
  bool own = false;  // the operator's own mini-program: a reviewer of another unit decides (R7)
};
BOOST_DESCRIBE_STRUCT(AppRegistered, (), (app, subject, owner, own))

struct AgencyAuthorised {
  OrgId agency;
  std::optional<Instant> until;
};
BOOST_DESCRIBE_STRUCT(AgencyAuthorised, (), (agency, until))

// R10b: the agency's commands end at this instant; no clock or case pauses.
struct AuthorisationEnded {
  OrgId agency;
};
BOOST_DESCRIBE_STRUCT(AuthorisationEnded, (), (agency))

// R19: a new credit code or a new registered province. Followed by FilingVoided and EntryMoved.
struct SubjectChanged {
  Subject subject;
};
BOOST_DESCRIBE_STRUCT(SubjectChanged, (), (subject))

struct FilingVoided {
  CategoryId category;
};
BOOST_DESCRIBE_STRUCT(FilingVoided, (), (category))

// ---- a submission --------------------------------------------------------------------------
struct Submitted {
  SubmissionNo submission = 0;
  Digest digest;
  std::vector<DeclaredCategory> categories;
  ReleaseChoice release_choice = ReleaseChoice::kByHand;
  std::vector<ItemAnswer> item_answers;
  OrgId org;         // of the person who submitted (R7)
  std::string unit;  // likewise
  TextRef notes;
  bool barred_elsewhere = false;  // the same digest failed for another mini-program (R3)
  std::string catalogue_version;
  std::string policy_version;
  Instant review_due;
  std::optional<UgcDeclaration> ugc = {};
  std::optional<std::vector<FormPicture>> pictures = {};
  // Salted commitment to how a reviewer signs in, which lies sealed beside the log; of this
  // submission alone.
  std::optional<Digest> test_account = {};
};
BOOST_DESCRIBE_STRUCT(Submitted, (),
                      (submission, digest, categories, release_choice, item_answers, org, unit,
                       notes, barred_elsewhere, catalogue_version, policy_version, review_due, ugc,
                       pictures, test_account))

struct CheckFinished {
  SubmissionNo submission = 0;
  std::uint32_t attempt = 0;
  CheckOutcome outcome = CheckOutcome::kCouldNotCheck;
  Digest report;  // of the stored report
  bool retry = false;
};
BOOST_DESCRIBE_STRUCT(CheckFinished, (), (submission, attempt, outcome, report, retry))

struct QuestionAsked {
  SubmissionNo submission = 0;
  TextRef text;
  Instant answer_by;
};
BOOST_DESCRIBE_STRUCT(QuestionAsked, (), (submission, text, answer_by))

struct QuestionAnswered {
  SubmissionNo submission = 0;
  TextRef text;
};
BOOST_DESCRIBE_STRUCT(QuestionAnswered, (), (submission, text))

// R4: the first of two people passes what could not be checked; nothing follows yet.
struct PassProposed {
  SubmissionNo submission = 0;
  TextRef reason;
};
BOOST_DESCRIBE_STRUCT(PassProposed, (), (submission, reason))

struct ReviewPassed {
  SubmissionNo submission = 0;
  std::vector<CategoryId> present;          // filing categories confirmed in the content (R9)
  std::vector<CategoryId> struck;           // declared ones without content
  std::vector<CategoryId> to_file;          // of `present`, those without a completed filing
  bool files = false;                       // an entry follows
  Ground ground = Ground::kNoFilingNeeded;  // where none follows
  EntryNo silence_entry = 0;  // ground silence carried from this entry (policy silence_carries)
  bool by_reference = false;  // a cleared refusal let the same digest pass (R8)
  std::optional<Instant> lapse_at;  // where no entry follows: policy, 180 d
};
BOOST_DESCRIBE_STRUCT(ReviewPassed, (),
                      (submission, present, struck, to_file, files, ground, silence_entry,
                       by_reference, lapse_at))

struct ReviewRefused {
  SubmissionNo submission = 0;
  std::vector<Reason> reasons;
  Instant appeal_by;
};
BOOST_DESCRIBE_STRUCT(ReviewRefused, (), (submission, reasons, appeal_by))

struct Appealed {
  SubmissionNo submission = 0;
  TextRef text;
};
BOOST_DESCRIBE_STRUCT(Appealed, (), (submission, text))

enum class AppealEffect { kDismissed, kReopened, kCleared };
BOOST_DESCRIBE_ENUM(AppealEffect, kDismissed, kReopened, kCleared)
struct AppealDecided {
  SubmissionNo submission = 0;
  AppealEffect effect = AppealEffect::kDismissed;
  TextRef text;
  Instant review_due;
};
BOOST_DESCRIBE_STRUCT(AppealDecided, (), (submission, effect, text, review_due))

enum class WithdrawCause { kDeveloper, kNoAnswerInTime };
BOOST_DESCRIBE_ENUM(WithdrawCause, kDeveloper, kNoAnswerInTime)
struct SubmissionWithdrawn {
  SubmissionNo submission = 0;
  WithdrawCause cause = WithdrawCause::kDeveloper;
};
BOOST_DESCRIBE_STRUCT(SubmissionWithdrawn, (), (submission, cause))

// R7a: the pass is taken back; the submission returns to review, or stops where one is in review.
struct PassRevoked {
  SubmissionNo submission = 0;
  bool back_to_review = false;
  Reason reason;
  Instant review_due;
};
BOOST_DESCRIBE_STRUCT(PassRevoked, (), (submission, back_to_review, reason, review_due))

struct CaseStopped {
  SubmissionNo submission = 0;
  Reason reason;
};
BOOST_DESCRIBE_STRUCT(CaseStopped, (), (submission, reason))

struct SubmissionLapsed {
  SubmissionNo submission = 0;
};
BOOST_DESCRIBE_STRUCT(SubmissionLapsed, (), (submission))

struct ReleaseChosen {
  SubmissionNo submission = 0;
  ReleaseChoice choice = ReleaseChoice::kByHand;
};
BOOST_DESCRIBE_STRUCT(ReleaseChosen, (), (submission, choice))

// ---- the filing ----------------------------------------------------------------------------
// An entry exists. Where the office has a desk, FilingStarted follows in the same transaction.
struct EntryOpened {
  EntryNo entry = 0;
  SubmissionNo submission = 0;
  std::vector<CategoryId> categories;  // the new ones; empty only for R9's overseas first filing
  RegionCode region;
  Channel channel = Channel::kNone;
  EntryNo moved_from = 0;  // R19
};
BOOST_DESCRIBE_STRUCT(EntryOpened, (), (entry, submission, categories, region, channel, moved_from))

// R10, R11, R12: the notice goes out at `notice_at`; the period runs from the next whole second.
struct FilingStarted {
  EntryNo entry = 0;
  Channel channel = Channel::kDesk;
  Instant notice_at;
  Instant start;
  std::optional<Instant> end;      // absent: no period (R12)
  std::optional<Instant> warn_at;  // notice ahead of the end
  // The office, where it was named or changed only after the entry had been opened (R10a).
  std::optional<RegionCode> region;
};
BOOST_DESCRIBE_STRUCT(FilingStarted, (), (entry, channel, notice_at, start, end, warn_at, region))

struct FilingEndWarned {
  EntryNo entry = 0;
};
BOOST_DESCRIBE_STRUCT(FilingEndWarned, (), (entry))

// R16: silence. Carries its due instant even when decided late.
struct FilingPeriodEnded {
  EntryNo entry = 0;
};
BOOST_DESCRIBE_STRUCT(FilingPeriodEnded, (), (entry))

// The first of two signatures where policy asks for two (R17); no effect yet.
struct AnswerProposed {
  AnswerNo answer = 0;
  EntryNo entry = 0;
  Verdict verdict = Verdict::kFail;
  std::vector<Point> points;
  std::vector<EntryNo> hits;
  std::vector<CategoryId> voids;
  OrderScope scope = OrderScope::kService;
  std::optional<Instant> down_by;
  AnswerNo replaces = 0;
  std::optional<std::string> reply_number = {};  // 文号 of the office
  std::optional<std::string> letter = {};        // id of the kept scan of its letter
};
BOOST_DESCRIBE_STRUCT(AnswerProposed, (),
                      (answer, entry, verdict, points, hits, voids, scope, down_by, replaces,
                       reply_number, letter))

// R14. Followed by ReleaseGroundRaised for other submissions that now lack nothing.
struct FilingPassed {
  AnswerNo answer = 0;
  EntryNo entry = 0;
  bool late = false;
  std::vector<CategoryId> completed;
  AnswerNo replaces = 0;
  Instant lapse_at;  // of the submission, when it is not released by then
  std::optional<std::string> reply_number = {};
  std::optional<std::string> letter = {};
};
BOOST_DESCRIBE_STRUCT(FilingPassed, (),
                      (answer, entry, late, completed, replaces, lapse_at, reply_number, letter))

// R15, R17. The bars and the take-down stand in events of their own behind it.
struct FilingFailed {
  AnswerNo answer = 0;
  EntryNo entry = 0;
  bool late = false;
  std::vector<EntryNo> hits;  // R16a: every open entry that the fail ends
  std::vector<Point> points;
  std::vector<CategoryId> voids;  // earlier completed filings that the answer names
  AnswerNo replaces = 0;
  std::optional<std::string> reply_number = {};
  std::optional<std::string> letter = {};
};
BOOST_DESCRIBE_STRUCT(FilingFailed, (),
                      (answer, entry, late, hits, points, voids, replaces, reply_number, letter))

// R13a: an answer to an ended entry: recorded, shown with the next submission, without effect.
struct AnswerNoted {
  AnswerNo answer = 0;
  EntryNo entry = 0;
  Verdict verdict = Verdict::kFail;
  std::vector<Point> points;
  std::optional<std::string> reply_number = {};
  std::optional<std::string> letter = {};
};
BOOST_DESCRIBE_STRUCT(AnswerNoted, (), (answer, entry, verdict, points, reply_number, letter))

struct AnswerAmended {
  AnswerNo answer = 0;
  std::vector<Point> points;
};
BOOST_DESCRIBE_STRUCT(AnswerAmended, (), (answer, points))

// R21b: the entry opens again as if never answered; effects not yet carried out lapse.
struct AnswerRevoked {
  AnswerNo answer = 0;
  TextRef text;
};
BOOST_DESCRIBE_STRUCT(AnswerRevoked, (), (answer, text))

struct EntryWithdrawn {
  EntryNo entry = 0;
};
BOOST_DESCRIBE_STRUCT(EntryWithdrawn, (), (entry))

struct EntryStopped {
  EntryNo entry = 0;
};
BOOST_DESCRIBE_STRUCT(EntryStopped, (), (entry))

struct EntryMoved {
  EntryNo entry = 0;
};
BOOST_DESCRIBE_STRUCT(EntryMoved, (), (entry))

// R14, R16: a submission may be released from now on, on this ground.
struct ReleaseGroundRaised {
  SubmissionNo submission = 0;
  Ground ground = Ground::kFilingPassed;
  Instant lapse_at;
};
BOOST_DESCRIBE_STRUCT(ReleaseGroundRaised, (), (submission, ground, lapse_at))

// ---- bars and orders -----------------------------------------------------------------------
// R3: by a failed answer or by an order; exactly one of the two numbers is set.
struct VersionBarred {
  Digest digest;
  AnswerNo answer = 0;
  OrderNo order = 0;
};
BOOST_DESCRIBE_STRUCT(VersionBarred, (), (digest, answer, order))

// Of the bar on this ground; one on another ground stays.
struct BarLifted {
  Digest digest;
  AnswerNo answer = 0;
  OrderNo order = 0;
};
BOOST_DESCRIBE_STRUCT(BarLifted, (), (digest, answer, order))

// The first of two signatures of a take-down where policy asks for two (R17).
struct OrderProposed {
  OrderNo order = 0;
  ReasonId reason;
  bool content_ground = false;
  TakeDown take_down;
  std::vector<Point> points;
  std::vector<CategoryId> voids;
  RegionCode region;
};
BOOST_DESCRIBE_STRUCT(OrderProposed, (),
                      (order, reason, content_ground, take_down, points, voids, region))

// R17 (answer ≠ 0), R21: what is served must go, or what is not yet served must not come.
struct TakeDownOrdered {
  OrderNo order = 0;
  AnswerNo answer = 0;
  ReasonId reason;
  bool content_ground = false;
  bool forbids_release = false;  // nothing of it was served when it was given
  TakeDown take_down;
  std::vector<Point> points;
  std::vector<CategoryId> voids;
  RegionCode region;  // of the office that gave it; empty: the operator
  std::optional<Instant> warn_at;
};
BOOST_DESCRIBE_STRUCT(TakeDownOrdered, (),
                      (order, answer, reason, content_ground, forbids_release, take_down, points,
                       voids, region, warn_at))

struct TakeDownWarned {
  OrderNo order = 0;
};
BOOST_DESCRIBE_STRUCT(TakeDownWarned, (), (order))

// The order is carried out: from its instant on the endpoint answers 451, or the older version.
struct TakenDown {
  OrderNo order = 0;
  bool by_developer = false;     // before `down_by`, of their own accord
  ReleaseNo served_instead = 0;  // version scope: the last version neither barred nor hit
};
BOOST_DESCRIBE_STRUCT(TakenDown, (), (order, by_developer, served_instead))

enum class DischargeCause { kReleased, kAuthorityPassed };
BOOST_DESCRIBE_ENUM(DischargeCause, kReleased, kAuthorityPassed)
struct OrderDischarged {
  OrderNo order = 0;
  DischargeCause cause = DischargeCause::kReleased;
};
BOOST_DESCRIBE_STRUCT(OrderDischarged, (), (order, cause))

struct OrderRevoked {
  OrderNo order = 0;
  TextRef text;
};
BOOST_DESCRIBE_STRUCT(OrderRevoked, (), (order, text))

// ---- release -------------------------------------------------------------------------------
enum class ReleaseCause { kDeveloper, kOnAnswer, kOnSilence, kRollBack };
BOOST_DESCRIBE_ENUM(ReleaseCause, kDeveloper, kOnAnswer, kOnSilence, kRollBack)
struct Released {
  ReleaseNo release = 0;
  SubmissionNo submission = 0;
  Digest digest;
  Share share = kFullShare;
  Ground ground = Ground::kNoFilingNeeded;
  ReleaseCause cause = ReleaseCause::kDeveloper;
};
BOOST_DESCRIBE_STRUCT(Released, (), (release, submission, digest, share, ground, cause))

struct ShareChanged {
  ReleaseNo release = 0;
  Share share = 0;
};
BOOST_DESCRIBE_STRUCT(ShareChanged, (), (release, share))

struct ServiceSuspended {};
BOOST_DESCRIBE_STRUCT(ServiceSuspended, (), ())

struct ServiceResumed {};
BOOST_DESCRIBE_STRUCT(ServiceResumed, (), ())

// ---- lateness ------------------------------------------------------------------------------
struct ReviewOverdue {
  SubmissionNo submission = 0;
};
BOOST_DESCRIBE_STRUCT(ReviewOverdue, (), (submission))

using EventData =
    std::variant<AppRegistered, AgencyAuthorised, AuthorisationEnded, SubjectChanged, FilingVoided,
                 Submitted, CheckFinished, QuestionAsked, QuestionAnswered, PassProposed,
                 ReviewPassed, ReviewRefused, Appealed, AppealDecided, SubmissionWithdrawn,
                 PassRevoked, CaseStopped, SubmissionLapsed, ReleaseChosen, EntryOpened,
                 FilingStarted, FilingEndWarned, FilingPeriodEnded, AnswerProposed, FilingPassed,
                 FilingFailed, AnswerNoted, AnswerAmended, AnswerRevoked, EntryWithdrawn,
                 EntryStopped, EntryMoved, ReleaseGroundRaised, VersionBarred, BarLifted,
                 OrderProposed, TakeDownOrdered, TakeDownWarned, TakenDown, OrderDischarged,
                 OrderRevoked, Released, ShareChanged, ServiceSuspended, ServiceResumed,
                 QualificationWarned, QualificationLapsed, QualificationGraceEnded,
                 QualificationRenewed, ReviewOverdue, MaterialRequested, MaterialReplied>;

struct Event {
  Instant at;   // when it took effect: the stamp of the command, or the due instant of an end
  Actor actor;  // whose command it was
  EventData data;
};

// "FilingPassed" of a FilingPassed; the name in tables, notices and (in wire case) JSON.
const char* event_name(const EventData& data);

}  // namespace baobei::lifecycle
