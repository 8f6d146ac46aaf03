// A report for others than its own readers: SARIF 2.1.0, JUnit XML, GitHub workflow commands, and
// one HTML file. (JSON is the report itself, check/report.h; a terminal has a writer of its own,
// cli/terminal.h.)
//
// Invariants: whatever comes from the package passes the encoder of its sink (encode.h). The same
// view gives the same bytes. Texts are in the view's language, SARIF's rules too. A report that
// could not be made is never written as one without findings: each format says so in its own way.
// Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "check/rule.h"
#include "knowledge/knowledge.h"
#include "sinks/source_lines.h"

namespace baobei::sinks {

enum class Language { kZh, kEn };

// Everything a sink may show. Pointers are never null and outlive the view.
struct View {
  const check::Report* report = nullptr;
  const std::vector<check::Rule>* rules = nullptr;
  const knowledge::Knowledge* knowledge = nullptr;
  Language language = Language::kEn;
  std::string name;  // of what was checked, as it was named
  // What leads from where the reader stands to the package's files: "", "src/mini/", "/a/b/".
  std::string base;
  check::Severity fail_on = check::Severity::kError;
  std::vector<SourceLine> lines;          // beside the findings
  std::vector<std::string> fingerprints;  // beside the findings, then those set aside
};

std::string sarif(const View& view);
std::string junit(const View& view);
std::string github(const View& view);
std::string html(const View& view);

// ---- for all of them ---------------------------------------------------------------------------

const std::string& in(const check::Text& text, Language language);
const check::Rule* rule_of(const View& view, const std::string& id);
// The catalogue's names of a category, "Social - Community and forum"; its id where it has none.
std::string category_name(const View& view, const check::InvolvedCategory& category);
// Where its words stand, or what those of a structure say together: "tab bar", "there are posts,
// comments and reactions".
check::Text words_of(const check::Evidence& evidence);
// The evidence as people read it: several words in one line of the same file are one row, the
// strongest; unless one speaks for and another against.
std::vector<check::Evidence> rows_of(const check::InvolvedCategory& category);
// The findings in the order in which they are best worked off: the worst first, of those what needs
// the least thought and blocks the most; within a rule by place. Indices into the report's
// findings.
std::vector<std::size_t> by_urgency(const check::Report& report);
bool counts(const check::Finding& finding, check::Severity fail_on);
// What is to be said where nothing could be checked.
std::string failure_text(const View& view);

}  // namespace baobei::sinks
