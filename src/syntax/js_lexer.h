// The words of JavaScript and TypeScript, one at a time.
//
// Invariants: every token but the last has at least one byte, tokens do not overlap, and the last
// is kEnd, again and again. Whether '/' begins a regular expression and '}' goes on with a template
// depends on the grammar, so the parser says so: regex() and template_piece().
// Threads: a plain value; copying it is how the parser looks ahead.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/source.h"

namespace baobei::syntax::js {

enum class TokenKind : std::uint8_t {
  kEnd,
  kName,  // identifiers and keywords; also #private
  kNumber,
  kString,    // with its quotation marks
  kRegex,     // from regex() alone
  kBacktick,  // '`': the parser goes on with template_piece()
  kMark,      // an operator or bracket; Token::mark says which
};

// The first byte of a mark and, for longer ones, how it goes on.
enum class Mark : std::uint8_t {
  kNone,
  kOpenParen,
  kCloseParen,
  kOpenBracket,
  kCloseBracket,
  kOpenBrace,
  kCloseBrace,
  kSemicolon,
  kComma,
  kColon,
  kDot,
  kOptionalDot,
  kSpread,
  kQuestion,
  kArrow,
  kAssign,          // =
  kCompoundAssign,  // += and the like
  kPlus,
  kMinus,
  kIncrement,  // ++ and --
  kNot,
  kTilde,
  kAnd,
  kOr,
  kNullish,
  kLess,
  kGreater,  // also >= and <=: kCompare
  kCompare,  // == != === !== <= >=
  kShift,    // << >> >>>
  kDivide,   // '/' or '/=': a regular expression where an operand should stand
  kOther,    // * % & | ^ ** @ and what is no mark of the language
};

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Mark mark = Mark::kNone;
  bool after_line_break = false;
  bool escaped = false;  // a string with a backslash
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool is(Mark other) const { return mark == other; }
};

class Lexer {
 public:
  explicit Lexer(std::string_view text, std::uint32_t from = 0) : text_(text), at_(from) {}

  // Comments go to `comments` where it is not null.
  Token next(std::vector<Span>* comments);

  // Reads on from `slash`, which was a kDivide, as a regular expression.
  Token regex(const Token& slash);

  // Reads a template's text on from the lexer's place, which is behind '`' or a '}' that closes a
  // hole. `hole` says whether a hole follows; else the template has ended. The lexer then stands
  // behind "${" or behind '`'.
  Span template_piece(bool& hole);

  std::string_view text() const { return text_; }
  std::uint32_t at() const { return at_; }
  void go_to(std::uint32_t at) { at_ = at; }

 private:
  bool skip_blanks(std::vector<Span>* comments);
  void string(Token& token, char quote);
  void number();
  void mark(Token& token);
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  std::string_view text_;
  std::uint32_t at_ = 0;
};

// The value of a string literal, its quotation marks taken off; of a template's piece as it stands.
std::string unescaped(std::string_view inside);

bool is_name_start(char c);
bool is_name_part(char c);

}  // namespace baobei::syntax::js
