// Instants: microseconds since the Unix epoch, UTC, leap seconds not counted. Nothing here knows a
// calendar, a zone or daylight saving; those exist only where text is shown (R11).
//
// Threads: plain values and pure functions.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace baobei {

using Duration = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Duration>;

constexpr Instant from_micros(std::int64_t micros) {
  return Instant(Duration(micros));
}
constexpr std::int64_t to_micros(Instant instant) {
  return instant.time_since_epoch().count();
}

// The first whole second at or after `instant` (R10: the start of a filing period).
Instant ceil_to_second(Instant instant);

// RFC 3339 in UTC, "2026-03-02T09:14:07Z"; a fraction of six digits only where there is one.
std::string format_rfc3339(Instant instant);

// Accepts RFC 3339 with any offset and up to six digits of fraction. kInvalid otherwise, and for
// years outside 1970–9999 or days that do not exist.
Result<Instant> parse_rfc3339(std::string_view text);

// "7d", "24h", "90m", "604800s": one or more parts of days, hours, minutes, seconds, in this order.
Result<Duration> parse_duration(std::string_view text);

}  // namespace baobei
