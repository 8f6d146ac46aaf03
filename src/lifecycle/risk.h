// What a case weighs in the reviewers' queue: points by item, each with its reason, from facts that
// the desk has. The weights are policy (rules.h, risk_*).
//
// Invariants: the same facts under the same policy give the same items in the same order; the total
// is their sum; an item without points is left out. A score sorts and explains: no guard, no state
// and no end asks for it (R4).
// Threads: pure functions of their arguments.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lifecycle/lifecycle.h"

namespace baobei::lifecycle {

enum class RiskKind {
  kBarredElsewhere,
  kCouldNotCheck,
  kContent,  // rules about content that is not allowed
  kError,
  kWarning,
  kUndeclaredCategory,
  kFilingCategory,  // declared, and no completed filing covers it
  kSensitiveCategory,
  kTakenDownBefore,
  kFailedBefore,
  kRefusedBefore,
  kRectification,
  kFirstSubmission,
  kNewSubject,
  kYoung,
  kChange,  // against the version approved last
};
BOOST_DESCRIBE_ENUM(RiskKind, kBarredElsewhere, kCouldNotCheck, kContent, kError, kWarning,
                    kUndeclaredCategory, kFilingCategory, kSensitiveCategory, kTakenDownBefore,
                    kFailedBefore, kRefusedBefore, kRectification, kFirstSubmission, kNewSubject,
                    kYoung, kChange)

// How often an item counts at most: what is there many times is no surer than what is there often.
inline constexpr std::uint32_t kRiskFindingsMax = 5;
inline constexpr std::uint32_t kRiskTimesMax = 3;

// What the case file does not say. Findings that a reviewer has dismissed are not among them (R8).
struct RiskFacts {
  std::uint32_t content = 0;  // rules, not findings
  std::uint32_t errors = 0;   // findings, without those of `content` and `undeclared`
  std::uint32_t warnings = 0;
  std::uint32_t undeclared = 0;        // categories
  std::uint32_t sensitive = 0;         // declared categories
  bool subject_serves_others = false;  // another mini-program of the subject is served
  std::optional<Share> changed;        // of the version, against the one approved last
  bool operator==(const RiskFacts&) const = default;
};

struct RiskItem {
  RiskKind what = RiskKind::kError;
  std::uint32_t count = 1;  // of kChange: hundredths of a percent
  std::uint32_t points = 0;
  bool operator==(const RiskItem&) const = default;
};

struct RiskScore {
  std::vector<RiskItem> items;  // in the order of RiskKind
  std::uint32_t points = 0;
  bool operator==(const RiskScore&) const = default;
};

RiskScore risk_score(const App& app, const Submission& submission, const RiskFacts& facts,
                     const Rules& rules);

// The newest submission before this one that a review passed and nobody revoked; null: none.
const Submission* approved_before(const App& app, const Submission& submission);

struct RiskWords {
  std::string zh;
  std::string en;
};
RiskWords words_of(const RiskItem& item);

}  // namespace baobei::lifecycle
