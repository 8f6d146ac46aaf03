// Classes, imports and exports.
#include <algorithm>
#include <array>

#include "syntax/js_parser.h"

namespace baobei::syntax::js {

NodeIndex Parser::class_() {
  const auto node = add(NodeKind::kClass, token_.begin);
  Children children{node, kNoNode};
  advance();
  const bool named = at_any_name() && !at_name("extends") && !at_name("implements");
  link(children, named ? leaf(NodeKind::kName) : empty());
  if (is_typescript()) type_arguments();
  link(children, take_name("extends") ? chain() : empty());
  if (is_typescript()) type_arguments();
  while (!at(Mark::kOpenBrace) && !at_end()) advance();  // implements …
  take(Mark::kOpenBrace);
  while (!at(Mark::kCloseBrace) && !at_end()) {
    const auto begin = token_.begin;
    if (!take(Mark::kSemicolon)) link(children, class_member());
    if (token_.begin == begin) {
      fault(kUnexpected);
      advance();
    }
  }
  take(Mark::kCloseBrace);
  return close(node);
}

NodeIndex Parser::class_member() {
  while (at(Mark::kOther) && lexer_.text()[token_.begin] == '@') {  // a decorator
    advance();
    chain();
  }
  while (at_any_name()) {
    const auto word = source(token_);
    const auto ahead = peek();
    const bool modifies = ahead.kind == TokenKind::kName || ahead.kind == TokenKind::kString ||
                          ahead.is(Mark::kOpenBracket) || ahead.is(Mark::kOther) ||
                          (word == "static" && ahead.is(Mark::kOpenBrace));
    const bool modifier = std::ranges::find(kModifiers, word) != kModifiers.end() ||
                          word == "async" || word == "get" || word == "set";
    if (!modifies || !modifier || ahead.after_line_break) break;
    advance();
  }
  if (at(Mark::kOther)) advance();           // *
  if (at(Mark::kOpenBrace)) return block();  // static {…}
  const auto node = add(NodeKind::kProperty, token_.begin);
  Children children{node, kNoNode};
  link(children, property_key());
  if (is_typescript() && (at(Mark::kQuestion) || at(Mark::kNot))) advance();
  if (at(Mark::kOpenParen) || (is_typescript() && at(Mark::kLess))) {
    const auto method = add(NodeKind::kFunction, token_.begin);
    Children parts{method, kNoNode};
    link(parts, empty());
    link(children, function_rest(method, parts));
  } else {
    if (is_typescript()) type_annotation();
    link(children, take(Mark::kAssign) ? assignment() : empty());
    take(Mark::kSemicolon);
  }
  return close(node);
}

// ---- modules ---------------------------------------------------------------------------------

// A string's or name's token as a node.
NodeIndex Parser::named(NodeKind kind) {
  const bool good = kind == NodeKind::kString ? token_.kind == TokenKind::kString
                                              : at_any_name() || token_.kind == TokenKind::kString;
  if (good) return leaf(kind, token_.escaped ? kEscaped : 0);
  fault(kUnexpected);
  return empty();
}

NodeIndex Parser::import_() {
  const auto node = add(NodeKind::kImport, token_.begin);
  Children children{node, kNoNode};
  advance();
  if (is_typescript() && at_name("type") && !peek().is(Mark::kComma)) {
    const auto ahead = peek();
    const bool modifier =
        ahead.is(Mark::kOpenBrace) || ahead.is(Mark::kOther) ||
        (ahead.kind == TokenKind::kName && tree_.text.substr(ahead.begin, 4) != "from");
    if (modifier) {  // types alone: nothing is loaded
      while (!at_end() && token_.kind != TokenKind::kString && !at(Mark::kSemicolon)) advance();
      advance();
      take(Mark::kSemicolon);
      return empty();
    }
  }
  if (token_.kind != TokenKind::kString) import_clause(children);
  if (take(Mark::kAssign)) {  // import a = require("b")
    link(children, assignment());
  } else if (token_.kind == TokenKind::kString) {
    link(children, named(NodeKind::kString));
  } else {
    fault(kUnexpected);
  }
  take(Mark::kSemicolon);
  return close(node);
}

void Parser::import_clause(Children& children) {
  while (!at_end() && !at_name("from") && token_.kind != TokenKind::kString &&
         !at(Mark::kSemicolon) && !at(Mark::kAssign)) {
    const auto begin = token_.begin;
    if (at(Mark::kOpenBrace)) {
      bindings(children, true);
    } else {
      const bool all = at(Mark::kOther);
      if (all) {
        advance();
        take_name("as");
      }
      const auto binding = add(NodeKind::kBinding, begin);
      Children parts{binding, kNoNode};
      const auto outer = add(NodeKind::kEmpty, begin, all ? kWhole : 0);
      link(parts, outer);
      if (at_any_name()) link(parts, leaf(NodeKind::kName));
      link(children, close(binding));
    }
    if (!take(Mark::kComma) && token_.begin == begin) advance();
  }
  take_name("from");
}

// {a, b as c}: of an import the outer name stands first, of an export the inner one.
void Parser::bindings(Children& children, bool outer_first) {
  take(Mark::kOpenBrace);
  while (!at(Mark::kCloseBrace) && !at_end()) {
    const auto begin = token_.begin;
    if (is_typescript() && at_name("type") && peek().kind == TokenKind::kName) advance();
    const auto binding = add(NodeKind::kBinding, token_.begin);
    const auto first = named(NodeKind::kName);
    auto second = first;
    if (take_name("as")) {
      second = named(NodeKind::kName);
    } else {
      second = add(tree_.nodes[first].kind, tree_.nodes[first].begin, tree_.nodes[first].flags);
      tree_.nodes[second].end = tree_.nodes[first].end;
    }
    Children parts{binding, kNoNode};
    link(parts, outer_first ? first : second);
    link(parts, outer_first ? second : first);
    link(children, close(binding));
    if (!take(Mark::kComma) && token_.begin == begin) advance();
  }
  take(Mark::kCloseBrace);
}

NodeIndex Parser::export_() {
  const auto node = add(NodeKind::kExport, token_.begin);
  Children children{node, kNoNode};
  advance();
  if (take_name("default")) {
    tree_.nodes[node].kind = NodeKind::kExportDefault;
    link(children, at_name("function") ? function(false)
                   : at_name("class")  ? class_()
                                       : assignment());
  } else if (at(Mark::kOther)) {
    tree_.nodes[node].kind = NodeKind::kExportAll;
    advance();
    const auto name = take_name("as") ? named(NodeKind::kName) : empty();
    take_name("from");
    link(children, named(NodeKind::kString));
    link(children, name);
  } else if (at(Mark::kOpenBrace)) {
    bindings(children, false);
    if (take_name("from")) link(children, named(NodeKind::kString));
  } else if (at(Mark::kAssign)) {  // export = a
    tree_.nodes[node].kind = NodeKind::kExportDefault;
    advance();
    link(children, assignment());
  } else {
    link(children, statement());
  }
  take(Mark::kSemicolon);
  return close(node);
}

}  // namespace baobei::syntax::js
