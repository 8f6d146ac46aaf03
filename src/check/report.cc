#include "check/report.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/json.h"

namespace baobei::check {
namespace {

constexpr std::array<std::string_view, 3> kSeverities = {"error", "warning", "note"};
constexpr std::array<std::string_view, 3> kOutcomes = {"passed", "findings", "could_not_check"};
constexpr std::array<std::string_view, 3> kKinds = {"source", "compiled", "unknown"};
constexpr std::size_t kCategoriesMax = 1'000;
constexpr std::size_t kEvidenceMax = 10'000;
constexpr std::size_t kSkippedMax = 20'000;
constexpr std::array<std::string_view, 3> kSetAsideBy = {"comment", "settings", "baseline"};

json::object json_of(const Finding& finding) {
  json::object out{{"rule", finding.rule},
                   {"severity", name(finding.severity)},
                   {"message", finding.message.zh},
                   {"message_en", finding.message.en},
                   {"advice", finding.advice.zh},
                   {"advice_en", finding.advice.en},
                   {"file", finding.file},
                   {"line", finding.line},
                   {"column", finding.column},
                   {"end_line", finding.end_line},
                   {"end_column", finding.end_column}};
  if (finding.api) out["api"] = *finding.api;
  if (finding.category) out["category"] = *finding.category;
  return out;
}

json::object json_of(const InvolvedCategory& category) {
  json::array evidence;
  for (const auto& row : category.evidence) {
    json::object one = {{"file", row.file},       {"line", row.line}, {"column", row.column},
                        {"excerpt", row.excerpt}, {"kind", row.kind}, {"weight", row.weight}};
    if (!row.means.zh.empty()) {
      one["means"] = row.means.zh;
      one["means_en"] = row.means.en;
    }
    evidence.push_back(std::move(one));
  }
  return {{"id", category.id},
          {"first", category.first},
          {"second", category.second},
          {"third", category.third},
          {"confidence", category.confidence},
          {"declared", category.declared},
          {"evidence", std::move(evidence)}};
}

json::object json_of(const Remark& remark) {
  return {{"by", remark.by},
          {"rule", remark.rule},
          {"reason", remark.reason},
          {"until", remark.until},
          {"file", remark.file},
          {"line", remark.line},
          {"column", remark.column},
          {"covers", remark.covers},
          {"covers_from", remark.covers_from},
          {"covers_to", remark.covers_to}};
}

json::object json_of(const SetAside& aside) {
  return {{"finding", json_of(aside.finding)},
          {"by", aside.by},
          {"reason", aside.reason},
          {"until", aside.until}};
}

template <typename T>
json::array json_of(const std::vector<T>& rows) {
  json::array out;
  for (const auto& row : rows) out.push_back(json_of(row));
  return out;
}

json::object json_of(const Report& report) {
  json::array skipped;
  for (const auto& file : report.coverage.files_skipped) {
    skipped.push_back(json::object{{"file", file.file}, {"why", file.why}});
  }
  json::object out{
      {"schema", kReportSchema},
      {"package", json::object{{"kind", name(report.package.kind)},
                               {"digest", to_hex(report.package.digest)},
                               {"files", report.package.files},
                               {"bytes", report.package.bytes}}},
      {"outcome", name(report.outcome)},
      {"categories", json_of(report.categories)}};
  if (report.covering) out["covering"] = json::value_from(*report.covering);
  out["findings"] = json_of(report.findings);
  out["remarks"] = json_of(report.remarks);
  out["set_aside"] = json_of(report.set_aside);
  out["coverage"] = json::object{{"files_read", report.coverage.files_read},
                                 {"files_skipped", std::move(skipped)},
                                 {"findings_left_out", report.coverage.findings_left_out}};
  out["versions"] = json::object{{"checker", report.versions.checker},
                                 {"rules", report.versions.rules},
                                 {"catalogue", report.versions.catalogue}};
  if (report.failure) {
    out["failure"] = json::object{{"reason", report.failure->reason},
                                  {"message", report.failure->message.zh},
                                  {"message_en", report.failure->message.en}};
  }
  out["elapsed_ms"] = report.elapsed_ms;
  return out;
}

bool holds_together(const Report& report) {
  if (report.findings.size() + report.set_aside.size() > kFindingsMax) return false;
  if (report.outcome == Outcome::kCouldNotCheck) {
    return report.failure.has_value() && report.findings.empty() && report.categories.empty() &&
           !report.covering && report.remarks.empty() && report.set_aside.empty();
  }
  return !report.failure && report.outcome == outcome_of(report.findings) &&
         std::ranges::is_sorted(report.findings, {}, [](const Finding& finding) {
           return std::tie(finding.file, finding.line, finding.column, finding.rule);
         });
}

// Takes the members of an object one by one; `done` says whether all were there, were of their
// kind, and none was left over.
class Members {
 public:
  explicit Members(const json::value& value) {
    if (value.is_object()) {
      object_ = &value.get_object();
    } else {
      good_ = false;
    }
  }

