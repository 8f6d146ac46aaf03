#include "courier/schedule.h"

#include <algorithm>

#include "base/bytes.h"

namespace baobei::courier {

std::optional<Duration> pause_after(std::uint32_t failures, const std::string& webhook,
                                    std::optional<Duration> retry_after) {
  if (failures == 0 || failures > kPauses.size()) return std::nullopt;
  const auto pause = kPauses.at(failures - 1);
  const auto spread = static_cast<std::uint64_t>(pause.count() / 10);
  const auto drawn = stable_hash(webhook + " " + std::to_string(failures)) % (spread + 1);
  const auto own = pause + Duration(static_cast<std::int64_t>(drawn));
  return std::max(own, std::min(retry_after.value_or(Duration{}), kRetryAfterMax));
}

}  // namespace baobei::courier
