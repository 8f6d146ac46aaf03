// What a check says: the report, its stable JSON form `baobei.check/1` (docs/check-report.md), and
// the reader of that form, which trusts nobody.
//
// Invariants: a finished report's outcome follows from its findings (outcome_of): an error or a
// warning makes kFindings, notes alone leave kPassed. kCouldNotCheck has a failure and no findings;
// nothing that went wrong is ever kPassed (R4). Findings are sorted and the same package under the
// same versions gives the same bytes but for elapsed_ms; what has been set aside counts for nothing
// and is still there.
// Threads: plain values, pure functions.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace baobei::check {

inline constexpr std::string_view kReportSchema = "baobei.check/1";
inline constexpr std::size_t kReportBytesMax = 8 * 1024 * 1024;
inline constexpr std::size_t kFindingsMax = 2'000;
inline constexpr std::size_t kRemarksMax = 2'000;

struct Text {
  std::string zh;
  std::string en;

  auto operator<=>(const Text&) const = default;
};

enum class Severity { kError, kWarning, kNote };
enum class Outcome { kPassed, kFindings, kCouldNotCheck };
enum class PackageKind { kSource, kCompiled, kUnknown };

std::string_view name(Severity severity);  // "error"
std::string_view name(Outcome outcome);    // "could_not_check"
std::string_view name(PackageKind kind);   // "source"

struct Finding {
  std::string rule;
  Severity severity = Severity::kError;
  Text message;
  Text advice;
  std::string file;          // path in the package; "" for the package as a whole
  std::uint32_t line = 0;    // from 1; 0 for the file as a whole
  std::uint32_t column = 0;  // from 1, in characters
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;  // behind the last character
  std::optional<std::string> api;
  std::optional<std::string> category;

  auto operator<=>(const Finding&) const = default;
};

struct Evidence {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string excerpt;
  std::string kind;
  double weight = 0;
  Text means;  // of kind "structure": what its words say together; else ""

  auto operator<=>(const Evidence&) const = default;
};

// A category that the content involves (R5). The structural rules find none.
struct InvolvedCategory {
  std::string id;
  std::string first;
  std::string second;
  std::string third;
  double confidence = 0;  // 0 to 1
  bool declared = false;
  std::vector<Evidence> evidence;

  auto operator<=>(const InvolvedCategory&) const = default;
};

// What the developer says of findings, in a comment or in baobei.check.toml: shown to whoever
// reviews and of no effect on a server (R4). remarks.h reads them; set_aside.h follows them on a
// developer's own machine. `reason` or `until` is "" where it is missing.
struct Remark {
  std::string by;    // "comment", "settings"
  std::string rule;  // that it is about
  std::string reason;
  std::string until;  // its last day, "2027-03-01"
  std::string file;   // where it stands
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string covers;             // a file; a folder with '/' at its end; "" for everything
  std::uint32_t covers_from = 0;  // lines of the file; 0 for all
  std::uint32_t covers_to = 0;

  auto operator<=>(const Remark&) const = default;
};

// A finding that does not count on a developer's own machine. Never in a server's report.
struct SetAside {
  Finding finding;
  std::string by;      // as Remark, or "baseline"
  std::string reason;  // "" with "baseline"
  std::string until;

  auto operator<=>(const SetAside&) const = default;
};

struct Skipped {
  std::string file;
  std::string why;  // "too_large", "unreadable"

  auto operator<=>(const Skipped&) const = default;
};

struct Coverage {
  std::uint64_t files_read = 0;
  std::vector<Skipped> files_skipped;
  std::uint64_t findings_left_out = 0;  // beyond a rule's or the report's limit

  auto operator<=>(const Coverage&) const = default;
};

struct PackageFacts {
  PackageKind kind = PackageKind::kUnknown;
  Digest digest;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;

  auto operator<=>(const PackageFacts&) const = default;
};

struct Versions {
  std::string checker;
  std::string rules;      // of the rules' ids, severities and texts
  std::string catalogue;  // "" where none was consulted

  auto operator<=>(const Versions&) const = default;
};

// Why nothing can be said. `reason` is one of the names of child.h's ChildEnd, or
// "damaged_package".
struct Failure {
  std::string reason;
  Text message;

  auto operator<=>(const Failure&) const = default;
};

struct Report {
  PackageFacts package;
  Outcome outcome = Outcome::kCouldNotCheck;
  std::vector<InvolvedCategory> categories;
  // Ids of the fewest categories that this subject may declare for them, most confident first.
  // Absent where nothing could be checked, and in reports from before it was told.
  std::optional<std::vector<std::string>> covering;
  std::vector<Finding> findings;
  std::vector<Remark> remarks;      // sorted by file, line, column
  std::vector<SetAside> set_aside;  // in the order of findings
  Coverage coverage;
  Versions versions;
  std::optional<Failure> failure;
  std::uint64_t elapsed_ms = 0;

  auto operator<=>(const Report&) const = default;
};

Outcome outcome_of(const std::vector<Finding>& findings);

// Ids of rules with error findings, each once, sorted: what policy may refuse by (R4).
std::vector<std::string> error_rules(const Report& report);

Report could_not_check(const PackageFacts& package, const Versions& versions, Failure failure);

// One line of JSON with a line feed. CHECKs the invariants above.
std::string serialise(const Report& report);

// Reads what somebody hands over as such a report: strict members, known enumerators, limits,
// invariants. kInvalid or kTooLarge.
Result<Report> parse_report(std::string_view text);

}  // namespace baobei::check
