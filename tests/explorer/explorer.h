// Walks every reachable state of the lifecycle, breadth first, and checks what must always hold.
//
// A universe is a finite world: a subject, a policy, facts that may change, a few people, two or
// three versions with one or two filing categories, the groups of commands that are sent, and a
// prologue that leads to its first state. From each state every command of the alphabet is sent at
// each of three instants: at once, one microsecond before the next deadline, and exactly at it with
// the timer late. Whatever is accepted is sent a second time, unchanged, as a client that retries
// would.
//
// The abstraction (abstraction.h) makes the space finite:
//  - Instants count only by their order: past, or first, second, … of those to come. Two states
//    that differ in distances alone are one; the walk goes on from the first that was found, so
//    some interleavings of unrelated clocks are walked in one of their orders only.
//  - What no guard and no later event reads is left out: stamps of the record, time accounts,
//    revisions, the reports and texts beside the log.
//  - Counts are capped by the universe (submissions, entries, answers, orders, releases). A state
//    beyond a cap is reached and checked, and not walked on from.
//
// What is expected (witness.h) is kept from the commands and the clock alone, not from the events
// that the lifecycle made of them, so that a rule that is broken shows.
//
// The lifecycle is asked through a Core: five functions that a mutant may wrap (mutants.h).
// Threads: one. Owner: the test.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "lifecycle/lifecycle.h"
#include "lifecycle/notice.h"

namespace baobei::explorer {

struct Core {
  std::function<lifecycle::Decision(const lifecycle::App&, const lifecycle::Facts&,
                                    const lifecycle::Command&, Instant, const lifecycle::Rules&)>
      decide = lifecycle::decide;
  std::function<std::vector<lifecycle::Event>(const lifecycle::App&, const lifecycle::Facts&,
                                              Instant, const lifecycle::Rules&)>
      settle = lifecycle::settle;
  std::function<lifecycle::App(lifecycle::App, const lifecycle::Event&)> apply = lifecycle::apply;
  std::function<lifecycle::Serving(const lifecycle::App&, Instant)> serving = lifecycle::serving;
  std::function<std::vector<lifecycle::Notice>(const lifecycle::App&, const lifecycle::Event&)>
      owed = lifecycle::owed_notices;
};

// What must always hold. The first six are those of the issue that asked for the explorer; the
// others are rules of their own that the same walk can hold.
enum class Invariant {
  kReviewed,    // nothing is served that did not pass review (R4, R7, R8)
  kFiled,       // nothing new is served before its entry passed or was silent to the end (R9–R19)
  kBarred,      // a barred version goes by `down_by`, and grows in no share until then (R3, R17)
  kNotEarly,    // an end takes effect at its instant, not before, and says so (R11–R13)
  kNotices,     // each event owes exactly its notices (R10b, R23)
  kNoDeadEnd,   // every state that is no end is left by its holder or a deadline (R26)
  kLateTimers,  // late timers change nothing (R13)
  kTables,      // states move by rows of the tables alone
  kRights,      // who may do what (R7, R10, R10b, R21b)
  kStale,       // a decision is bound to digest and review revision (R7)
  kSignatures,  // two people where two are asked for (R4, R10a, R17)
  kOneInReview,  // R1
  kNarrowing,    // before `down_by` only narrowing, roll-back, take-down (R17)
  kDark,         // taken down or suspended: nothing is served (R17, R20)
  kCap,          // the share cap of silence (R20)
  kQualified,    // no release on a lapsed qualification (R2, R2a)
  kRecord,       // bars, completed filings and entries are as the commands made them
  kAccount,      // time by holder adds up (R26)
};
BOOST_DESCRIBE_ENUM(Invariant, kReviewed, kFiled, kBarred, kNotEarly, kNotices, kNoDeadEnd,
                    kLateTimers, kTables, kRights, kStale, kSignatures, kOneInReview, kNarrowing,
                    kDark, kCap, kQualified, kRecord, kAccount)

struct Fault {
  Invariant invariant;
  std::string what;
};
using Faults = std::vector<Fault>;

// Which commands are sent; bits.
enum Groups : std::uint32_t {
  kSubmitting = 1U << 0,   // submit, check passed, pass, refuse, withdraw, release
  kChecking = 1U << 1,     // findings, could not check, two people
  kAsking = 1U << 2,       // ask, answer, strike a category
  kAppealing = 1U << 3,    // appeal, decide
  kStopping = 1U << 4,     // revoke a pass, stop a case
  kAnswering = 1U << 5,    // the office passes and fails, hand-over, signatures
  kFailingLate = 1U << 6,  // fails with scopes, graces, hits
  kRevoking = 1U << 7,     // answers revoked and replaced
  kOrdering = 1U << 8,     // take-downs ordered, signed, revoked, obeyed
  kSharing = 1U << 9,      // shares, roll-backs
  kSuspending = 1U << 10,  // suspend, resume
  kMoving = 1U << 11,      // the subject changes
  kDelegating = 1U << 12,  // agencies
  kChoosing = 1U << 13,    // release by choice
  kMistaking = 1U << 14,   // commands that must be refused: stale, foreign, own
  kRequesting = 1U << 15,  // material asked for and replied to
};

struct Caps {
  std::size_t submissions = 2;
  std::size_t entries = 2;
  std::size_t answers = 2;
  std::size_t orders = 1;
  std::size_t releases = 3;
  std::size_t requests = 2;
};

struct Version {
  std::string name;
  std::vector<lifecycle::CategoryId> declares;
};

struct Universe {
  std::string name;
  std::string about;
  lifecycle::Subject subject = {"subject-1", lifecycle::SubjectKind::kEnterprise, "33"};
  lifecycle::Rules rules;
  std::vector<lifecycle::Facts> facts;  // the first at the start; they may change to the next
  std::vector<Version> versions;
  std::uint32_t groups = kSubmitting;
  Caps caps;
  std::vector<std::string> prologue;  // "release v1", "pre-launch v1", … (universes.h)
  std::size_t states_max = 3'000;     // in the fast gate; 0: walked to the end
};

struct Limits {
  std::size_t states_max = 0;          // 0: to the end
  std::vector<Invariant> silent = {};  // not reported
};

struct Violation {
  Fault fault;
  std::vector<std::string> path;  // what led there, one command a line
};

struct Report {
  std::size_t states = 0;
  std::size_t transitions = 0;  // accepted commands
  std::size_t refusals = 0;
  std::size_t beyond_caps = 0;
  bool to_the_end = false;     // no state was left unwalked but for the caps
  std::set<std::string> rows;  // of the tables, that some event took
  std::optional<Violation> violation;
};

// Stops at the first violation.
Report explore(const Core& core, const Universe& universe, const Limits& limits);

std::string to_string(const Violation& violation);

}  // namespace baobei::explorer
