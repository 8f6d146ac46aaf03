#include "check/jsonc.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "base/text.h"

namespace baobei::check::jsonc {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";

void append_utf8(std::string& out, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F)),
        put(0x80 | (c & 0x3F));
  }
}

// A recursive descent whose steps return false once error_ is set.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::expected<Document, SyntaxError> read() {
    if (text_.size() > kJsonBytesMax) {
      give_up(0, "文件过大，超过 4 MB", "the file is too large, over 4 MB");
    } else if (!is_utf8(text_)) {
      give_up(0, "文件不是 UTF-8 编码", "the file is not UTF-8");
    } else {
      document();
    }
    if (failed_) return std::unexpected(error_);
    return std::move(document_);
  }

 private:
  bool give_up(std::size_t at, std::string zh, std::string en) {
    if (!failed_) {
      error_ = {{std::move(zh), std::move(en)}, {at, std::min(at + 1, text_.size())}};
    }
    failed_ = true;
    return false;
  }

  bool expected_here(const char* zh, const char* en) {
    if (at_ >= text_.size()) {
      return give_up(at_, std::string("文件到此结束，此处应为") + zh,
                     std::string("the file ends where ") + en + " should stand");
    }
    return give_up(at_, std::string("此处应为") + zh, std::string(en) + " should stand here");
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool at_end() const { return at_ >= text_.size(); }

  void remark(RemarkKind kind, std::size_t begin, std::size_t end) {
    document_.remarks.push_back({kind, {begin, end}});
  }

  void document() {
    if (text_.starts_with(kBom)) {
      at_ = kBom.size();
      remark(RemarkKind::kBom, 0, kBom.size());
    }
    if (!skip() || !value(document_.root, 0) || !skip()) return;
    if (!at_end()) expected_here("文件末尾", "the end of the file");
  }

  bool skip() {
    while (!at_end()) {
      const char c = peek();
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (text_.substr(at_).starts_with("//")) {
        const auto begin = at_;
        at_ = std::min(text_.find('\n', at_), text_.size());
        remark(RemarkKind::kComment, begin, at_);
      } else if (text_.substr(at_).starts_with("/*")) {
        const auto begin = at_;
        const auto end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) {
          return give_up(begin, "注释没有结束", "this comment does not end");
        }
        at_ = end + 2;
        remark(RemarkKind::kComment, begin, at_);
      } else {
        break;
      }
    }
    return true;
  }

  bool value(Value& out, std::size_t depth) {
    if (depth > kJsonDepthMax) {
      return give_up(at_, "嵌套过深，至多 64 层", "nested too deeply, at most 64 levels");
    }
    if (++values_ > kJsonValuesMax) {
      return give_up(at_, "值过多，至多 20 万个", "too many values, at most 200,000");
    }
    out.span.begin = at_;
    const char c = peek();
    bool good = false;
    if (c == '{') {
      good = object(out, depth);
    } else if (c == '[') {
      good = array(out, depth);
    } else if (c == '"') {
      out.kind = Kind::kString;
      good = string(out.text);
    } else if (c == '-' || ascii::is_digit(c)) {
      good = number(out);
    } else {
      good = word(out);
    }
    out.span.end = at_;
    return good;
  }

  bool word(Value& out) {
    const auto rest = text_.substr(at_);
    if (rest.starts_with("true") || rest.starts_with("false")) {
      out.kind = Kind::kBool;
      out.boolean = rest.starts_with("true");
      at_ += out.boolean ? 4 : 5;
      return true;
    }
    if (rest.starts_with("null")) {
      at_ += 4;
      return true;
    }
    if (rest.starts_with('\'')) {
      return give_up(at_, "JSON 的字符串须用双引号", "strings of JSON stand in double quotes");
    }
    return expected_here("一个值", "a value");
  }

  bool number(Value& out) {
    const auto begin = at_;
    out.kind = Kind::kNumber;
    if (peek() == '-') ++at_;
    if (!digits()) return expected_here("数字", "a digit");
    if (peek() == '.') {
      ++at_;
      if (!digits()) return expected_here("数字", "a digit");
    }
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (!digits()) return expected_here("数字", "a digit");
    }
    out.text = text_.substr(begin, at_ - begin);
    return true;
  }

  bool digits() {
    const auto begin = at_;
    while (ascii::is_digit(peek())) ++at_;
    return at_ > begin;
  }

  bool string(std::string& out) {
    const auto begin = at_++;
    while (!at_end() && peek() != '"') {
      const char c = peek();
      if (static_cast<unsigned char>(c) < 0x20) {
        return give_up(begin, "字符串没有在本行结束", "this string does not end on its line");
      }
      if (c == '\\') {
        if (!escape(out)) return false;
      } else {
        out += c;
        ++at_;
      }
    }
    if (at_end()) return give_up(begin, "字符串没有结束", "this string does not end");
    ++at_;
    return true;
  }

  bool escape(std::string& out) {
    static constexpr std::string_view kNames = "\"\\/bfnrt";
    static constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
    const auto begin = at_++;
    const auto name = kNames.find(peek());
    if (!at_end() && name != std::string_view::npos) {
      out += kValues[name];
      ++at_;
      return true;
    }
    std::uint32_t unit = 0;
    if (peek() != 'u' || !hex4(unit)) return give_up(begin, "转义符不正确", "this is no escape");
    if (unit >= 0xD800 && unit < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
      std::uint32_t low = 0;
      ++at_;
      if (!hex4(low)) return give_up(begin, "转义符不正确", "this is no escape");
      const bool pair = low >= 0xDC00 && low < 0xE000;
      unit = pair ? 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
    }
    append_utf8(out, unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit);
    return true;
  }

  // At the 'u'; leaves at_ behind its four digits.
  bool hex4(std::uint32_t& out) {
    if (text_.size() - at_ < 5) return false;
    out = 0;
    for (std::size_t i = 1; i <= 4; ++i) {
      static constexpr std::string_view kHex = "0123456789abcdef";
      const char c = text_[at_ + i];
      const auto digit = kHex.find(c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c);
      if (digit == std::string_view::npos) return false;
      out = out << 4 | static_cast<std::uint32_t>(digit);
    }
    at_ += 5;
    return true;
  }

  bool array(Value& out, std::size_t depth) {
    out.kind = Kind::kArray;
    ++at_;
    if (!skip()) return false;
    while (peek() != ']') {
      if (!value(out.items.emplace_back(), depth + 1) || !separator(']')) return false;
    }
    ++at_;
    return true;
  }

  bool object(Value& out, std::size_t depth) {
    out.kind = Kind::kObject;
    std::set<std::string> seen;
    ++at_;
    if (!skip()) return false;
    while (peek() != '}') {
      if (peek() != '"') return expected_here("双引号中的键", "a key in double quotes");
      Member& member = out.members.emplace_back();
      member.span.begin = at_;
      if (!string(member.key)) return false;
      member.span.end = at_;
      if (!seen.insert(member.key).second) {
        remark(RemarkKind::kDuplicateKey, member.span.begin, member.span.end);
      }
      if (!skip()) return false;
      if (peek() != ':') return expected_here("冒号", "a colon");
      ++at_;
      if (!skip() || !value(member.value, depth + 1) || !separator('}')) return false;
    }
    ++at_;
    return true;
  }

  // After an element: a comma and what follows, or the closing bracket, which stays.
  bool separator(char close) {
    if (!skip()) return false;
    if (peek() == close) return true;
    if (peek() != ',') {
      return close == ']' ? expected_here("逗号或“]”", "a comma or ']'")
                          : expected_here("逗号或“}”", "a comma or '}'");
    }
    const auto comma = at_++;
    if (!skip()) return false;
    if (peek() == close) remark(RemarkKind::kTrailingComma, comma, comma + 1);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t values_ = 0;
  bool failed_ = false;
  SyntaxError error_;
  Document document_;
};

}  // namespace

const Value* Value::find(std::string_view key) const {
  for (auto member = members.rbegin(); member != members.rend(); ++member) {
    if (member->key == key) return &member->value;
  }
  return nullptr;
}

std::string_view Value::string(std::string_view key) const {
  const Value* found = find(key);
  return found != nullptr && found->is(Kind::kString) ? std::string_view(found->text) : "";
}

std::expected<Document, SyntaxError> read(std::string_view text) {
  return Reader(text).read();
}

Position position_of(std::string_view text, std::size_t offset) {
  if (text.starts_with(kBom)) {
    text.remove_prefix(kBom.size());
    offset -= std::min(offset, kBom.size());
  }
  const auto before = text.substr(0, offset);
  const auto line_break = before.rfind('\n');
  const auto line = line_break == std::string_view::npos ? before : before.substr(line_break + 1);
  return {static_cast<std::uint32_t>(1 + std::ranges::count(before, '\n')),
          static_cast<std::uint32_t>(1 + utf8_length(line))};
}

}  // namespace baobei::check::jsonc
