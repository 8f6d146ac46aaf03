// baobei.check.toml: what a developer tells the checker about a program, once and for all.
//
//   categories = ["social-forum"]     # that will be declared
//   subject = "enterprise"            # who will submit
//   fail_on = "warning"               # from which severity on the check fails; else "error"
//
//   [[off]]
//   rule = "quality/large-media"
//   files = "assets/"                 # a file, or a folder with '/' at its end; absent: everywhere
//   reason = "the map of the hall has to be sharp"
//   until = 2027-03-01                # its last day
//
// It lies beside project.config.json or in the program's own folder; paths are those of the
// package.
//
// Invariants: every fault says where it stands. A fault of form (`usable()` is false) means that
// nothing of the file can be relied on. What an [[off]] lacks is not a fault here: it is a remark
// that is not followed (remarks.h). Bounded: kSettingsBytesMax, kOffMax.
// Threads: pure functions, plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/report.h"
#include "syntax/source.h"

namespace baobei::check {

inline constexpr std::string_view kSettingsFile = "baobei.check.toml";
inline constexpr std::size_t kSettingsBytesMax = 256 * 1024;
inline constexpr std::size_t kOffMax = 500;

struct SettingsFault {
  Text message;
  syntax::Position at;

  auto operator<=>(const SettingsFault&) const = default;
};

struct Off {
  std::string rule;
  std::string files;
  std::string reason;
  std::string until;
  syntax::Position at;
};

struct Settings {
  std::optional<std::vector<std::string>> categories;
  syntax::Position categories_at;
  std::string subject;
  std::string fail_on;  // "" where it is not said
  std::vector<Off> off;
  std::vector<SettingsFault> faults;

  bool usable() const { return faults.empty(); }
};

Settings read_settings(std::string_view text);

// "individual_business" and its like.
bool is_subject(std::string_view id);

// "2027-03-01", a day that there is.
bool is_date(std::string_view text);

}  // namespace baobei::check
