// Reports that carry one hostile text wherever a package's text may stand; for tests of sinks here
// and of the terminal (cli). Not part of the program. Threads: one. Owner: the test.
#pragma once

#include <string>

#include "check/check.h"
#include "sinks/sinks.h"

namespace baobei::sinks::test {

inline check::Finding hostile_finding(const std::string& text, check::Severity severity) {
  check::Finding finding;
  finding.rule = "network/domain-used";
  finding.severity = severity;
  finding.message = {text, text};
  finding.advice = {text, text};
  finding.file = "pages/" + text + ".js";
  finding.line = 3;
  finding.column = 2;
  finding.end_line = 3;
  finding.end_column = 4;
  finding.api = text;
  finding.category = text;
  return finding;
}

inline check::Report hostile_report(const std::string& text) {
  check::Report report;
  for (const auto severity :
       {check::Severity::kError, check::Severity::kWarning, check::Severity::kNote}) {
    report.findings.push_back(hostile_finding(text, severity));
  }
  report.outcome = check::Outcome::kFindings;
  report.categories.push_back(
      {text, text, text, text, 0.9, false, {{text, 1, 2, text, "tab_text", 1, {text, text}}}});
  check::Remark remark;
  remark.by = "comment";
  remark.rule = remark.reason = remark.until = remark.file = text;
  report.remarks.push_back(remark);
  report.set_aside.push_back(
      {hostile_finding(text, check::Severity::kNote), "comment", text, text});
  report.coverage.files_skipped.push_back({text, "too_large"});
  report.versions = {text, text, text};
  return report;
}

// Of a report that outlives it.
inline View view_of(const check::Report& report, const std::string& text, Language language) {
  View view;
  view.report = &report;
  view.rules = &check::all_rules();
  view.knowledge = &check::knowledge_of({});
  view.language = language;
  view.name = text;
  view.base = "src/";
  view.fail_on = check::Severity::kWarning;
  SourceLine line;
  line.number = 3;
  line.text = text;
  line.length = 1;
  view.lines.assign(report.findings.size(), line);
  view.fingerprints.assign(report.findings.size() + report.set_aside.size(), "0123456789abcdef");
  return view;
}

}  // namespace baobei::sinks::test
