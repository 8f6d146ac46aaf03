#include "cli/check_view.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "infer/infer.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kEvidenceShown = 3;  // of a category

const std::string& in(const check::Text& text, const Terminal& out) {
  return out.language() == Language::kZh ? text.zh : text.en;
}

Tone tone_of_severity(check::Severity severity) {
  switch (severity) {
    case check::Severity::kError:
      return Tone::kBad;
    case check::Severity::kWarning:
      return Tone::kWarn;
    case check::Severity::kNote:
      return Tone::kPlain;
  }
  return Tone::kPlain;
}

Word heading_of(check::Severity severity) {
  switch (severity) {
    case check::Severity::kError:
      return Word::kGroupErrors;
    case check::Severity::kWarning:
      return Word::kGroupWarnings;
    case check::Severity::kNote:
      break;
  }
  return Word::kGroupNotes;
}

// "pages/a/a.json:3:5"; the package itself has no name.
std::string place_of(const Terminal& out, const std::string& file, std::uint32_t line,
                     std::uint32_t column) {
  if (file.empty()) return out.say(Word::kWholePackage);
  std::string place = file;
  if (line > 0) place += ":" + std::to_string(line);
  if (line > 0 && column > 0) place += ":" + std::to_string(column);
  return place;
}

//   12 | wx.getLocation()
//      |    ^^^^^^^^^^^
void show_line(Terminal& out, const sinks::SourceLine& line) {
  if (line.number == 0) return;
  const auto number = std::to_string(line.number);
  const auto before = utf8_prefix(line.text, line.begin);
  const auto marked = utf8_prefix(std::string_view(line.text).substr(before.size()), line.length);
  out.line("      " + number + " | " + line.text, Tone::kQuiet);
  out.line("      " + std::string(number.size(), ' ') + " | " +
           std::string(display_width(before), ' ') +
           std::string(std::max<std::size_t>(1, display_width(marked)), '^'));
}

void show_group(Terminal& out, const sinks::View& view, check::Severity severity) {
  const auto& report = *view.report;
  const auto count = std::ranges::count(report.findings, severity, &check::Finding::severity);
  if (count == 0) return;
  out.line(heading_of(severity), {std::to_string(count)}, tone_of_severity(severity));
  std::string_view open;
  for (const auto index : sinks::by_urgency(report)) {
    const auto& finding = report.findings[index];
    if (finding.severity != severity) continue;
    if (finding.rule != open) {
      const auto* rule = sinks::rule_of(view, finding.rule);
      out.line(
          "  " + (rule == nullptr ? "" : in(rule->title, out) + "  ") + "[" + finding.rule + "]",
          Tone::kStrong);
      out.line("    " + out.say(Word::kAdvice, {in(finding.advice, out)}));
    }
    open = finding.rule;
    out.line("    " + place_of(out, finding.file, finding.line, finding.column) + "  " +
             in(finding.message, out));
    show_line(out, view.lines.at(index));
  }
}

void show_categories(Terminal& out, const sinks::View& view) {
  for (const auto& category : view.report->categories) {
    if (category.confidence < infer::kNamedConfidence) continue;
    out.line(Word::kInvolves,
             {category.id, sinks::category_name(view, category),
              std::to_string(std::lround(category.confidence * 100)),
              category.declared ? out.say(Word::kIsDeclared) : ""},
             Tone::kStrong);
    std::size_t shown = 0;
    for (const auto& row : sinks::rows_of(category)) {
      if (row.weight <= 0 || shown++ == kEvidenceShown) break;
      out.line("  " + place_of(out, row.file, row.line, row.column) + "  " + row.excerpt + "  (" +
                   in(sinks::words_of(row), out) + ")",
               Tone::kQuiet);
    }
  }
}

void show_set_aside(Terminal& out, const check::Report& report) {
  if (report.set_aside.empty()) return;
  const auto by = [&](const char* which) {
    return std::to_string(std::ranges::count(report.set_aside, which, &check::SetAside::by));
  };
  out.line(Word::kSetAsideCount,
           {std::to_string(report.set_aside.size()), by("comment"), by("settings"), by("baseline")},
           Tone::kQuiet);
}

}  // namespace

void show_report(Terminal& out, const sinks::View& view) {
  const auto& report = *view.report;
  for (const auto severity :
       {check::Severity::kError, check::Severity::kWarning, check::Severity::kNote}) {
    show_group(out, view, severity);
  }
  show_categories(out, view);
  show_set_aside(out, report);
  const auto& coverage = report.coverage;
  if (coverage.findings_left_out > 0) {
    out.line(Word::kLeftOut, {std::to_string(coverage.findings_left_out)}, Tone::kWarn);
  }
  if (!coverage.files_skipped.empty()) {
    out.line(Word::kNotReadInFull, {std::to_string(coverage.files_skipped.size())}, Tone::kQuiet);
  }
  const auto files = std::to_string(report.package.files);
  if (report.findings.empty()) return out.line(Word::kCheckClean, {files}, Tone::kGood);
  const auto count = [&](check::Severity severity) {
    return std::to_string(std::ranges::count(report.findings, severity, &check::Finding::severity));
  };
  const bool passed = report.outcome == check::Outcome::kPassed;
  out.line(Word::kCheckCount,
           {files, count(check::Severity::kError), count(check::Severity::kWarning),
            count(check::Severity::kNote)},
           passed ? Tone::kGood : Tone::kPlain);
}

}  // namespace baobei::cli
