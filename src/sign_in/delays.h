// How long somebody waits after failing to sign in: longer with every failure, per account and per
// network, and never for good: nobody is locked out by others who guess (DESIGN decision 12).
//
// Invariants: a try counts as failed from its beginning, so that many at once gain nothing; what
// came well is forgiven. The first `free_failures` cost nothing, then the wait doubles from a second
// to kDelayMax; an hour without a failure forgets them. At most kDelayKeysMax keys are kept, the
// longest unused go first. Lost at a restart, which an attacker cannot bring about.
// Threads: any. Owner: server/main.cc.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "base/time.h"

namespace baobei::sign_in {

inline constexpr std::uint32_t kFreeFailuresOfAccount = 3;
inline constexpr std::uint32_t kFreeFailuresOfNetwork = 30;  // a house behind one address
inline constexpr Duration kDelayMax = std::chrono::minutes(5);
inline constexpr Duration kForgottenAfter = std::chrono::hours(1);
inline constexpr std::size_t kDelayKeysMax = 10'000;

class Delays {
 public:
  explicit Delays(std::uint32_t free_failures) : free_failures_(free_failures) {}

  // Zero: the try may be made, and counts as failed until forgiven. Else how long to wait; then
  // nothing is counted.
  Duration enter(const std::string& key, Instant now);
  // The try did not fail.
  void forgive(const std::string& key);
  // The owner of the account came in: nothing counts any more.
  void passed(const std::string& key);
  std::size_t keys();

 private:
  struct Failures {
    std::uint32_t count = 0;
    Instant last;
  };
  Duration wait_after(std::uint32_t count) const;

  const std::uint32_t free_failures_;
  std::mutex mutex_;
  std::map<std::string, Failures> failures_;
};

// What counts as one network: an IPv4 address, the first 64 bits of an IPv6 address.
std::string network_of(const std::string& address);

}  // namespace baobei::sign_in
