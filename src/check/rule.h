// A rule: what it finds, why that matters, what to do, examples that are run as tests, and the
// function that matches. One file under rules/ per rule; all_rules() lists them.
//
// To add one: write rules/<name>.cc with `Rule <name>()` in namespace check::rules and its function
// `match_<name>` (several of them are compiled together), declare it in
// rules/rules.h, name it in registry.cc, and run check_test with UPDATE_GOLDEN=1, which writes its
// page under docs/rules/. Tests hold that file name, id and registry agree, that both languages are
// there, that the rule is silent on its good examples and speaks on each bad one.
// Invariants: an id never changes its meaning. Threads: constant after start.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "check/jsonc.h"
#include "check/report.h"
#include "knowledge/knowledge.h"
#include "syntax/source.h"

namespace baobei::check {

class Context;
class Findings;
struct JsonFile;

enum class Audience {
  kDeveloper,     // shown as soon as the check ends (R8)
  kConfidential,  // shown to reviewers only, until the decision (R8)
};

// Files put over the plain app of example_app(), and files taken out of it. Rules are made in every
// child process, so large files are given by their size alone. `declared`, `subject` and
// `completed` are what the check is told (options.h).
struct Example {
  std::map<std::string, std::string> files = {};
  std::vector<std::string> removed = {};
  std::map<std::string, std::size_t> fillers = {};  // files of so many bytes
  std::optional<std::vector<std::string>> declared = {};
  std::string subject = {};
  std::vector<std::string> completed = {};
};

struct Rule {
  std::string id;  // "structure/page-files-missing"; rules/page_files_missing.cc
  Severity severity = Severity::kError;
  Audience audience = Audience::kDeveloper;
  Text title;
  Text why;
  Text what_to_do;
  std::vector<Example> good;
  std::vector<Example> bad;
  void (*match)(Context&, Findings&) = nullptr;
  std::optional<std::uint32_t> pack = {};  // of a content rule: the pack that it is made from
};

// The rules of rules/ and those of the built-in packs; sorted by id.
const std::vector<Rule>& all_rules();
const Rule* find_rule(std::string_view id);
// The same with the packs of another knowledge.
std::vector<Rule> rules_with(const knowledge::Knowledge& knowledge);

// Twelve digits over ids, severities and texts, and over what the knowledge says: the `rules`
// version of a report.
std::string rules_version(const std::vector<Rule>& rules, const knowledge::Knowledge& knowledge);

// The smallest complete app, which no rule finds fault with.
std::map<std::string, std::string> example_app();
std::map<std::string, std::string> applied(const Example& example);

// Where a finding points: into a JSON file that was read, or at a file as a whole.
struct At {
  std::string file;  // in the package; "" for the package
  const JsonFile* json = nullptr;
  jsonc::Span span = {};
  // Of sources: where from and up to where (program.h).
  std::optional<syntax::Position> begin = {};
  std::optional<syntax::Position> end = {};
};

// Takes one rule's findings.
class Findings {
 public:
  Findings(const Rule& rule, Report& report) : rule_(rule), report_(report) {}

  // `message` in both languages; names from the package go through quoted(). `severity` may only
  // be milder than the rule's own.
  void add(const At& at, const Text& message);
  void add(const At& at, const Text& message, Severity severity);
  // With the platform's function that is meant, "wx.getLocation", or another of a report's optional
  // members.
  struct More {
    std::optional<std::string> api = {};
    std::optional<std::string> category = {};
    std::optional<Severity> severity = {};
  };
  void add(const At& at, const Text& message, More more);

 private:
  const Rule& rule_;
  Report& report_;
  std::size_t added_ = 0;
};

// Hostile text for a message: printable, cut, in quotation marks of the language.
std::string quoted_zh(std::string_view text);
std::string quoted_en(std::string_view text);
// "前缀「text」后缀" and "before 'text' after" at once.
Text about(std::string_view zh_before, std::string_view en_before, std::string_view text,
           std::string_view zh_after, std::string_view en_after);

}  // namespace baobei::check
