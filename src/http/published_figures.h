// The figures that anybody may ask for without signing in: how many wait, how long the last ones
// took, what one may expect.
//
// Invariants: aggregates alone. A count below kPublishedLeast is not told, nor quantiles of so few,
// nor the longest wait, which is somebody's own. Made about once in kPublishedEvery for each length
// of time, however often it is asked for: those who ask while it is made may make it once more, and
// nobody waits for another. Threads: any. Owner: the services.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace baobei::http {

struct Services;

inline constexpr std::size_t kPublishedLeast = 10;
// Lengths of time, in days.
inline constexpr std::uint32_t kPublishedDays[] = {7, 30, 90, 366};
inline constexpr Duration kPublishedEvery = std::chrono::minutes(1);

class PublishedFigures {
 public:
  // The answer's body: of the last so many days, one of kPublishedDays. It reads thousands of rows:
  // from Background alone.
  Result<std::string> waiting(Services& services, std::uint32_t days);
  // The same, where it was made within kPublishedEvery.
  std::optional<std::string> fresh(std::uint32_t days, Instant now) const;

 private:
  struct Kept {
    Instant at;
    std::string body;
  };
  mutable std::mutex mutex_;
  std::map<std::uint32_t, Kept> kept_;  // by days
};

}  // namespace baobei::http
