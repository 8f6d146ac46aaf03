// The case file of one mini-program: the unit of consistency (DESIGN decision 1).
//
// Invariants: built by `apply` alone, from events alone; equal event sequences give equal values.
// Lists are in the order of their ordinals, so `no` is the index plus one. Closed submissions stay:
// the record of R24 needs them and the next dossier shows them (R18).
// Threads: plain value. Owner: the engine's cache, one writer at a time.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lifecycle/event.h"
#include "lifecycle/terms.h"

namespace baobei::lifecycle {

// Time by holder (R26); the three add up to the age at first release or end.
struct TimeByHolder {
  Duration developer{};
  Duration platform{};
  Duration authority{};
  bool operator==(const TimeByHolder&) const = default;
};
BOOST_DESCRIBE_STRUCT(TimeByHolder, (), (developer, platform, authority))

struct Submission {
  SubmissionNo no = 0;
  SubmissionState state = SubmissionState::kChecking;
  Digest digest;
  std::vector<DeclaredCategory> categories;
  std::vector<CategoryId> present;  // filing categories confirmed at the pass (R9)
  ReleaseChoice release_choice = ReleaseChoice::kByHand;
  PersonId submitted_by;
  OrgId org;
  std::string unit;
  bool barred_elsewhere = false;

  Revision review_revision = 0;     // R7: a decision must name it
  std::uint32_t check_attempt = 1;  // the attempt that runs, or the last one
  CheckOutcome check = CheckOutcome::kCouldNotCheck;
  Digest report;
  PersonId pass_proposed_by;  // R4: the first of two
  PersonId decided_by;
  bool review_late = false;
  std::optional<Instant> review_due;
  std::optional<Instant> answer_by;  // 待补充
  std::optional<Instant> appeal_by;
  bool appealed = false;
  bool cleared = false;  // an upheld appeal lets the same digest pass by reference (R8)

  Ground ground = Ground::kNoFilingNeeded;  // meaningful from releasable or pre-launch on
  EntryNo entry = 0;                        // its own newest entry
  EntryNo silence_entry = 0;                // the entry whose silence it relies on
  std::optional<Instant> lapse_at;

  Instant submitted_at;
  Instant held_since;
  TimeByHolder held;
  std::optional<Instant> finished_at;  // first release or end (R26)

  // The form that it was handed in with.
  std::optional<UgcDeclaration> ugc;
  std::optional<std::vector<FormPicture>> pictures;
  std::optional<Digest> test_account;