  void take(const char* key, std::string& out) {
    if (const auto* value = next(key); value != nullptr && value->is_string()) {
      out.assign(value->get_string().data(), value->get_string().size());
    } else {
      good_ = false;
    }
  }
  void take(const char* key, std::uint64_t& out) {
    const auto* value = next(key);
    good_ = good_ && (value->is_int64() || value->is_uint64());
    if (!good_) return;
    boost::system::error_code error;
    out = value->to_number<std::uint64_t>(error);
    good_ = !error;
  }
  void take(const char* key, std::uint32_t& out) {
    std::uint64_t wide = 0;
    take(key, wide);
    good_ = good_ && wide <= UINT32_MAX;
    out = static_cast<std::uint32_t>(wide);
  }
  void take(const char* key, double& out) {
    const auto* value = next(key);
    boost::system::error_code error;
    if (value != nullptr && value->is_number()) out = value->to_number<double>(error);
    good_ = good_ && value != nullptr && value->is_number() && !error;
  }
  void take(const char* key, bool& out) {
    const auto* value = next(key);
    good_ = good_ && value != nullptr && value->is_bool();
    if (good_) out = value->get_bool();
  }
  void take(const char* key, std::optional<std::string>& out) {
    if (good_ && object_->contains(key)) take(key, out.emplace());
  }
  void take(const char* key, Digest& out) {
    std::string hex;
    take(key, hex);
    const auto digest = digest_from_hex(hex);
    good_ = good_ && digest.has_value();
    if (good_) out = *digest;
  }
  template <typename Enum, std::size_t N>
  void take(const char* key, Enum& out, const std::array<std::string_view, N>& names) {
    std::string text;
    take(key, text);
    const auto found = std::ranges::find(names, text);
    good_ = good_ && found != names.end();
    if (good_) out = static_cast<Enum>(found - names.begin());
  }
  template <typename T>
  void take(const char* key, std::vector<T>& out, std::size_t count_max,
            bool (*read)(const json::value&, T&)) {
    const auto* value = next(key);
    good_ =
        good_ && value != nullptr && value->is_array() && value->get_array().size() <= count_max;
    if (!good_) return;
    for (const auto& item : value->get_array()) {
      good_ = good_ && read(item, out.emplace_back());
    }
  }
  template <typename T>
  void take(const char* key, T& out, bool (*read)(const json::value&, T&)) {
    const auto* value = next(key);
    good_ = good_ && value != nullptr && read(*value, out);
  }
  bool has(const char* key) const { return good_ && object_->contains(key); }
  bool done() const { return good_ && taken_ == object_->size(); }

 private:
  const json::value* next(const char* key) {
    const auto* found = good_ ? object_->if_contains(key) : nullptr;
    taken_ += found != nullptr ? 1 : 0;
    good_ = good_ && found != nullptr;
    return found;
  }

