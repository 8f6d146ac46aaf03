#include "syntax/js_parser.h"

#include <algorithm>
#include <array>

namespace baobei::syntax::js {
namespace {

constexpr std::array<std::string_view, 5> kSteering = {"else", "do", "try", "finally", "debugger"};

}  // namespace

Parser::Parser(std::string_view text, Language language) : language_(language), lexer_(text) {
  tree_.text = text;
  tree_.nodes.push_back({NodeKind::kProgram, 0, 0, static_cast<std::uint32_t>(text.size())});
}

// ---- tokens ----------------------------------------------------------------------------------

void Parser::advance() {
  previous_end_ = token_.end;
  token_ = lexer_.next(&tree_.comments);
}

bool Parser::take(Mark mark) {
  if (!at(mark)) return false;
  advance();
  return true;
}

bool Parser::take_name(std::string_view word) {
  if (!at_name(word)) return false;
  advance();
  return true;
}

Token Parser::peek() {
  Lexer ahead = lexer_;
  return ahead.next(nullptr);
}

void Parser::restore(const State& state) {
  lexer_ = state.lexer;
  token_ = state.token;
  while (!tree_.comments.empty() && tree_.comments.back().begin >= token_.end) {
    tree_.comments.pop_back();
  }
}

void Parser::fault(std::string_view what) {
  ++tree_.fault_count;
  if (tree_.faults.size() < kFaultsMax) tree_.faults.push_back({{token_.begin, token_.end}, what});
}

void Parser::skip_balanced() {
  std::size_t open = 0;
  do {
    if (at(Mark::kOpenParen) || at(Mark::kOpenBracket) || at(Mark::kOpenBrace)) ++open;
    if (at(Mark::kCloseParen) || at(Mark::kCloseBracket) || at(Mark::kCloseBrace)) {
      open -= std::min<std::size_t>(open, 1);
    }
    if (token_.kind == TokenKind::kBacktick) {
      bool hole = false;
      lexer_.template_piece(hole);
      if (hole) ++open;
    }
    advance();
  } while (open > 0 && !at_end());
}

// ---- nodes -----------------------------------------------------------------------------------

NodeIndex Parser::add(NodeKind kind, std::uint32_t begin, std::uint8_t flags) {
  tree_.nodes.push_back({kind, flags, begin, begin});
  return static_cast<NodeIndex>(tree_.nodes.size() - 1);
}

NodeIndex Parser::leaf(NodeKind kind, std::uint8_t flags) {
  const auto node = add(kind, token_.begin, flags);
  tree_.nodes[node].end = token_.end;
  advance();
  return node;
}

NodeIndex Parser::empty() {
  return add(NodeKind::kEmpty, token_.begin);
}

void Parser::link(Children& children, NodeIndex child) {
  if (child == kNoNode) return;
  if (children.last == kNoNode) {
    tree_.nodes[children.parent].first_child = child;
  } else {
    tree_.nodes[children.last].next = child;
  }
  children.last = child;
}

NodeIndex Parser::close(NodeIndex node) {
  tree_.nodes[node].end = std::max(previous_end_, tree_.nodes[node].begin);
  return node;
}

NodeIndex Parser::too_deep() {
  tree_.too_deep = true;
  fault(kTooDeep);
  const auto node = add(NodeKind::kSkipped, token_.begin);
  skip_balanced();
  return close(node);
}

// ---- statements ------------------------------------------------------------------------------

Tree Parser::program() {
  tree_.nodes.reserve(tree_.text.size() / 6 + 16);
  advance();
  Children children{0, kNoNode};
  statements(children, false);
  return std::move(tree_);
}

void Parser::statements(Children& into, bool until_brace) {
  while (!at_end() && !(until_brace && at(Mark::kCloseBrace))) {
    const auto begin = token_.begin;
    link(into, statement());
    if (token_.begin == begin && !at_end() && !(until_brace && at(Mark::kCloseBrace))) {
      fault(kUnexpected);
      advance();
    }
  }
}

// A semicolon, or what stands for one. TypeScript is followed too loosely to tell.
void Parser::end_statement() {
  if (take(Mark::kSemicolon) || is_typescript()) return;
  if (!at(Mark::kCloseBrace) && !at_end() && !token_.after_line_break) fault(kUnexpected);
}

// Behind an item of a list that `bracket` ends.
void Parser::needs_comma(Mark bracket) {
  if (!is_typescript() && !at(Mark::kComma) && !at(bracket) && !at_end()) fault(kUnexpected);
}

// kNoNode where the statement leaves nothing behind.
NodeIndex Parser::statement() {
  if (depth_ >= kDepthMax) return too_deep();
  ++depth_;
  NodeIndex out = kNoNode;
  if (at(Mark::kOpenBrace)) {
    out = block();
  } else if (at(Mark::kSemicolon)) {
    advance();
  } else if (!(at_any_name() && keyword_statement(out))) {
    out = expression();
    if (!take(Mark::kColon)) end_statement();  // else it was a label
  }
  --depth_;
  return out;
}

bool Parser::keyword_statement(NodeIndex& out) {
  const auto word = source(token_);
  if (word == "var" || word == "const" || word == "let") {
    const auto ahead = peek();
    if (word == "const" && is_typescript() && ahead.kind == TokenKind::kName &&
        source(ahead) == "enum") {
      advance();
      return type_statement();
    }
    if (word == "let" && ahead.kind != TokenKind::kName && !ahead.is(Mark::kOpenBrace) &&
        !ahead.is(Mark::kOpenBracket)) {
      return false;
    }
    out = variables();
    end_statement();
    return true;
  }
  if (word == "function") {
    out = function(false);
    return true;
  }
  if (word == "class" ||
      (is_typescript() && word == "abstract" && peek().kind == TokenKind::kName)) {
    if (word == "abstract") advance();
    out = class_();
    return true;
  }
  if (word == "import") {
    const auto ahead = peek();
    if (ahead.is(Mark::kOpenParen) || ahead.is(Mark::kDot)) return false;
    out = import_();
    return true;
  }
  if (word == "export") {
    out = export_();
    return true;
  }
  if (word == "return" || word == "throw") {
    out = add(NodeKind::kReturn, token_.begin);
    advance();
    Children children{out, kNoNode};
    const bool over =
        at(Mark::kSemicolon) || at(Mark::kCloseBrace) || at_end() || token_.after_line_break;
    if (!over) link(children, expression());
    end_statement();
    close(out);
    return true;
  }
  return steering_statement(out) || (is_typescript() && type_statement());
}

// Keywords whose bodies simply follow as the next statements.
bool Parser::steering_statement(NodeIndex& out) {
  const auto word = source(token_);
  if (std::ranges::find(kSteering, word) != kSteering.end()) {
    const bool guards = word == "try";
    advance();
    if (guards && at(Mark::kOpenBrace)) {
      out = block();
      tree_.nodes[out].flags = kGuarded;
    }
    return true;
  }
  if (word == "break" || word == "continue") {
    advance();
    if (at_any_name() && !token_.after_line_break) advance();
    take(Mark::kSemicolon);
    return true;
  }
  if (word == "default" && peek().is(Mark::kColon)) {
    advance();
    advance();
    return true;
  }
  if (word == "case") {
    advance();
    const bool before = colon_is_ours_;
    colon_is_ours_ = true;
    out = expression();
    colon_is_ours_ = before;
    take(Mark::kColon);
    return true;
  }
  if (!peek().is(Mark::kOpenParen) && word != "for" && word != "catch") return false;
  if (word == "if" || word == "while" || word == "switch" || word == "with") {
    advance();
    out = head(true);
    return true;
  }
  if (word == "catch") {
    advance();
    if (at(Mark::kOpenParen)) out = parameters();
    return true;
  }
  if (word == "for") {
    advance();
    take_name("await");
    out = for_head();
    return true;
  }
  return false;
}

NodeIndex Parser::head(bool tested) {
  const auto node = add(tested ? NodeKind::kTest : NodeKind::kSequence, token_.begin);
  Children children{node, kNoNode};
  take(Mark::kOpenParen);
  if (!at(Mark::kCloseParen)) link(children, expression());
  if (!take(Mark::kCloseParen)) fault(kUnexpected);
  return close(node);
}

NodeIndex Parser::for_head() {
  const auto node = add(NodeKind::kSequence, token_.begin);
  Children children{node, kNoNode};
  if (!take(Mark::kOpenParen)) return close(node);
  const bool before = in_is_operator_;
  in_is_operator_ = false;
  while (!at(Mark::kCloseParen) && !at_end()) {
    const auto begin = token_.begin;
    if (at_name("var") || at_name("const") || at_name("let")) {
      link(children, variables());
    } else if (!at(Mark::kSemicolon)) {
      link(children, expression());
    }
    if (!take(Mark::kSemicolon) && !take_name("of") && !take_name("in") && token_.begin == begin) {
      fault(kUnexpected);
      advance();
    }
  }
  in_is_operator_ = before;
  take(Mark::kCloseParen);
  return close(node);
}

NodeIndex Parser::block() {
  const auto node = add(NodeKind::kBlock, token_.begin);
  Children children{node, kNoNode};
  take(Mark::kOpenBrace);
  const bool before_in = in_is_operator_;
  const bool before_colon = colon_is_ours_;
  in_is_operator_ = true;
  colon_is_ours_ = false;
  statements(children, true);
  in_is_operator_ = before_in;
  colon_is_ours_ = before_colon;
  if (!take(Mark::kCloseBrace)) fault(kUnexpected);
  return close(node);
}

NodeIndex Parser::variables() {
  const auto node = add(NodeKind::kVariables, token_.begin, at_name("var") ? kVar : 0);
  Children children{node, kNoNode};
  advance();
  do {
    if (!at_any_name() && !at(Mark::kOpenBrace) && !at(Mark::kOpenBracket)) break;
    const auto declarator = add(NodeKind::kDeclarator, token_.begin);
    Children parts{declarator, kNoNode};
    link(parts, pattern());
    if (is_typescript()) {
      take(Mark::kNot);
      type_annotation();
    }
    if (take(Mark::kAssign)) link(parts, assignment());
    link(children, close(declarator));
  } while (take(Mark::kComma));
  return close(node);
}

// A name, or an object or array literal that stands for a pattern.
NodeIndex Parser::pattern() {
  if (depth_ >= kDepthMax) return too_deep();
  ++depth_;
  NodeIndex out = kNoNode;
  if (at(Mark::kOpenBrace)) {
    out = object();
  } else if (at(Mark::kOpenBracket)) {
    out = array();
  } else if (at_any_name()) {
    out = leaf(NodeKind::kName);
  } else {
    fault(kUnexpected);
    out = empty();
  }
  --depth_;
  return out;
}

NodeIndex Parser::function(bool is_async_taken) {
  const auto node = add(NodeKind::kFunction, token_.begin);
  Children children{node, kNoNode};
  if (!is_async_taken) take_name("async");
  take_name("function");
  if (at(Mark::kOther)) advance();  // *
  link(children, at_any_name() ? leaf(NodeKind::kName) : empty());
  return function_rest(node, children);
}

// Parameters and body; the name, or a kEmpty in its place, is linked already.
NodeIndex Parser::function_rest(NodeIndex function, Children& children) {
  if (is_typescript()) type_arguments();
  link(children, parameters());
  if (is_typescript()) type_annotation();
  if (at(Mark::kOpenBrace)) {
    link(children, block());
  } else {
    take(Mark::kSemicolon);  // a signature alone
  }
  return close(function);
}

NodeIndex Parser::parameters() {
  const auto node = add(NodeKind::kParameters, token_.begin);
  Children children{node, kNoNode};
  if (!take(Mark::kOpenParen)) {
    fault(kUnexpected);
    return close(node);
  }
  while (!at(Mark::kCloseParen) && !at_end()) {
    const auto begin = token_.begin;
    if (is_typescript()) {
      while (at_any_name() && std::ranges::find(kModifiers, source(token_)) != kModifiers.end() &&
             peek().kind == TokenKind::kName) {
        advance();
      }
    }
    take(Mark::kSpread);
    auto parameter = pattern();
    if (is_typescript()) {
      take(Mark::kQuestion);
      type_annotation();
    }
    if (take(Mark::kAssign)) {
      const auto assign = add(NodeKind::kAssign, begin);
      Children parts{assign, kNoNode};
      link(parts, parameter);
      link(parts, assignment());
      parameter = close(assign);
    }
    link(children, parameter);
    if (!take(Mark::kComma) && token_.begin == begin) advance();
  }
  take(Mark::kCloseParen);
  return close(node);
}

Tree parse(std::string_view text, Language language) {
  return Parser(text.substr(0, kSourceBytesMax), language).program();
}

Tree parse_expression(std::string_view text, Span span) {
  return Parser(text, Language::kJavaScript).expression_alone(span);
}

}  // namespace baobei::syntax::js