  bool operator==(const Submission&) const = default;
};
BOOST_DESCRIBE_STRUCT(Submission, (),
                      (no, state, digest, categories, present, release_choice, submitted_by, org,
                       unit, barred_elsewhere, review_revision, check_attempt, check, report,
                       pass_proposed_by, decided_by, review_late, review_due, answer_by, appeal_by,
                       appealed, cleared, ground, entry, silence_entry, lapse_at, submitted_at,
                       held_since, held, finished_at, ugc, pictures, test_account))

struct Entry {
  EntryNo no = 0;
  SubmissionNo submission = 0;
  EntryState state = EntryState::kToBeHandedOver;
  std::vector<CategoryId> categories;
  RegionCode region;
  Channel channel = Channel::kNone;
  EntryNo moved_from = 0;
  Instant opened_at;
  std::optional<Instant> notice_at;
  std::optional<Instant> start;
  std::optional<Instant> end;
  std::optional<Instant> warn_at;  // cleared once warned
  AnswerNo answer = 0;             // that ended it
  std::optional<Instant> ended_at;
  bool operator==(const Entry&) const = default;
};
BOOST_DESCRIBE_STRUCT(Entry, (),
                      (no, submission, state, categories, region, channel, moved_from, opened_at,
                       notice_at, start, end, warn_at, answer, ended_at))

enum class AnswerState { kProposed, kEffective, kNoted, kRevoked };
BOOST_DESCRIBE_ENUM(AnswerState, kProposed, kEffective, kNoted, kRevoked)
struct Answer {
  AnswerNo no = 0;
  EntryNo entry = 0;
  Verdict verdict = Verdict::kFail;
  AnswerState state = AnswerState::kEffective;
  PersonId by;  // of a proposed one: the first signature
  RegionCode region;
  Instant at;
  bool late = false;
  std::vector<EntryNo> hits;
  std::vector<Point> points;
  std::vector<CategoryId> voids;
  std::vector<CategoryId> completed;
  OrderScope scope = OrderScope::kService;
  std::optional<Instant> down_by;
  AnswerNo replaces = 0;
  std::optional<std::string> reply_number = {};
  std::optional<std::string> letter = {};  // id of the kept scan
  bool operator==(const Answer&) const = default;
};
BOOST_DESCRIBE_STRUCT(Answer, (),
                      (no, entry, verdict, state, by, region, at, late, hits, points, voids,
                       completed, scope, down_by, replaces, reply_number, letter))

// R11: material that the office asked for, open until it is replied to or its entry ends.
struct MaterialReply {
  PersonId by;
  Instant at;
  TextRef text;
  std::vector<std::string> documents;
  bool operator==(const MaterialReply&) const = default;
};
BOOST_DESCRIBE_STRUCT(MaterialReply, (), (by, at, text, documents))
struct MaterialRequest {
  RequestNo no = 0;
  EntryNo entry = 0;
  PersonId by;
  RegionCode region;
  Instant at;
  TextRef text;
  std::optional<Instant> wanted_by;
  std::optional<MaterialReply> reply;
  bool operator==(const MaterialRequest&) const = default;
};
BOOST_DESCRIBE_STRUCT(MaterialRequest, (), (no, entry, by, region, at, text, wanted_by, reply))

// R22: one point to rectify, until a submission answers it and a release or pass settles it.
struct Item {
  ItemNo no = 0;
  AnswerNo answer = 0;
  OrderNo order = 0;
  Point point;
  SubmissionNo answered_by = 0;  // the newest submission that answered it
  bool closed = false;           // answered in a version that passed, or its ground was revoked
  bool operator==(const Item&) const = default;
};
BOOST_DESCRIBE_STRUCT(Item, (), (no, answer, order, point, answered_by, closed))

// One row per answer that completed the category; it is completed while one of them stands.
struct CompletedFiling {
  CategoryId category;
  AnswerNo answer = 0;
  Instant at;
  bool operator==(const CompletedFiling&) const = default;
};
BOOST_DESCRIBE_STRUCT(CompletedFiling, (), (category, answer, at))

// One row per ground; the version is barred while one of them stands (R3).
struct Bar {
  Digest digest;
  AnswerNo answer = 0;
  OrderNo order = 0;
  bool operator==(const Bar&) const = default;
};
BOOST_DESCRIBE_STRUCT(Bar, (), (digest, answer, order))

struct Order {
  OrderNo no = 0;
  AnswerNo answer = 0;
  OrderState state = OrderState::kStanding;
  bool proposed = false;  // waits for a second signature; no effect yet
  PersonId by;
  RegionCode region;
  Instant at;
  ReasonId reason;
  bool content_ground = false;
  bool forbids_release = false;
  bool carried_out = false;
  std::optional<Instant> carried_out_at;  // nothing where nothing was served when it was given
  TakeDown take_down;
  std::vector<Point> points;
  std::vector<CategoryId> voids;
  std::optional<Instant> warn_at;
  bool operator==(const Order&) const = default;
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (no, answer, state, proposed, by, region, at, reason, content_ground,
                       forbids_release, carried_out, carried_out_at, take_down, points, voids, warn_at))

struct ReleaseRecord {
  ReleaseNo no = 0;
  SubmissionNo submission = 0;
  Digest digest;
  Share share = 0;
  Instant at;
  bool served = false;  // ever to a non-zero share
  bool operator==(const ReleaseRecord&) const = default;
};
BOOST_DESCRIBE_STRUCT(ReleaseRecord, (), (no, submission, digest, share, at, served))

struct Agency {
  OrgId org;
  std::optional<Instant> until;
  bool operator==(const Agency&) const = default;
};
BOOST_DESCRIBE_STRUCT(Agency, (), (org, until))

// R2a: qualifications behind what is served.
struct QualificationWatch {
  CategoryId category;
  Instant valid_until;
  bool warned = false;
  std::optional<Instant> grace_until;  // set: lapsed
  bool grace_ended = false;
  bool operator==(const QualificationWatch&) const = default;
};
BOOST_DESCRIBE_STRUCT(QualificationWatch, (),
                      (category, valid_until, warned, grace_until, grace_ended))

struct App {
  AppId id;
  Revision revision = 0;
  Subject subject;
  OrgId owner;
  bool own = false;
  std::vector<Agency> agencies;
  std::vector<Submission> submissions;
  std::vector<Entry> entries;
  std::vector<Answer> answers;
  std::vector<Item> items;
  std::vector<Order> orders;
  std::vector<ReleaseRecord> releases;
  std::vector<CompletedFiling> completed;
  std::vector<Bar> bars;
  std::vector<QualificationWatch> qualifications;
  bool ever_completed = false;  // R9: this subject completed some filing
  AnswerNo former_answers = 0;  // answers up to this one were given to a former subject (R19)

  // Delivery (R20): `current` to its share of users, `base` to the others; 0 is "not yet for you".
  // `staged` is a release to a share of 0: it has not begun (R1) and changes nothing that is
  // served.
  ReleaseNo current = 0;
  ReleaseNo base = 0;
  ReleaseNo staged = 0;
  bool ever_served = false;
  bool suspended = false;
  bool down = false;         // taken down; nothing was served instead
  bool filing_void = false;  // something served has lost the filing it rested on (R19)

  std::optional<std::vector<MaterialRequest>> requests;  // absent: none was ever made

  bool registered() const { return revision > 0; }
  bool operator==(const App&) const = default;
};
BOOST_DESCRIBE_STRUCT(App, (),
                      (id, revision, subject, owner, own, agencies, submissions, entries, answers,
                       items, orders, releases, completed, bars, qualifications, ever_completed,
                       former_answers, current, base, staged, ever_served, suspended, down,
                       filing_void, requests))

}  // namespace baobei::lifecycle
