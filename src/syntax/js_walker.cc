#include "syntax/js_walker.h"

#include <algorithm>

namespace baobei::syntax::js {

void Walker::walk() {
  arguments_.push_back({});  // so that 0 means none
  hoist(0);
  declare_block(0);
  children(0, {});
  for (const auto& [key, target] : copied_members_) {
    if (std::ranges::find(platform_keys_, key) != platform_keys_.end()) {
      paths_.derive(target, kPlatformPath);
    }
  }
}

// ---- names -----------------------------------------------------------------------------------

void Walker::declare(std::string_view name) {
  const auto known = names_.find(name);
  shadowed_.emplace_back(name, known == names_.end() ? kUnknown : known->second);
  names_[name] = paths_.local();
}

void Walker::declare_pattern(NodeIndex pattern) {
  const auto& node = at(pattern);
  if (node.kind == NodeKind::kName) return declare(source(pattern));
  if (node.kind == NodeKind::kProperty) {
    const auto key = node.first_child;
    if (key != kNoNode && at(key).next != kNoNode) declare_pattern(at(key).next);
    return;
  }
  if (node.kind == NodeKind::kAssign) {
    if (node.first_child != kNoNode) declare_pattern(node.first_child);
    return;
  }
  const bool holds = node.kind == NodeKind::kObject || node.kind == NodeKind::kArray ||
                     node.kind == NodeKind::kSpread || node.kind == NodeKind::kParameters;
  if (!holds) return;
  for (auto child = node.first_child; child != kNoNode; child = at(child).next) {
    declare_pattern(child);
  }
}

// The `var`s below a function's node, down to the next function.
void Walker::hoist(NodeIndex node) {
  for (auto child = at(node).first_child; child != kNoNode; child = at(child).next) {
    const auto& below = at(child);
    if (below.kind == NodeKind::kFunction) continue;
    if (below.kind == NodeKind::kVariables && (below.flags & kVar) != 0) {
      for (auto d = below.first_child; d != kNoNode; d = at(d).next) {
        if (at(d).first_child != kNoNode) declare_pattern(at(d).first_child);
      }
    }
    hoist(child);
  }
}

void Walker::declare_block(NodeIndex node) {
  for (auto child = at(node).first_child; child != kNoNode; child = at(child).next) {
    declare_statement(child);
  }
}

void Walker::declare_statement(NodeIndex statement) {
  const auto& node = at(statement);
  switch (node.kind) {
    case NodeKind::kVariables:
      if ((node.flags & kVar) != 0) return;
      for (auto d = node.first_child; d != kNoNode; d = at(d).next) {
        if (at(d).first_child != kNoNode) declare_pattern(at(d).first_child);
      }
      return;
    case NodeKind::kFunction:
    case NodeKind::kClass:
      if (node.first_child != kNoNode && at(node.first_child).kind == NodeKind::kName) {
        declare(source(node.first_child));
      }
      return;
    case NodeKind::kImport:
      for (auto b = node.first_child; b != kNoNode; b = at(b).next) {
        if (at(b).kind != NodeKind::kBinding || at(b).first_child == kNoNode) continue;
        const auto inner = at(at(b).first_child).next;
        if (inner != kNoNode) declare(source(inner));
      }
      return;
    case NodeKind::kSequence:  // the head of `for`
      if (node.first_child != kNoNode && at(node.first_child).kind == NodeKind::kVariables) {
        declare_statement(node.first_child);
      }
      return;
    case NodeKind::kExport:
    case NodeKind::kExportDefault:
      if (node.first_child != kNoNode) declare_statement(node.first_child);
      return;
    default:
      return;
  }
}

PathId Walker::lookup(std::string_view name) {
  const auto known = names_.find(name);
  if (known != names_.end() && known->second != kUnknown) return known->second;
  return paths_.child(kGlobalPath, name);
}

// Ends the scope that began when shadowed_ had `mark` entries.
void Walker::leave(std::size_t mark) {
  while (shadowed_.size() > mark) {
    names_[shadowed_.back().first] = shadowed_.back().second;
    shadowed_.pop_back();
  }
}

// ---- statements and expressions --------------------------------------------------------------

void Walker::children(NodeIndex node, const Around& around) {
  for (auto child = at(node).first_child; child != kNoNode; child = at(child).next) {
    value(child, around);
  }
}

void Walker::block(NodeIndex node) {
  const auto mark = shadowed_.size();
  const std::size_t guards = (at(node).flags & kGuarded) != 0 ? 1 : 0;
  declare_block(node);
  tries_ += guards;
  children(node, {});
  tries_ -= guards;
  leave(mark);
}

PathId Walker::value(NodeIndex node, const Around& around) {
  switch (at(node).kind) {
    case NodeKind::kName:
      return lookup(source(node));
    case NodeKind::kThis:
      return kThisPath;
    case NodeKind::kString:
    case NodeKind::kTemplate:
      literal(node, around);
      return kUnknown;
    case NodeKind::kChain:
      return chain(node, around, false);
    case NodeKind::kNew:
      return new_(node, around);
    case NodeKind::kFunction:
      return function(node, around);
    case NodeKind::kClass:
      return class_(node);
    case NodeKind::kObject:
      return object(node, around);
    case NodeKind::kConditional:
      return conditional(node, around);
    case NodeKind::kBinary:
      return binary(node, around);
    case NodeKind::kAssign:
      return assign(node, around);
    case NodeKind::kVariables:
      variables(node);
      return kUnknown;
    case NodeKind::kBlock:
      block(node);
      return kUnknown;
    case NodeKind::kImport:
      import_(node);
      return kUnknown;
    case NodeKind::kExport:
    case NodeKind::kExportDefault:
    case NodeKind::kExportAll:
      export_(node);
      return kUnknown;
    case NodeKind::kTest:
      children(node, {Usage::kTested, Role::kString, {}});
      return kUnknown;
    case NodeKind::kUnary: {
      const auto usage = (at(node).flags & kTested) != 0 ? Usage::kTested : around.usage;
      const auto operand = at(node).first_child;
      return operand == kNoNode ? kUnknown : value(operand, {usage, around.role, around.key});
    }
    case NodeKind::kSequence: {
      PathId last = kUnknown;
      for (auto child = at(node).first_child; child != kNoNode; child = at(child).next) {
        last = value(child, around);
      }
      return last;
    }
    case NodeKind::kReturn: {
      const auto returned = at(node).first_child;
      if (returned == kNoNode) return kUnknown;
      const auto path = value(returned, around);
      if (!function_returns_.empty()) paths_.equate(function_returns_.back(), path);
      return kUnknown;
    }
    default:
      children(node, around);
      return kUnknown;
  }
}

void Walker::variables(NodeIndex node) {
  for (auto declarator = at(node).first_child; declarator != kNoNode;
       declarator = at(declarator).next) {
    const auto pattern = at(declarator).first_child;
    if (pattern == kNoNode) continue;
    const auto initial = at(pattern).next;
    if (initial == kNoNode) continue;
    Around around;
    if (at(pattern).kind == NodeKind::kName) {
      around.key = source(pattern);
      const auto name = lookup(around.key);
      if (const auto text = static_text(initial); text.data() != nullptr) constants_[name] = text;
      if (is_present(initial, 0)) dates_[name] = true;
    }
    bind(pattern, value(initial, around));
  }
}

PathId Walker::function(NodeIndex node, const Around& around) {
  const auto own = paths_.local();
  const auto name = at(node).first_child;
  const auto parameters = name == kNoNode ? kNoNode : at(name).next;
  if (parameters == kNoNode) return own;
  if (at(name).kind == NodeKind::kName) paths_.equate(lookup(source(name)), own);
  const auto body = at(parameters).next;
  const auto mark = shadowed_.size();
  declare_pattern(parameters);
  std::size_t number = 0;
  for (auto p = at(parameters).first_child; p != kNoNode; p = at(p).next) {
    bind(p, paths_.argument(own, number++));
  }
  if (body != kNoNode) {
    const auto result = paths_.call(own);
    if (at(body).kind == NodeKind::kBlock) {
      function_returns_.push_back(result);
      hoist(body);
      declare_block(body);
      const bool shares = around.key == "onShareAppMessage" || around.key == "onShareTimeline";
      children(body, {Usage::kPassed, shares ? Role::kShare : Role::kString, {}});
      function_returns_.pop_back();
    } else {
      paths_.equate(result, value(body, {}));
    }
  }
  leave(mark);
  return own;
}

PathId Walker::class_(NodeIndex node) {
  const auto own = paths_.local();
  const auto name = at(node).first_child;
  if (name == kNoNode) return own;
  if (at(name).kind == NodeKind::kName) paths_.equate(lookup(source(name)), own);
  const auto super = at(name).next;
  if (super == kNoNode) return own;
  value(super, {});
  for (auto member = at(super).next; member != kNoNode; member = at(member).next) {
    if (at(member).kind == NodeKind::kProperty) {
      property(member, own, {});
    } else {
      value(member, {});
    }
  }
  return own;
}

PathId Walker::object(NodeIndex node, const Around& around) {
  const auto own = paths_.local();
  for (auto child = at(node).first_child; child != kNoNode; child = at(child).next) {
    if (at(child).kind == NodeKind::kProperty) {
      property(child, own, around);
    } else if (at(child).kind == NodeKind::kSpread && at(child).first_child != kNoNode) {
      paths_.equate(own, value(at(child).first_child, {}));
    }
  }
  return own;
}

void Walker::property(NodeIndex node, PathId object, const Around& around) {
  const auto key = at(node).first_child;
  if (key == kNoNode) return;
  if (at(key).kind == NodeKind::kIndex) children(key, {});
  const auto content = at(key).next;
  if (content == kNoNode) return;
  const auto name = key_text(key);
  if (at(content).kind == NodeKind::kFunction && !name.empty()) out_.methods.push_back(name);
  const auto role =
      around.role == Role::kString || around.role == Role::kData ? Role::kString : around.role;
  const auto from = value(content, {Usage::kPassed, role, name});
  if (!name.empty()) paths_.equate(paths_.child(object, name), from);
}

PathId Walker::join(const std::vector<PathId>& paths) {
  PathId only = kUnknown;
  std::size_t count = 0;
  for (const auto path : paths) {
    if (path == kUnknown) continue;
    only = path;
    ++count;
  }
  if (count < 2) return only;
  const auto joined = paths_.local();
  for (const auto path : paths) paths_.equate(joined, path);
  return joined;
}

PathId Walker::conditional(NodeIndex node, const Around& around) {
  std::vector<PathId> paths;
  std::size_t number = 0;
  for (auto child = at(node).first_child; child != kNoNode; child = at(child).next, ++number) {
    const bool last = at(child).next == kNoNode;
    const bool test = number % 2 == 0 && !last;
    const auto path = value(child, test ? Around{Usage::kTested, Role::kString, {}} : around);
    if (!test) paths.push_back(path);
  }
  return join(paths);
}

PathId Walker::binary(NodeIndex node, const Around& around) {
  if (concatenation(node, around)) return kUnknown;
  const auto flags = at(node).flags;
  if ((flags & kCompares) != 0) look_for_date_gate(node);
  std::vector<PathId> paths;
  for (auto child = at(node).first_child; child != kNoNode; child = at(child).next) {
    const bool last = at(child).next == kNoNode;
    const bool tests = (flags & kCompares) != 0 || ((flags & kLogical) != 0 && !last);
    paths.push_back(value(child, tests ? Around{Usage::kTested, around.role, around.key} : around));
  }
  return (flags & ~kLogical) == 0 ? join(paths) : kUnknown;
}

PathId Walker::assign(NodeIndex node, const Around& around) {
  const auto left = at(node).first_child;
  if (left == kNoNode) return kUnknown;
  const auto right = at(left).next;
  Around inner{Usage::kPassed, around.role, around.key};
  if (at(left).kind == NodeKind::kName) {
    inner.key = source(left);
  } else if (at(left).kind == NodeKind::kChain) {
    for (auto part = at(left).first_child; part != kNoNode; part = at(part).next) {
      if (at(part).kind == NodeKind::kMember) inner.key = source(part);
    }
  }
  const auto from = right == kNoNode ? kUnknown : value(right, inner);
  if ((at(node).flags & kCompound) != 0) {
    value(left, {});
    return kUnknown;
  }
  bind(left, from);
  return from;
}

// The path that an assignment to `node` sets; what stands inside it is visited.
PathId Walker::target(NodeIndex node) {
  if (at(node).kind == NodeKind::kName) return lookup(source(node));
  if (at(node).kind == NodeKind::kChain) return chain(node, {}, true);
  return kUnknown;
}

void Walker::bind(NodeIndex pattern, PathId from) {
  const auto& node = at(pattern);
  switch (node.kind) {
    case NodeKind::kName:
    case NodeKind::kChain:
      paths_.equate(target(pattern), from);
      return;
    case NodeKind::kAssign: {
      const auto left = node.first_child;
      if (left == kNoNode) return;
      bind(left, from);
      if (at(left).next != kNoNode) {
        const auto other = value(at(left).next, {});
        if (other != kUnknown) bind(left, other);
      }
      return;
    }
    case NodeKind::kObject:
      for (auto child = node.first_child; child != kNoNode; child = at(child).next) {
        const auto key = at(child).first_child;
        if (at(child).kind == NodeKind::kSpread) {
          if (key != kNoNode) bind(key, from);
          continue;
        }
        if (key == kNoNode || at(key).next == kNoNode) continue;
        if (at(key).kind == NodeKind::kIndex) children(key, {});
        const auto name = key_text(key);
        const auto path = name.empty() ? kUnknown : paths_.child(from, name);
        if (path != kUnknown) see(path, span(key), Usage::kPassed, false);
        bind(at(key).next, path);
      }
      return;
    case NodeKind::kArray:
    case NodeKind::kParameters:
      for (auto child = node.first_child; child != kNoNode; child = at(child).next) {
        bind(child, kUnknown);
      }
      return;
    case NodeKind::kSpread:
      if (node.first_child != kNoNode) bind(node.first_child, kUnknown);
      return;
    default:
      value(pattern, {});
      return;
  }
}

// ---- modules ---------------------------------------------------------------------------------

void Walker::import_(NodeIndex node) {
  NodeIndex source_node = kNoNode;
  for (auto child = at(node).first_child; child != kNoNode; child = at(child).next) {
    if (at(child).kind == NodeKind::kString) source_node = child;
  }
  PathId module = kUnknown;
  if (source_node != kNoNode) {
    const auto text = text_of(source_node);
    const auto whole = span(source_node);
    out_.imports.push_back(
        {text, {whole.begin + 1, std::max(whole.begin + 1, whole.end - 1)}, ImportKind::kImport});
    module = paths_.module(text);
  }
  for (auto child = at(node).first_child; child != kNoNode; child = at(child).next) {
    if (at(child).kind != NodeKind::kBinding) {
      if (child != source_node) value(child, {});
      continue;
    }
    const auto outer = at(child).first_child;
    const auto inner = outer == kNoNode ? kNoNode : at(outer).next;
    if (inner == kNoNode) continue;
    const auto name = lookup(source(inner));
    if (at(outer).kind != NodeKind::kEmpty) {
      paths_.equate(name, paths_.child(module, source(outer)));
    } else {
      paths_.equate(name, module);
      if ((at(outer).flags & kWhole) == 0) paths_.equate(name, paths_.child(module, "default"));
    }
  }
}

void Walker::export_(NodeIndex node) {
  const auto first = at(node).first_child;
  if (first == kNoNode) return;
  if (at(node).kind == NodeKind::kExportDefault) {
    paths_.equate(paths_.child(kExportsPath, "default"), value(first, {}));
    return;
  }
  NodeIndex source_node = kNoNode;
  for (auto child = first; child != kNoNode; child = at(child).next) {
    if (at(child).kind == NodeKind::kString) source_node = child;
  }
  PathId module = kUnknown;
  if (source_node != kNoNode) {
    const auto whole = span(source_node);
    out_.imports.push_back({text_of(source_node),
                            {whole.begin + 1, std::max(whole.begin + 1, whole.end - 1)},
                            ImportKind::kImport});
    module = paths_.module(text_of(source_node));
    if (at(node).kind == NodeKind::kExportAll) paths_.equate(kExportsPath, module);
  }
  for (auto child = first; child != kNoNode; child = at(child).next) {
    if (at(child).kind == NodeKind::kBinding) {
      const auto outer = at(child).first_child;
      const auto inner = outer == kNoNode ? kNoNode : at(outer).next;
      if (inner == kNoNode) continue;
      const auto from =
          module == kUnknown ? lookup(source(inner)) : paths_.child(module, source(inner));
      paths_.equate(paths_.child(kExportsPath, source(outer)), from);
    } else if (child != source_node) {
      value(child, {});
      const auto& said = at(child);
      const bool named = said.kind == NodeKind::kFunction || said.kind == NodeKind::kClass;
      if (named && said.first_child != kNoNode) {
        const auto name = source(said.first_child);
        paths_.equate(paths_.child(kExportsPath, name), lookup(name));
      }
      for (auto d = said.kind == NodeKind::kVariables ? said.first_child : kNoNode; d != kNoNode;
           d = at(d).next) {
        const auto pattern = at(d).first_child;
        if (pattern == kNoNode || at(pattern).kind != NodeKind::kName) continue;
        paths_.equate(paths_.child(kExportsPath, source(pattern)), lookup(source(pattern)));
      }
    }
  }
}

}  // namespace baobei::syntax::js
