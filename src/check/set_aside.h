// What a developer need not look at on their own machine: findings that a remark of theirs covers,
// and those that a baseline knows.
//
// A baseline is a file of fingerprints, one for each finding that was there when it was written, so
// that only new ones count. A fingerprint is made from the rule, the file and the text of the line,
// not from its number: lines may move. As many findings of one fingerprint are known as it counts.
//
// Invariants: nothing is lost: what is set aside moves to Report::set_aside, and the outcome is
// that of what is left. Remarks without reason or date, ended ones, and those about rules of
// project/ set nothing aside. Never called for a server (R4). Threads: pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "check/report.h"

namespace baobei::check {

inline constexpr std::string_view kBaselineSchema = "baobei.baseline/1";
inline constexpr std::size_t kBaselineBytesMax = 4 * 1024 * 1024;
// Rules about the settings themselves.
inline constexpr std::string_view kProjectRules = "project/";

// By the report's own remarks; `today` as Options.
void set_aside_remarked(Report& report, const std::string& today);

// Sixteen digits; `line` is the text that the finding stands in, "" for a file as a whole.
std::string fingerprint(const Finding& finding, std::string_view line);

struct Baseline {
  std::map<std::string, std::uint32_t> counts;  // by fingerprint

  bool operator==(const Baseline&) const = default;
};

// `lines` beside `findings`: the text of each one's line (sinks/source_lines.h, stable_lines).
Baseline baseline_of(const std::vector<Finding>& findings, const std::vector<std::string>& lines);
void set_aside_known(Report& report, const std::vector<std::string>& lines, Baseline baseline);

// JSON, sorted, one fingerprint a line, to be kept under version control.
std::string serialise(const Baseline& baseline);
Result<Baseline> parse_baseline(std::string_view text);

}  // namespace baobei::check
