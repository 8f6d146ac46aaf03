// Rules and refusals: told, tested, and called by names that exist.
#include <algorithm>
#include <cctype>
#include <set>

#include "checks.h"
#include "pattern.h"

namespace baobei::tidy {
namespace {

constexpr std::string_view kRulesPage = "docs/lifecycle/rules.md";
constexpr std::string_view kRefusalsPage = "docs/refusals.md";
constexpr std::string_view kRefusals = "src/lifecycle/refusal.h";
constexpr int kRulesCount = 26;

using Names = std::set<std::string>;

Names captured(std::string_view text, const Pattern& pattern) {
  Names names;
  for (const auto& match : pattern.all(text)) names.insert(match.text(1));
  return names;
}

bool is_scenario(const SourceFile& file) {
  return is_under(file.path, "tests/scenario") && file.path.ends_with(".scenario");
}

// "kNotInState" is "not_in_state" outside C++.
std::string wire_case(const std::string& name) {
  std::string out;
  for (const char c : name.substr(1)) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isupper(letter) != 0 && !out.empty()) out += '_';
    out += static_cast<char>(std::tolower(letter));
  }
  return out;
}

// Named on the first line of a scenario.
Names rules_with_a_row(const std::vector<SourceFile>& files) {
  static const Pattern kHead("(?:^|\n)scenario \"[^\"]*\"([^\n]*)");
  static const Pattern kRule(R"(\b(R\d+[a-z]?)\b)");
  Names rules;
  for (const auto& file : files) {
    if (!is_scenario(file)) continue;
    for (const auto& tail : captured(file.text, kHead)) rules.merge(captured(tail, kRule));
  }
  return rules;
}

void missing(const Names& wanted, const Names& there, std::string_view path,
             const std::string& what, Faults& faults) {
  for (const auto& name : wanted) {
    if (!there.contains(name)) faults.push_back({std::string(path), 1, name + " " + what});
  }
}

}  // namespace

Faults check_rules(const std::vector<SourceFile>& files) {
  static const Pattern kHeading("(?:^|\n)### (R\\d+[a-z]?) ");
  static const Pattern kCatalogued(R"re((?:^|\n)id = "(R\d+[a-z]?)")re");
  static const Pattern kCited(R"(\b(R(?:[1-9]|1\d|2[0-6])[a-z]?)\b)");
  const auto* page = find_source(files, kRulesPage);
  const auto* catalogue = find_source(files, "catalogue/rules.toml");
  if (page == nullptr) return {{std::string(kRulesPage), 1, "the rules are not documented"}};
  Faults faults;
  const auto told = captured(page->text, kHeading);
  Names numbered;
  for (int n = 1; n <= kRulesCount; ++n) numbered.insert("R" + std::to_string(n));
  missing(numbered, told, kRulesPage, "is not documented", faults);
  const auto tested = rules_with_a_row(files);
  missing(told, tested, "tests/scenario", "is named by no scenario", faults);
  if (catalogue != nullptr) {
    const auto listed = captured(catalogue->text, kCatalogued);
    missing(told, listed, catalogue->path, "is not in the catalogue", faults);
  }
  for (const auto& file : files) {
    const bool cites = is_under(file.path, "src") || is_under(file.path, "catalogue") ||
                       is_under(file.path, "docs") || is_scenario(file);
    if (!cites || file.path.ends_with(".svg")) continue;
    missing(captured(file.text, kCited), told, file.path, "is cited, but no rule", faults);
  }
  return faults;
}

Faults check_refusals(const std::vector<SourceFile>& files) {
  static const Pattern kEnum(R"(enum class Refusal \{([^}]*)\})");
  static const Pattern kName(R"(\b(k[A-Z]\w*)\b)");
  static const Pattern kRow(R"((?:^|\n)\| `(\w+)` \|)");
  static const Pattern kRefused(R"((?:^|\n)\s*refused (\w+))");
  const auto* header = find_source(files, kRefusals);
  const auto* page = find_source(files, kRefusalsPage);
  if (header == nullptr || page == nullptr) {
    return {{std::string(kRefusalsPage), 1, "the refusals are not documented"}};
  }
  Names refusals;
  for (const auto& body : captured(header->code, kEnum)) {
    for (const auto& name : captured(body, kName)) refusals.insert(wire_case(name));
  }
  Faults faults;
  if (refusals.empty()) faults.push_back({std::string(kRefusals), 1, "no refusal was found"});
  const auto documented = captured(page->text, kRow);
  missing(refusals, documented, kRefusalsPage, "is not documented", faults);
  missing(documented, refusals, kRefusals, "is documented, but no refusal", faults);
  Names tested;
  for (const auto& file : files) {
    if (is_scenario(file)) tested.merge(captured(file.text, kRefused));
  }
  missing(refusals, tested, "tests/scenario", "is given by no scenario", faults);
  return faults;
}

// A page that says it was made names the test that keeps it fresh; that test has to exist.
Faults check_made(const std::vector<SourceFile>& files) {
  static const Pattern kMade(R"(<!-- Made from [^;]*; run (\w+) with UPDATE_GOLDEN=1)");
  Faults faults;
  for (const auto& file : files) {
    if (!is_under(file.path, "docs")) continue;
    for (const auto& test : captured(file.text, kMade)) {
      const bool in_tests = std::ranges::any_of(files, [&](const SourceFile& other) {
        return other.path == "tests/CMakeLists.txt" &&
               other.text.find("NAME " + test.substr(0, test.rfind("_test"))) != std::string::npos;
      });
      const std::string module = test.substr(0, test.rfind("_test"));
      const bool in_module = std::ranges::any_of(files, [&](const SourceFile& other) {
        return is_under(other.path, "src/" + module) && other.path.ends_with("_test.cc") &&
               other.text.find("UPDATE_GOLDEN") != std::string::npos;
      });
      if (!in_tests && !in_module) {
        faults.push_back({file.path, 1, "no test " + test + " keeps it fresh"});
      }
    }
  }
  return faults;
}

Faults check_said(const std::vector<SourceFile>& files) {
  static const Pattern kWord(R"((?m)^WORD\((\w+),)");
  static const Pattern kSaid(R"(\bWord::(\w+))");
  std::set<std::string> said;
  for (const auto& file : files) {
    if (!is_under(file.path, "src") || !is_cpp(file.path)) continue;
    for (const auto& match : kSaid.all(file.code)) said.insert(match.text(1));
  }
  Faults faults;
  for (const auto& file : files) {
    if (!is_under(file.path, "src/cli") || !file.path.ends_with(".def")) continue;
    for (const auto& match : kWord.all(file.text)) {
      if (said.contains(match.text(1))) continue;
      faults.push_back({file.path, line_of(file, match.at), match.text(1) + " is never said"});
    }
  }
  return faults;
}

}  // namespace baobei::tidy
