// GitHub workflow commands: one annotation for every finding. Its notice is our note.
#include <algorithm>

#include "sinks/encode.h"
#include "sinks/sinks.h"

namespace baobei::sinks {
namespace {

std::string_view command_of(check::Severity severity) {
  switch (severity) {
    case check::Severity::kError:
      return "error";
    case check::Severity::kWarning:
      return "warning";
    case check::Severity::kNote:
      break;
  }
  return "notice";
}

std::string annotation(const View& view, const check::Finding& finding) {
  std::string out = "::" + std::string(command_of(finding.severity)) + " ";
  if (!finding.file.empty()) {
    out += "file=" + github_property(view.base + finding.file) + ",";
  }
  if (finding.line > 0) {
    out += "line=" + std::to_string(finding.line) +
           ",endLine=" + std::to_string(std::max(finding.line, finding.end_line)) + ",";
    // A column goes with an annotation of one line alone.
    if (finding.column > 0 && finding.end_line == finding.line) {
      out += "col=" + std::to_string(finding.column) +
             ",endColumn=" + std::to_string(finding.end_column) + ",";
    }
  }
  return out + "title=" + github_property(finding.rule) + "::" +
         github_message(in(finding.message, view.language) + "\n" +
                        in(finding.advice, view.language)) +
         "\n";
}

}  // namespace

std::string github(const View& view) {
  const auto& report = *view.report;
  if (report.failure) {
    return "::error title=" + github_property(report.failure->reason) +
           "::" + github_message(failure_text(view)) + "\n";
  }
  std::string out;
  for (const auto index : by_urgency(report)) out += annotation(view, report.findings[index]);
  if (report.coverage.findings_left_out > 0) {
    const auto count = std::to_string(report.coverage.findings_left_out);
    out += "::warning title=baobei::" +
           github_message(view.language == Language::kZh ? "另有 " + count + " 处未列出"
                                                         : count + " more are not listed") +
           "\n";
  }
  return out;
}

}  // namespace baobei::sinks
