#include "syntax/js_paths.h"

#include <algorithm>
#include <array>

namespace baobei::syntax::js {
namespace {

constexpr std::array<std::string_view, 8> kNumbers = {"#0", "#1", "#2", "#3",
                                                      "#4", "#5", "#6", "#7"};

}  // namespace

Paths::Paths() {
  for (PathId root = kUnknown; root <= kGlobalPath; ++root) {
    entries_.push_back({kUnknown, root, 0, false, ""});
  }
}

PathId Paths::add(Entry entry) {
  if (entries_.size() >= kPathsMax) return kUnknown;
  const auto id = static_cast<PathId>(entries_.size());
  if (entry.root == kUnknown) entry.root = id;
  entries_.push_back(entry);
  return id;
}

PathId Paths::local() {
  return add({});
}

PathId Paths::module(std::string_view specifier) {
  const auto known = children_.find({kUnknown, specifier});
  if (known != children_.end()) return known->second;
  const auto id = add({kUnknown, kUnknown, 0, true, specifier});
  children_.emplace(Key{kUnknown, specifier}, id);
  return id;
}

PathId Paths::child(PathId parent, std::string_view name) {
  if (parent == kUnknown || entries_[parent].depth >= kPathDepthMax) return kUnknown;
  const auto known = children_.find({parent, name});
  if (known != children_.end()) return known->second;
  const auto& above = entries_[parent];
  if (parent == kGlobalPath) {
    if (name == "wx") return kPlatformPath;
    if (name == "uni") return kDerivedPath;
    if (name == "exports") return kExportsPath;
    if (name == "globalThis" || name == "window" || name == "global") return kGlobalPath;
  }
  if (name == "exports" && above.parent == kGlobalPath && above.name == "module") {
    return kExportsPath;
  }
  const auto id = add({parent, above.root, above.depth + 1, false, name});
  children_.emplace(Key{parent, name}, id);
  return id;
}

PathId Paths::argument(PathId function, std::size_t number) {
  return number < kNumbers.size() ? child(function, kNumbers[number]) : kUnknown;
}

void Paths::equate(PathId to, PathId from) {
  if (to == kUnknown || from == kUnknown || to == from || pairs_.size() >= kEquationsMax) return;
  pairs_.push_back({to, from, false});
}

void Paths::derive(PathId to, PathId from) {
  if (to == kUnknown || from == kUnknown || pairs_.size() >= kEquationsMax) return;
  pairs_.push_back({to, from, true});
}

// The most telling origin wins: the platform, then what other files can explain.
int Paths::rank(PathId path) const {
  switch (entries_[path].root) {
    case kUnknown:
      return 0;
    case kPlatformPath:
      return 8;
    case kDerivedPath:
      return 7;
    case kAppPath:
      return 6;
    case kExportsPath:
      return 4;
    case kThisPath:
      return 3;
    case kGlobalPath:
      return 2;
    default:
      return entries_[entries_[path].root].is_module ? 5 : 1;
  }
}

// With `rebase`, an equation also counts for the path its target is in the end: what is said of
// `f.x` is said of `g.x` where f is g.
void Paths::index(bool rebase) {
  std::unordered_map<PathId, std::vector<std::uint32_t>> by_target;
  for (std::uint32_t i = 0; i < pairs_.size(); ++i) {
    const auto target = pairs_[i].to;
    by_target[target].push_back(i);
    const auto parent = entries_[target].parent;
    if (!rebase || parent == kUnknown) continue;
    const auto origin = solve_one(parent, 0);
    if (origin == parent) continue;
    const auto other = child(origin, entries_[target].name);
    if (other != kUnknown && other != target) by_target[other].push_back(i);
  }
  by_target_ = std::move(by_target);
}

void Paths::solve() {
  index(false);
  const auto reset = [&] {
    origins_.assign(entries_.size(), kUnknown);
    states_.assign(entries_.size(), 0);
  };
  reset();
  index(true);
  reset();
  const auto count = entries_.size();
  for (PathId path = 1; path < count; ++path) solve_one(path, 0);
}

PathId Paths::solve_one(PathId path, std::size_t depth) {
  if (path >= states_.size()) {
    origins_.resize(entries_.size(), kUnknown);
    states_.resize(entries_.size(), 0);
  }
  if (path == kUnknown || states_[path] == 2) return path == kUnknown ? kUnknown : origins_[path];
  if (states_[path] == 1 || depth >= kSolveDepthMax) return path;
  states_[path] = 1;
  const auto origin = solve_here(path, depth);
  origins_[path] = origin;
  states_[path] = 2;
  return origin;
}

PathId Paths::better(PathId a, PathId b) const {
  return rank(b) > rank(a) ? b : a;
}

// A member of what the parent may be besides: of `this.a` the page's object, of `exports.a` what
// was exported.
PathId Paths::through_aliases(PathId path, std::size_t depth) {
  const auto said = by_target_.find(entries_[path].parent);
  if (said == by_target_.end()) return kUnknown;
  PathId best = kUnknown;
  const auto count = std::min(said->second.size(), kAliasesMax);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& pair = pairs_[said->second[i]];
    const auto other = pair.derives ? kUnknown : child(pair.from, entries_[path].name);
    if (other != kUnknown && other != path) best = better(best, solve_one(other, depth + 1));
  }
  return rank(best) > rank(kThisPath) ? best : kUnknown;
}

PathId Paths::solve_here(PathId path, std::size_t depth) {
  auto best = path;
  if (const auto parent = entries_[path].parent; parent != kUnknown) {
    const auto above = solve_one(parent, depth + 1);
    if (above != parent) {
      const auto moved = child(above, entries_[path].name);
      if (moved != kUnknown && moved != path) best = solve_one(moved, depth + 1);
    }
    best = better(best, through_aliases(path, depth));
  }
  const auto said = by_target_.find(path);
  if (said == by_target_.end() || path == kPlatformPath || path == kDerivedPath) return best;
  const auto indexes = said->second;  // by_target_ stays, but a copy is safe against growth
  for (const auto i : indexes) {
    const auto& pair = pairs_[i];
    auto from = solve_one(pair.from, depth + 1);
    if (pair.derives) {
      from = from == kPlatformPath || from == kDerivedPath ? kDerivedPath : kUnknown;
    }
    if (rank(from) > rank(best) || (best == path && rank(from) == rank(best) && from != kUnknown)) {
      best = from;
    }
  }
  return best;
}

Path Paths::spelled(PathId path) const {
  Path out;
  const auto root = entries_[path].root;
  if (root == kPlatformPath) {
    out.root = Root::kPlatform;
  } else if (root == kDerivedPath) {
    out.root = Root::kDerived;
  } else if (root == kAppPath) {
    out.root = Root::kApp;
  } else if (root == kThisPath) {
    out.root = Root::kThis;
  } else if (root == kExportsPath) {
    out.root = Root::kExports;
  } else if (root == kGlobalPath) {
    out.root = Root::kGlobal;
  } else if (entries_[root].is_module) {
    out.root = Root::kModule;
    out.specifier = entries_[root].name;
  } else {
    out.root = Root::kLocal;
    out.local = root;
  }
  std::vector<std::string_view> names;
  for (auto at = path; at != root; at = entries_[at].parent) names.push_back(entries_[at].name);
  for (auto part = names.rbegin(); part != names.rend(); ++part) {
    if (!out.members.empty() && *part != "()") out.members += '.';
    out.members += *part;
  }
  return out;
}

}  // namespace baobei::syntax::js
