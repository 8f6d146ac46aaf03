// What every Store holds a Write to before it looks at what is stored. Pure; any thread.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "engine/rows.h"

namespace baobei::store {

// Empty, or what contradicts itself: at least one event, revisions that follow `expected` one by
// one, each event's prev the hash of the one before, the first ever on zeros (R24);
// notices of these events alone, each with a number of its own.
inline std::string fault_of(const engine::Write& write) {
  if (write.app.empty()) return "a write without a mini-program";
  if (write.events.empty()) return "a write without an event";
  if (write.expected == 0 && !write.events.front().prev.is_zero()) {
    return "the first event follows another";
  }
  for (std::size_t i = 0; i < write.events.size(); ++i) {
    if (write.events[i].revision != write.expected + i + 1) return "a revision was skipped";
    if (i > 0 && write.events[i].prev != write.events[i - 1].hash) {
      return "the events do not chain";
    }
  }
  std::set<std::pair<lifecycle::Revision, std::uint32_t>> numbers;
  for (const auto& notice : write.notices) {
    if (notice.revision <= write.expected || notice.revision > write.events.back().revision) {
      return "a notice of another write's event";
    }
    if (!numbers.emplace(notice.revision, notice.seq).second) return "two notices of one number";
  }
  return {};
}

inline Instant recorded_last(const engine::Write& write) {
  return std::ranges::max(write.events, {}, &engine::EventRow::recorded_at).recorded_at;
}

}  // namespace baobei::store
