// Paths of values while a script is walked, and the equations between them; for this module alone.
//
// Invariants: ids are indexes; parents come before their children; the fixed roots have fixed ids.
// Solving visits each path a limited number of times, so it is linear in paths and equations.
// Threads: one; lives for one script.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "syntax/script.h"

namespace baobei::syntax::js {

using PathId = std::uint32_t;
inline constexpr PathId kUnknown = 0;
inline constexpr PathId kPlatformPath = 1;
inline constexpr PathId kDerivedPath = 2;
inline constexpr PathId kAppPath = 3;
inline constexpr PathId kThisPath = 4;
inline constexpr PathId kExportsPath = 5;
inline constexpr PathId kGlobalPath = 6;

inline constexpr std::size_t kPathsMax = 1'000'000;
inline constexpr std::size_t kSolveDepthMax = 64;
inline constexpr std::size_t kAliasesMax = 8;  // that are followed from one value to its members

class Paths {
 public:
  Paths();

  // Something of this file: a variable, a function, an object.
  PathId local();
  PathId module(std::string_view specifier);
  // A member; `name` must outlive the paths. kUnknown where a limit is met.
  PathId child(PathId parent, std::string_view name);
  PathId call(PathId function) { return child(function, "()"); }
  PathId argument(PathId function, std::size_t number);

  void equate(PathId to, PathId from);
  // `to` is made from the platform where `from` is the platform.
  void derive(PathId to, PathId from);

  // After the walk: finds the origin of every path.
  void solve();
  // Where the value comes from in the end; the most telling answer where there are several.
  PathId origin(PathId path) const { return path < origins_.size() ? origins_[path] : path; }

  PathId root_of(PathId path) const { return entries_[path].root; }
  bool is_local(PathId path) const {
    return path > kGlobalPath && !entries_[entries_[path].root].is_module &&
           entries_[path].root > kGlobalPath;
  }
  bool is_module(PathId path) const { return entries_[path].is_module; }
  PathId parent(PathId path) const { return entries_[path].parent; }
  std::string_view name(PathId path) const { return entries_[path].name; }
  Path spelled(PathId path) const;
  std::size_t size() const { return entries_.size(); }

  struct Pair {
    PathId to;
    PathId from;
    bool derives;
  };
  const std::vector<Pair>& equations() const { return pairs_; }

 private:
  struct Entry {
    PathId parent = kUnknown;
    PathId root = kUnknown;
    std::uint32_t depth = 0;
    bool is_module = false;
    std::string_view name;
  };
  struct Key {
    PathId parent;
    std::string_view name;
    bool operator==(const Key&) const = default;
  };
  struct HashKey {
    std::size_t operator()(const Key& key) const {
      return std::hash<std::string_view>()(key.name) ^ (key.parent * 0x9E3779B97F4A7C15ull);
    }
  };

  PathId add(Entry entry);
  int rank(PathId path) const;
  void index(bool rebase);
  PathId solve_one(PathId path, std::size_t depth);
  PathId solve_here(PathId path, std::size_t depth);
  PathId through_aliases(PathId path, std::size_t depth);
  PathId better(PathId a, PathId b) const;

  std::vector<Entry> entries_;
  std::unordered_map<Key, PathId, HashKey> children_;
  std::vector<Pair> pairs_;
  std::unordered_map<PathId, std::vector<std::uint32_t>> by_target_;
  std::vector<PathId> origins_;
  std::vector<std::uint8_t> states_;  // of solving: 0 new, 1 under way, 2 done
};

}  // namespace baobei::syntax::js
