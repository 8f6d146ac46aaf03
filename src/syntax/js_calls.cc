// Member chains and calls: where values of the platform are used, and where they go.
#include <algorithm>
#include <array>

#include "syntax/js_walker.h"

namespace baobei::syntax::js {
namespace {

// Functions whose result holds what their arguments hold.
constexpr std::array<std::string_view, 9> kMakers = {
    "promis", "proxy", "wrap", "assign", "create", "extend", "merge", "interop", "import"};
constexpr std::array<std::string_view, 6> kDialogs = {
    "showToast", "showModal", "showLoading", "showActionSheet", "showTopTips", "alert"};

std::string lower_case(std::string_view text) {
  std::string out(text.substr(0, 64));
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool makes(std::string_view name) {
  const auto lower = lower_case(name);
  return std::ranges::any_of(kMakers, [&](auto maker) { return lower.find(maker) != lower.npos; });
}

Role role_of_call(std::string_view name) {
  if (std::ranges::find(kDialogs, name) != kDialogs.end()) return Role::kDialog;
  if (name == "setNavigationBarTitle") return Role::kNavigationTitle;
  return Role::kString;
}

}  // namespace

void Walker::see(PathId path, Span span, Usage usage, bool plain, std::uint32_t first_argument) {
  if (path == kUnknown || sightings_.size() >= 4 * kUsesMax) return;
  const auto count = static_cast<std::uint32_t>(arguments_.size()) - first_argument;
  sightings_.push_back({path, span, usage, plain, first_argument, first_argument == 0 ? 0 : count});
}

PathId Walker::chain(NodeIndex node, const Around& around, bool is_target) {
  auto part = at(node).first_child;
  if (part == kNoNode) return kUnknown;
  auto path = value(part, {Usage::kPassed, Role::kString, {}});
  const bool plain = at(part).kind == NodeKind::kName && path == kPlatformPath;
  auto name = at(part).kind == NodeKind::kName ? source(part) : std::string_view();
  Span name_span = span(part);
  bool unseen = false;  // members were taken since the last call
  bool direct = true;
  for (part = at(part).next; part != kNoNode; part = at(part).next) {
    const bool last = at(part).next == kNoNode;
    if (at(part).kind == NodeKind::kMember) {
      const auto next = at(part).next;
      if (name == "constructor" && source(part) == name && next != kNoNode &&
          at(next).kind == NodeKind::kCall) {
        note_odd(OddKind::kConstructor, span(part));
      }
      name = source(part);
      name_span = span(part);
      path = paths_.child(path, name);
      unseen = true;
    } else if (at(part).kind == NodeKind::kIndex) {
      const auto index_node = at(part).first_child;
      if (is_target && last && index_node != kNoNode && at(index_node).kind == NodeKind::kName) {
        copied_members_.emplace_back(lookup(source(index_node)), path);
        return kUnknown;
      }
      path = index(path, part, name_span);
      name = path == kUnknown ? std::string_view() : paths_.name(path);
      unseen = true;
      direct = false;
    } else {
      const Call called{part, at(part).first_child, path, name, name_span};
      const auto before = static_cast<std::uint32_t>(arguments_.size());
      collect_arguments(called);
      const bool any = arguments_.size() > before;
      see(path, name_span, Usage::kCalled, plain && direct, any ? before : 0);
      path = call(called, around);
      unseen = false;
      direct = false;
      name = {};
    }
  }
  if (unseen && !is_target) see(path, name_span, around.usage, plain && direct);
  return path;
}

// base[…]: a member where the name can be known.
PathId Walker::index(PathId base, NodeIndex node, Span& name_span) {
  const auto inside = at(node).first_child;
  if (inside == kNoNode) return kUnknown;
  name_span = span(inside);
  if (at(inside).kind == NodeKind::kConditional) {
    std::vector<PathId> paths;
    for (auto child = at(inside).first_child; child != kNoNode; child = at(child).next) {
      const auto text = static_text(child);
      if (text.data() == nullptr) continue;
      paths.push_back(paths_.child(base, text));
      see(paths.back(), span(child), Usage::kPassed, false);
    }
    children(inside, {});
    return join(paths);
  }
  const auto text = static_text(inside);
  if (text.data() != nullptr) return paths_.child(base, text);
  const auto key = value(inside, {});
  if (key != kUnknown && (base == kPlatformPath || base == kDerivedPath)) {
    platform_keys_.push_back(key);
  }
  return kUnknown;
}

// Literals of the call's options object and of its plain arguments.
void Walker::collect_arguments(const Call& call) {
  if (call.callee == kUnknown) return;
  std::size_t taken = 0;
  const auto take = [&](std::string_view key, NodeIndex node) {
    if (taken >= kArgumentsMax || arguments_.size() >= kUsesMax) return;
    const auto text = static_text(node);
    if (text.data() == nullptr) return;
    arguments_.push_back({key, text, span(node)});
    ++taken;
  };
  for (auto argument = call.first; argument != kNoNode; argument = at(argument).next) {
    if (at(argument).kind != NodeKind::kObject) {
      take({}, argument);
      continue;
    }
    for (auto child = at(argument).first_child; child != kNoNode; child = at(child).next) {
      const auto key = at(child).first_child;
      if (at(child).kind != NodeKind::kProperty || key == kNoNode || at(key).next == kNoNode) {
        continue;
      }
      const auto content = at(key).next;
      const auto name = key_text(key);
      take(name, content);
      if (at(content).kind != NodeKind::kArray) continue;
      for (auto item = at(content).first_child; item != kNoNode; item = at(item).next) {
        take(name, item);
      }
    }
  }
}

// console.log(…) and its sisters.
bool Walker::is_log(const Call& call) const {
  if (call.callee == kUnknown) return false;
  const auto holder = paths_.parent(call.callee);
  return holder != kUnknown && paths_.parent(holder) == kGlobalPath &&
         paths_.name(holder) == "console";
}

PathId Walker::call(const Call& call, const Around& around) {
  const Around inner{Usage::kPassed, is_log(call) ? Role::kLog : role_of_call(call.name), {}};
  (void)around;
  std::vector<PathId> values;
  for (auto argument = call.first; argument != kNoNode; argument = at(argument).next) {
    values.push_back(value(argument, inner));
  }
  note_odd_call(call);
  bool known = false;
  const auto result = known_call(call, values, known);
  if (known) return result;
  const bool maker = makes(call.name);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] == kUnknown) continue;
    if (paths_.is_local(call.callee)) paths_.equate(paths_.argument(call.callee, i), values[i]);
    if (maker || values[i] == kPlatformPath) {
      paths_.derive(paths_.call(call.callee), values[i]);
    }
  }
  const auto path = paths_.call(call.callee);
  if (maker) copy_values(call, values, path);
  return path;
}

