#include "syntax/js_lexer.h"

#include <algorithm>
#include <array>

namespace baobei::syntax::js {
namespace {

enum : std::uint8_t { kStart = 1, kPart = 2, kDigit = 4 };

// Bytes above 0x7F are parts of names: which characters those are does not matter here.
constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> classes{};
  for (int c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' ||
                        c == '#' || c == '\\' || c >= 0x80;
    const bool digit = c >= '0' && c <= '9';
    classes[static_cast<std::size_t>(c)] =
        static_cast<std::uint8_t>((letter ? kStart | kPart : 0) | (digit ? kPart | kDigit : 0));
  }
  return classes;
}();

std::uint8_t class_of(char c) {
  return kClasses[static_cast<unsigned char>(c)];
}

void append_utf8(std::string& out, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (c >= 0xD800 && c < 0xE000) c = 0xFFFD;
  if (c > 0x10FFFF) c = 0xFFFD;
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

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// `count` hexadecimal digits at `at`; moves behind them. False where they are not there.
bool read_hex(std::string_view text, std::size_t& at, std::size_t count, std::uint32_t& out) {
  if (at + count > text.size()) return false;
  out = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const int digit = hex_digit(text[at + i]);
    if (digit < 0) return false;
    out = out << 4 | static_cast<std::uint32_t>(digit);
  }
  at += count;
  return true;
}

// At the letter behind a backslash and 'u': XXXX or {X…}.
bool read_unicode(std::string_view text, std::size_t& at, std::uint32_t& out) {
  if (at < text.size() && text[at] == '{') {
    const auto close = text.find('}', at);
    if (close == std::string_view::npos || close - at < 2 || close - at > 7) return false;
    ++at;
    if (!read_hex(text, at, close - at, out)) return false;
    at = close + 1;
    return true;
  }
  if (!read_hex(text, at, 4, out)) return false;
  if (out >= 0xD800 && out < 0xDC00 && text.substr(at).starts_with("\\u")) {
    auto behind = at + 2;
    std::uint32_t low = 0;
    if (read_hex(text, behind, 4, low) && low >= 0xDC00 && low < 0xE000) {
      out = 0x10000 + ((out - 0xD800) << 10) + (low - 0xDC00);
      at = behind;
    }
  }
  return true;
}

}  // namespace

bool is_name_start(char c) {
  return (class_of(c) & kStart) != 0;
}
bool is_name_part(char c) {
  return (class_of(c) & kPart) != 0;
}

bool Lexer::skip_blanks(std::vector<Span>* comments) {
  bool broke = false;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
      ++at_;
    } else if (c == '\n') {
      broke = true;
      ++at_;
    } else if (c == '/' && (peek(1) == '/' || peek(1) == '*')) {
      const bool line = peek(1) == '/';
      const auto end = line ? text_.find('\n', at_) : text_.find("*/", at_ + 2);
      const auto behind = end == std::string_view::npos ? text_.size() : end + (line ? 0 : 2);
      if (comments != nullptr) comments->push_back({at_, static_cast<std::uint32_t>(behind)});
      const auto comment = text_.substr(at_, behind - at_);
      broke = broke || (!line && comment.find('\n') != std::string_view::npos);
      at_ = static_cast<std::uint32_t>(behind);
    } else if (c == '\xC2' && peek(1) == '\xA0') {  // no-break space
      at_ += 2;
    } else if ((c == '\xEF' && text_.substr(at_).starts_with("\xEF\xBB\xBF")) ||
               (c == '\xE3' && text_.substr(at_).starts_with("\xE3\x80\x80"))) {
      at_ += 3;  // byte order mark, ideographic space
    } else if (c == '#' && at_ == 0 && peek(1) == '!') {
      at_ = static_cast<std::uint32_t>(std::min(text_.find('\n'), text_.size()));
    } else {
      break;
    }
  }
  return broke;
}

Token Lexer::next(std::vector<Span>* comments) {
  Token token;
  token.after_line_break = skip_blanks(comments);
  token.begin = at_;
  token.end = at_;
  if (at_ >= text_.size()) return token;
  const char c = text_[at_];
  if (is_name_start(c)) {
    token.kind = TokenKind::kName;
    while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
  } else if ((class_of(c) & kDigit) != 0 || (c == '.' && (class_of(peek(1)) & kDigit) != 0)) {
    token.kind = TokenKind::kNumber;
    number();
  } else if (c == '"' || c == '\'') {
    token.kind = TokenKind::kString;
    string(token, c);
  } else if (c == '`') {
    token.kind = TokenKind::kBacktick;
    ++at_;
  } else {
    token.kind = TokenKind::kMark;
    mark(token);
  }
  token.end = at_;
  return token;
}

// Ends at its quotation mark, or, broken, at the end of its line.
void Lexer::string(Token& token, char quote) {
  ++at_;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == quote) {
      ++at_;
      return;
    }
    if (c == '\n') return;
    if (c == '\\') {
      token.escaped = true;
      ++at_;
      if (peek() == '\r' && peek(1) == '\n') ++at_;
    }
    if (at_ < text_.size()) ++at_;
  }
}

void Lexer::number() {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    const bool sign = (c == '+' || c == '-') && (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E');
    if (!is_name_part(c) && c != '.' && !sign) return;
    if (c == '.' && peek(1) == '.') return;  // a range of nothing we know
    ++at_;
  }
}

