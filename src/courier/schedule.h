// When a message that did not get through is sent again. Pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"

namespace baobei::courier {

// The pause after the first failure, the second, …; after the last one waited for in vain the
// subscription ends as "gave_up", some 46 hours after the first attempt.
inline constexpr auto kPauses = std::to_array<Duration>(
    {std::chrono::seconds(5), std::chrono::seconds(30), std::chrono::minutes(2),
     std::chrono::minutes(10), std::chrono::hours(1), std::chrono::hours(3), std::chrono::hours(6),
     std::chrono::hours(12), std::chrono::hours(24)});

// What a receiver may ask for by Retry-After.
inline constexpr Duration kRetryAfterMax = std::chrono::hours(24);

// After `failures` in a row of this message; nullopt where it is given up. Up to a tenth longer, by
// subscription and failure, so that a receiver that comes back is not met by all at once.
std::optional<Duration> pause_after(std::uint32_t failures, const std::string& webhook,
                                    std::optional<Duration> retry_after);

}  // namespace baobei::courier
