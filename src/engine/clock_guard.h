// May the clock be believed? (DESIGN decision 4)
//
// Halts when real time moved against boot time by more than a second since it was last looked at,
// or when it lies behind the highest instant that was ever believed. While halted nothing is
// decided: a clock that ran ahead would end periods early (R11), one that fell back would accept
// late answers. A clock that comes back to within a second resumes by itself; where the new time is
// the right one, the operator restarts the server.
//
// Invariants: what was stamped by a clock that is not believed stays unbelieved when the clock
// comes back. Threads: read_clock from any, a guard by the writer alone.
#pragma once

#include <algorithm>
#include <optional>

#include "engine/ports.h"

namespace baobei::engine {

// Real time and boot time of one moment.
struct ClockReading {
  Instant now;
  Duration boot{};

  Duration offset() const { return now.time_since_epoch() - boot; }
};

// Reads again where the thread was put aside, or the clock moved by hand, between the two.
inline ClockReading read_clock(Clock& clock) {
  constexpr int kTriesMax = 8;
  constexpr Duration kApartMax = std::chrono::milliseconds(1);
  ClockReading reading;
  for (int tries = 0; tries < kTriesMax; ++tries) {
    const Duration before = clock.boot_time();
    reading.now = clock.now();
    reading.boot = clock.boot_time();
    if (reading.boot - before <= kApartMax) break;
  }
  return reading;
}

class ClockGuard {
 public:
  static constexpr Duration kTolerance = std::chrono::seconds(1);

  // `high_water`: the highest instant that earlier runs believed.
  ClockGuard(Clock& clock, Instant high_water)
      : clock_(clock),
        offset_(read_clock(clock).offset()),
        floor_(high_water),
        high_water_(high_water) {}

  // The instant now; nullopt while the clock is not to be believed.
  std::optional<Instant> look() {
    const auto reading = read_clock(clock_);
    if (!agrees(reading.offset()) || reading.now + kTolerance < high_water_) return std::nullopt;
    offset_ = reading.offset();  // slow slewing by a time daemon is no jump
    high_water_ = std::max(high_water_, reading.now);
    return reading.now;
  }

  // Is this a stamp of the clock that is believed now? `offset`: of the reading it was taken from.
  bool believes(Instant stamp, Duration offset) const {
    return agrees(offset) && stamp + kTolerance >= floor_;
  }

  Instant high_water() const { return high_water_; }

 private:
  bool agrees(Duration offset) const {
    const Duration drift = offset - offset_;
    return drift <= kTolerance && drift >= -kTolerance;
  }

  Clock& clock_;
  Duration offset_;
  const Instant floor_;  // of earlier runs
  Instant high_water_;
};

}  // namespace baobei::engine
