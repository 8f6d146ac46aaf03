// The transition tables: from which state, on what, to which. The one lifecycle file; the diagrams
// in docs/lifecycle and in the desks are generated from it.
//
// Invariants, checked at compile time below: a state and a trigger have at most one target; every
// state is reached; ends have no row that leaves them. `apply` moves states through these tables
// only. Guards (who, when, under which conditions) are in decide.cc.
// Threads: constants.
#pragma once

#include <array>
#include <boost/describe/enum.hpp>
#include <optional>

#include "lifecycle/terms.h"

namespace baobei::lifecycle {

// ---- submission (提审) ------------------------------------------------------------------------
enum class SubmissionTrigger {
  kCheckRetried,  // could not check, another attempt (R4)
  kCheckDone,     // to a person (R4)
  kQuestionAsked,
  kQuestionAnswered,
  kRefused,          // R5, R6, R7
  kPassed,           // nothing new to file (R9)
  kPassedOnSilence,  // policy silence_carries (R16)
  kPassedToFile,     // R9
  kFilingStarted,    // the notice went out (R10)
  kPeriodEnded,      // R16
  kGroundRaised,     // the filing passed, or another one covered it (R14)
  kFilingFailed,     // R15
  kReopened,         // the answer was revoked (R21b): before the office again
  kReopenedToHandOver,
  kReopenedOnSilence,  // it relied on a carried silence, which had happened
  kMoved,              // to another region's office (R19)
  kReleased,           // first non-zero share (R1)
  kLapsed,
  kAppealUpheld,  // R8
  kPassRevoked,   // R7a, back to review
  kStopped,       // R7a
  kWithdrawn,     // R18
};
BOOST_DESCRIBE_ENUM(SubmissionTrigger, kCheckRetried, kCheckDone, kQuestionAsked, kQuestionAnswered,
                    kRefused, kPassed, kPassedOnSilence, kPassedToFile, kFilingStarted,
                    kPeriodEnded, kGroundRaised, kFilingFailed, kReopened, kReopenedToHandOver,
                    kReopenedOnSilence, kMoved, kReleased, kLapsed, kAppealUpheld, kPassRevoked,
                    kStopped, kWithdrawn)

template <typename State, typename Trigger>
struct Transition {
  State from;
  Trigger on;
  State to;
};
using SubmissionTransition = Transition<SubmissionState, SubmissionTrigger>;

inline constexpr auto kSubmissionTable = [] {
  using S = SubmissionState;
  using On = SubmissionTrigger;
  return std::to_array<SubmissionTransition>({
      // 自动检查中: the check runs first; an error never counts as passed (R4).
      {S::kChecking, On::kCheckRetried, S::kChecking},
      {S::kChecking, On::kCheckDone, S::kReviewing},
      {S::kChecking, On::kWithdrawn, S::kWithdrawn},
      {S::kChecking, On::kStopped, S::kStopped},
      // 审核中: a person decides on digest and review revision (R7); the filing follows by itself
      // (R9).
      {S::kReviewing, On::kQuestionAsked, S::kWaitingForDeveloper},
      {S::kReviewing, On::kRefused, S::kRefused},
      {S::kReviewing, On::kPassed, S::kReleasable},
      {S::kReviewing, On::kPassedOnSilence, S::kPreLaunch},
      {S::kReviewing, On::kPassedToFile, S::kToBeHandedOver},
      {S::kReviewing, On::kWithdrawn, S::kWithdrawn},
      {S::kReviewing, On::kStopped, S::kStopped},
      // 待补充: the developer holds the case; past the limit it counts as withdrawn.
      {S::kWaitingForDeveloper, On::kQuestionAnswered, S::kReviewing},
      {S::kWaitingForDeveloper, On::kWithdrawn, S::kWithdrawn},
      {S::kWaitingForDeveloper, On::kStopped, S::kStopped},
      // 审核未通过: an end, but for an appeal that is upheld while nothing is in review (R8).
      {S::kRefused, On::kAppealUpheld, S::kReviewing},
      // 待移交报备: no notice yet, so no period (R10a). With a desk this state lasts no time.
      {S::kToBeHandedOver, On::kFilingStarted, S::kFiling},
      {S::kToBeHandedOver, On::kGroundRaised, S::kReleasable},
      {S::kToBeHandedOver, On::kFilingFailed, S::kFilingFailed},
      {S::kToBeHandedOver, On::kMoved, S::kToBeHandedOver},
      {S::kToBeHandedOver, On::kPassRevoked, S::kReviewing},
      {S::kToBeHandedOver, On::kStopped, S::kStopped},
      {S::kToBeHandedOver, On::kWithdrawn, S::kWithdrawn},
      // 报备中: 604,800 s from the notice (R11), or until the answer alone (R12).
      {S::kFiling, On::kPeriodEnded, S::kPreLaunch},
      {S::kFiling, On::kGroundRaised, S::kReleasable},
      {S::kFiling, On::kFilingFailed, S::kFilingFailed},
      {S::kFiling, On::kMoved, S::kToBeHandedOver},
      {S::kFiling, On::kPassRevoked, S::kReviewing},
      {S::kFiling, On::kStopped, S::kStopped},
      {S::kFiling, On::kWithdrawn, S::kWithdrawn},
      // 预上线: silence; the developer may release, the office may still answer (R16, R17).
      {S::kPreLaunch, On::kReleased, S::kReleased},
      {S::kPreLaunch, On::kGroundRaised, S::kReleasable},
      {S::kPreLaunch, On::kFilingFailed, S::kFilingFailed},
      {S::kPreLaunch, On::kMoved, S::kToBeHandedOver},
      {S::kPreLaunch, On::kPassRevoked, S::kReviewing},
      {S::kPreLaunch, On::kStopped, S::kStopped},
      {S::kPreLaunch, On::kWithdrawn, S::kWithdrawn},
      // 可发布: lapses when it is not used (policy, 180 d).
      {S::kReleasable, On::kReleased, S::kReleased},
      {S::kReleasable, On::kLapsed, S::kLapsed},
      {S::kReleasable, On::kFilingFailed, S::kFilingFailed},  // its own entry was still open (R16a)
      {S::kReleasable, On::kReopened, S::kFiling},            // a pass was revoked (R21b)
      {S::kReleasable, On::kReopenedOnSilence, S::kPreLaunch},
      {S::kReleasable, On::kMoved, S::kToBeHandedOver},
      {S::kReleasable, On::kPassRevoked, S::kReviewing},
      {S::kReleasable, On::kStopped, S::kStopped},
      {S::kReleasable, On::kWithdrawn, S::kWithdrawn},
      // 报备未通过: an end, but for a revoked answer (R21b).
      {S::kFilingFailed, On::kReopened, S::kFiling},
      {S::kFilingFailed, On::kReopenedToHandOver, S::kToBeHandedOver},
      {S::kFilingFailed, On::kReopenedOnSilence, S::kPreLaunch},
  });
}();

// ---- entry (报备) -----------------------------------------------------------------------------
enum class EntryTrigger {
  kStarted,               // with a period (R10, R11)
  kStartedWithoutPeriod,  // R12
  kPeriodEnded,           // R16
  kPassed,                // R14
  kFailed,                // R15
  kReopened,              // R21b: the period, over or not
  kReopenedWithoutPeriod,
  kReopenedToHandOver,
  kWithdrawn,  // R18
  kMoved,      // R19
  kStopped,    // R7a
};
BOOST_DESCRIBE_ENUM(EntryTrigger, kStarted, kStartedWithoutPeriod, kPeriodEnded, kPassed, kFailed,
                    kReopened, kReopenedWithoutPeriod, kReopenedToHandOver, kWithdrawn, kMoved,
                    kStopped)
using EntryTransition = Transition<EntryState, EntryTrigger>;

inline constexpr auto kEntryTable = [] {
  using E = EntryState;
  using On = EntryTrigger;
  return std::to_array<EntryTransition>({
      {E::kToBeHandedOver, On::kStarted, E::kRunning},
      {E::kToBeHandedOver, On::kStartedWithoutPeriod, E::kWithoutPeriod},
      {E::kToBeHandedOver, On::kFailed, E::kFailed},  // hit by the answer to another entry (R16a)
      {E::kToBeHandedOver, On::kWithdrawn, E::kWithdrawn},
      {E::kToBeHandedOver, On::kMoved, E::kMoved},
      {E::kToBeHandedOver, On::kStopped, E::kStopped},
      {E::kRunning, On::kPeriodEnded, E::kSilent},
      {E::kRunning, On::kPassed, E::kPassed},
      {E::kRunning, On::kFailed, E::kFailed},
      {E::kRunning, On::kWithdrawn, E::kWithdrawn},
      {E::kRunning, On::kMoved, E::kMoved},
      {E::kRunning, On::kStopped, E::kStopped},
      {E::kWithoutPeriod, On::kPassed, E::kPassed},
      {E::kWithoutPeriod, On::kFailed, E::kFailed},
      {E::kWithoutPeriod, On::kWithdrawn, E::kWithdrawn},
      {E::kWithoutPeriod, On::kMoved, E::kMoved},
      {E::kWithoutPeriod, On::kStopped, E::kStopped},
      // Still open after silence: the office may answer late (R17).
      {E::kSilent, On::kPassed, E::kPassed},
      {E::kSilent, On::kFailed, E::kFailed},
      {E::kSilent, On::kWithdrawn, E::kWithdrawn},
      {E::kSilent, On::kMoved, E::kMoved},
      {E::kSilent, On::kStopped, E::kStopped},
      // A revoked answer leaves the entry as if it had never been answered (R21b).
      {E::kPassed, On::kReopened, E::kRunning},
      {E::kPassed, On::kReopenedWithoutPeriod, E::kWithoutPeriod},
      {E::kFailed, On::kReopened, E::kRunning},
      {E::kFailed, On::kReopenedWithoutPeriod, E::kWithoutPeriod},
      {E::kFailed, On::kReopenedToHandOver, E::kToBeHandedOver},
  });
}();

// ---- service of the mini-program --------------------------------------------------------------
// Derived from the case file by service_state(); the table says which changes an event may make.
enum class ServiceTrigger {
  kReleased,   // a non-zero share (R20)
  kSuspended,  // the developer's own wish (R3: bars nothing)
  kResumed,
  kOrdered,           // R17, R21
  kTakenDown,         // at `down_by`, or before it by the developer
  kTakenDownToOlder,  // version scope: an unaffected version is served instead
  kTakenDownToOlderSuspended,
  kOrderEnded,  // discharged or revoked before it was carried out (R21b, R22)
  kOrderEndedSuspended,
};
BOOST_DESCRIBE_ENUM(ServiceTrigger, kReleased, kSuspended, kResumed, kOrdered, kTakenDown,
                    kTakenDownToOlder, kTakenDownToOlderSuspended, kOrderEnded,
                    kOrderEndedSuspended)
using ServiceTransition = Transition<ServiceState, ServiceTrigger>;

inline constexpr auto kServiceTable = [] {
  using V = ServiceState;
  using On = ServiceTrigger;
  return std::to_array<ServiceTransition>({
      {V::kNeverServed, On::kReleased, V::kServed},
      {V::kServed, On::kReleased, V::kServed},
      {V::kServed, On::kSuspended, V::kSuspended},
      {V::kServed, On::kOrdered, V::kTakeDownOrdered},
      {V::kSuspended, On::kResumed, V::kServed},
      {V::kSuspended, On::kOrdered, V::kTakeDownOrdered},
      {V::kTakeDownOrdered, On::kReleased, V::kTakeDownOrdered},  // roll-back, narrowing (R17)
      {V::kTakeDownOrdered, On::kTakenDown, V::kDown},
      {V::kTakeDownOrdered, On::kTakenDownToOlder, V::kServed},
      {V::kTakeDownOrdered, On::kTakenDownToOlderSuspended, V::kSuspended},
      {V::kTakeDownOrdered, On::kOrderEnded, V::kServed},
      {V::kTakeDownOrdered, On::kOrderEndedSuspended, V::kSuspended},
      {V::kDown, On::kReleased, V::kServed},
  });
}();

// ---- what the tables promise --------------------------------------------------------------------
template <typename Table, typename State, typename Trigger>
constexpr std::optional<State> next_state(const Table& table, State from, Trigger on) {
  for (const auto& row : table) {
    if (row.from == from && row.on == on) return row.to;
  }
  return std::nullopt;
}

namespace table_detail {

template <typename Table>
constexpr bool deterministic(const Table& table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (std::size_t j = i + 1; j < table.size(); ++j) {
      if (table[i].from == table[j].from && table[i].on == table[j].on) return false;
    }
  }
  return true;
}

// Every state up to `last` is `start` or the target of a row that starts elsewhere.
template <typename Table, typename State>
constexpr bool all_reached(const Table& table, State start, State last) {
  for (int s = 0; s <= static_cast<int>(last); ++s) {
    const auto state = static_cast<State>(s);
    bool reached = state == start;
    for (const auto& row : table) reached = reached || (row.to == state && row.from != state);
    if (!reached) return false;
  }
  return true;
}

template <typename Table, typename State>
constexpr bool is_end(const Table& table, State state) {
  for (const auto& row : table) {
    if (row.from == state) return false;
  }
  return true;
}

}  // namespace table_detail

static_assert(table_detail::deterministic(kSubmissionTable));
static_assert(table_detail::deterministic(kEntryTable));
static_assert(table_detail::deterministic(kServiceTable));
static_assert(table_detail::all_reached(kSubmissionTable, SubmissionState::kChecking,
                                        SubmissionState::kLapsed));
static_assert(table_detail::all_reached(kEntryTable, EntryState::kToBeHandedOver,
                                        EntryState::kStopped));
static_assert(table_detail::all_reached(kServiceTable, ServiceState::kNeverServed,
                                        ServiceState::kDown));
static_assert(table_detail::is_end(kSubmissionTable, SubmissionState::kWithdrawn));
static_assert(table_detail::is_end(kSubmissionTable, SubmissionState::kStopped));
static_assert(table_detail::is_end(kSubmissionTable, SubmissionState::kLapsed));
static_assert(table_detail::is_end(kSubmissionTable, SubmissionState::kReleased));
static_assert(table_detail::is_end(kEntryTable, EntryState::kWithdrawn));
static_assert(table_detail::is_end(kEntryTable, EntryState::kMoved));
static_assert(table_detail::is_end(kEntryTable, EntryState::kStopped));

}  // namespace baobei::lifecycle
