#include "check/platform_links.h"

#include <algorithm>

namespace baobei::check {
namespace {

using syntax::Root;

// "a.b().c" → "a.b()" and "c"; the members before the last name.
std::pair<std::string, std::string> split_last(const std::string& members) {
  const auto dot = members.rfind('.');
  if (dot == std::string::npos) return {"", members};
  return {members.substr(0, dot), members.substr(dot + 1)};
}

std::string joined(const std::string& before, std::string_view behind) {
  if (before.empty() || behind.empty() || behind.starts_with("()")) {
    return before + std::string(behind);
  }
  return before + "." + std::string(behind);
}

// Without ".call", ".apply", ".bind".
std::string without_binding(const std::string& members) {
  for (const std::string_view end : {".call", ".apply", ".bind"}) {
    if (members.ends_with(end)) return members.substr(0, members.size() - end.size());
  }
  return members;
}

}  // namespace

bool PlatformLinks::is_app(const SourceFile& file) const {
  return !app_.empty() && (file.path == app_ + ".js" || file.path == app_ + ".ts");
}

void PlatformLinks::add(const SourceFile& file) {
  roots_.emplace(&file, kFirstFile + static_cast<std::uint32_t>(files_.size()));
  files_.push_back(&file);
}

void PlatformLinks::connect(const SourceFile& from, std::string_view specifier,
                            const SourceFile& to) {
  modules_.emplace(std::pair(&from, specifier), &to);
}

PlatformLinks::Place PlatformLinks::place(const SourceFile& file, const syntax::Path& path) const {
  switch (path.root) {
    case Root::kPlatform:
      return {kPlatform, path.members};
    case Root::kDerived:
      return {kDerived, path.members};
    case Root::kApp:
      return {kApp, path.members};
    case Root::kThis:
      return {is_app(file) ? kApp : kNowhere, path.members};
    case Root::kGlobal:
      return {kGlobal, path.members};
    case Root::kExports:
      return {roots_.at(&file), path.members};
    case Root::kModule: {
      const auto to = modules_.find({&file, path.specifier});
      if (to == modules_.end()) return {};
      const auto root = roots_.find(to->second);
      return root == roots_.end() ? Place{} : Place{root->second, path.members};
    }
    case Root::kLocal:
      break;
  }
  return {};
}

PlatformLinks::Place PlatformLinks::origin(const Place& place) {
  const auto known = origins_.find(place);
  if (known != origins_.end()) return known->second;
  if (places_seen_ >= kPlacesMax) return place;
  std::set<Place> seen;
  auto source = follow(place, 0, seen);
  places_seen_ += seen.size();
  return origins_.emplace(place, std::move(source)).first->second;
}

// Where a value comes from: through the equation on the longest part of its members that has one.
// Each place is looked at once: there may be as many ways to it as there are powers of two.
PlatformLinks::Place PlatformLinks::follow(const Place& place, std::size_t steps,
                                           std::set<Place>& seen) const {
  if (place.root == kPlatform || place.root == kDerived || place.root == kNowhere) return place;
  if (steps >= kStepsMax || seen.size() >= kPlacesPerValueMax) return place;
  if (place.members.size() > kMembersBytesMax || !seen.insert(place).second) return place;
  std::string before = place.members;
  while (true) {
    const auto [begin, end] = equations_.equal_range({place.root, before});
    std::string_view behind = std::string_view(place.members).substr(before.size());
    if (behind.starts_with('.')) behind.remove_prefix(1);
    for (auto found = begin; found != end; ++found) {
      const Place next{found->second.root, joined(found->second.members, behind)};
      if (next == place) continue;
      const auto source = follow(next, steps + 1, seen);
      if (source.root == kPlatform || source.root == kDerived) return source;
    }
    if (before.empty()) break;
    const auto cut = before.ends_with("()") ? before.size() - 2 : before.rfind('.');
    before.resize(cut == std::string::npos ? 0 : cut);
  }
  // `import a from` of a module that exports by name asks for its default.
  const bool has_default = place.root >= kFirstFile &&
                           equations_.contains({place.root, "default"}) &&
                           !place.members.starts_with("default");
  if (!has_default) return place;
  const auto source = follow({place.root, joined("default", place.members)}, steps + 1, seen);
  return source.root == kPlatform || source.root == kDerived ? source : place;
}

// Values that nobody explains and that behave like the platform.
void PlatformLinks::find_wrappers() {
  std::map<Place, std::set<std::string>> names;
  std::map<Place, std::set<std::string>> foreign;
  for (const auto* file : files_) {
    const auto take = [&](const syntax::Path& path, bool platform) {
      const auto [before, last] = split_last(without_binding(path.members));
      auto holder = place(*file, path);
      if (holder.root == kNowhere || holder.root == kGlobal) return;
      if (origin(holder).root == kPlatform) return;
      holder.members = before;
      (platform ? names : foreign)[holder].insert(last);
    };
    for (const auto& use : file->script->open) {
      const auto last = split_last(without_binding(use.path.members)).second;
      take(use.path, syntax::is_platform_function(last));
    }
    for (const auto& path : file->script->foreign) take(path, false);
  }
  for (const auto& [holder, found] : names) {
    // Functions that the holder's own file defines are its own.
    std::set<std::string_view> own;
    for (const auto* file : files_) {
      const bool owner = holder.root == kApp ? is_app(*file) : roots_.at(file) == holder.root;
      if (owner) own.insert(file->script->methods.begin(), file->script->methods.end());
    }
    std::size_t unexplained = 0;
    for (const auto& name : found) unexplained += own.contains(name) ? 0 : 1;
    const auto others = foreign.find(holder);
    const auto against =
        (others == foreign.end() ? 0 : others->second.size()) + (found.size() - unexplained);
    if (unexplained >= kNamesForWrapper && against * 4 <= unexplained) wrappers_.insert(holder);
  }
}

void PlatformLinks::take(std::vector<PlatformUse>& out, const SourceFile& file,
                         const syntax::Use& use, const std::string& members, bool derived) const {
  if (members.empty()) return;
  PlatformUse found;
  found.name = syntax::platform_name(members);
  found.file = &file;
  found.span = use.span;
  found.usage = use.usage;
  found.aliased = use.aliased;
  found.derived = derived;
  found.arguments = use.arguments.empty() ? nullptr : &use.arguments;
  out.push_back(std::move(found));
}

std::vector<PlatformUse> PlatformLinks::solve() {
  for (const auto* file : files_) {
    for (const auto& equation : file->script->equations) {
      auto to = place(*file, equation.to);
      auto from = place(*file, equation.from);
      if (to.root == kNowhere || from.root == kNowhere || to == from) continue;
      equations_.emplace(std::move(to), std::move(from));
    }
  }
  find_wrappers();
  std::vector<PlatformUse> out;
  for (const auto* file : files_) {
    for (const auto& use : file->script->uses) {
      take(out, *file, use, use.path.members, use.path.root == Root::kDerived);
    }
    for (const auto& use : file->script->open) {
      const auto at = place(*file, use.path);
      const auto source = origin(at);
      const auto [before, last] = split_last(without_binding(use.path.members));
      if (source.root == kPlatform || source.root == kDerived) {
        take(out, *file, use, source.members, source.root == kDerived);
      } else if (syntax::is_platform_function(last) && wrappers_.contains({at.root, before})) {
        take(out, *file, use, last, true);
      }
    }
  }
  std::ranges::stable_sort(out, {}, [](const PlatformUse& use) {
    return std::pair(std::string_view(use.file->path), use.span.begin);
  });
  return out;
}

}  // namespace baobei::check
