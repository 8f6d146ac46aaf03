// How the server is: what its operators look at before and after everything else. Plain values;
// who gathers them is src/server/health.h.
//
// Invariants: no path, no address and nobody's name is in it: auditors see it as well.
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"

namespace baobei::http {

// By the machine's clock, which a sandbox does not go by: so each says how long ago it was.
struct LastBackup {
  std::string name;  // of its folder
  Instant made_at;   // what was committed later is not in it
  Duration age{};
  Duration took{};
  std::uint64_t bytes = 0;
  std::uint64_t events = 0;
  std::uint64_t blobs = 0;
  std::optional<Instant> verified_at;  // `admin verify-backup` of it
  bool whole = true;                   // what that found
};
struct FailedBackup {
  std::string name;
  Instant at;
  Duration age{};
};

struct Health {
  struct Backups {
    bool readable = true;                // false: what is noted of them cannot be read
    std::optional<LastBackup> last;      // absent: none is known
    std::optional<FailedBackup> failed;  // since the last one
  } backup;
  struct Engine {
    bool clock_trusted = true;  // false: nothing is decided
    std::size_t queued = 0;
    std::size_t queue_max = 0;
    std::size_t deferred = 0;  // mini-programs whose ends cannot be carried out: a fault
  } engine;
  struct Checks {
    std::size_t waiting = 0;
    bool exact = true;
    std::size_t running = 0;
    std::size_t at_once = 0;
  } checks;
  struct Deadlines {
    std::optional<Instant> next;
    std::size_t overdue = 0;
    bool exact = true;
    std::uint64_t fired = 0;  // since the start, as what follows
    Duration last_late{};
    Duration p99_late{};
    Duration max_late{};
  } deadlines;
  struct Webhooks {
    std::size_t active = 0;
    std::size_t ended = 0;   // that go no further until their owner says so
    std::size_t queued = 0;  // messages on their way, or before their next attempt
    Duration oldest{};       // since the oldest of them was recorded
    std::uint64_t behind = 0;
    std::uint64_t delivered = 0;  // since the start
    std::uint64_t failed = 0;     // attempts, since the start
  } webhooks;
  struct Disk {
    std::uint64_t free_bytes = 0;
    std::uint64_t total_bytes = 0;
    bool writable = true;
    std::uint64_t database_bytes = 0;
    std::uint64_t log_bytes = 0;  // written ahead of the database
  } disk;
};

}  // namespace baobei::http
