// The port to how many stand in a list, by state: what a desk shows beside its queues.
//
// Invariants: counts are those of the lists of Reader, by the same rights; exact up to
// kCountedExactlyMax, and never above it (DESIGN decision 15). Threads: any. Owner: server/main.cc;
// outlives the server.
#pragma once

#include <string>
#include <vector>

#include "engine/calendar_ports.h"
#include "engine/ports.h"

namespace baobei::engine {

enum class CountedList { kSubmissions, kEntries };

struct StateCount {
  std::string state;  // "reviewing"
  std::uint64_t count = 0;
  bool exact = true;  // false: more than kCountedExactlyMax
};

class Counts {
 public:
  virtual ~Counts() = default;

  // In the order of the states, without those in which nothing stands. Whoever sees a list in two
  // ways, as developer and as officer, has what lies in both counted twice, and `exact` is false.
  virtual Result<std::vector<StateCount>> by_state(const Viewer& viewer, CountedList list) = 0;
};

}  // namespace baobei::engine
