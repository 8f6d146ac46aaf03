// The Clock that tests and the sandbox move by hand. Any thread.
#pragma once

#include <atomic>

#include "engine/ports.h"

namespace baobei::engine {

class ManualClock : public Clock {
 public:
  explicit ManualClock(Instant start) : micros_(to_micros(start)) {}

  Instant now() override { return from_micros(micros_.load() + jump_.load()); }
  Duration boot_time() override { return Duration(micros_.load()); }

  void advance(Duration by) { micros_ += by.count(); }
  void set(Instant instant) { micros_ = to_micros(instant) - jump_.load(); }
  // Real time moves without boot time, as when somebody sets the machine's clock.
  void jump(Duration by) { jump_ += by.count(); }

 private:
  std::atomic<std::int64_t> micros_;
  std::atomic<std::int64_t> jump_{0};
};

}  // namespace baobei::engine
