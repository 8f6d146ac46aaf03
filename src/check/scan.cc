#include "check/scan.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.h"

namespace baobei::check {
namespace {

constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kHostBytesMax = 253;
constexpr std::size_t kTemplateDepthMax = 64;  // deeper ones are read as text

// Of an identifier; bytes of other scripts count as letters.
bool is_name_char(char c) {
  return ascii::is_letter(c) || ascii::is_digit(c) || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// A script, word by word. Keeps what decides whether a '/' divides or starts a regular expression.
class ScriptReader {
 public:
  ScriptReader(std::string_view text, const NameAt& found) : text_(text), found_(found) {}

  void read() {
    while (at_ < text_.size()) step();
  }

 private:
  void step() {
    const char c = text_[at_];
    if (is_space(c)) {
      ++at_;
    } else if (starts("//")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (starts("/*")) {
      const auto end = text_.find("*/", at_ + 2);
      at_ = end == std::string_view::npos ? text_.size() : end + 2;
    } else if (c == '\'' || c == '"') {
      skip_string(c);
      value_before_ = true;
    } else if (c == '`') {
      ++at_;
      read_template_text();
    } else if (c == '/' && !value_before_) {
      skip_regex();
      value_before_ = true;
    } else if (is_name_char(c)) {
      take_word();
    } else if (++at_; ends_substitution(c)) {
      read_template_text();
    } else {
      value_before_ = c == ')' || c == ']' || c == '}';
      after_dot_ = c == '.' && !(at_ > 1 && text_[at_ - 2] == '.');  // "..." takes no member
      return;
    }
    if (!is_space(c) && !is_name_char(c)) after_dot_ = false;
  }

  bool starts(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }

  void skip_blanks() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  // A string ends at its quote or, because none goes on there, at the line's end.
  void skip_string(char quote) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == quote) {
        ++at_;
        return;
      } else if (text_[at_] == '\n') {
        return;
      }
    }
    at_ = std::min(at_, text_.size());
  }

  // A template's text up to its end, or up to the code within ${}, which is read as code.
  void read_template_text() {
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == '`') {
        ++at_;
        value_before_ = true;
        return;
      } else if (starts("${") && braces_.size() < kTemplateDepthMax) {
        at_ += 2;
        braces_.push_back(0);
        value_before_ = false;
        return;
      }
    }
    at_ = std::min(at_, text_.size());
  }

  // True where the brace ended the code within a template's ${}.
  bool ends_substitution(char c) {
    if (braces_.empty()) return false;
    if (c == '{') ++braces_.back();
    if (c != '}') return false;
    if (braces_.back() > 0) {
      --braces_.back();
      return false;
    }
    braces_.pop_back();
    return true;
  }

  void skip_regex() {
    bool in_class = false;
    for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      const char c = text_[at_];
      if (c == '\\') ++at_;
      if (c == '[') in_class = true;
      if (c == ']') in_class = false;
      if (c == '/' && !in_class) break;
    }
    at_ = std::min(at_ + 1, text_.size());
  }

  std::string_view word() {
    const auto begin = at_;
    while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void take_word() {
    constexpr std::array<std::string_view, 8> kBeforeValue = {"return", "typeof", "case", "in",
                                                              "of",     "delete", "void", "else"};
    const auto begin = at_;
    const bool member = after_dot_;
    const auto name = word();
    value_before_ = std::ranges::find(kBeforeValue, name) == kBeforeValue.end();
    after_dot_ = false;
    if (name == "wx" && !member) take_member(begin);
  }

  // Behind `wx`: ".name", "?.name" or "['name']"; of cloud one step further.
  void take_member(std::size_t begin) {
    auto name = member();
    if (name.empty()) return;
    std::string whole(name);
    if (name == "cloud") {
      const auto back = at_;
      name = member();
      if (name.empty()) at_ = back;
      if (!name.empty()) whole += "." + std::string(name);
    }
    if (whole.size() <= kNameBytesMax) found_(whole, begin);
  }

  std::string_view member() {
    const auto back = at_;
    skip_blanks();
    if (starts("?.")) ++at_;
    if (starts(".")) {
      ++at_;
      skip_blanks();
      const auto name = word();
      if (!name.empty() && !ascii::is_digit(name.front())) return name;
    } else if (starts("[")) {
      ++at_;
      skip_blanks();
      const char quote = at_ < text_.size() ? text_[at_] : '\0';
      if (quote == '\'' || quote == '"') {
        ++at_;
        const auto name = word();
        if (!name.empty() && at_ < text_.size() && text_[at_] == quote) {
          ++at_;
          return name;
        }
      }
    }
    at_ = back;
    return {};
  }

  std::string_view text_;
  const NameAt& found_;
  std::size_t at_ = 0;
  std::vector<std::size_t> braces_;  // open ones in the code of each template around
  bool value_before_ = false;        // then a '/' divides
  bool after_dot_ = false;           // then `wx` is a member of something else
};

