// Walks a script's tree once and writes down what is said of values; for this module alone.
//
// Invariants: each node is visited once in the walk and once while its scope's names are declared.
// Recursion is limited by the tree's depth.
// Threads: one; lives for one script.
#pragma once

#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "syntax/js_paths.h"
#include "syntax/js_tree.h"
#include "syntax/script.h"

namespace baobei::syntax::js {

// A member chain as it was met; resolved when the walk is over.
struct Sighting {
  PathId path = kUnknown;
  Span span;
  Usage usage = Usage::kPassed;
  bool plain = false;  // written as wx.name
  std::uint32_t first_argument = 0;
  std::uint32_t argument_count = 0;
};

class Walker {
 public:
  Walker(const Tree& tree, Script& out) : tree_(tree), out_(out) {}

  void walk();

  Paths& paths() { return paths_; }
  const std::vector<Sighting>& sightings() const { return sightings_; }
  const std::vector<Argument>& arguments() const { return arguments_; }

 private:
  // What the text around a literal says of it.
  struct Around {
    Usage usage = Usage::kPassed;
    Role role = Role::kString;
    std::string_view key;
  };
  class Scope;

  // ---- names ----
  void declare(std::string_view name);
  void declare_pattern(NodeIndex pattern);
  void hoist(NodeIndex node);
  void declare_block(NodeIndex node);
  void declare_statement(NodeIndex statement);
  PathId lookup(std::string_view name);
  void leave(std::size_t mark);

  // ---- statements and expressions; what they leave is the path of their value ----
  PathId value(NodeIndex node, const Around& around);
  void children(NodeIndex node, const Around& around);
  void block(NodeIndex node);
  void variables(NodeIndex node);
  PathId function(NodeIndex node, const Around& around);
  PathId class_(NodeIndex node);
  PathId object(NodeIndex node, const Around& around);
  void property(NodeIndex node, PathId object, const Around& around);
  PathId conditional(NodeIndex node, const Around& around);
  PathId binary(NodeIndex node, const Around& around);
  PathId assign(NodeIndex node, const Around& around);
  PathId target(NodeIndex node);
  void bind(NodeIndex pattern, PathId from);
  void import_(NodeIndex node);
  void export_(NodeIndex node);
  PathId join(const std::vector<PathId>& paths);

  // ---- chains and calls (js_calls.cc) ----
  struct Call {
    NodeIndex node = kNoNode;   // of kCall or kNew, whose arguments are its children
    NodeIndex first = kNoNode;  // argument
    PathId callee = kUnknown;
    std::string_view name;  // of what is called, its last part
    Span name_span;
  };
  PathId chain(NodeIndex node, const Around& around, bool is_target);
  PathId index(PathId base, NodeIndex node, Span& name_span);
  bool is_log(const Call& call) const;
  PathId call(const Call& call, const Around& around);
  PathId known_call(const Call& call, const std::vector<PathId>& values, bool& known);
  PathId new_(NodeIndex node, const Around& around);
  void load(const Call& call, ImportKind kind, PathId& out);
  void register_(Registration what, const Call& call, const std::vector<PathId>& values);
  void copy_values(const Call& call, const std::vector<PathId>& values, PathId result);
  void collect_arguments(const Call& call);
  void see(PathId path, Span span, Usage usage, bool plain, std::uint32_t first_argument = 0);
  void note_odd(OddKind kind, Span span);
  void note_odd_call(const Call& call);

  // ---- literals (js_literals.cc) ----
  void literal(NodeIndex node, const Around& around);
  bool concatenation(NodeIndex node, const Around& around);
  std::string_view text_of(NodeIndex node);
  std::string_view static_text(NodeIndex node);
  void add_piece(Span span, std::string_view text, const Around& around);
  std::string_view key_text(NodeIndex key);
  bool is_fixed_date(NodeIndex node, std::size_t depth);
  bool is_present(NodeIndex node, std::size_t depth);
  void look_for_date_gate(NodeIndex node);

  const Node& at(NodeIndex node) const { return tree_.nodes[node]; }
  std::string_view source(NodeIndex node) const { return tree_.source(at(node)); }
  Span span(NodeIndex node) const { return {at(node).begin, at(node).end}; }

  const Tree& tree_;
  Script& out_;
  Paths paths_;
  std::vector<Sighting> sightings_;
  std::vector<Argument> arguments_;
  std::unordered_map<std::string_view, PathId> names_;
  std::vector<std::pair<std::string_view, PathId>> shadowed_;  // to put back when a scope ends
  std::unordered_map<PathId, std::string_view> constants_;     // names bound to one literal
  std::unordered_map<PathId, bool> dates_;                     // names bound to the present
  std::vector<PathId> function_returns_;                       // the call paths of functions around
  std::vector<std::pair<PathId, PathId>> copied_members_;      // (key, target) of target[key] = …
  std::vector<PathId> platform_keys_;                          // keys of wx[key]
  std::size_t tries_ = 0;
};

}  // namespace baobei::syntax::js
