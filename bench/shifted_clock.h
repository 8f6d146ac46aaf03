// The machine's clock plus a shift that is moved by hand, as the sandbox does: boot time moves with
// it, so that the engine's guard sees no jump. Any thread.
#pragma once

#include <time.h>

#include <atomic>

#include "engine/ports.h"

namespace baobei::bench {

class ShiftedClock final : public engine::Clock {
 public:
  Instant now() override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()) + shift();
  }
  Duration boot_time() override {
    timespec boot{};
    clock_gettime(CLOCK_BOOTTIME, &boot);
    return std::chrono::duration_cast<Duration>(std::chrono::seconds(boot.tv_sec) +
                                                std::chrono::nanoseconds(boot.tv_nsec)) +
           shift();
  }
  // Moves to `instant`; never backwards.
  void move_to(Instant instant) {
    const auto by = instant - now();
    if (by > Duration::zero()) shift_ += by.count();
  }

 private:
  Duration shift() const { return Duration(shift_.load()); }
  std::atomic<std::int64_t> shift_{0};
};

}  // namespace baobei::bench
