// A script as a tree, as coarse as the checker's questions allow: operators have no precedence,
// a chain of members and calls is one flat node, statements that only steer are gone.
//
// Invariants: nodes_[0] is the program; children come after their parent's begin in the text, and
// first_child/next form a tree without cycles. A tree is made of any bytes whatever: what cannot be
// read is skipped and told in `faults`. Depth is limited by kDepthMax, so recursive walks are safe;
// what lies deeper is a kSkipped node and sets `too_deep`.
// Threads: plain values. The text must outlive the tree.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "syntax/source.h"

namespace baobei::syntax::js {

inline constexpr std::size_t kDepthMax = 500;

// 4 MB of the densest code make about 2 million nodes; above, words alone are read (js_words.h).
inline constexpr std::size_t kTreeBytesMax = 4 * 1024 * 1024;

enum class Language : std::uint8_t { kJavaScript, kTypeScript };

enum class NodeKind : std::uint8_t {
  kEmpty,          // stands where an optional child is missing
  kSkipped,        // nested too deeply
  kProgram,        // statements
  kBlock,          // statements; a scope of let, const and class; flags: kGuarded behind `try`
  kVariables,      // kDeclarator…; flags: kVar for `var`
  kDeclarator,     // pattern, [initial value]
  kFunction,       // name or kEmpty, kParameters, body: a kBlock, or the expression of an arrow
  kParameters,     // patterns
  kClass,          // name or kEmpty, super class or kEmpty, kProperty…
  kReturn,         // [value]
  kTest,           // the condition of if, while, do, for; the value of switch
  kImport,         // kBinding…, source kString
  kExport,         // a declaration, or kBinding…[, source kString]
  kExportDefault,  // value
  kExportAll,      // source kString [, name]
  kBinding,  // of import and export: outer name (kEmpty: default, or, kWhole, all), inner name
  // ---- expressions; patterns are the same kinds ----
  kName,
  kThis,
  kString,
  kTemplate,  // kTemplateText and holes in turn
  kTemplateText,
  kNumber,
  kRegex,
  kObject,    // kProperty, kSpread
  kProperty,  // key (kName, kString, kNumber, or kIndex with an expression), value
  kArray,
  kSpread,       // value
  kAssign,       // target, value; flags: kCompound
  kConditional,  // condition, value if true, condition or value if false, …
  kBinary,       // operands in order; flags of all operators between them
  kUnary,        // operand; flags: kTested for ! and typeof
  kSequence,     // (a, b)
  kChain,        // base, then kMember, kIndex, kCall in order
  kMember,       // span of the name
  kIndex,        // expression
  kCall,         // arguments
  kNew,          // callee, arguments
};

// Of Node::flags; their meaning hangs on the kind.
inline constexpr std::uint8_t kGuarded = 1;        // kBlock
inline constexpr std::uint8_t kVar = 1;            // kVariables
inline constexpr std::uint8_t kArrowFunction = 1;  // kFunction
inline constexpr std::uint8_t kCompound = 1;       // kAssign
inline constexpr std::uint8_t kWhole = 1;          // kEmpty in a kBinding: import * as
inline constexpr std::uint8_t kTested = 1;         // kUnary
inline constexpr std::uint8_t kEscaped = 1;        // kString, kTemplateText
inline constexpr std::uint8_t kLogical = 1;        // kBinary: && || ??
inline constexpr std::uint8_t kCompares = 2;       // kBinary: == < in instanceof …
inline constexpr std::uint8_t kAdds = 4;           // kBinary: +
inline constexpr std::uint8_t kCalculates = 8;     // kBinary: the others

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex kNoNode = 0;  // the program is nobody's child

struct Node {
  NodeKind kind = NodeKind::kEmpty;
  std::uint8_t flags = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  NodeIndex first_child = kNoNode;
  NodeIndex next = kNoNode;
};

struct Tree {
  std::string_view text;
  std::vector<Node> nodes;
  std::vector<Span> comments;  // with their marks
  std::vector<Fault> faults;   // at most kFaultsMax
  std::size_t fault_count = 0;
  bool too_deep = false;

  const Node& at(NodeIndex index) const { return nodes[index]; }
  std::string_view source(const Node& node) const {
    return text.substr(node.begin, node.end - node.begin);
  }
};

inline constexpr std::string_view kUnexpected = "unexpected";
inline constexpr std::string_view kTooDeep = "too-deep";

Tree parse(std::string_view text, Language language);
// A single expression, or the inside of an object ("a: 1, ...b"), as they stand in {{ }}; places
// count from the beginning of `text`, which begins long before `begin`.
Tree parse_expression(std::string_view text, Span span);

}  // namespace baobei::syntax::js
