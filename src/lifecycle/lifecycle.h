// The lifecycle: what may happen to a mini-program's case file, when, and what follows (R1–R26).
//
// Pure: no clock, database, log, thread or random source. The same arguments give the same answer
// on every machine and in every later release that reads the same rules.
//
//   decide    what a command leads to: events, or one refusal
//   settle    what is due at an instant, whether or not a timer fired (R13)
//   apply     the case file after one event
//   deadlines when the case file will next change by itself
//
// How time works (R13): a command carries the stamp at which its last byte was received. `decide`
// first settles every end whose instant is at or before the stamp, then looks at the command. A
// command stamped before an end is decided before it, one stamped exactly at it after. The caller
// must not settle an end while a command of the same mini-program with an earlier stamp is
// undecided (engine/stamp_gate.h).
#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "lifecycle/app.h"
#include "lifecycle/command.h"
#include "lifecycle/event.h"
#include "lifecycle/refusal.h"
#include "lifecycle/rules.h"

namespace baobei::lifecycle {

using Decision = std::expected<std::vector<Event>, Refusal>;

// `stamp`: when the command was received. Events of ends carry their due instant in `at`, events of
// the command the stamp. An accepted command gives at least one event.
Decision decide(const App& app, const Facts& facts, const Command& command, Instant stamp,
                const Rules& rules);

// The events of everything due at or before `now`, in order of their due instants; empty where
// nothing is due.
std::vector<Event> settle(const App& app, const Facts& facts, Instant now, const Rules& rules);

// CHECKs that the event is possible here: events come from `decide` or from the log.
App apply(App app, const Event& event);

enum class DeadlineKind {
  kFilingEnd,
  kFilingEndWarning,
  kDownBy,
  kDownByWarning,
  kReviewDue,
  kAnswerLimit,
  kLapse,
  kQualificationWarning,
  kQualificationExpiry,
  kQualificationGrace,
  kAuthorisationEnd,
};
BOOST_DESCRIBE_ENUM(DeadlineKind, kFilingEnd, kFilingEndWarning, kDownBy, kDownByWarning,
                    kReviewDue, kAnswerLimit, kLapse, kQualificationWarning, kQualificationExpiry,
                    kQualificationGrace, kAuthorisationEnd)

struct Deadline {
  DeadlineKind kind = DeadlineKind::kFilingEnd;
  std::uint32_t ordinal = 0;  // of the entry, order, submission, or position in its list
  Instant due;
  auto operator<=>(const Deadline&) const = default;
};

// Every pending deadline, ordered by kind and ordinal. Appeal windows are guards, not deadlines:
// nothing happens when one closes.
std::vector<Deadline> deadlines(const App& app, const Rules& rules);

ServiceState service_state(const App& app);

// What the delivery endpoint answers right now (R20).
struct Serving {
  ReleaseNo current = 0;  // 0: nothing of its own
  Share share = 0;
  ReleaseNo base = 0;  // to everybody else; 0: "not yet for you"
  bool dark = false;   // taken down: 451
  bool operator==(const Serving&) const = default;
};
// Looks at `now` itself: an order past its `down_by` darkens before any timer fires.
Serving serving(const App& app, Instant now);

const Submission* find_submission(const App& app, SubmissionNo no);
const Entry* find_entry(const App& app, EntryNo no);
const Answer* find_answer(const App& app, AnswerNo no);
const Order* find_order(const App& app, OrderNo no);
const ReleaseRecord* find_release(const App& app, ReleaseNo no);
const MaterialRequest* find_request(const App& app, RequestNo no);

// R11: replied to, or over with its entry; otherwise it can be replied to.
enum class RequestState { kOpen, kReplied, kClosed };
BOOST_DESCRIBE_ENUM(RequestState, kOpen, kReplied, kClosed)
RequestState state_of(const App& app, const MaterialRequest& request);
// Made of this entry so far, whatever became of them.
std::size_t requests_of_entry(const App& app, EntryNo no);

// 文号: 1 to 64 characters, letters and digits of any script and the signs of such numbers, a blank
// only between two others. An id of the office's own, so it stands in the log (R24).
inline constexpr std::size_t kReplyNumberCharactersMax = 64;
bool is_reply_number(std::string_view text);

bool is_barred(const App& app, const Digest& digest);
// Named by a version order that was not revoked. One that was discharged holds on for the versions
// it names: their ground is as it was (R22).
bool is_ordered(const App& app, const Digest& digest);
bool is_completed(const App& app, const CategoryId& category);
// R25: completed itself, or through a category whose filing it carries as at submission.
bool is_covered(const App& app, const Submission& submission, const CategoryId& category);

// R9 as of now: something that the submission shows is not completed. An overseas subject's first
// filing covers no category; it lacks the completion itself.
bool lacks_a_filing(const App& app, const Submission& submission);
// R16: all that it lacks was laid before the office in an entry that is silent and still open.
bool rests_on_silence(const App& app, const Submission& submission);
// It lacks a filing and rests on no silence: it may not be released, and what is served is marked.
bool lost_its_ground(const App& app, const Submission& submission);

// The standing orders with effect (not proposed, discharged or revoked).
std::vector<const Order*> standing_orders(const App& app);

// The office that a filing of this mini-program is laid before (R10, R10a); empty: none is set.
RegionCode office_region(const Subject& subject, const Rules& rules);

// R4: why a submission whose check passed needs a person all the same.
enum class PassBlocker {
  kFindings,         // or it could not be checked
  kFirstSubmission,  // no submission of this mini-program is released yet
  kFilingCategory,   // a person confirms which are present (R9)
  kBarred,           // meanwhile, by an answer or an order (R3, R25)
  kBarredElsewhere,  // R3
  kOpenItems,        // points to rectify are answered by it (R22)
  kStandingOrder,
  kPolicy,    // policy sends every submission to a person
  kSampling,  // drawn, where nothing else stands in the way
};
BOOST_DESCRIBE_ENUM(PassBlocker, kFindings, kFirstSubmission, kFilingCategory, kBarred,
                    kBarredElsewhere, kOpenItems, kStandingOrder, kPolicy, kSampling)
std::vector<PassBlocker> pass_blockers(const App& app, const Submission& submission,
                                       const Rules& rules);

// What would follow if the newest submission's review passed at `at` with all that it declares
// (R9–R12, R16): found by passing it, so that it says what a pass does.
enum class OutlookGround {
  kNewCategories,     // a filing: of these, none was completed
  kOverseasFirst,     // a filing: the first submission of an overseas subject (R9)
  kNoFilingCategory,  // none: what it declares needs none
  kCompleted,         // none: it was completed for all that needs one
  kSilenceCarries,    // none: policy lets it rest on an earlier filing's silence (R16)
};
BOOST_DESCRIBE_ENUM(OutlookGround, kNewCategories, kOverseasFirst, kNoFilingCategory, kCompleted,
                    kSilenceCarries)
struct Outlook {
  bool files = false;
  OutlookGround ground = OutlookGround::kNoFilingCategory;
  std::vector<CategoryId> to_file;    // declared filing categories that are new
  std::vector<CategoryId> completed;  // those that a completed filing covers
  RegionCode region;                  // of the office; empty: none is set (R10a)
  Channel channel = Channel::kNone;   // kDesk alone starts the period with the pass itself
  std::optional<Duration> period;     // nothing: no filing, or one that waits for the answer (R12)
  std::optional<Instant> start;       // if it passed at `at` and were laid before the office then
  std::optional<Instant> end;
  std::string policy_version;
  std::string catalogue_version;
  bool operator==(const Outlook&) const = default;
};
BOOST_DESCRIBE_STRUCT(Outlook, (),
                      (files, ground, to_file, completed, region, channel, period, start, end,
                       policy_version, catalogue_version))
// `submitted`: the events of a Submit just decided upon `app`; one of them is Submitted.
Outlook outlook(const App& app, const std::vector<Event>& submitted, const Facts& facts, Instant at,
                const Rules& rules);

// R7: nobody decides on what they or their organisation submitted; for the operator's own
// mini-programs a reviewer of another unit does.
bool is_own_case(const App& app, const Submission& submission, const Actor& actor);

// R4: is this submission drawn for a person's eyes? The first 48 bits of SHA-256 over the policy's
// seed, the mini-program, the submission's number, its digest and its instant of receipt, as a
// fraction, are below the policy's share: anybody who has these can draw again, nobody can choose
// the instant. Whoever withdraws what was drawn finds the next submission drawn as well.
bool is_sampled(const App& app, const Submission& submission, const Rules& rules);

// R26: time by holder of a submission, counted to its first release or end, else to `now`.
TimeByHolder time_by_holder(const Submission& submission, Instant now);

}  // namespace baobei::lifecycle