// Promisifiers and copiers: the result, and every other argument, may hold what an argument holds.
void Walker::copy_values(const Call& call, const std::vector<PathId>& values, PathId result) {
  const bool whole = call.name == "assign" || call.name == "create" || call.name == "extend" ||
                     call.name == "merge" ||
                     lower_case(call.name).find("interop") != std::string::npos ||
                     lower_case(call.name).find("import") != std::string::npos;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (whole) paths_.equate(result, values[i]);
    for (std::size_t j = 0; j < values.size(); ++j) {
      if (i == j || values[j] == kPlatformPath) continue;
      paths_.derive(values[j], values[i]);
      if (j == 0 && call.name == "assign") paths_.equate(values[0], values[i]);
    }
  }
}

// A module by a literal name.
void Walker::load(const Call& call, ImportKind kind, PathId& out) {
  if (call.first == kNoNode || at(call.first).kind != NodeKind::kString) return;
  const auto text = text_of(call.first);
  const auto whole = span(call.first);
  out_.imports.push_back(
      {text, {whole.begin + 1, std::max(whole.begin + 1, whole.end - 1)}, kind, tries_ > 0});
  out = kind == ImportKind::kPlugin ? kUnknown : paths_.module(text);
}

void Walker::register_(Registration what, const Call&, const std::vector<PathId>& values) {
  out_.registrations.push_back(what);
  for (const auto path : values) paths_.equate(kThisPath, path);
  if (what == Registration::kApp) paths_.equate(kAppPath, kThisPath);
}

PathId Walker::known_call(const Call& call, const std::vector<PathId>& values, bool& known) {
  known = true;
  const bool global = call.callee != kUnknown && paths_.parent(call.callee) == kGlobalPath;
  const auto name = call.name;
  PathId out = kUnknown;
  if (global) {
    if (name == "require" || name == "__webpack_require__") {
      load(call, values.size() > 1 ? ImportKind::kLater : ImportKind::kRequire, out);
      return out;
    }
    if (name == "import") {
      load(call, ImportKind::kLater, out);
      return out;
    }
    if (name == "requirePlugin") {
      load(call, ImportKind::kPlugin, out);
      return out;
    }
    if (name == "getApp") return kAppPath;
    if (name == "App") register_(Registration::kApp, call, values);
    if (name == "Page") register_(Registration::kPage, call, values);
    if (name == "Component") register_(Registration::kComponent, call, values);
    if (name == "Behavior") register_(Registration::kBehavior, call, values);
  }
  if (name == "async" && call.callee != kUnknown) {
    const auto parent = paths_.parent(call.callee);
    if (parent != kUnknown && paths_.name(parent) == "require") {
      load(call, ImportKind::kLater, out);
      return out;
    }
  }
  known = false;
  return kUnknown;
}

PathId Walker::new_(NodeIndex node, const Around& around) {
  const auto callee = at(node).first_child;
  if (callee == kNoNode) return kUnknown;
  const auto path = value(callee, {});
  std::string_view name;
  Span name_span = span(callee);
  for (auto part = at(callee).first_child; part != kNoNode; part = at(part).next) {
    if (at(part).kind != NodeKind::kName && at(part).kind != NodeKind::kMember) continue;
    name = source(part);
    name_span = span(part);
  }
  const Call made{node, at(callee).next, path, name, name_span};
  if (name == "Function") note_odd(OddKind::kNewFunction, span(node));
  const auto result = call(made, around);
  if (name == "Proxy" && made.first != kNoNode) {
    const auto joined = paths_.local();
    paths_.derive(joined,
                  at(made.first).kind == NodeKind::kName ? lookup(source(made.first)) : kUnknown);
    return joined;
  }
  return result;
}

void Walker::note_odd(OddKind kind, Span span) {
  if (out_.odd.size() < kFaultsMax) out_.odd.push_back({kind, span});
}

void Walker::note_odd_call(const Call& call) {
  if (call.callee == kUnknown) return;
  const bool global = paths_.parent(call.callee) == kGlobalPath;
  const bool text = call.first != kNoNode && (at(call.first).kind == NodeKind::kString ||
                                              at(call.first).kind == NodeKind::kTemplate);
  if (global && call.name == "eval") note_odd(OddKind::kEval, call.name_span);
  if (global && call.name == "Function" && at(call.node).kind == NodeKind::kCall) {
    note_odd(OddKind::kNewFunction, call.name_span);
  }
  if (global && text && (call.name == "setTimeout" || call.name == "setInterval")) {
    note_odd(OddKind::kEval, call.name_span);
  }
}

}  // namespace baobei::syntax::js
