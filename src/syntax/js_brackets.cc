// Templates, arrays and objects.
#include "syntax/js_parser.h"

namespace baobei::syntax::js {

NodeIndex Parser::template_() {
  const auto node = add(NodeKind::kTemplate, token_.begin);
  Children children{node, kNoNode};
  if (depth_ >= kDepthMax) return too_deep();
  ++depth_;
  bool hole = true;
  while (hole) {
    const auto span = lexer_.template_piece(hole);
    const auto escaped =
        tree_.text.substr(span.begin, span.end - span.begin).find('\\') != std::string_view::npos;
    const auto piece = add(NodeKind::kTemplateText, span.begin, escaped ? kEscaped : 0);
    tree_.nodes[piece].end = span.end;
    link(children, piece);
    if (!hole) break;
    advance();
    if (!at(Mark::kCloseBrace)) link(children, expression());
    while (!at(Mark::kCloseBrace) && !at_end()) {
      fault(kUnexpected);
      advance();
    }
    if (at_end()) break;
    lexer_.go_to(token_.end);  // behind the '}', back to the template's text
  }
  --depth_;
  advance();
  return close(node);
}

NodeIndex Parser::array() {
  const auto node = add(NodeKind::kArray, token_.begin);
  Children children{node, kNoNode};
  advance();
  const bool before_in = in_is_operator_;
  const bool before_colon = colon_is_ours_;
  in_is_operator_ = true;
  colon_is_ours_ = false;
  while (!at(Mark::kCloseBracket) && !at_end()) {
    const auto begin = token_.begin;
    if (at(Mark::kSpread)) {
      const auto spread = add(NodeKind::kSpread, begin);
      Children parts{spread, kNoNode};
      advance();
      link(parts, assignment());
      link(children, close(spread));
    } else {
      link(children, at(Mark::kComma) ? empty() : assignment());
    }
    needs_comma(Mark::kCloseBracket);
    if (!take(Mark::kComma) && token_.begin == begin) break;
    if (at(Mark::kSemicolon) || at(Mark::kCloseBrace)) break;
  }
  in_is_operator_ = before_in;
  colon_is_ours_ = before_colon;
  if (!take(Mark::kCloseBracket)) fault(kUnexpected);
  return close(node);
}

NodeIndex Parser::object() {
  const auto node = add(NodeKind::kObject, token_.begin);
  Children children{node, kNoNode};
  advance();
  const bool before_in = in_is_operator_;
  const bool before_colon = colon_is_ours_;
  in_is_operator_ = true;
  colon_is_ours_ = false;
  while (!at(Mark::kCloseBrace) && !at_end()) {
    const auto begin = token_.begin;
    link(children, property());
    needs_comma(Mark::kCloseBrace);
    take(Mark::kComma);
    if (token_.begin == begin) {
      fault(kUnexpected);
      advance();
    }
  }
  in_is_operator_ = before_in;
  colon_is_ours_ = before_colon;
  if (!take(Mark::kCloseBrace)) fault(kUnexpected);
  return close(node);
}

// [expr], a name, a string or a number.
NodeIndex Parser::property_key() {
  if (at(Mark::kOpenBracket)) {
    const auto node = add(NodeKind::kIndex, token_.begin);
    Children children{node, kNoNode};
    advance();
    if (!at(Mark::kCloseBracket)) link(children, assignment());
    take(Mark::kCloseBracket);
    return close(node);
  }
  if (token_.kind == TokenKind::kString)
    return leaf(NodeKind::kString, token_.escaped ? kEscaped : 0);
  if (token_.kind == TokenKind::kNumber) return leaf(NodeKind::kNumber);
  if (at_any_name()) return leaf(NodeKind::kName);
  fault(kUnexpected);
  return empty();
}

NodeIndex Parser::property() {
  const auto begin = token_.begin;
  if (at(Mark::kSpread)) {
    const auto spread = add(NodeKind::kSpread, begin);
    Children parts{spread, kNoNode};
    advance();
    link(parts, assignment());
    return close(spread);
  }
  if (at_name("async") || at_name("get") || at_name("set")) {
    const auto ahead = peek();
    if (ahead.kind == TokenKind::kName || ahead.kind == TokenKind::kString ||
        ahead.is(Mark::kOpenBracket) || ahead.is(Mark::kOther)) {
      advance();
    }
  }
  if (at(Mark::kOther)) advance();  // *
  const auto node = add(NodeKind::kProperty, token_.begin);
  Children children{node, kNoNode};
  const auto key = property_key();
  link(children, key);
  if (take(Mark::kColon)) {
    link(children, assignment());
  } else if (at(Mark::kOpenParen) || (is_typescript() && at(Mark::kLess))) {
    const auto method = add(NodeKind::kFunction, token_.begin);
    Children parts{method, kNoNode};
    link(parts, empty());
    link(children, function_rest(method, parts));
  } else {  // {a} and {a = 1}
    const auto value = add(NodeKind::kName, tree_.nodes[key].begin);
    tree_.nodes[value].end = tree_.nodes[key].end;
    if (take(Mark::kAssign)) {
      const auto assign = add(NodeKind::kAssign, tree_.nodes[key].begin);
      Children both{assign, kNoNode};
      link(both, value);
      link(both, assignment());
      link(children, close(assign));
    } else {
      link(children, value);
    }
  }
  return close(node);
}

}  // namespace baobei::syntax::js
