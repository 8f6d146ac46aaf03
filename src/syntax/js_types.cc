// TypeScript's types are read over: no rule asks about them.
#include <algorithm>
#include <array>

#include "syntax/js_parser.h"

namespace baobei::syntax::js {
namespace {

constexpr std::array<std::string_view, 9> kTypeWords = {
    "keyof", "typeof", "readonly", "unique", "infer", "new", "asserts", "abstract", "is"};

}  // namespace

// One operand of a type: a name with its members and arguments, a bracket, a literal. True where it
// may be a function's parameters.
bool Parser::type_operand() {
  while (at_any_name() && std::ranges::find(kTypeWords, source(token_)) != kTypeWords.end() &&
         (peek().kind == TokenKind::kName || peek().is(Mark::kOpenParen) ||
          peek().is(Mark::kOpenBrace) || peek().is(Mark::kOpenBracket))) {
    advance();
  }
  if (at(Mark::kLess)) type_arguments();
  const bool parameters = at(Mark::kOpenParen);
  if (at(Mark::kOpenParen) || at(Mark::kOpenBrace) || at(Mark::kOpenBracket) ||
      token_.kind == TokenKind::kBacktick) {
    skip_balanced();
  } else if (at(Mark::kMinus)) {
    advance();
    advance();
  } else if (token_.kind != TokenKind::kMark && !at_end()) {
    advance();
    while (at(Mark::kDot) && peek().kind == TokenKind::kName) {
      advance();
      advance();
    }
    if (at(Mark::kLess) && !token_.after_line_break) type_arguments();
  }
  while (at(Mark::kOpenBracket) && !token_.after_line_break) skip_balanced();
  return parameters;
}

void Parser::type() {
  bool parameters = false;
  const auto goes_on = [&] {
    if (at(Mark::kArrow)) return parameters;
    if (at(Mark::kOther)) {
      const char c = lexer_.text()[token_.begin];
      return c == '|' || c == '&';
    }
    return !token_.after_line_break && (at_name("is") || at_name("extends"));
  };
  if (goes_on()) advance();
  parameters = type_operand();
  while (true) {
    const auto begin = token_.begin;
    if (goes_on()) {
      const bool condition = at_name("extends");
      advance();
      parameters = type_operand();
      if (condition && at(Mark::kQuestion)) {
        advance();
        while (!at(Mark::kColon) && !at(Mark::kSemicolon) && !at_end()) skip_balanced();
        take(Mark::kColon);
        type_operand();
      }
    }
    if (token_.begin == begin) return;
  }
}

// <…> of types, where that is what stands here; nothing is taken otherwise.
bool Parser::type_arguments() {
  if (!at(Mark::kLess)) return false;
  const auto before = save();
  std::size_t angles = 0;
  std::size_t brackets = 0;
  for (std::size_t i = 0; i < kLookaheadTokens; ++i) {
    if (at(Mark::kLess)) ++angles;
    if (at(Mark::kGreater)) --angles;
    if (at(Mark::kOpenParen) || at(Mark::kOpenBracket) || at(Mark::kOpenBrace)) ++brackets;
    if (at(Mark::kCloseParen) || at(Mark::kCloseBracket) || at(Mark::kCloseBrace)) {
      if (brackets == 0) break;
      --brackets;
    }
    const bool never = at(Mark::kAnd) || at(Mark::kOr) || at_end() || at(Mark::kPlus) ||
                       (at(Mark::kSemicolon) && brackets == 0);
    if (never) break;
    advance();
    if (angles == 0) return true;
  }
  restore(before);
  return false;
}

// ": T" where a type may stand.
bool Parser::type_annotation() {
  if (!take(Mark::kColon)) return false;
  type();
  return true;
}

// ": T" between an arrow's parameters and its arrow; nothing is taken where no arrow follows.
bool Parser::arrow_return_type() {
  const auto before = save();
  const auto faults = tree_.fault_count;
  type_annotation();
  if (at(Mark::kArrow)) return true;
  restore(before);
  tree_.fault_count = faults;
  tree_.faults.resize(std::min(tree_.faults.size(), faults));
  return false;
}

// interface, type, enum, declare, namespace: true where the statement here is one of them.
bool Parser::type_statement() {
  const auto ahead = peek();
  const bool named = ahead.kind == TokenKind::kName && !ahead.after_line_break;
  if (at_name("type") && named) {
    advance();
    advance();
    type_arguments();
    if (take(Mark::kAssign)) type();
    take(Mark::kSemicolon);
    return true;
  }
  if ((at_name("interface") || at_name("enum")) && named) {
    while (!at(Mark::kOpenBrace) && !at_end()) advance();
    skip_balanced();
    return true;
  }
  if (at_name("declare") && named) {
    advance();
    return true;
  }
  const bool module = at_name("namespace") || at_name("module") || at_name("global");
  if (module && (named || ahead.kind == TokenKind::kString || ahead.is(Mark::kOpenBrace))) {
    while (!at(Mark::kOpenBrace) && !at(Mark::kSemicolon) && !at_end()) advance();
    return true;  // what is inside follows as a block
  }
  return false;
}

}  // namespace baobei::syntax::js
