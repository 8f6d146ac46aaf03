// Dismissals in memory: the twin of store/sqlite_dismissals.h. Threads: any, through one mutex.
// Owner: whoever makes it.
#pragma once

#include <algorithm>
#include <mutex>

#include "engine/dismissal_ports.h"

namespace baobei::engine {

class MemoryDismissals final : public Dismissals {
 public:
  Result<std::uint32_t> add(const DismissalRow& row) override {
    const std::lock_guard lock(mutex_);
    std::uint32_t no = 0;
    for (const auto& each : rows_) {
      if (each.app != row.app) continue;
      no = std::max(no, each.no);
      const bool same = each.stands() && each.rule == row.rule && each.fragment == row.fragment;
      if (same) return fail(ErrorKind::kConflict, "dismissed already");
    }
    if (no >= kDismissalsOfAppMax) return fail(ErrorKind::kTooLarge, "too many dismissals");
    rows_.push_back(row);
    rows_.back().no = no + 1;
    return no + 1;
  }
  Status take_back(const TakenBack& step) override {
    const std::lock_guard lock(mutex_);
    for (auto& row : rows_) {
      if (row.app != step.app || row.no != step.no) continue;
      if (!row.stands()) return fail(ErrorKind::kConflict, "taken back already");
      row.taken_back_at = step.at;
      row.taken_back_by = step.by;
      row.taken_back_reason = step.reason;
      return {};
    }
    return fail(ErrorKind::kNotFound, "no such dismissal");
  }
  Result<std::vector<DismissalRow>> of(const lifecycle::AppId& app, std::uint32_t after,
                                       std::size_t limit) override {
    const std::lock_guard lock(mutex_);
    std::vector<DismissalRow> rows;
    for (const auto& row : rows_) {
      if (row.app == app && row.no > after && rows.size() < limit) rows.push_back(row);
    }
    return rows;
  }
  Result<std::vector<DismissalRow>> standing(const lifecycle::AppId& app) override {
    const std::lock_guard lock(mutex_);
    std::vector<DismissalRow> rows;
    for (const auto& row : rows_) {
      if (row.app == app && row.stands()) rows.push_back(row);
    }
    return rows;
  }

 private:
  std::mutex mutex_;
  std::vector<DismissalRow> rows_;  // of one mini-program by number
};

}  // namespace baobei::engine
