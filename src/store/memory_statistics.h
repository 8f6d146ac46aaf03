// The twin of stored Statistics: it measures every case file and the whole log anew at each read.
// For tests. Threads: any, through the database's mutex. Owner: whoever holds the MemoryDatabase.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "engine/statistics.h"
#include "lifecycle/codec.h"
#include "store/memory_store.h"

namespace baobei::store {

class MemoryStatistics final : public engine::Statistics {
 public:
  explicit MemoryStatistics(MemoryDatabase& database) : db_(database) {}

  Result<engine::NextMeasures> next() override {
    const std::lock_guard lock(db_.mutex);
    const auto until = std::min(taken_in_ + engine::kMeasuredEventsMax, db_.log.size());
    engine::NextMeasures next{until, {}};
    for (auto i = taken_in_; i < until; ++i) {
      const auto step = engine::review_step(db_.log[i].row);
      if (step && step->kind == engine::ReviewStepKind::kChecked) {
        next.reports.push_back(step->report);
      }
    }
    return next;
  }
  Result<std::size_t> catch_up(std::uint64_t until, const engine::FoundRules& found) override {
    const std::lock_guard lock(db_.mutex);
    const auto before = taken_in_;
    const auto most = std::min<std::uint64_t>(until, db_.log.size());
    taken_in_ = std::clamp<std::uint64_t>(most, before, before + engine::kMeasuredEventsMax);
    found_.insert(found.begin(), found.end());
    return static_cast<std::size_t>(taken_in_ - before);
  }
  Result<engine::MeasuredUpTo> up_to() override {
    const std::lock_guard lock(db_.mutex);
    return engine::MeasuredUpTo{taken_in_, db_.log.size()};
  }
  Result<std::vector<engine::MeasuredSubmission>> reviewed(Instant from) override {
    return newest<engine::MeasuredSubmission>(
        from, measured(), [](const engine::MeasuredSubmission& row) { return row.reviewed_at; });
  }
  Result<std::vector<engine::MeasuredSubmission>> finished(Instant from) override {
    return newest<engine::MeasuredSubmission>(
        from, measured(), [](const engine::MeasuredSubmission& row) { return row.finished_at; });
  }
  Result<std::vector<engine::MeasuredEntry>> ended(Instant from) override {
    return newest<engine::MeasuredEntry>(
        from, engine::measured_entries,
        [](const engine::MeasuredEntry& row) { return row.ended_at; });
  }
  Result<std::vector<engine::RuleDay>> rules(Instant from) override {
    const std::lock_guard lock(db_.mutex);
    std::map<std::pair<std::int64_t, std::string>, engine::RuleDay> days;
    std::map<Key, std::set<std::string>> noted;
    std::set<Key> decided;
    const auto on = [&](Instant at, const std::string& rule) -> engine::RuleDay& {
      auto& row = days[{engine::day_of(at), rule}];
      row.rule = rule;
      row.day = engine::day_of(at);
      return row;
    };
    for (const auto& event : db_.log) {
      const auto step = engine::review_step(event.row);
      if (!step) continue;
      const Key key{event.app, step->submission};
      if (step->kind == engine::ReviewStepKind::kChecked) {
        const auto found = found_.find(step->report);
        if (found == found_.end() || decided.contains(key)) continue;
        for (const auto& rule : found->second) {
          if (noted[key].insert(rule).second) ++on(step->at, rule).found;
        }
        continue;
      }
      if (step->kind != engine::ReviewStepKind::kGivenUp) {
        const bool refused = step->kind == engine::ReviewStepKind::kRefused;
        for (const auto& rule : noted[key]) {
          auto& row = on(step->at, rule);
          ++(refused ? row.refused_with : row.passed_with);
        }
        decided.insert(key);
      }
      noted.erase(key);
    }
    std::vector<engine::RuleDay> rows;
    for (auto row = days.rbegin(); row != days.rend(); ++row) {
      if (row->first.first >= engine::day_of(from)) rows.push_back(row->second);
    }
    return rows;
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
  using Key = std::pair<lifecycle::AppId, lifecycle::SubmissionNo>;

  // With the first decision of each that the log has. The mutex is held.
  std::function<std::vector<engine::MeasuredSubmission>(const lifecycle::App&)> measured() {
    return [this](const lifecycle::App& app) {
      auto rows = engine::measured_submissions(app);
      for (const auto& event : db_.log) {
        if (event.app != app.id) continue;
        const auto step = engine::review_step(event.row);
        if (!step || step->kind == engine::ReviewStepKind::kChecked ||
            step->kind == engine::ReviewStepKind::kGivenUp) {
          continue;
        }
        for (auto& row : rows) {
          if (row.no != step->submission || row.reviewed_at) continue;
          row.reviewed_at = step->at;
          row.decided_by = step->actor;
          row.refused = step->kind == engine::ReviewStepKind::kRefused;
        }
      }
      return rows;
    };
  }

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
  std::uint64_t taken_in_ = 0;
  engine::FoundRules found_;
};

}  // namespace baobei::store
