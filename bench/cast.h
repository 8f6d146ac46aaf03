// The people, subjects and mini-programs of a run: names and tokens made from a number, so that
// seeding, server and load agree without telling each other.
//
// Threads: plain value.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/bytes.h"
#include "engine/rows.h"

namespace baobei::bench {

struct Cast {
  std::size_t apps = 0;

  static constexpr std::size_t kSubjectsMax = 500;
  static constexpr std::size_t kReviewers = 32;
  static constexpr std::size_t kRegions = 4;

  std::size_t subjects() const { return std::clamp<std::size_t>(apps / 4, 1, kSubjectsMax); }

  static std::string app(std::size_t index) { return fmt::format("wx{:016}", index); }
  std::string subject(std::size_t index) const { return fmt::format("sub-{}", of(index)); }
  std::string org(std::size_t index) const { return fmt::format("org-{}", of(index)); }
  std::string developer(std::size_t index) const { return fmt::format("developer-{}", of(index)); }
  static std::string reviewer(std::size_t index) {
    return fmt::format("reviewer-{}", index % kReviewers);
  }
  std::string region(std::size_t index) const {
    constexpr const char* kCodes[kRegions] = {"11", "31", "33", "44"};
    return kCodes[of(index) % kRegions];
  }
  static std::string token_of(const std::string& person) { return "token-of-" + person; }
  static Digest package(std::size_t index) { return sha256("package of " + app(index)); }

 private:
  std::size_t of(std::size_t index) const { return index % subjects(); }
};

inline constexpr char kOperatorOrg[] = "org-operator";
inline constexpr char kFilingCategory[] = "social-forum";
inline constexpr char kPlainCategory[] = "tools-calendar";

}  // namespace baobei::bench
