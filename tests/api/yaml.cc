#include "yaml.h"

#include <algorithm>
#include <charconv>

namespace baobei::api {
namespace {

struct Line {
  std::size_t indent = 0;
  std::string text;  // without the indent and blanks at the end
  std::size_t no = 0;
};

std::unexpected<Error> wrong(const Line& line, const char* what) {
  return fail(ErrorKind::kInvalid, what, "line " + std::to_string(line.no) + ": " + line.text);
}

json::value plain(std::string_view text) {
  text = trim(text);
  if (text == "true" || text == "false") return text == "true";
  if (text == "null" || text == "~" || text.empty()) return nullptr;
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && stopped == end) return number;
  return json::value(json::string(text));
}

// One value on one line, in flow style or a scalar.
class Flow {
 public:
  explicit Flow(std::string_view text) : text_(text) {}

  std::optional<json::value> whole() {
    auto value = read(false);
    skip();
    if (!value || at_ != text_.size()) return std::nullopt;
    return value;
  }

 private:
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::optional<json::value> read(bool within) {
    skip();
    if (take('{')) return map();
    if (take('[')) return list();
    if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"')) return quoted();
    const auto end = within ? text_.find_first_of(",]}", at_) : text_.size();
    const auto word = text_.substr(at_, end - at_);
    at_ = std::min(end, text_.size());
    return plain(word);
  }

  std::optional<json::value> quoted() {
    const char quote = text_[at_++];
    std::string out;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      const bool doubled = quote == '\'' && text_.substr(at_).starts_with("''");
      if (c == quote && !doubled) {
        ++at_;
        return json::value(json::string(out));
      }
      if (doubled) ++at_;
      if (quote == '"' && c == '\\') {
        ++at_;
        const char escaped = at_ < text_.size() ? text_[at_] : '\0';
        out.push_back(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped);
        continue;
      }
      out.push_back(c);
    }
    return std::nullopt;
  }

  std::optional<json::value> list() {
    json::array items;
    if (take(']')) return items;
    do {
      auto item = read(true);
      if (!item) return std::nullopt;
      items.push_back(std::move(*item));
    } while (take(','));
    if (!take(']')) return std::nullopt;
    return items;
  }

  std::optional<json::value> map() {
    json::object members;
    if (take('}')) return members;
    do {
      skip();
      std::optional<json::value> key;
      if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"')) {
        key = quoted();
      } else {
        const auto end = std::min(text_.find(':', at_), text_.size());
        key = json::value(json::string(trim(text_.substr(at_, end - at_))));
        at_ = end;
      }
      if (!key || !take(':')) return std::nullopt;
      auto value = read(true);
      if (!value) return std::nullopt;
      members.insert_or_assign(key->get_string(), std::move(*value));
    } while (take(','));
    if (!take('}')) return std::nullopt;
    return members;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

struct Key {
  std::string name;
  std::string rest;
};

// "name: rest" or "name:"; nothing where the line is no member of a map.
std::optional<Key> key_of(const std::string& text) {
  if (text.empty() || text[0] == '{' || text[0] == '[') return std::nullopt;
  std::size_t colon = 0;
  if (text[0] == '\'' || text[0] == '"') {
    const auto end = text.find(text[0], 1);
    if (end == std::string::npos || end + 1 >= text.size() || text[end + 1] != ':') {
      return std::nullopt;
    }
    return Key{text.substr(1, end - 1), std::string(trim(text.substr(end + 2)))};
  }
  colon = text.find(": ");
  if (colon == std::string::npos && text.ends_with(':')) colon = text.size() - 1;
  if (colon == std::string::npos) return std::nullopt;
  return Key{text.substr(0, colon), std::string(trim(text.substr(colon + 1)))};
}

class Reader {
 public:
  explicit Reader(std::string_view text) {
    std::size_t no = 0;
    for (const auto& line : split(text, '\n')) {
      const auto indent = std::min(line.find_first_not_of(' '), line.size());
      lines_.push_back({indent, std::string(trim(line)), ++no});
    }
  }

  Result<json::value> whole() {
    pass_blanks();
    TRY_ASSIGN(auto value, block(0));
    pass_blanks();
    if (at_ < lines_.size()) return wrong(lines_[at_], "not read");
    return value;
  }

 private:
  bool is_item() const { return lines_[at_].text == "-" || lines_[at_].text.starts_with("- "); }
  void pass_blanks() {
    while (at_ < lines_.size() && (lines_[at_].text.empty() || lines_[at_].text[0] == '#')) ++at_;
  }
  bool stands_at(std::size_t indent) {
    pass_blanks();
    return at_ < lines_.size() && lines_[at_].indent == indent;
  }

  Result<json::value> block(std::size_t indent) { return is_item() ? list(indent) : map(indent); }

  Result<json::value> list(std::size_t indent) {
    json::array items;
    while (stands_at(indent) && is_item()) {
      auto& line = lines_[at_];
      line.text = std::string(trim(line.text.substr(1)));
      line.indent += 2;
      if (key_of(line.text)) {
        TRY_ASSIGN(auto item, map(indent + 2));
        items.push_back(std::move(item));
      } else {
        const Line first = line;
        ++at_;
        TRY_ASSIGN(auto item, scalar(first, first.text, indent));
        items.push_back(std::move(item));
      }
    }
    return items;
  }

  Result<json::value> map(std::size_t indent) {
    json::object members;
    while (stands_at(indent) && !is_item()) {
      const Line line = lines_[at_];
      const auto key = key_of(line.text);
      if (!key) return wrong(line, "a member is expected");
      ++at_;
      if (members.contains(key->name)) return wrong(line, "a member stands twice");
      TRY_ASSIGN(auto value, member(line, key->rest, indent));
      members.emplace(key->name, std::move(value));
    }
    return members;
  }

  Result<json::value> member(const Line& line, const std::string& rest, std::size_t indent) {
    if (rest == "|") return literal(indent);
    if (!rest.empty()) return scalar(line, rest, indent);
    pass_blanks();
    if (at_ >= lines_.size()) return nullptr;
    const auto next = lines_[at_].indent;
    if (next > indent || (next == indent && is_item())) return block(next);
    return nullptr;
  }

  // With the lines that go on with it.
  Result<json::value> scalar(const Line& line, std::string text, std::size_t indent) {
    while (at_ < lines_.size() && !lines_[at_].text.empty() && lines_[at_].indent > indent) {
      text += " " + lines_[at_++].text;
    }
    auto value = Flow(text).whole();
    if (!value) return wrong(line, "not a value");
    return std::move(*value);
  }

  json::value literal(std::size_t indent) {
    std::string text;
    while (at_ < lines_.size() && (lines_[at_].text.empty() || lines_[at_].indent > indent)) {
      text += lines_[at_++].text + "\n";
    }
    return json::value(json::string(text));
  }

  std::vector<Line> lines_;
  std::size_t at_ = 0;
};

}  // namespace

Result<json::value> read_yaml(std::string_view text) {
  return Reader(text).whole();
}

}  // namespace baobei::api
