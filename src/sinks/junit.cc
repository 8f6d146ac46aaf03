// JUnit XML as CI systems read it: a test case for every finding, and one for the check itself.
#include "base/text.h"
#include "sinks/encode.h"
#include "sinks/sinks.h"

namespace baobei::sinks {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + markup(value) + "\"";
}

std::string place_of(const View& view, const check::Finding& finding) {
  if (finding.file.empty()) return view.name;
  std::string place = view.base + finding.file;
  if (finding.line > 0) place += ":" + std::to_string(finding.line);
  if (finding.line > 0 && finding.column > 0) place += ":" + std::to_string(finding.column);
  return place;
}

// The place, what is wrong, the line with its mark, what to do; one a line.
std::string body_of(const View& view, const check::Finding& finding, const SourceLine& line) {
  std::string out =
      markup(place_of(view, finding)) + "\n" + markup(in(finding.message, view.language)) + "\n";
  if (line.number > 0) out += markup(line.text) + "\n";
  return out + markup(in(finding.advice, view.language)) + "\n";
}

std::string case_of(const View& view, const check::Finding& finding, const SourceLine& line) {
  std::string out = "<testcase" + attribute("classname", finding.rule) +
                    attribute("name", place_of(view, finding));
  if (!finding.file.empty()) out += attribute("file", view.base + finding.file);
  if (finding.line > 0) out += attribute("line", std::to_string(finding.line));
  const auto body = body_of(view, finding, line);
  if (!counts(finding, view.fail_on)) {
    return out + ">\n<system-out>" + body + "</system-out>\n</testcase>\n";
  }
  return out + ">\n<failure" + attribute("type", check::name(finding.severity)) +
         attribute("message", in(finding.message, view.language)) + ">" + body +
         "</failure>\n</testcase>\n";
}

std::string aside_case(const View& view, const check::SetAside& row) {
  return "<testcase" + attribute("classname", row.finding.rule) +
         attribute("name", place_of(view, row.finding)) + ">\n<skipped" +
         attribute("message", row.reason.empty() ? row.by : row.by + ": " + row.reason) +
         "/>\n</testcase>\n";
}

}  // namespace

std::string junit(const View& view) {
  const auto& report = *view.report;
  std::string cases = "<testcase classname=\"baobei\" name=\"check\">";
  if (report.failure) {
    cases += "\n<error" + attribute("type", report.failure->reason) +
             attribute("message", failure_text(view)) + "/>\n";
  }
  cases += "</testcase>\n";
  std::size_t failures = 0;
  for (const auto index : by_urgency(report)) {
    failures += counts(report.findings[index], view.fail_on) ? 1 : 0;
    cases += case_of(view, report.findings[index], view.lines.at(index));
  }
  for (const auto& row : report.set_aside) cases += aside_case(view, row);
  const auto tests = 1 + report.findings.size() + report.set_aside.size();
  const auto numbers = attribute("tests", std::to_string(tests)) +
                       attribute("failures", std::to_string(failures)) +
                       attribute("errors", report.failure ? "1" : "0") +
                       attribute("skipped", std::to_string(report.set_aside.size()));
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"baobei check\"" + numbers +
         ">\n<testsuite" + attribute("name", view.name) + numbers + ">\n" + cases +
         "</testsuite>\n</testsuites>\n";
}

}  // namespace baobei::sinks
