// Follows values of the platform from file to file: what one exports, another requires; what app.js
// keeps, every page finds under getApp().
//
// A value that cannot be followed but behaves like the platform, with at least kNamesForWrapper
// functions of its names and hardly any other, is taken for the platform: programs whose bundler
// hides the way are found so.
// Invariants: each script is added once, before solve(). Bounded by the scripts' own limits and the
// four below, since equations may lead in circles that grow; what lies beyond is not followed.
// Threads: one. Owner: Program.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check/program.h"

namespace baobei::check {

inline constexpr std::size_t kNamesForWrapper = 5;

class PlatformLinks {
 public:
  // `app`: the path of the app's script without its ending.
  explicit PlatformLinks(std::string app) : app_(std::move(app)) {}

  void add(const SourceFile& file);
  void connect(const SourceFile& from, std::string_view specifier, const SourceFile& to);

  // Every use, sorted by file and place.
  std::vector<PlatformUse> solve();

 private:
  // A value known to all files.
  struct Place {
    std::uint32_t root = 0;
    std::string members;

    auto operator<=>(const Place&) const = default;
  };
  static constexpr std::uint32_t kNowhere = 0, kPlatform = 1, kDerived = 2, kApp = 3, kGlobal = 4,
                                 kFirstFile = 5;
  static constexpr std::size_t kStepsMax = 24;
  static constexpr std::size_t kMembersBytesMax = 256;
  static constexpr std::size_t kPlacesPerValueMax = 500;
  static constexpr std::size_t kPlacesMax = 1'000'000;

  Place place(const SourceFile& file, const syntax::Path& path) const;
  bool is_app(const SourceFile& file) const;
  Place origin(const Place& place);
  Place follow(const Place& place, std::size_t steps, std::set<Place>& seen) const;
  void find_wrappers();
  void take(std::vector<PlatformUse>& out, const SourceFile& file, const syntax::Use& use,
            const std::string& members, bool derived) const;

  std::string app_;
  std::vector<const SourceFile*> files_;
  std::map<const SourceFile*, std::uint32_t> roots_;
  std::map<std::pair<const SourceFile*, std::string_view>, const SourceFile*> modules_;
  std::multimap<Place, Place> equations_;
  std::set<Place> wrappers_;
  std::map<Place, Place> origins_;  // what was asked for, and came out
  std::size_t places_seen_ = 0;
};

}  // namespace baobei::check
