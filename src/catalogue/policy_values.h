// The parameters of policy by name: how each is written, within which limits an operator may move
// it, and Rules from such values and back (R25).
//
// Invariants: one row per member of lifecycle::Rules but its version, in the same order. What the
// process itself fixes (a filing period is 7 × 24 h: R11) has a row whose limits meet.
// Heavy to compile: include it from .cc files only. Threads: pure.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/json.h"
#include "catalogue/catalogue.h"

namespace baobei::catalogue {

enum class PolicyForm { kDuration, kCount, kShare, kFlag, kRules, kRegion };
BOOST_DESCRIBE_ENUM(PolicyForm, kDuration, kCount, kShare, kFlag, kRules, kRegion)

inline constexpr std::size_t kPolicyRulesMax = 100;  // in one list

struct PolicyRow {
  std::string_view name;
  PolicyForm form;
  std::int64_t least = 0;  // seconds, or numbers; both 0: no limit
  std::int64_t most = 0;

  bool has_limits() const { return most != 0; }
  bool is_fixed() const { return most != 0 && least == most; }
};

std::span<const PolicyRow> policy_rows();
const PolicyRow* policy_row(std::string_view name);

// "7d", "36h", "90s": the shortest that is exact.
std::string written_duration(std::int64_t seconds);
// A limit as a value of its form.
json::value policy_limit(const PolicyRow& row, std::int64_t limit);

json::value policy_value(const lifecycle::Rules& rules, std::string_view name);
json::object policy_values(const lifecycle::Rules& rules);

// What values must exist for: provinces, and rules of the checker.
struct PolicyContext {
  const Catalogue& catalogue;
  std::function<bool(std::string_view)> is_rule;  // none: not looked at
};

// `values` over `base`. kInvalid with "/parameters/<name>": unknown, of another form, out of its
// limits, fixed, or at odds with another one.
Result<lifecycle::Rules> policy_over(const lifecycle::Rules& base, const json::object& values,
                                     const PolicyContext& context);

// Of a record: every value as it was taken then; what a newer program added has its default.
Result<lifecycle::Rules> policy_of_record(const json::object& values, const std::string& version);

}  // namespace baobei::catalogue
