// The words of PROCESS.md as types: who, which, which version, in which state.
//
// Invariants: plain values. Ordinals (SubmissionNo, EntryNo, …) count from 1 within one
// mini-program and never change their meaning, so that `decide` needs no source of ids. 0 means
// "none". Threads: any. Owner: whoever holds them.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace baobei::lifecycle {

using AppId = std::string;      // 小程序, "wx…"
using SubjectId = std::string;  // 主体
using OrgId =
    std::string;  // tenant: a developer's or agency's organisation, the operator, an office
using PersonId = std::string;    // opaque; names lie beside the events (R24)
using CategoryId = std::string;  // slug of the catalogue
using RegionCode = std::string;  // GB/T 2260 province, "33"
using ReasonId = std::string;    // of catalogue/reasons.toml

using SubmissionNo = std::uint32_t;
using EntryNo = std::uint32_t;
using AnswerNo = std::uint32_t;
using OrderNo = std::uint32_t;
using ReleaseNo = std::uint32_t;
using ItemNo = std::uint32_t;
using RequestNo = std::uint32_t;  // of material that an office asked for
using Revision = std::uint64_t;   // events of this mini-program so far
using Share = std::uint32_t;      // of users, in hundredths of a percent: 0–10,000
inline constexpr Share kFullShare = 10'000;

inline constexpr std::size_t kRequestsOfEntryMax = 10;
inline constexpr std::size_t kDocumentsOfReplyMax = 10;

// A salted commitment to text that lies in an erasable row beside the log (R24). All zero: no text.
using TextRef = Digest;

// 主体类型. kOverseasEnterprise and kOverseasOther: registered outside the mainland (R12).
enum class SubjectKind {
  kPersonal,
  kIndividualBusiness,
  kEnterprise,
  kGovernment,
  kMedia,
  kOtherOrganisation,
  kOverseasEnterprise,
  kOverseasOther,
};
BOOST_DESCRIBE_ENUM(SubjectKind, kPersonal, kIndividualBusiness, kEnterprise, kGovernment, kMedia,
                    kOtherOrganisation, kOverseasEnterprise, kOverseasOther)

constexpr bool is_overseas(SubjectKind kind) {
  return kind == SubjectKind::kOverseasEnterprise || kind == SubjectKind::kOverseasOther;
}

// Who a command comes from. kClock is a due deadline; kChecker the automatic check. An auditor
// sends none: they read all and change nothing.
enum class Role {
  kDeveloper,
  kReviewer,
  kSeniorReviewer,
  kOfficer,
  kOperator,
  kChecker,
  kClock,
  kAuditor,
};
BOOST_DESCRIBE_ENUM(Role, kDeveloper, kReviewer, kSeniorReviewer, kOfficer, kOperator, kChecker,
                    kClock, kAuditor)

struct Actor {
  PersonId person;
  Role role = Role::kClock;
  OrgId org;          // tenant of the person
  std::string unit;   // unit within it: R7's separation for the operator's own mini-programs
  RegionCode region;  // of an officer; empty otherwise

  bool operator==(const Actor&) const = default;
};
BOOST_DESCRIBE_STRUCT(Actor, (), (person, role, org, unit, region))

struct Subject {
  SubjectId id;  // a new credit code is a new subject (R19)
  SubjectKind kind = SubjectKind::kEnterprise;
  RegionCode region;  // registered province; empty for overseas subjects

  bool operator==(const Subject&) const = default;
};
BOOST_DESCRIBE_STRUCT(Subject, (), (id, kind, region))

// How an office is reached (R10a).
enum class Channel { kDesk, kHandOver, kTranscribed, kNone };
BOOST_DESCRIBE_ENUM(Channel, kDesk, kHandOver, kTranscribed, kNone)

// Where a submission stands (提审). The first thirteen rows of PROCESS.md's state table.
enum class SubmissionState {
  kChecking,             // 自动检查中
  kReviewing,            // 审核中
  kWaitingForDeveloper,  // 待补充
  kRefused,              // 审核未通过
  kToBeHandedOver,       // 待移交报备
  kFiling,               // 报备中
  kPreLaunch,            // 预上线
  kReleasable,           // 可发布
  kReleased,             // 已发布
  kFilingFailed,         // 报备未通过
  kWithdrawn,            // 已撤回
  kStopped,              // 已中止
  kLapsed,               // 已失效
};
BOOST_DESCRIBE_ENUM(SubmissionState, kChecking, kReviewing, kWaitingForDeveloper, kRefused,
                    kToBeHandedOver, kFiling, kPreLaunch, kReleasable, kReleased, kFilingFailed,
                    kWithdrawn, kStopped, kLapsed)

