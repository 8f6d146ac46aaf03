// What somebody wants to happen, and the outside facts needed to decide it.
//
// Texts and documents are stored by the engine before `decide`; a command carries only their
// commitments. A command names what it was decided upon (digest, review revision) where R7 asks.
// Threads: plain values.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "lifecycle/event.h"
#include "lifecycle/terms.h"

namespace baobei::lifecycle {

struct RegisterApp {
  Subject subject;
  OrgId owner;
  bool own = false;
};
BOOST_DESCRIBE_STRUCT(RegisterApp, (), (subject, owner, own))
struct AuthoriseAgency {
  OrgId agency;
  std::optional<Instant> until;
};
BOOST_DESCRIBE_STRUCT(AuthoriseAgency, (), (agency, until))
struct EndAuthorisation {
  OrgId agency;
};
BOOST_DESCRIBE_STRUCT(EndAuthorisation, (), (agency))
struct ChangeSubject {
  Subject subject;
};
BOOST_DESCRIBE_STRUCT(ChangeSubject, (), (subject))

struct Submit {
  Digest digest;
  std::vector<CategoryId> categories;
  ReleaseChoice release_choice = ReleaseChoice::kByHand;
  std::vector<ItemAnswer> item_answers;
  TextRef notes;
  std::optional<UgcDeclaration> ugc = {};
  std::optional<std::vector<FormPicture>> pictures = {};
  std::optional<Digest> test_account = {};
};
BOOST_DESCRIBE_STRUCT(Submit, (),
                      (digest, categories, release_choice, item_answers, notes, ugc, pictures,
                       test_account))
struct RecordCheck {
  SubmissionNo submission = 0;
  std::uint32_t attempt = 0;
  CheckOutcome outcome = CheckOutcome::kCouldNotCheck;
  Digest report;
  std::vector<std::string> error_rules;  // ids of rules with error findings
};
BOOST_DESCRIBE_STRUCT(RecordCheck, (), (submission, attempt, outcome, report, error_rules))
struct AskDeveloper {
  SubmissionNo submission = 0;
  TextRef text;
};
BOOST_DESCRIBE_STRUCT(AskDeveloper, (), (submission, text))
struct AnswerQuestion {
  SubmissionNo submission = 0;
  TextRef text;
};
BOOST_DESCRIBE_STRUCT(AnswerQuestion, (), (submission, text))
struct PassReview {
  SubmissionNo submission = 0;
  Digest digest;
  Revision review_revision = 0;
  std::vector<CategoryId> present;  // declared filing categories found in the content (R9)
  TextRef reason;                   // needed where it could not be checked (R4)
};
BOOST_DESCRIBE_STRUCT(PassReview, (), (submission, digest, review_revision, present, reason))
struct RefuseReview {
  SubmissionNo submission = 0;
  Digest digest;
  Revision review_revision = 0;
  std::vector<Reason> reasons;
};
BOOST_DESCRIBE_STRUCT(RefuseReview, (), (submission, digest, review_revision, reasons))
struct Appeal {
  SubmissionNo submission = 0;
  TextRef text;
};
BOOST_DESCRIBE_STRUCT(Appeal, (), (submission, text))
struct DecideAppeal {
  SubmissionNo submission = 0;
  bool uphold = false;
  TextRef text;
};
BOOST_DESCRIBE_STRUCT(DecideAppeal, (), (submission, uphold, text))
struct Withdraw {
  SubmissionNo submission = 0;
};
BOOST_DESCRIBE_STRUCT(Withdraw, (), (submission))
struct RevokePass {
  SubmissionNo submission = 0;
  Reason reason;
};
BOOST_DESCRIBE_STRUCT(RevokePass, (), (submission, reason))
struct StopCase {
  SubmissionNo submission = 0;
  Reason reason;
};
BOOST_DESCRIBE_STRUCT(StopCase, (), (submission, reason))
struct ChooseRelease {
  SubmissionNo submission = 0;
  ReleaseChoice choice = ReleaseChoice::kByHand;
};
BOOST_DESCRIBE_STRUCT(ChooseRelease, (), (submission, choice))

struct RecordHandOver {
  EntryNo entry = 0;
};
BOOST_DESCRIBE_STRUCT(RecordHandOver, (), (entry))
struct AnswerFiling {
  EntryNo entry = 0;
  Digest digest;
  Verdict verdict = Verdict::kFail;
  std::vector<Point> points;
  std::vector<EntryNo> hits;      // fail: which open entries; empty: all of them (R16a)
  std::vector<CategoryId> voids;  // fail: earlier completed filings it voids (R15)
  OrderScope scope = OrderScope::kService;
  std::optional<Instant> down_by;                // absent: at once
  AnswerNo replaces = 0;                         // R21b
  std::optional<std::string> reply_number = {};  // 文号, as is_reply_number() takes it
  std::optional<std::string> letter = {};        // id of the kept scan of the office's letter
};
BOOST_DESCRIBE_STRUCT(AnswerFiling, (),
                      (entry, digest, verdict, points, hits, voids, scope, down_by, replaces,
                       reply_number, letter))
struct SignAnswer {
  AnswerNo answer = 0;
};
BOOST_DESCRIBE_STRUCT(SignAnswer, (), (answer))
struct AmendAnswer {
  AnswerNo answer = 0;
  std::vector<Point> points;
};
BOOST_DESCRIBE_STRUCT(AmendAnswer, (), (answer, points))
struct RevokeAnswer {
  AnswerNo answer = 0;
  TextRef text;
};
BOOST_DESCRIBE_STRUCT(RevokeAnswer, (), (answer, text))

// R11: by an officer of the entry's region, while the entry is open; no clock stops for it.
struct RequestMaterial {
  EntryNo entry = 0;
  TextRef text;
  std::optional<Instant> wanted_by;  // a wish: nothing happens when it passes
};
BOOST_DESCRIBE_STRUCT(RequestMaterial, (), (entry, text, wanted_by))
struct ReplyToRequest {
  RequestNo request = 0;
  TextRef text;
  std::vector<std::string> documents;  // ids of kept scans
};
BOOST_DESCRIBE_STRUCT(ReplyToRequest, (), (request, text, documents))

// R21: by an operator, or an officer of the subject's region. Version scope without digests: what
// is served now. Digests that were never served: their release is forbidden.
struct OrderTakeDown {
  ReasonId reason;
  bool content_ground = false;  // R3: bars the versions it names, or those served
  TakeDown take_down;           // down_by at or before now: at once
  std::vector<Point> points;
  std::vector<CategoryId> voids;
};
BOOST_DESCRIBE_STRUCT(OrderTakeDown, (), (reason, content_ground, take_down, points, voids))
struct SignOrder {
  OrderNo order = 0;
};
BOOST_DESCRIBE_STRUCT(SignOrder, (), (order))
struct RevokeOrder {
  OrderNo order = 0;
  TextRef text;
};
BOOST_DESCRIBE_STRUCT(RevokeOrder, (), (order, text))

struct Release {
  SubmissionNo submission = 0;
  Share share = kFullShare;  // 0: staged, not yet released (R1)
};
BOOST_DESCRIBE_STRUCT(Release, (), (submission, share))
struct SetShare {
  Share share = 0;
};
BOOST_DESCRIBE_STRUCT(SetShare, (), (share))
struct RollBack {
  SubmissionNo submission = 0;  // one that was released before
};
BOOST_DESCRIBE_STRUCT(RollBack, (), (submission))
struct TakeDownNow {  // the developer obeys a standing order before `down_by`
  OrderNo order = 0;
};
BOOST_DESCRIBE_STRUCT(TakeDownNow, (), (order))
struct Suspend {};
BOOST_DESCRIBE_STRUCT(Suspend, (), ())
struct Resume {};
BOOST_DESCRIBE_STRUCT(Resume, (), ())

// A timer's knock: whatever is due takes effect (R13). Also sent when a qualification was renewed.
struct Settle {};
BOOST_DESCRIBE_STRUCT(Settle, (), ())

using CommandData =
    std::variant<RegisterApp, AuthoriseAgency, EndAuthorisation, ChangeSubject, Submit, RecordCheck,
                 AskDeveloper, AnswerQuestion, PassReview, RefuseReview, Appeal, DecideAppeal,
                 Withdraw, RevokePass, StopCase, ChooseRelease, RecordHandOver, AnswerFiling,
                 SignAnswer, AmendAnswer, RevokeAnswer, RequestMaterial, ReplyToRequest,
                 OrderTakeDown, SignOrder, RevokeOrder, Release, SetShare, RollBack, TakeDownNow,
                 Suspend, Resume, Settle>;

struct Command {
  AppId app;
  Actor actor;
  CommandData data;
};

const char* command_name(const CommandData& data);

// What the catalogue and the qualification register say of one category for this subject.
struct CategoryFacts {
  CategoryId category;
  bool known = false;
  bool filing = false;
  bool open_to_subject = false;               // R2, of this kind of subject
  bool accepted = false;                      // applied for and accepted by an operator
  std::optional<Instant> valid_until;         // of the qualifications; absent: they do not expire
  std::vector<CategoryId> carries_filing_of;  // R25
  bool operator==(const CategoryFacts&) const = default;
};

// Everything `decide` must know from outside the case file. The engine reads each with a version
// that the committing transaction verifies again (DESIGN decision 1).
struct Facts {
  std::string catalogue_version;
  std::vector<CategoryFacts> categories;  // those of the command and of the app's submissions
  bool package_stored = true;             // the digest of a Submit is in the blob store
  bool barred_elsewhere = false;          // for another mini-program (R3)
  bool barred_everywhere = false;         // by an operator's explicit order (R3)
  std::vector<Digest>
      digests_barred_everywhere;     // of the app's versions, for release and roll-back
  Channel channel = Channel::kDesk;  // of the office that would be filed with (R10a)
  Duration door_closed{};            // of that office's door, in the last 24 h of the period
};

}  // namespace baobei::lifecycle
