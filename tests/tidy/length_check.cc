#include <algorithm>
#include <cctype>

#include "checks.h"
#include "pattern.h"

namespace baobei::tidy {
namespace {

std::size_t behind_brace(std::string_view code, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < code.size(); ++i) {
    depth += code[i] == '{' ? 1 : code[i] == '}' ? -1 : 0;
    if (depth == 0) return i + 1;
  }
  return code.size();
}

// Drops finished macro calls without a semicolon (BOOST_DESCRIBE_STRUCT(…)) from a head's front.
std::size_t behind_macros(std::string_view head) {
  static const Pattern kMacro(R"(^\s*[A-Z][A-Z0-9_]{3,}\s*\()");
  std::size_t from = 0;
  while (true) {
    const std::string rest(head.substr(from));
    const auto match = kMacro.first(rest);
    if (match.groups.empty()) return from;
    int depth = 0;
    std::size_t i = match.end() - 1;
    for (; i < rest.size(); ++i) {
      depth += rest[i] == '(' ? 1 : rest[i] == ')' ? -1 : 0;
      if (depth == 0) break;
    }
    const std::string tail = i < rest.size() ? rest.substr(i + 1) : "";
    if (std::ranges::all_of(tail, [](unsigned char c) { return std::isspace(c) != 0; }))
      return from;
    from += i + 1;
  }
}

bool is_function_head(std::string head) {
  static const Pattern kOperator(R"(operator\s*[^\s\w(]+)");
  static const Pattern kNamed(
      R"(^\s*(template\s*<[^{}]*>\s*)?(class|struct|union|enum|namespace)\b)");
  static const Pattern kType(R"(\)\s*(class|struct|union|enum|namespace)\b[^)]*$)");
  static const Pattern kNone(R"(^\s*(if|for|while|switch|do|else|return|catch|case|extern)\b)");
  head = kOperator.replaced(head, "operator");
  const std::size_t open = head.find('(');
  if (open == std::string::npos || kNone.is_in(head)) return false;
  if (kNamed.is_in(head) || kType.is_in(head)) return false;
  return head.substr(0, open).find('=') == std::string::npos;  // else data made by a lambda
}

// An initialiser list's brace `: a_{1}` is followed by a comma or by the body.
bool is_initialiser(std::string_view code, std::size_t behind) {
  while (behind < code.size() && std::isspace(static_cast<unsigned char>(code[behind])) != 0) {
    ++behind;
  }
  return behind < code.size() && (code[behind] == ',' || code[behind] == '{');
}

void check_functions(const SourceFile& file, Faults& faults) {
  const std::string_view code = file.code;
  std::size_t statement = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == ';' || code[i] == '}') statement = i + 1;
    if (code[i] != '{') continue;
    std::string_view head = code.substr(statement, i - statement);
    head.remove_prefix(behind_macros(head));
    if (!is_function_head(std::string(head))) {
      statement = i + 1;
      continue;
    }
    const std::size_t end = behind_brace(code, i);
    if (is_initialiser(code, end)) {
      i = end - 1;
      continue;
    }
    const std::size_t start = head.find_first_not_of(" \n\t") + (i - head.size());
    const std::size_t lines = line_of(file, end - 1) - line_of(file, start) + 1;
    if (lines > kFunctionLinesMax) {
      faults.push_back({file.path, line_of(file, start),
                        "a function of " + std::to_string(lines) + " lines; at most " +
                            std::to_string(kFunctionLinesMax)});
    }
    statement = end;
    i = end - 1;
  }
}

}  // namespace

Faults check_lengths(const SourceFile& file) {
  Faults faults;
  if (!is_cpp(file.path)) return faults;
  const std::size_t lines = lines_of(file.text).size();
  if (lines > kFileLinesMax) {
    faults.push_back({file.path, kFileLinesMax + 1,
                      "a file of " + std::to_string(lines) + " lines; at most " +
                          std::to_string(kFileLinesMax)});
  }
  check_functions(file, faults);
  return faults;
}

}  // namespace baobei::tidy