// Where a submission's part in the filing stands (报备).
enum class EntryState {
  kToBeHandedOver,  // laid before nobody yet: no notice, no period (R10a)
  kRunning,         // the period runs
  kWithoutPeriod,   // waits for the answer alone (R12)
  kSilent,          // the period ended in silence; still open (R16)
  kPassed,
  kFailed,
  kWithdrawn,
  kMoved,    // to the office of another region (R19)
  kStopped,  // by the platform before release (R7a)
};
BOOST_DESCRIBE_ENUM(EntryState, kToBeHandedOver, kRunning, kWithoutPeriod, kSilent, kPassed,
                    kFailed, kWithdrawn, kMoved, kStopped)

// What the delivery endpoint does for the mini-program as a whole.
enum class ServiceState {
  kNeverServed,
  kServed,
  kSuspended,        // 暂停服务, the developer's own wish
  kTakeDownOrdered,  // 待下架, until `down_by`
  kDown,             // 已下架
};
BOOST_DESCRIBE_ENUM(ServiceState, kNeverServed, kServed, kSuspended, kTakeDownOrdered, kDown)

// Who the case waits for (R26).
enum class Holder { kDeveloper, kPlatform, kAuthority, kNobody };
BOOST_DESCRIBE_ENUM(Holder, kDeveloper, kPlatform, kAuthority, kNobody)

enum class CheckOutcome { kPassed, kFindings, kCouldNotCheck };
BOOST_DESCRIBE_ENUM(CheckOutcome, kPassed, kFindings, kCouldNotCheck)

// Why a version may be served: nothing had to be filed, the filing passed, or it ended in silence.
enum class Ground { kNoFilingNeeded, kFilingPassed, kSilence };
BOOST_DESCRIBE_ENUM(Ground, kNoFilingNeeded, kFilingPassed, kSilence)

// When a releasable version goes out by itself (R20).
enum class ReleaseChoice { kByHand, kOnAnswer, kAlsoOnSilence };
BOOST_DESCRIBE_ENUM(ReleaseChoice, kByHand, kOnAnswer, kAlsoOnSilence)

enum class Verdict { kPass, kFail };
BOOST_DESCRIBE_ENUM(Verdict, kPass, kFail)

// What a take-down order darkens (R17).
enum class OrderScope {
  kService,  // nothing of the mini-program is served
  kVersion,  // the last version neither barred nor hit is served instead
};
BOOST_DESCRIBE_ENUM(OrderScope, kService, kVersion)

enum class OrderState {
  kStanding,    // in force; before `down_by` only narrowing is accepted, after it nothing is served
  kDischarged,  // a release removed the ground (version), or the office's pass did (service)
  kRevoked,     // by whoever gave it (R21b)
};
BOOST_DESCRIBE_ENUM(OrderState, kStanding, kDischarged, kRevoked)

constexpr bool is_in_review(SubmissionState state) {
  return state == SubmissionState::kChecking || state == SubmissionState::kReviewing ||
         state == SubmissionState::kWaitingForDeveloper;
}

constexpr bool is_before_the_office(SubmissionState state) {
  return state == SubmissionState::kToBeHandedOver || state == SubmissionState::kFiling ||
         state == SubmissionState::kPreLaunch;
}

constexpr bool is_open(EntryState state) {
  return state == EntryState::kToBeHandedOver || state == EntryState::kRunning ||
         state == EntryState::kWithoutPeriod || state == EntryState::kSilent;
}

// The states table of PROCESS.md: who holds a submission.
constexpr Holder holder_of(SubmissionState state) {
  switch (state) {
    case SubmissionState::kChecking:
    case SubmissionState::kReviewing:
    case SubmissionState::kToBeHandedOver:
      return Holder::kPlatform;
    case SubmissionState::kWaitingForDeveloper:
    case SubmissionState::kPreLaunch:
    case SubmissionState::kReleasable:
      return Holder::kDeveloper;
    case SubmissionState::kFiling:
      return Holder::kAuthority;
    case SubmissionState::kRefused:
    case SubmissionState::kReleased:
    case SubmissionState::kFilingFailed:
    case SubmissionState::kWithdrawn:
    case SubmissionState::kStopped:
    case SubmissionState::kLapsed:
      return Holder::kNobody;
  }
  return Holder::kNobody;
}

}  // namespace baobei::lifecycle
