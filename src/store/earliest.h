// Deadlines of several audiences as one list. Pure; any thread.
#pragma once

#include <algorithm>
#include <tuple>
#include <vector>

#include "engine/calendar_ports.h"

namespace baobei::store {

// By due instant, each once, at most `limit`.
inline std::vector<engine::UpcomingDeadline> earliest(std::vector<engine::UpcomingDeadline> rows,
                                                      std::size_t limit) {
  const auto place = [](const engine::UpcomingDeadline& row) {
    return std::tie(row.deadline.due, row.app, row.deadline.kind, row.deadline.ordinal);
  };
  std::ranges::sort(rows, {}, place);
  const auto twins = std::ranges::unique(rows, {}, place);
  rows.erase(twins.begin(), twins.end());
  if (rows.size() > limit) rows.resize(limit);
  return rows;
}

}  // namespace baobei::store
