// The figures that anybody may ask for without signing in: how many wait, how long the last ones
// took, what one may expect.
//
// Invariants: aggregates alone. A count below kPublishedLeast is not told, nor quantiles of so few,
// nor the longest wait, which is somebody's own. Made at most once in
// kPublishedEvery for each length of time, however often it is asked for. Threads: any. Owner: the
// services.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace baobei::http {

struct Services;

inline constexpr std::size_t kPublishedLeast = 10;
inline constexpr Duration kPublishedEvery = std::chrono::minutes(1);

class PublishedFigures {
 public:
  // The answer's body: of the last so many days, 1 to 366.
  Result<std::string> waiting(Services& services, std::uint32_t days);

 private:
  struct Kept {
    Instant at;
    std::string body;
  };
  std::mutex mutex_;
  std::map<std::uint32_t, Kept> kept_;  // by days
};

}  // namespace baobei::http
