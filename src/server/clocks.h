// The machine's clock, and the one of the sandbox that is moved by hand (DESIGN decision 4).
//
// Threads: any. Owner: the Node.
#pragma once

#include <atomic>

#include "engine/ports.h"

namespace baobei::server {

class SystemClock final : public engine::Clock {
 public:
  Instant now() override;
  Duration boot_time() override;
};

// Stands still until run() and then goes with the machine's, from where it stood. It never goes
// backwards, and its boot time moves with it: a move by hand is no fault of the clock's.
class SandboxClock final : public engine::Clock {
 public:
  explicit SandboxClock(Instant start) : base_(to_micros(start)) {}

  Instant now() override;
  Duration boot_time() override { return now().time_since_epoch(); }

  void run();
  // kInvalid for an instant in its past.
  Status move(Instant to);

 private:
  SystemClock machine_;
  std::atomic<std::int64_t> base_;               // what it shows, less what ran since
  std::atomic<std::int64_t> running_since_{-1};  // machine's boot time; -1: it stands
};

}  // namespace baobei::server
