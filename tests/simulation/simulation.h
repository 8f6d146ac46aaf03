// One seeded run of the whole system below HTTP: people, clock, engine, SQLite, crashes.
//
// Every step some people send commands, some stamped early and sent late; the clock moves, to the
// microsecond around ends; facts change; the store fails, or dies at a commit. A dead one is opened
// again from the files as they lay at that moment. After every step the audit follows the log.
// Threads: the caller's, beside the engine's. Owner: a test.
#pragma once

#include <cstdint>

#include "simulation/audit.h"
#include "simulation/crash_store.h"

namespace baobei::simulation {

struct Settings {
  std::uint64_t seed = 0;
  int steps = 150;
  Lie lie = Lie::kNone;  // then without faults and crashes: the lie alone must be noticed
};

struct Report {
  Faults faults;
  std::size_t events = 0;
  std::size_t commands = 0;
  std::size_t accepted = 0;
  std::size_t refused = 0;
  std::size_t unavailable = 0;
  std::size_t repeated = 0;  // sent again under their key
  std::size_t crashes = 0;
  std::size_t store_faults = 0;
  std::size_t lies = 0;
};

Report simulate(const Settings& settings);

}  // namespace baobei::simulation
