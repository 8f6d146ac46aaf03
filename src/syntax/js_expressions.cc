#include <algorithm>
#include <array>

#include "syntax/js_parser.h"

namespace baobei::syntax::js {
namespace {

constexpr std::array<std::string_view, 6> kUnaryWords = {"typeof", "void",  "delete",
                                                         "await",  "yield", "async"};

// Names that end an expression where an operand should stand, so that broken code does not run on.
constexpr std::array<std::string_view, 14> kNeverOperands = {
    "var",    "const", "return", "if",    "else", "for",   "while",
    "switch", "case",  "break",  "throw", "try",  "catch", "finally"};

}  // namespace

Tree Parser::expression_alone(Span span) {
  lexer_.go_to(span.begin);
  tree_.text = tree_.text.substr(0, span.end);
  lexer_ = Lexer(tree_.text, span.begin);
  advance();
  Children children{0, kNoNode};
  const bool properties = at(Mark::kSpread) || (at_any_name() && peek().is(Mark::kColon));
  while (!at_end()) {
    const auto begin = token_.begin;
    link(children, properties ? property() : assignment());
    if (!take(Mark::kComma) && token_.begin == begin) {
      fault(kUnexpected);
      advance();
    }
  }
  return std::move(tree_);
}

// With commas between.
NodeIndex Parser::expression() {
  const auto begin = token_.begin;
  const auto first = assignment();
  if (!at(Mark::kComma)) return first;
  const auto node = add(NodeKind::kSequence, begin);
  Children children{node, kNoNode};
  link(children, first);
  while (take(Mark::kComma)) link(children, assignment());
  return close(node);
}

NodeIndex Parser::assignment() {
  if (depth_ >= kDepthMax) return too_deep();
  ++depth_;
  const auto node = assignment_here();
  --depth_;
  return node;
}

NodeIndex Parser::assignment_here() {
  const auto begin = token_.begin;
  if (at_any_name() && peek().is(Mark::kArrow)) {
    const auto parameters = add(NodeKind::kParameters, begin);
    Children children{parameters, kNoNode};
    link(children, leaf(NodeKind::kName));
    return arrow(close(parameters), begin);
  }
  auto left = unary();
  left = binary(begin, left);
  if (is_typescript() && at(Mark::kColon) && !colon_is_ours_ &&
      tree_.nodes[left].kind == NodeKind::kParameters) {
    arrow_return_type();
  }
  if (at(Mark::kArrow)) return arrow(left, begin);
  if (at(Mark::kQuestion)) return conditional(left, begin);
  if (!at(Mark::kAssign) && !at(Mark::kCompoundAssign)) return left;
  const auto node = add(NodeKind::kAssign, begin, at(Mark::kAssign) ? 0 : kCompound);
  advance();
  Children children{node, kNoNode};
  link(children, left);
  link(children, assignment());
  return close(node);
}

// a ? b : c ? d : e is one node, so that long chains do not nest.
NodeIndex Parser::conditional(NodeIndex condition, std::uint32_t begin) {
  const auto node = add(NodeKind::kConditional, begin);
  Children children{node, kNoNode};
  link(children, condition);
  while (at(Mark::kQuestion)) {
    advance();
    const bool before = colon_is_ours_;
    colon_is_ours_ = true;
    link(children, assignment());
    colon_is_ours_ = before;
    if (!take(Mark::kColon)) {
      fault(kUnexpected);
      break;
    }
    const auto next = token_.begin;
    const bool plain = !(at_any_name() && peek().is(Mark::kArrow));
    if (!plain) {
      link(children, assignment());
      break;
    }
    auto other = unary();
    other = binary(next, other);
    if (at(Mark::kArrow)) other = arrow(other, next);
    if (at(Mark::kAssign) || at(Mark::kCompoundAssign)) {
      advance();
      link(children, other);
      link(children, assignment());
      break;
    }
    link(children, other);
  }
  return close(node);
}

// The flags of the binary operator here, which is taken; 0 where there is none.
std::uint8_t Parser::binary_operator() {
  std::uint8_t flags = 0;
  switch (token_.mark) {
    case Mark::kAnd:
    case Mark::kOr:
    case Mark::kNullish:
      flags = kLogical;
      break;
    case Mark::kLess:
    case Mark::kCompare:
      flags = kCompares;
      break;
    case Mark::kGreater:
      flags = kCompares;
      advance();
      while (at(Mark::kGreater) && token_.begin == previous_end_) {  // >> and >>>
        advance();
        flags = kCalculates;
      }
      return flags;
    case Mark::kPlus:
      flags = kAdds;
      break;
    case Mark::kMinus:
    case Mark::kShift:
    case Mark::kDivide:
      flags = kCalculates;
      break;
    case Mark::kOther:
      if (lexer_.text()[token_.begin] == '@') return 0;
      flags = kCalculates;
      break;
    default:
      break;
  }
  if (flags == 0 && at_any_name()) {
    const bool in = in_is_operator_ && at_name("in");
    if (in || at_name("instanceof")) flags = kCompares;
  }
  if (flags != 0) advance();
  return flags;
}

NodeIndex Parser::binary(std::uint32_t begin, NodeIndex first) {
  NodeIndex node = kNoNode;
  Children children;
  while (true) {
    if (is_typescript() && (at_name("as") || at_name("satisfies")) && !token_.after_line_break) {
      advance();
      type();
      continue;
    }
    const auto flags = binary_operator();
    if (flags == 0) break;
    if (node == kNoNode) {
      node = add(NodeKind::kBinary, begin);
      children = {node, kNoNode};
      link(children, first);
    }
    tree_.nodes[node].flags = static_cast<std::uint8_t>(tree_.nodes[node].flags | flags);
    link(children, unary());
  }
  return node == kNoNode ? first : close(node);
}

NodeIndex Parser::unary() {
  const auto begin = token_.begin;
  std::uint8_t flags = 0;
  bool any = false;
  while (true) {
    if (at(Mark::kNot)) {
      flags = kTested;
    } else if (at_any_name() &&
               std::ranges::find(kUnaryWords, source(token_)) != kUnaryWords.end()) {
      const auto ahead = peek();
      const bool function = ahead.kind == TokenKind::kName;
      const bool operand = function || ahead.is(Mark::kNot) || ahead.is(Mark::kOpenBrace) ||
                           ahead.kind == TokenKind::kString || ahead.kind == TokenKind::kNumber ||
                           ahead.kind == TokenKind::kBacktick;
      const bool always = at_name("typeof") || at_name("void") || at_name("delete");
      const bool bracket = (at_name("await") || at_name("yield")) &&
                           (ahead.is(Mark::kOpenParen) || ahead.is(Mark::kOpenBracket));
      if (at_name("async") && !(function && !ahead.after_line_break)) break;
      if (!always && !bracket && !operand) break;
      if (at_name("typeof")) flags = kTested;
    } else if (!at(Mark::kPlus) && !at(Mark::kMinus) && !at(Mark::kTilde) &&
               !at(Mark::kIncrement)) {
      break;
    }
    any = true;
    advance();
  }
  if (!any) return chain();
  const auto node = add(NodeKind::kUnary, begin, flags);
  Children children{node, kNoNode};
  const auto operand_begin = token_.begin;
  if (at_any_name() && peek().is(Mark::kArrow)) {  // async x => …
    const auto parameters = add(NodeKind::kParameters, operand_begin);
    Children names{parameters, kNoNode};
    link(names, leaf(NodeKind::kName));
    link(children, arrow(close(parameters), operand_begin));
  } else {
    link(children, chain());
  }
  return close(node);
}

NodeIndex Parser::chain() {
  if (depth_ >= kDepthMax) return too_deep();
  ++depth_;
  const auto begin = token_.begin;
  const auto base = primary();
  NodeIndex node = kNoNode;
  Children children{add(NodeKind::kChain, begin), kNoNode};
  const auto candidate = children.parent;
  link(children, base);
  while (suffix(children)) node = candidate;
  if (at(Mark::kIncrement) && !token_.after_line_break) advance();
  --depth_;
  if (node == kNoNode) {
    tree_.nodes[candidate].kind = NodeKind::kEmpty;  // nobody's child
    return base;
  }
  return close(node);
}

// One member, index, call or template behind the base; false where there is none.
bool Parser::suffix(Children& chain) {
  const bool optional = at(Mark::kOptionalDot);
  if (at(Mark::kDot) || optional) {
    advance();
    if (at_any_name()) {
      link(chain, leaf(NodeKind::kMember));
      return true;
    }
    if (!optional) {
      fault(kUnexpected);
      return true;
    }
  }
  if (at(Mark::kOpenBracket)) {
    const auto node = add(NodeKind::kIndex, token_.begin);
    Children children{node, kNoNode};
    advance();
    if (!at(Mark::kCloseBracket)) link(children, expression());
    if (!take(Mark::kCloseBracket)) fault(kUnexpected);
    link(chain, close(node));
    return true;
  }
  if (at(Mark::kOpenParen)) {
    const auto node = add(NodeKind::kCall, token_.begin);
    Children children{node, kNoNode};
    arguments(children);
    link(chain, close(node));
    return true;
  }
  if (token_.kind == TokenKind::kBacktick) {
    const auto node = add(NodeKind::kCall, token_.begin);
    Children children{node, kNoNode};
    link(children, template_());
    link(chain, close(node));
    return true;
  }
  if (is_typescript() && at(Mark::kNot) && !token_.after_line_break) {
    advance();
    return true;
  }
  return is_typescript() && at(Mark::kLess) && type_arguments() &&
         (at(Mark::kOpenParen) || token_.kind == TokenKind::kBacktick);
}

void Parser::arguments(Children& call) {
  const bool before_in = in_is_operator_;
  const bool before_colon = colon_is_ours_;
  in_is_operator_ = true;
  colon_is_ours_ = false;
  take(Mark::kOpenParen);
  while (!at(Mark::kCloseParen) && !at_end()) {
    const auto begin = token_.begin;
    if (at(Mark::kSpread)) {
      const auto spread = add(NodeKind::kSpread, begin);
      Children children{spread, kNoNode};
      advance();
      link(children, assignment());
      link(call, close(spread));
    } else {
      link(call, assignment());
    }
    if (is_typescript()) {  // these may turn out to be the parameters of an async arrow
      if (at(Mark::kQuestion)) advance();
      type_annotation();
    }
    needs_comma(Mark::kCloseParen);
    if (!take(Mark::kComma) && token_.begin == begin) break;
    if (at(Mark::kSemicolon) || at(Mark::kCloseBrace)) break;
  }
  in_is_operator_ = before_in;
  colon_is_ours_ = before_colon;
  if (!take(Mark::kCloseParen)) fault(kUnexpected);
}

NodeIndex Parser::primary() {
  switch (token_.kind) {
    case TokenKind::kName:
      return primary_name();
    case TokenKind::kNumber:
      return leaf(NodeKind::kNumber);
    case TokenKind::kString:
      return leaf(NodeKind::kString, token_.escaped ? kEscaped : 0);
    case TokenKind::kBacktick:
      return template_();
    case TokenKind::kMark:
      break;
    case TokenKind::kRegex:
    case TokenKind::kEnd:
      if (!is_typescript()) fault(kUnexpected);
      return empty();
  }
  if (at(Mark::kDivide)) {
    token_ = lexer_.regex(token_);
    return leaf(NodeKind::kRegex);
  }
  if (at(Mark::kOpenParen)) return parenthesised();
  if (at(Mark::kOpenBracket)) return array();
  if (at(Mark::kOpenBrace)) return object();
  if (is_typescript() && at(Mark::kLess) && type_arguments()) return chain();
  if (at(Mark::kOther) && lexer_.text()[token_.begin] == '@') {  // a decorated class
    advance();
    return chain();
  }
  const bool ends = at(Mark::kCloseParen) || at(Mark::kCloseBracket) || at(Mark::kCloseBrace) ||
                    at(Mark::kComma) || at(Mark::kSemicolon) || at(Mark::kColon);
  if (!ends || !is_typescript()) fault(kUnexpected);
  if (!ends) advance();
  return empty();
}

NodeIndex Parser::primary_name() {
  const auto word = source(token_);
  if (word == "function") return function(false);
  if (word == "async") {
    const auto ahead = peek();
    if (ahead.kind == TokenKind::kName && !ahead.after_line_break) advance();
    if (at_name("function")) return function(true);
  }
  if (word == "class") return class_();
  if (word == "new") return new_();
  if (word == "this") return leaf(NodeKind::kThis);
  if (std::ranges::find(kNeverOperands, word) != kNeverOperands.end()) {
    fault(kUnexpected);
    return empty();
  }
  return leaf(NodeKind::kName);
}

// An expression in parentheses, or the parameters of an arrow: as kParameters where `=>` follows.
NodeIndex Parser::parenthesised() {
  const auto node = add(NodeKind::kSequence, token_.begin);
  Children children{node, kNoNode};
  const bool before = colon_is_ours_;
  arguments(children);
  colon_is_ours_ = before;
  if (is_typescript() && at(Mark::kColon) && !colon_is_ours_) arrow_return_type();
  if (at(Mark::kArrow)) tree_.nodes[node].kind = NodeKind::kParameters;
  return close(node);
}

// At `=>`. `parameters` may also be a call of `async`, whose arguments are meant.
NodeIndex Parser::arrow(NodeIndex parameters, std::uint32_t begin) {
  const auto& given = tree_.nodes[parameters];
  if (given.kind == NodeKind::kChain && given.first_child != kNoNode) {
    const auto base = given.first_child;
    const auto call = tree_.nodes[base].next;
    if (call != kNoNode && tree_.nodes[call].kind == NodeKind::kCall) {
      tree_.nodes[call].kind = NodeKind::kParameters;
      tree_.nodes[base].next = kNoNode;
      parameters = call;
    }
  }
  const auto node = add(NodeKind::kFunction, begin, kArrowFunction);
  Children children{node, kNoNode};
  link(children, empty());
  link(children, parameters);
  advance();
  link(children, at(Mark::kOpenBrace) ? block() : assignment());
  return close(node);
}

// new a.b(c): the callee takes members, the first call is its own.
NodeIndex Parser::new_() {
  const auto node = add(NodeKind::kNew, token_.begin);
  Children children{node, kNoNode};
  advance();
  if (take(Mark::kDot)) {  // new.target
    advance();
    return close(node);
  }
  if (depth_ >= kDepthMax) return too_deep();
  ++depth_;
  const auto begin = token_.begin;
  const auto base = primary();
  Children callee{add(NodeKind::kChain, begin), kNoNode};
  link(callee, base);
  while ((at(Mark::kDot) || at(Mark::kOpenBracket)) && suffix(callee)) {
  }
  link(children, close(callee.parent));
  if (is_typescript()) type_arguments();
  if (at(Mark::kOpenParen)) arguments(children);
  --depth_;
  return close(node);
}

}  // namespace baobei::syntax::js
