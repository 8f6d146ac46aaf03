// May the clock be believed? (DESIGN decision 4)
//
// Halts when real time moved against boot time by more than a second since it was last looked at,
// or when it lies behind the highest instant ever committed. While halted nothing is decided: a
// clock that ran ahead would end periods early (R11), one that fell back would accept late answers.
// A clock that comes back to within a second resumes by itself.
// Threads: the writer alone.
#pragma once

#include <cstdlib>

#include "engine/ports.h"

namespace baobei::engine {

class ClockGuard {
 public:
  static constexpr Duration kTolerance = std::chrono::seconds(1);

  ClockGuard(Clock& clock, Instant high_water)
      : clock_(clock), offset_(offset()), high_water_(high_water) {}

  bool trusted() {
    const Duration drift = offset() - offset_;
    const bool jumped = drift > kTolerance || drift < -kTolerance;
    if (!jumped) offset_ = offset();  // slow slewing by a time daemon is no jump
    halted_ = jumped || clock_.now() + kTolerance < high_water_;
    return !halted_;
  }

  // The operator has looked: the clock as it stands is right.
  void accept() { offset_ = offset(); }

  void committed(Instant instant) { high_water_ = std::max(high_water_, instant); }
  Instant high_water() const { return high_water_; }
  bool halted() const { return halted_; }

 private:
  Duration offset() const { return clock_.now().time_since_epoch() - clock_.boot_time(); }

  Clock& clock_;
  Duration offset_;
  Instant high_water_;
  bool halted_ = false;
};

}  // namespace baobei::engine
