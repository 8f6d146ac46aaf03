// SARIF 2.1.0 (OASIS). What we write of it is held to the standard by sarif_test.cc.
#include <map>

#include "base/json.h"
#include "base/text.h"
#include "check/check.h"
#include "sinks/encode.h"
#include "sinks/sinks.h"

namespace baobei::sinks {
namespace {

constexpr const char* kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

json::object text_of(std::string_view text) {
  return {{"text", printable(text)}};
}

std::string_view level_of(check::Severity severity) {
  return check::name(severity);  // the three of SARIF bear the same names
}

json::object rule_of_run(const View& view, const std::string& id) {
  json::object out{{"id", printable(id)}};
  const auto* rule = rule_of(view, id);
  if (rule == nullptr) return out;
  out["shortDescription"] = text_of(in(rule->title, view.language));
  out["fullDescription"] = text_of(in(rule->why, view.language));
  out["help"] = text_of(in(rule->what_to_do, view.language));
  out["defaultConfiguration"] = json::object{{"level", level_of(rule->severity)}};
  return out;
}

// A file of the machine by its URI, another one relative to where the reader stands.
std::string uri_of(const View& view, const std::string& file) {
  const auto path = view.base + file;
  return (path.starts_with('/') ? "file://" : "") + uri_path(path);
}

json::array locations_of(const View& view, const check::Finding& finding, const SourceLine* line) {
  if (finding.file.empty()) return {};
  json::object place{{"artifactLocation", json::object{{"uri", uri_of(view, finding.file)}}}};
  if (finding.line > 0) {
    json::object region{{"startLine", finding.line}};
    if (finding.column > 0) region["startColumn"] = finding.column;
    const bool ordered = finding.end_line > finding.line ||
                         (finding.end_line == finding.line && finding.end_column >= finding.column);
    if (ordered && finding.end_column > 0) {
      region["endLine"] = finding.end_line;
      region["endColumn"] = finding.end_column;
    }
    if (line != nullptr && line->number > 0) region["snippet"] = text_of(line->text);
    place["region"] = std::move(region);
  }
  return {json::object{{"physicalLocation", std::move(place)}}};
}

class Run {
 public:
  explicit Run(const View& view) : view_(view) {}

  json::object take() {
    const auto& report = *view_.report;
    json::array results;
    for (std::size_t i = 0; i < report.findings.size(); ++i) {
      results.push_back(result(report.findings[i], i, &view_.lines.at(i)));
    }
    for (std::size_t i = 0; i < report.set_aside.size(); ++i) {
      results.push_back(aside(report.set_aside[i], report.findings.size() + i));
    }
    json::object driver{
        {"name", "baobei"},
        {"version", printable(report.versions.checker)},
        {"semanticVersion", printable(report.versions.checker)},
        {"rules", std::move(rules_)},
        {"properties", json::object{{"rules", printable(report.versions.rules)},
                                    {"catalogue", printable(report.versions.catalogue)}}}};
    return {{"tool", json::object{{"driver", std::move(driver)}}},
            {"language", view_.language == Language::kZh ? "zh-CN" : "en-US"},
            {"columnKind", "unicodeCodePoints"},
            {"invocations", json::array{invocation()}},
            {"results", std::move(results)},
            {"properties", properties()}};
  }

 private:
  std::int64_t index_of(const std::string& rule) {
    const auto [known, is_new] = indices_.emplace(rule, rules_.size());
    if (is_new) rules_.push_back(rule_of_run(view_, rule));
    return static_cast<std::int64_t>(known->second);
  }

  json::object result(const check::Finding& finding, std::size_t number, const SourceLine* line) {
    json::object out{{"ruleId", printable(finding.rule)},
                     {"ruleIndex", index_of(finding.rule)},
                     {"level", level_of(finding.severity)},
                     {"message", text_of(in(finding.message, view_.language))},
                     {"locations", locations_of(view_, finding, line)}};
    if (number < view_.fingerprints.size()) {
      out["partialFingerprints"] = json::object{{"baobei/v1", view_.fingerprints[number]}};
    }
    json::object more;
    if (finding.api) more["api"] = printable(*finding.api);
    if (finding.category) more["category"] = printable(*finding.category);
    if (!more.empty()) out["properties"] = std::move(more);
    return out;
  }

  json::object aside(const check::SetAside& row, std::size_t number) {
    auto out = result(row.finding, number, nullptr);
    json::object suppression{{"kind", row.by == "comment" ? "inSource" : "external"}};
    suppression["justification"] = printable(row.reason.empty() ? row.by : row.reason);
    out["suppressions"] = json::array{std::move(suppression)};
    return out;
  }

  json::object invocation() const {
    const auto& report = *view_.report;
    json::object out{{"executionSuccessful", !report.failure.has_value()}};
    if (report.failure) {
      out["toolExecutionNotifications"] = json::array{
          json::object{{"level", "error"},
                       {"descriptor", json::object{{"id", printable(report.failure->reason)}}},
                       {"message", text_of(failure_text(view_))}}};
    }
    return out;
  }

  json::object properties() const {
    const auto& report = *view_.report;
    json::array categories;
    for (const auto& category : report.categories) {
      categories.push_back({{"id", printable(category.id)},
                            {"name", printable(category_name(view_, category))},
                            {"confidence", category.confidence},
                            {"declared", category.declared}});
    }
    return {{"outcome", check::name(report.outcome)},
            {"digest", to_hex(report.package.digest)},
            {"files", report.package.files},
            {"findings_left_out", report.coverage.findings_left_out},
            {"categories", std::move(categories)}};
  }

  const View& view_;
  json::array rules_;
  std::map<std::string, std::size_t> indices_;
};

}  // namespace

std::string sarif(const View& view) {
  const json::object log{
      {"$schema", kSchema}, {"version", "2.1.0"}, {"runs", json::array{Run(view).take()}}};
  return json::serialize(log) + "\n";
}

}  // namespace baobei::sinks