  const json::object* object_ = nullptr;
  std::size_t taken_ = 0;
  bool good_ = true;
};

bool read_finding(const json::value& in, Finding& out) {
  Members members(in);
  members.take("rule", out.rule);
  members.take("severity", out.severity, kSeverities);
  members.take("message", out.message.zh);
  members.take("message_en", out.message.en);
  members.take("advice", out.advice.zh);
  members.take("advice_en", out.advice.en);
  members.take("file", out.file);
  members.take("line", out.line);
  members.take("column", out.column);
  members.take("end_line", out.end_line);
  members.take("end_column", out.end_column);
  members.take("api", out.api);
  members.take("category", out.category);
  return members.done();
}

bool read_evidence(const json::value& in, Evidence& out) {
  Members members(in);
  members.take("file", out.file);
  members.take("line", out.line);
  members.take("column", out.column);
  members.take("excerpt", out.excerpt);
  members.take("kind", out.kind);
  members.take("weight", out.weight);
  if (members.has("means")) {
    members.take("means", out.means.zh);
    members.take("means_en", out.means.en);
  }
  return members.done();
}

bool read_category(const json::value& in, InvolvedCategory& out) {
  Members members(in);
  members.take("id", out.id);
  members.take("first", out.first);
  members.take("second", out.second);
  members.take("third", out.third);
  members.take("confidence", out.confidence);
  members.take("declared", out.declared);
  members.take("evidence", out.evidence, kEvidenceMax, read_evidence);
  return members.done() && out.confidence >= 0 && out.confidence <= 1;
}

bool read_id(const json::value& in, std::string& out) {
  if (!in.is_string()) return false;
  out.assign(in.get_string().data(), in.get_string().size());
  return true;
}

bool read_remark(const json::value& in, Remark& out) {
  Members members(in);
  members.take("by", out.by);
  members.take("rule", out.rule);
  members.take("reason", out.reason);
  members.take("until", out.until);
  members.take("file", out.file);
  members.take("line", out.line);
  members.take("column", out.column);
  members.take("covers", out.covers);
  members.take("covers_from", out.covers_from);
  members.take("covers_to", out.covers_to);
  return members.done() && std::ranges::find(kSetAsideBy, out.by) != kSetAsideBy.end();
}

bool read_set_aside(const json::value& in, SetAside& out) {
  Members members(in);
  members.take("finding", out.finding, read_finding);
  members.take("by", out.by);
  members.take("reason", out.reason);
  members.take("until", out.until);
  return members.done() && std::ranges::find(kSetAsideBy, out.by) != kSetAsideBy.end();
}

bool read_skipped(const json::value& in, Skipped& out) {
  Members members(in);
  members.take("file", out.file);
  members.take("why", out.why);
  return members.done();
}

bool read_package(const json::value& in, PackageFacts& out) {
  Members members(in);
  members.take("kind", out.kind, kKinds);
  members.take("digest", out.digest);
  members.take("files", out.files);
  members.take("bytes", out.bytes);
  return members.done();
}

bool read_coverage(const json::value& in, Coverage& out) {
  Members members(in);
  members.take("files_read", out.files_read);
  members.take("files_skipped", out.files_skipped, kSkippedMax, read_skipped);
  members.take("findings_left_out", out.findings_left_out);
  return members.done();
}

bool read_versions(const json::value& in, Versions& out) {
  Members members(in);
  members.take("checker", out.checker);
  members.take("rules", out.rules);
  members.take("catalogue", out.catalogue);
  return members.done();
}

bool read_failure(const json::value& in, Failure& out) {
  Members members(in);
  members.take("reason", out.reason);
  members.take("message", out.message.zh);
  members.take("message_en", out.message.en);
  return members.done();
}

}  // namespace

std::string_view name(Severity severity) {
  return kSeverities[static_cast<std::size_t>(severity)];
}
std::string_view name(Outcome outcome) {
  return kOutcomes[static_cast<std::size_t>(outcome)];
}
std::string_view name(PackageKind kind) {
  return kKinds[static_cast<std::size_t>(kind)];
}

Outcome outcome_of(const std::vector<Finding>& findings) {
  const bool counts = std::ranges::any_of(
      findings, [](const Finding& finding) { return finding.severity != Severity::kNote; });
  return counts ? Outcome::kFindings : Outcome::kPassed;
}

std::vector<std::string> error_rules(const Report& report) {
  std::set<std::string> rules;
  for (const auto& finding : report.findings) {
    if (finding.severity == Severity::kError) rules.insert(finding.rule);
  }
  return {rules.begin(), rules.end()};
}

Report could_not_check(const PackageFacts& package, const Versions& versions, Failure failure) {
  Report report;
  report.package = package;
  report.versions = versions;
  report.failure = std::move(failure);
  return report;
}

std::string serialise(const Report& report) {
  CHECK(holds_together(report));
  return json::serialize(json_of(report)) + "\n";
}

Result<Report> parse_report(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kReportBytesMax));
  Report report;
  std::string schema;
  Members members(value);
  members.take("schema", schema);
  members.take("package", report.package, read_package);
  members.take("outcome", report.outcome, kOutcomes);
  members.take("categories", report.categories, kCategoriesMax, read_category);
  // Reports that were stored before there was such a member have none.
  if (members.has("covering")) {
    members.take("covering", report.covering.emplace(), kCategoriesMax, read_id);
  }
  members.take("findings", report.findings, kFindingsMax, read_finding);
  if (members.has("remarks")) {
    members.take("remarks", report.remarks, kRemarksMax, read_remark);
  }
  if (members.has("set_aside")) {
    members.take("set_aside", report.set_aside, kFindingsMax, read_set_aside);
  }
  members.take("coverage", report.coverage, read_coverage);
  members.take("versions", report.versions, read_versions);
  if (members.has("failure")) members.take("failure", report.failure.emplace(), read_failure);
  members.take("elapsed_ms", report.elapsed_ms);
  if (!members.done() || schema != kReportSchema || !holds_together(report)) {
    return fail(ErrorKind::kInvalid, "this is no report of the form baobei.check/1");
  }
  return report;
}

}  // namespace baobei::check
