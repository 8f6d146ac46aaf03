#include "checks.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <sstream>

#include "pattern.h"

namespace baobei::tidy {
namespace {

// Reports every match of `pattern` in a view of the file.
void forbid(const SourceFile& file, const std::string& view, const Pattern& pattern,
            const std::string& what, Faults& faults) {
  for (const auto& match : pattern.all(view)) {
    faults.push_back({file.path, line_of(file, match.at), what + ": " + match.text()});
  }
}

std::string module_of(const std::string& path) {
  const std::size_t begin = std::string_view("src/").size();
  return path.substr(begin, path.find('/', begin) - begin);
}

// Names of other authorities' documents, which are registrations in the other sense, and the words
// that mini-programs use.
constexpr std::array kOtherRegistrations = {"catalogue/signals/", "catalogue/documents",
                                            "catalogue/filing_kinds", "catalogue/categor"};

// Put together so that this file does not contain what it forbids.
std::string joined(std::initializer_list<const char*> parts) {
  std::string all;
  for (const char* part : parts) all += part;
  return all;
}

}  // namespace

ModuleTable parse_module_table(std::string_view cmake) {
  static const Pattern kComment("#[^\n]*");
  static const Pattern kRow(R"(baobei_module\(([^)]*)\))");
  const std::string text = kComment.replaced(cmake, "");
  ModuleTable table;
  for (const auto& row : kRow.all(text)) {
    std::istringstream words(row.text(1));
    std::string module;
    words >> module;
    std::vector<std::string> dependencies;
    bool listed = false;
    for (std::string word; words >> word;) {
      if (word == "DEPS" || word == "LIBS") {
        listed = word == "DEPS";
        continue;
      }
      if (!listed) continue;
      if (!table.dependencies.contains(word)) {
        table.faults.push_back(
            {"src/CMakeLists.txt", 1,
             module + " depends on " + word + ", which does not stand before it"});
      }
      dependencies.push_back(word);
    }
    if (!table.dependencies.emplace(module, dependencies).second) {
      table.faults.push_back({"src/CMakeLists.txt", 1, module + " stands there twice"});
    }
  }
  return table;
}

Faults check_includes(const ModuleTable& table, const SourceFile& file) {
  Faults faults;
  if (!is_cpp(file.path) || !is_under(file.path, "src")) return faults;
  const std::string own = module_of(file.path);
  const auto row = table.dependencies.find(own);
  if (row == table.dependencies.end()) {
    return {{file.path, 1, "src/" + own + " is not in the module table"}};
  }
  static const Pattern kInclude(R"re(^\s*#\s*include\s*"([^"]+)")re");
  std::size_t number = 0;
  for (const auto line : lines_of(file.text)) {
    ++number;
    const auto match = kInclude.first(line);
    if (match.groups.empty()) continue;
    const std::string target = match.text(1);
    const std::string module = target.substr(0, target.find('/'));
    if (module == own || std::ranges::find(row->second, module) != row->second.end()) continue;
    faults.push_back(
        {file.path, number,
         own + " may not include " + target + "; the module table does not list " + module});
  }
  return faults;
}

Faults check_header_comment(const SourceFile& file) {
  if (!file.path.ends_with(".h") || file.text.starts_with("// ")) return {};
  return {{file.path, 1, "a header begins with a comment that says what it is"}};
}

Faults check_words(const SourceFile& file) {
  struct Word {
    Pattern pattern;
    std::string what;
    bool unless_registration;  // not where the ICP registration or another office's paper is meant
  };
  static const Word kWords[] = {
      Word{Pattern(joined({"\\b(TO", "DO|FIX", "ME|XX", "X|HA", "CK)\\b"})), "unfinished work",
           false},
      Word{Pattern(joined({"\xE5\xA4\x87", "\xE6\xA1\x88"})),
           "the ICP registration's name; a filing is \xE6\x8A\xA5\xE5\xA4\x87", true},
      Word{Pattern(joined({"(^|[^\\w./-])/(wo", "rk|ro", "ot|tmp/te", "am)(/|\\b)"})),
           "a path of one machine", false},
      Word{Pattern(
               joined({"registry\\.(npm|yarn)", "|registry\\.terraform|py", "pi\\.org|files\\.py",
                       "thonhosted|static\\.cra", "tes\\.io|proxy\\.go", "lang\\.org"})),
           "the host of a package registry", false},
  };
  Faults faults;
  std::size_t number = 0;
  for (const auto view : lines_of(file.text)) {
    ++number;
    const std::string line(view);
    for (const auto& word : kWords) {
      const bool allowed = word.unless_registration &&
                           (line.find("ICP") != std::string::npos ||
                            std::ranges::any_of(kOtherRegistrations, [&](const char* start) {
                              return file.path.starts_with(start);
                            }));
      if (allowed) continue;
      const auto match = word.pattern.first(line);
      if (match.groups.empty()) continue;
      faults.push_back({file.path, number, word.what + ": " + match.text()});
    }
  }
  return faults;
}

Faults check_absences(const SourceFile& file) {
  Faults faults;
  if (!is_cpp(file.path) || !is_under(file.path, "src")) return faults;
  static const Pattern kThrow(R"(\bthrow\b)");
  forbid(file, file.code, kThrow, "our code throws nothing", faults);
  if (!is_under(file.path, "src/store")) {
    static const Pattern kCall(R"(\bsqlite3_\w+)");
    static const Pattern kText(
        R"(\b(SELECT\s[\s\S]*?\sFROM|INSERT\s+INTO|DELETE\s+FROM|CREATE\s+TABLE|UPDATE\s+\w+\s+SET)\b)");
    forbid(file, file.code, kCall, "only src/store holds SQL", faults);
    forbid(file, file.literals, kText, "only src/store holds SQL", faults);
  }
  if (!is_under(file.path, "src/http") && !is_under(file.path, "src/courier")) {
    static const Pattern kAsio(R"(#\s*include\s*<boost/(asio|beast)[./][^>]*>)");
    forbid(file, file.text, kAsio, "only src/http and src/courier hold Asio", faults);
  }
  if (is_under(file.path, "src/lifecycle") && !file.path.ends_with("_test.cc")) {
    static const Pattern kHeader(
        R"(#\s*include\s*<(atomic|thread|mutex|shared_mutex|condition_variable|future|random|ctime|time\.h|iostream|fstream|filesystem|cstdio|unistd\.h|spdlog/[^>]*|sqlite3\.h)>)");
    static const Pattern kClock(
        R"(\b(system_clock|steady_clock|high_resolution_clock|utc_clock)\b)");
    forbid(file, file.text, kHeader, "the lifecycle is pure", faults);
    forbid(file, file.code, kClock, "the lifecycle knows no clock", faults);
  }
  return faults;
}

Faults check_tables(const SourceFile& file) {
  Faults faults;
  const bool prints = file.path == "src/cli/tables.cc" || file.path == "src/cli/check_rules.cc" ||
                      file.path == "src/cli/terminal.cc" || file.path.ends_with("_test.cc");
  if (!is_cpp(file.path) || !is_under(file.path, "src/cli") || prints) return faults;
  static const Pattern kTable(R"((\.|->)table\()");
  forbid(file, file.code, kTable, "a table of an answer stands in api/openapi.yaml (x-cli-table)",
         faults);
  return faults;
}

Faults check_file(const ModuleTable& table, const SourceFile& file) {
  Faults all;
  for (auto& faults : {check_includes(table, file), check_coroutines(file), check_lengths(file),
                       check_header_comment(file), check_words(file), check_absences(file),
                       check_tables(file), check_bare_conflicts(file)}) {
    all.insert(all.end(), faults.begin(), faults.end());
  }
  return all;
}

}  // namespace baobei::tidy