bool is_host_char(char c) {
  return ascii::is_letter(c) || ascii::is_digit(c) || c == '.' || c == '-';
}

std::size_t scheme_begin(std::string_view text, std::size_t slashes) {
  for (const std::string_view scheme : {"https:", "http:", "wss:", "ws:"}) {
    if (slashes < scheme.size()) continue;
    const auto begin = slashes - scheme.size();
    const bool same =
        std::ranges::equal(text.substr(begin, scheme.size()), scheme, {}, ascii::lower);
    if (same && (begin == 0 || !is_name_char(text[begin - 1]))) return begin;
  }
  return std::string_view::npos;
}

bool is_attribute_char(char c) {
  return ascii::is_letter(c) || ascii::is_digit(c) || c == '-' || c == ':' || c == '_';
}

// One element's attributes; `at` is behind its name. Returns where the element ends.
std::size_t read_attributes(std::string_view text, std::size_t at, const NameAt& open_type) {
  while (at < text.size() && text[at] != '>') {
    const auto begin = at;
    while (at < text.size() && is_attribute_char(text[at])) ++at;
    const auto name = text.substr(begin, at - begin);
    while (at < text.size() && is_space(text[at])) ++at;
    if (name.empty()) {
      if (at == begin) ++at;
      continue;
    }
    if (at >= text.size() || text[at] != '=') continue;
    ++at;
    while (at < text.size() && is_space(text[at])) ++at;
    if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) continue;
    const auto end = text.find(text[at], at + 1);
    if (end == std::string_view::npos) return text.size();
    const auto value = text.substr(at + 1, end - at - 1);
    const bool literal = std::ranges::all_of(value, is_name_char);
    const bool known = !value.empty() && literal && value.size() <= kNameBytesMax;
    if (name == "open-type" && known) open_type(value, begin);
    at = end + 1;
  }
  return at;
}

}  // namespace

void scan_interfaces(std::string_view script, const NameAt& found) {
  ScriptReader(script, found).read();
}

void scan_hosts(std::string_view text, const NameAt& found) {
  for (auto at = text.find("//"); at != std::string_view::npos; at = text.find("//", at + 2)) {
    const auto begin = scheme_begin(text, at);
    if (begin == std::string_view::npos) continue;
    std::string host;
    auto end = at + 2;
    while (end < text.size() && is_host_char(text[end])) host.push_back(ascii::lower(text[end++]));
    const bool named = host.find('.') != std::string::npos || host == "localhost";
    if (!named || host.size() > kHostBytesMax) continue;
    if (end < text.size() && text[end] == ':') {
      auto digits = end + 1;
      while (digits < text.size() && digits - end <= 5 && ascii::is_digit(text[digits])) ++digits;
      if (digits > end + 1) host += text.substr(end, digits - end);
    }
    while (host.ends_with('.')) host.pop_back();
    found(host, begin);
  }
}

void scan_elements(std::string_view wxml, const NameAt& element, const NameAt& open_type) {
  for (auto at = wxml.find('<'); at != std::string_view::npos; at = wxml.find('<', at)) {
    if (wxml.substr(at).starts_with("<!--")) {
      const auto end = wxml.find("-->", at);
      if (end == std::string_view::npos) return;
      at = end;
      continue;
    }
    const auto begin = ++at;
    while (at < wxml.size() && is_attribute_char(wxml[at])) ++at;
    const auto name = wxml.substr(begin, at - begin);
    if (name.empty() || name.size() > kNameBytesMax) continue;
    element(name, begin);
    at = read_attributes(wxml, at, open_type);
  }
}

std::uint32_t LineCounter::line_of(std::size_t offset) {
  offset = std::min(offset, text_.size());
  if (offset < at_) {
    at_ = 0;
    line_ = 1;
  }
  line_ += static_cast<std::uint32_t>(std::ranges::count(text_.substr(at_, offset - at_), '\n'));
  at_ = offset;
  return line_;
}

}  // namespace baobei::check
