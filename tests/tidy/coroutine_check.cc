#include <algorithm>
#include <array>
#include <cctype>

#include "checks.h"
#include "pattern.h"

namespace baobei::tidy {
namespace {

// Where coroutines live: the HTTP module (its outbound client included) and what exercises it.
constexpr std::array kCoroutineFolders = {"src/http", "tests/smoke", "bench"};
// The smoke test tries the shapes themselves on this compiler, under sanitizers.
constexpr const char* kShapesUnderTest = "tests/smoke";

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Where the statement around an offset begins, and whether anything but braces encloses it.
struct Place {
  std::size_t statement = 0;
  bool in_parentheses = false;
};

Place place_of(std::string_view code, std::size_t offset) {
  struct Level {
    char open;
    std::size_t statement;
  };
  std::vector<Level> levels = {{'{', 0}};
  for (std::size_t i = 0; i < offset; ++i) {
    const char c = code[i];
    if (c == '(' || c == '[' || c == '{') {
      levels.push_back({c, i + 1});
    } else if (c == ')' || c == ']' || c == '}') {
      if (levels.size() > 1) levels.pop_back();
      if (c == '}') levels.back().statement = i + 1;
    } else if (c == ';') {
      levels.back().statement = i + 1;
    }
  }
  return {levels.back().statement, levels.back().open != '{'};
}

// The offset behind the bracket that closes the one at `open`, or the end.
std::size_t behind_bracket(std::string_view code, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < code.size(); ++i) {
    if (code[i] == '(' || code[i] == '[' || code[i] == '{') ++depth;
    if (code[i] == ')' || code[i] == ']' || code[i] == '}') --depth;
    if (depth == 0) return i + 1;
  }
  return code.size();
}

// Removes `if (…)`, `else`, `while (…)`, `for (…)`, `case x:` before a statement without braces.
std::string without_control(std::string head) {
  static const Pattern kControl(R"(^\s*(if\s*(constexpr\s*)?|while\s*|for\s*)\()");
  static const Pattern kElse(R"(^\s*(else\b|case\b[^:]*:|default\s*:))");
  while (true) {
    if (const auto control = kControl.first(head); !control.groups.empty()) {
      head = head.substr(behind_bracket(head, control.end() - 1));
    } else if (const auto other = kElse.first(head); !other.groups.empty()) {
      head = head.substr(other.end());
    } else {
      return head;
    }
  }
}

bool plain_head(const std::string& head) {
  static const Pattern kPlain(
      R"(^\s*(co_return\s*|(const\s+)?[A-Za-z_][\w:]*(\s*<[\w:<>,\s\*&]*>)?[\s\*&]+\w+\s*=\s*)?$)");
  static const Pattern kKeyword(R"(^\s*(return|throw|co_yield|not|delete|using)\b)");
  return kPlain.is_in(head) && !kKeyword.is_in(head);
}

// What is wrong with the arguments between two brackets of an awaited call; empty: nothing.
std::string argument_fault(std::string_view arguments) {
  char previous = '(';
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const char c = arguments[i];
    if (c == '[' && (previous == '(' || previous == ',' || previous == '{')) {
      const std::size_t end = behind_bracket(arguments, i);
      if (arguments.substr(i, end - i) != "[]") return "a capturing lambda is an argument";
      const std::size_t body = arguments.find('{', end);
      if (body == std::string_view::npos) return "";
      i = behind_bracket(arguments, body) - 1;
    } else if (c == '{') {
      return "a braced aggregate is an argument";
    }
    if (std::isspace(static_cast<unsigned char>(c)) == 0) previous = c;
  }
  return "";
}

// Looks at the awaited expression from `at` to its `;`.
std::string expression_fault(std::string_view code, std::size_t at) {
  bool called = false;
  while (at < code.size() && code[at] != ';') {
    const char c = code[at];
    if (c == '(' || c == '[') {
      const std::size_t end = behind_bracket(code, at);
      if (c == '(') {
        called = true;
        const auto fault = argument_fault(code.substr(at + 1, end - at - 2));
        if (!fault.empty()) return fault;
      }
      at = end;
      continue;
    }
    if (c == '<' && at > 0 && is_word(code[at - 1])) {  // template arguments
      int depth = 0;
      for (; at < code.size() && code[at] != ';'; ++at) {
        depth += code[at] == '<' ? 1 : code[at] == '>' ? -1 : 0;
        if (depth == 0) break;
      }
      ++at;
      continue;
    }
    const bool arrow = c == '-' && at + 1 < code.size() && code[at + 1] == '>';
    if (!is_word(c) && std::isspace(static_cast<unsigned char>(c)) == 0 && c != ':' && c != '.' &&
        c != '*' && !arrow) {
      return "the awaited call is part of a larger expression";
    }
    at += arrow ? 2 : 1;
  }
  return called ? "" : "what is awaited is not a call";
}

std::string await_fault(std::string_view code, std::size_t offset) {
  const Place place = place_of(code, offset);
  if (place.in_parentheses) return "it stands inside a condition or an argument";
  const std::string head(code.substr(place.statement, offset - place.statement));
  if (!plain_head(without_control(head)))
    return "it is neither a whole statement nor an initialiser";
  return expression_fault(code, offset + std::string_view("co_await").size());
}

}  // namespace

Faults check_coroutines(const SourceFile& file) {
  Faults faults;
  const std::string_view code = file.code;
  constexpr std::string_view kAwait = "co_await";
  for (std::size_t at = code.find(kAwait); at != std::string_view::npos;
       at = code.find(kAwait, at + 1)) {
    const bool whole = (at == 0 || !is_word(code[at - 1])) &&
                       (at + kAwait.size() >= code.size() || !is_word(code[at + kAwait.size()]));
    if (!whole) continue;
    const bool allowed = std::ranges::any_of(
        kCoroutineFolders, [&](const char* folder) { return is_under(file.path, folder); });
    const bool shaped = !is_under(file.path, kShapesUnderTest);
    const std::string what = !allowed  ? "coroutines live in src/http only"
                             : !shaped ? ""
                                       : await_fault(code, at);
    if (!what.empty()) faults.push_back({file.path, line_of(file, at), "co_await: " + what});
  }
  return faults;
}

}  // namespace baobei::tidy