void Lexer::mark(Token& token) {
  const char c = text_[at_];
  const char d = peek(1);
  const auto take = [&](Mark mark, std::uint32_t bytes) {
    token.mark = mark;
    at_ += bytes;
  };
  static constexpr std::string_view kSingle = "()[]{};,:~";
  static constexpr std::array<Mark, 10> kMarks = {
      Mark::kOpenParen, Mark::kCloseParen, Mark::kOpenBracket, Mark::kCloseBracket,
      Mark::kOpenBrace, Mark::kCloseBrace, Mark::kSemicolon,   Mark::kComma,
      Mark::kColon,     Mark::kTilde};
  if (const auto single = kSingle.find(c); single != std::string_view::npos) {
    return take(kMarks[single], 1);
  }
  switch (c) {
    case '.':
      return d == '.' && peek(2) == '.' ? take(Mark::kSpread, 3) : take(Mark::kDot, 1);
    case '?':
      if (d == '?')
        return peek(2) == '=' ? take(Mark::kCompoundAssign, 3) : take(Mark::kNullish, 2);
      if (d == '.' && (class_of(peek(2)) & kDigit) == 0) return take(Mark::kOptionalDot, 2);
      return take(Mark::kQuestion, 1);
    case '=':
      if (d == '>') return take(Mark::kArrow, 2);
      if (d == '=') return take(Mark::kCompare, peek(2) == '=' ? 3 : 2);
      return take(Mark::kAssign, 1);
    case '!':
      if (d == '=') return take(Mark::kCompare, peek(2) == '=' ? 3 : 2);
      return take(Mark::kNot, 1);
    case '+':
    case '-':
      if (d == c) return take(Mark::kIncrement, 2);
      if (d == '=') return take(Mark::kCompoundAssign, 2);
      return take(c == '+' ? Mark::kPlus : Mark::kMinus, 1);
    case '&':
    case '|': {
      const auto both = c == '&' ? Mark::kAnd : Mark::kOr;
      if (d == c) return peek(2) == '=' ? take(Mark::kCompoundAssign, 3) : take(both, 2);
      return d == '=' ? take(Mark::kCompoundAssign, 2) : take(Mark::kOther, 1);
    }
    case '<':
      if (d == '<') return peek(2) == '=' ? take(Mark::kCompoundAssign, 3) : take(Mark::kShift, 2);
      return d == '=' ? take(Mark::kCompare, 2) : take(Mark::kLess, 1);
    case '>':
      if (d == '=') return take(Mark::kCompare, 2);
      return take(Mark::kGreater, 1);  // longer ones are put together by the parser
    case '/':
      return take(Mark::kDivide, d == '=' ? 2 : 1);
    case '*':
    case '%':
    case '^': {
      const std::uint32_t length = c == '*' && d == '*' ? 2 : 1;
      return peek(length) == '=' ? take(Mark::kCompoundAssign, length + 1)
                                 : take(Mark::kOther, length);
    }
    default:
      return take(Mark::kOther, 1);
  }
}

Token Lexer::regex(const Token& slash) {
  Token token = slash;
  token.kind = TokenKind::kRegex;
  token.mark = Mark::kNone;
  at_ = slash.begin + 1;
  bool in_class = false;
  while (at_ < text_.size() && text_[at_] != '\n') {
    const char c = text_[at_++];
    if (c == '\\' && at_ < text_.size() && text_[at_] != '\n') {
      ++at_;
    } else if (c == '[') {
      in_class = true;
    } else if (c == ']') {
      in_class = false;
    } else if (c == '/' && !in_class) {
      break;
    }
  }
  while (at_ < text_.size() && is_name_part(text_[at_])) ++at_;
  token.end = at_;
  return token;
}

Span Lexer::template_piece(bool& hole) {
  const auto begin = at_;
  hole = false;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '`') {
      const Span span{begin, at_};
      ++at_;
      return span;
    }
    if (c == '$' && peek(1) == '{') {
      const Span span{begin, at_};
      at_ += 2;
      hole = true;
      return span;
    }
    at_ += c == '\\' && at_ + 1 < text_.size() ? 2 : 1;
  }
  return {begin, at_};
}

std::string unescaped(std::string_view inside) {
  std::string out;
  out.reserve(inside.size());
  for (std::size_t at = 0; at < inside.size();) {
    if (inside[at] != '\\' || at + 1 >= inside.size()) {
      out += inside[at++];
      continue;
    }
    const char c = inside[at + 1];
    at += 2;
    std::uint32_t code = 0;
    static constexpr std::string_view kNames = "nrtbfv0";
    static constexpr std::string_view kValues("\n\r\t\b\f\v\0", 7);
    if ((c == 'x' && read_hex(inside, at, 2, code)) ||
        (c == 'u' && read_unicode(inside, at, code))) {
      append_utf8(out, code);
    } else if (const auto named = kNames.find(c); named != std::string_view::npos) {
      out += kValues[named];
    } else if (c == '\r' && at < inside.size() && inside[at] == '\n') {
      ++at;  // a continued line
    } else if (c != '\n' && c != '\r') {
      out += c;
    }
  }
  return out;
}

}  // namespace baobei::syntax::js
