// What a version is made of, as people compare two of them: pages, sub-packages, tab bar,
// permissions, plugins, npm packages, interfaces used, domains named. Computed where packages are
// read (the child process), handed over as JSON `baobei.outline/1`, compared item by item.
//
// Invariants: a function of the pack alone; items are sorted by aspect and key, a key stands once
// per aspect with the first place that names it; the value is what a change of it would be. It
// follows what the text says: a name that is put together at run time is not in it.
// Threads: pure functions.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "check/report.h"
#include "package/pack.h"

namespace baobei::check {

inline constexpr std::string_view kOutlineSchema = "baobei.outline/1";
inline constexpr std::size_t kOutlineBytesMax = std::size_t{4} << 20;
inline constexpr std::size_t kAspectItemsMax = 5'000;
inline constexpr std::size_t kOutlineItemsMax = 20'000;
inline constexpr std::size_t kOutlineTextMax = 200;  // characters of a key or value
// Scripts and templates above this are not looked into, and are said to be left out.
inline constexpr std::uint64_t kScannedFileBytesMax = std::uint64_t{8} << 20;

// In the order in which they are shown.
enum class Aspect {
  kPages,            // path; value: "main" or the sub-package's root
  kSubpackages,      // root; value: "independent" or ""
  kTabBar,           // page; value: its text
  kPermissions,      // scope; value: the description shown to users
  kPrivateInfos,     // requiredPrivateInfos
  kBackgroundModes,  // requiredBackgroundModes
  kPlugins,          // name; value: provider and version
  kNpm,              // package; value: version where it is stated
  kInterfaces,       // wx.request
  kOpenTypes,        // open-type of buttons, which act without a script: getPhoneNumber
  kElements,         // native elements that open something: web-view, live-player, camera …
  kDomains,          // hosts of https, http, wss and ws addresses
  kNavigatesTo,      // mini-programs it opens
  kSettings,         // other scalar members of app.json
};
BOOST_DESCRIBE_ENUM(Aspect, kPages, kSubpackages, kTabBar, kPermissions, kPrivateInfos,
                    kBackgroundModes, kPlugins, kNpm, kInterfaces, kOpenTypes, kElements, kDomains,
                    kNavigatesTo, kSettings)

struct OutlineItem {
  Aspect aspect = Aspect::kPages;
  std::string key;
  std::string value;
  std::string file;        // where it is named first
  std::uint32_t line = 0;  // from 1; 0: the file as a whole

  auto operator<=>(const OutlineItem&) const = default;
};
BOOST_DESCRIBE_STRUCT(OutlineItem, (), (aspect, key, value, file, line))

struct Outline {
  std::string schema{kOutlineSchema};
  std::string kind;  // "source", "compiled", "unknown"
  std::vector<OutlineItem> items;
  std::uint64_t left_out = 0;  // items and files beyond the limits
};
BOOST_DESCRIBE_STRUCT(Outline, (), (schema, kind, items, left_out))

Outline outline_of(const package::Pack& pack);

std::string serialise(const Outline& outline);
// Strict: limits, order, lengths. kInvalid or kTooLarge.
Result<Outline> parse_outline(std::string_view text);

}  // namespace baobei::check
