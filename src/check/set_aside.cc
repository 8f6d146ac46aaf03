#include "check/set_aside.h"

#include <algorithm>
#include <optional>

#include "base/bytes.h"
#include "base/json.h"
#include "check/rule.h"

namespace baobei::check {
namespace {

constexpr std::size_t kFingerprintDigits = 16;
constexpr std::uint32_t kCountMax = 100'000;

bool covers(const Remark& remark, const Finding& finding) {
  if (remark.rule != finding.rule) return false;
  const auto& where = remark.covers;
  const bool folder = where.empty() || where.ends_with('/');
  if (folder ? !finding.file.starts_with(where) : finding.file != where) return false;
  return remark.covers_to == 0 ||
         (finding.line >= remark.covers_from && finding.line <= remark.covers_to);
}

bool is_followed(const Remark& remark, const std::string& today) {
  return !remark.reason.empty() && !remark.until.empty() && remark.until >= today;
}

// Moves the findings that `why` gives something for, and judges what is left.
template <typename Why>
void move_aside(Report& report, const Why& why) {
  std::vector<Finding> left;
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    auto& finding = report.findings[i];
    auto aside = finding.rule.starts_with(kProjectRules) ? std::nullopt : why(finding, i);
    if (!aside) {
      left.push_back(std::move(finding));
      continue;
    }
    aside->finding = std::move(finding);
    report.set_aside.push_back(std::move(*aside));
  }
  report.findings = std::move(left);
  if (report.outcome != Outcome::kCouldNotCheck) report.outcome = outcome_of(report.findings);
}

}  // namespace

void set_aside_remarked(Report& report, const std::string& today) {
  move_aside(report, [&](const Finding& finding, std::size_t) -> std::optional<SetAside> {
    for (const auto& remark : report.remarks) {
      if (is_followed(remark, today) && covers(remark, finding)) {
        return SetAside{{}, remark.by, remark.reason, remark.until};
      }
    }
    return std::nullopt;
  });
}

std::string fingerprint(const Finding& finding, std::string_view line) {
  // A finding without a line is known by what it says.
  const auto what = line.empty() ? std::string_view(finding.message.en) : line;
  Sha256 hash;
  hash.update(finding.rule + '\0' + finding.file + '\0');
  hash.update(what);
  return to_hex(hash.finish()).substr(0, kFingerprintDigits);
}

Baseline baseline_of(const std::vector<Finding>& findings, const std::vector<std::string>& lines) {
  CHECK(findings.size() == lines.size());
  Baseline out;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].rule.starts_with(kProjectRules)) continue;
    ++out.counts[fingerprint(findings[i], lines[i])];
  }
  return out;
}

void set_aside_known(Report& report, const std::vector<std::string>& lines, Baseline baseline) {
  CHECK(report.findings.size() == lines.size());
  move_aside(report, [&](const Finding& finding, std::size_t index) -> std::optional<SetAside> {
    const auto known = baseline.counts.find(fingerprint(finding, lines[index]));
    if (known == baseline.counts.end() || known->second == 0) return std::nullopt;
    --known->second;
    return SetAside{{}, "baseline", {}, {}};
  });
}

std::string serialise(const Baseline& baseline) {
  std::string out = "{\"schema\": \"" + std::string(kBaselineSchema) + "\", \"findings\": {";
  bool first = true;
  for (const auto& [print, count] : baseline.counts) {
    out += std::string(first ? "" : ",") + "\n\"" + print + "\": " + std::to_string(count);
    first = false;
  }
  return out + "\n}}\n";
}

Result<Baseline> parse_baseline(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kBaselineBytesMax));
  const auto bad = [] {
    return fail(ErrorKind::kInvalid, "this is no baseline of the form baobei.baseline/1");
  };
  const auto* root = value.if_object();
  const auto* schema = root == nullptr ? nullptr : root->if_contains("schema");
  const auto* findings = root == nullptr ? nullptr : root->if_contains("findings");
  if (schema == nullptr || *schema != json::value(kBaselineSchema) || findings == nullptr ||
      !findings->is_object() || root->size() != 2) {
    return bad();
  }
  Baseline out;
  for (const auto& [print, count] : findings->get_object()) {
    const bool digits =
        print.size() == kFingerprintDigits && std::ranges::all_of(print, [](char c) {
          return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        });
    const auto* number = count.if_int64();
    if (!digits || number == nullptr || *number < 1 || *number > kCountMax) return bad();
    out.counts[std::string(print)] = static_cast<std::uint32_t>(*number);
  }
  return out;
}

}  // namespace baobei::check
