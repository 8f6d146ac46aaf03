// The parser behind js_tree.h; for this module alone.
//
// Invariants: every loop takes at least one token a turn or leaves; every recursion goes through
// Deeper, which refuses below kDepthMax; looking ahead is limited to kLookaheadTokens. So the work
// is linear in the text.
// Threads: one; lives for one parse.
#pragma once

#include <array>
#include <string_view>

#include "syntax/js_lexer.h"
#include "syntax/js_tree.h"

namespace baobei::syntax::js {

inline constexpr std::size_t kLookaheadTokens = 64;

// Words before a class's member or a parameter.
inline constexpr std::array<std::string_view, 9> kModifiers = {"public",   "private",  "protected",
                                                               "readonly", "abstract", "override",
                                                               "declare",  "static",   "accessor"};

// Collects a node's children in order.
struct Children {
  NodeIndex parent = kNoNode;
  NodeIndex last = kNoNode;
};

class Parser {
 public:
  Parser(std::string_view text, Language language);

  Tree program();
  Tree expression_alone(Span span);

 private:
  struct State {
    Lexer lexer;
    Token token;
  };

  // ---- tokens ----
  bool at(Mark mark) const { return token_.mark == mark; }
  bool at_end() const { return token_.kind == TokenKind::kEnd; }
  bool at_name(std::string_view word) const {
    return token_.kind == TokenKind::kName && source(token_) == word;
  }
  bool at_any_name() const { return token_.kind == TokenKind::kName; }
  std::string_view source(const Token& token) const {
    return tree_.text.substr(token.begin, token.end - token.begin);
  }
  void advance();
  bool take(Mark mark);
  bool take_name(std::string_view word);
  Token peek();
  State save() const { return {lexer_, token_}; }
  void restore(const State& state);
  void fault(std::string_view what);
  // To behind the bracket that closes the one here, without recursion.
  void skip_balanced();
  bool is_typescript() const { return language_ == Language::kTypeScript; }

  // ---- nodes ----
  NodeIndex add(NodeKind kind, std::uint32_t begin, std::uint8_t flags = 0);
  NodeIndex leaf(NodeKind kind, std::uint8_t flags = 0);  // of the token here, which is taken
  NodeIndex empty();
  void link(Children& children, NodeIndex child);
  NodeIndex close(NodeIndex node);
  NodeIndex too_deep();

  // ---- statements (js_parser.cc) ----
  void end_statement();
  void needs_comma(Mark bracket);
  void statements(Children& into, bool until_brace);
  NodeIndex statement();
  bool keyword_statement(NodeIndex& out);
  bool steering_statement(NodeIndex& out);
  NodeIndex head(bool tested);
  NodeIndex for_head();
  NodeIndex block();
  NodeIndex variables();
  NodeIndex function(bool is_async_taken);
  NodeIndex function_rest(NodeIndex function, Children& children);
  NodeIndex parameters();
  NodeIndex pattern();
  NodeIndex class_();
  NodeIndex class_member();
  NodeIndex import_();
  void import_clause(Children& children);
  NodeIndex export_();
  void bindings(Children& children, bool outer_first);
  NodeIndex named(NodeKind kind);

  // ---- expressions (js_expressions.cc) ----
  NodeIndex expression();
  NodeIndex assignment();
  NodeIndex assignment_here();
  NodeIndex conditional(NodeIndex condition, std::uint32_t begin);
  NodeIndex binary(std::uint32_t begin, NodeIndex first);
  std::uint8_t binary_operator();
  NodeIndex unary();
  NodeIndex chain();
  bool suffix(Children& chain);
  NodeIndex primary();
  NodeIndex primary_name();
  NodeIndex parenthesised();
  NodeIndex template_();
  NodeIndex array();
  NodeIndex object();
  NodeIndex property();
  NodeIndex property_key();
  NodeIndex new_();
  NodeIndex arrow(NodeIndex parameters, std::uint32_t begin);
  void arguments(Children& call);

  // ---- types of TypeScript (js_types.cc); none makes nodes ----
  void type();
  bool type_operand();
  bool type_arguments();
  bool type_annotation();
  bool arrow_return_type();
  bool type_statement();

  Language language_;
  Lexer lexer_;
  Token token_;
  std::uint32_t previous_end_ = 0;
  std::size_t depth_ = 0;
  bool in_is_operator_ = true;  // false in the head of `for`
  bool colon_is_ours_ = false;  // between '?' and ':', or behind `case`
  Tree tree_;
};

}  // namespace baobei::syntax::js
