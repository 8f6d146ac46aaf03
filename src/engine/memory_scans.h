// Scans in memory: the twin of store/sqlite_scans.h, where nothing is held. Threads: any, through
// one mutex. Owner: whoever makes it.
#pragma once

#include <algorithm>
#include <mutex>

#include "engine/scan_ports.h"

namespace baobei::engine {

class MemoryScans final : public Scans {
 public:
  Status add(const ScanRow& row) override {
    const std::lock_guard lock(mutex_);
    ScanPlaces there;
    for (const auto& each : rows_) {
      if (each.app != row.app || each.entry != row.entry) continue;
      ++there.rows;
      if (!each.erased_at) ++there.kept;
      if (each.by_developers) ++there.rows_of_developers;
      if (each.by_developers && !each.erased_at) ++there.kept_of_developers;
    }
    if (!has_place(there, row.by_developers)) {
      return fail(ErrorKind::kTooLarge, "too many scans");
    }
    rows_.push_back(row);
    return {};
  }
  Status record_access(const ScanAccess& access) override {
    const std::lock_guard lock(mutex_);
    accesses_.push_back(access);
    return {};
  }
  Result<bool> erase(const lifecycle::AppId& app, lifecycle::EntryNo entry, const std::string& id,
                     Instant at) override {
    const std::lock_guard lock(mutex_);
    for (auto& row : rows_) {
      if (row.app != app || row.entry != entry || row.id != id || row.erased_at) continue;
      row.erased_at = at;
      return std::ranges::none_of(
          rows_, [&](const ScanRow& each) { return each.blob() == row.blob() && !each.erased_at; });
    }
    return fail(ErrorKind::kNotFound, "no such scan");
  }
  Result<ScanRow> find(const lifecycle::AppId& app, lifecycle::EntryNo entry,
                       const std::string& id) override {
    const std::lock_guard lock(mutex_);
    for (const auto& row : rows_) {
      if (row.app == app && row.entry == entry && row.id == id) return row;
    }
    return fail(ErrorKind::kNotFound, "no such scan");
  }
  Result<std::vector<ScanRow>> of(const lifecycle::AppId& app, lifecycle::EntryNo entry) override {
    const std::lock_guard lock(mutex_);
    std::vector<ScanRow> rows;
    for (const auto& row : rows_) {
      if (row.app == app && row.entry == entry) rows.push_back(row);
    }
    return rows;
  }
  Result<ScansOfSubject> of_subject(const lifecycle::SubjectId& subject) override {
    const std::lock_guard lock(mutex_);
    ScansOfSubject found;
    for (const auto& row : rows_) {
      const bool theirs = !subject.empty() && row.subject == subject;
      if (theirs && !row.erased_at) found.kept.push_back(row);
    }
    return found;
  }
  Result<std::vector<ScanAccess>> accesses(const std::string& scan) override {
    const std::lock_guard lock(mutex_);
    std::vector<ScanAccess> rows;
    for (const auto& row : accesses_) {
      if (row.scan == scan) rows.push_back(row);
    }
    return rows;
  }

 private:
  std::mutex mutex_;
  std::vector<ScanRow> rows_;
  std::vector<ScanAccess> accesses_;
};

}  // namespace baobei::engine
