// The twin of stored Statistics: it measures every case file anew at each read. For tests.
// Threads: any, through the database's mutex. Owner: whoever holds the MemoryDatabase.
#pragma once

#include <algorithm>

#include "engine/statistics.h"
#include "lifecycle/codec.h"
#include "store/memory_store.h"

namespace baobei::store {

class MemoryStatistics final : public engine::Statistics {
 public:
  explicit MemoryStatistics(MemoryDatabase& database) : db_(database) {}

  Result<std::size_t> catch_up() override { return std::size_t{0}; }
  Result<engine::MeasuredUpTo> up_to() override {
    const std::lock_guard lock(db_.mutex);
    return engine::MeasuredUpTo{db_.log.size(), db_.log.size()};
  }
  Result<std::vector<engine::MeasuredSubmission>> reviewed(Instant from) override {
    return newest<engine::MeasuredSubmission>(
        from, engine::measured_submissions,
        [](const engine::MeasuredSubmission& row) { return row.reviewed_at; });
  }
  Result<std::vector<engine::MeasuredSubmission>> finished(Instant from) override {
    return newest<engine::MeasuredSubmission>(
        from, engine::measured_submissions,
        [](const engine::MeasuredSubmission& row) { return row.finished_at; });
  }
  Result<std::vector<engine::MeasuredEntry>> ended(Instant from) override {
    return newest<engine::MeasuredEntry>(
        from, engine::measured_entries,
        [](const engine::MeasuredEntry& row) { return row.ended_at; });
  }
  Result<std::vector<Duration>> lateness() override {
    const std::lock_guard lock(db_.mutex);
    std::vector<Duration> late;
    for (auto event = db_.log.rbegin(); event != db_.log.rend(); ++event) {
      if (event->row.actor.empty()) late.push_back(event->row.recorded_at - event->row.at);
    }
    return late;
  }

 private:
  template <typename Row, typename Measure, typename At>
  Result<std::vector<Row>> newest(Instant from, Measure measure, At at) {
    const std::lock_guard lock(db_.mutex);
    std::vector<Row> rows;
    for (const auto& [id, app] : db_.apps) {
      TRY_ASSIGN(const auto decoded, lifecycle::decode_app(app.stored.state));
      for (auto& row : measure(decoded)) {
        const auto instant = at(row);
        if (instant && *instant >= from) rows.push_back(std::move(row));
      }
    }
    std::ranges::stable_sort(rows, [&](const Row& a, const Row& b) { return *at(a) > *at(b); });
    if (rows.size() > engine::kMeasuresMax) rows.resize(engine::kMeasuresMax);
    return rows;
  }

  MemoryDatabase& db_;
};

}  // namespace baobei::store
