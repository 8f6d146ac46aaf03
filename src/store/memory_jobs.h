// engine::Jobs and engine::OfficeKeys over the store in memory: the twins of store/sqlite_jobs.h.
// Threads: any, through the database's mutex. Owner: whoever makes them; the database outlives
// them.
#pragma once

#include <algorithm>
#include <map>

#include "engine/job_ports.h"
#include "engine/office_key_ports.h"
#include "store/cursor.h"
#include "store/memory_store.h"

namespace baobei::store {

class MemoryJobs final : public engine::Jobs {
 public:
  explicit MemoryJobs(MemoryDatabase& database) : db_(database) {}

  Status add(const engine::JobRow& job, std::span<const engine::JobItemRow> items) override {
    const std::lock_guard lock(db_.mutex);
    std::size_t running = 0;
    std::size_t own = 0;
    for (const auto& [id, kept] : db_.jobs) {
      const bool of_person = kept.row.actor.person == job.actor.person;
      if (of_person && !job.key.empty() && kept.row.key == job.key) {
        return fail(ErrorKind::kConflict, "the key was used", "Idempotency-Key");
      }
      if (kept.row.state != engine::JobState::kRunning) continue;
      ++running;
      own += of_person ? 1 : 0;
    }
    if (running >= engine::kJobsRunningMax || own >= engine::kJobsRunningOfPersonMax) {
      return fail(ErrorKind::kTooLarge, "too many jobs run");
    }
    const bool file = job.source != engine::kFromList;
    if (file && !files_.insert(job.source).second) {
      return fail(ErrorKind::kConflict, "this file was taken in before");
    }
    auto& kept = db_.jobs[job.id];
    kept.row = job;
    kept.row.items = items.size();
    kept.items.assign(items.begin(), items.end());
    return {};
  }
  Status record(const std::string& job, std::span<const engine::ItemResult> results,
                Instant at) override {
    const std::lock_guard lock(db_.mutex);
    auto& kept = db_.jobs[job];
    for (const auto& result : results) {
      auto* item = kept.waiting(result.no);
      if (item == nullptr) continue;
      end(*item, result.state, at);
      item->refusal = result.refusal;
      ++(result.state == engine::ItemState::kRefused ? kept.row.refused : kept.row.failed);
    }
    return {};
  }
  Result<engine::JobRow> finish(const lifecycle::PersonId& person, const std::string& job,
                                engine::JobState state, Instant at) override {
    const std::lock_guard lock(db_.mutex);
    TRY_ASSIGN(auto* kept, own(person, job));
    if (kept->row.state != engine::JobState::kRunning) return kept->row;
    for (auto& item : kept->items) {
      if (item.state != engine::ItemState::kWaiting) continue;
      end(item, engine::ItemState::kCancelled, at);
      ++kept->row.cancelled;
    }
    kept->row.state = state;
    kept->row.finished_at = at;
    return kept->row;
  }
  Result<bool> drop_one(Instant before) override {
    const std::lock_guard lock(db_.mutex);
    const auto old = std::ranges::find_if(db_.jobs, [&](const auto& each) {
      return each.second.row.finished_at && *each.second.row.finished_at < before;
    });
    if (old == db_.jobs.end()) return false;
    db_.jobs.erase(old);
    return true;
  }
  Result<engine::JobRow> find(const lifecycle::PersonId& person, const std::string& job) override {
    const std::lock_guard lock(db_.mutex);
    TRY_ASSIGN(const auto* kept, own(person, job));
    return kept->row;
  }
  Result<std::optional<engine::JobRow>> by_key(const lifecycle::PersonId& person,
                                               const std::string& key) override {
    const std::lock_guard lock(db_.mutex);
    for (const auto& [id, kept] : db_.jobs) {
      if (!key.empty() && kept.row.actor.person == person && kept.row.key == key) return kept.row;
    }
    return std::nullopt;
  }
  Result<engine::Listed<engine::JobRow>> of(const lifecycle::PersonId& person,
                                            const engine::Page& page) override {
    TRY_ASSIGN(const auto from, read_newest_cursor(page.after));
    const std::lock_guard lock(db_.mutex);
    engine::Listed<engine::JobRow> listed;
    for (const auto& [id, kept] : db_.jobs) {
      const ListKey key{0, to_micros(kept.row.received_at), id, 0};
      if (kept.row.actor.person == person && key < from) listed.rows.push_back(kept.row);
    }
    std::ranges::sort(listed.rows, std::ranges::greater(),
                      [](const auto& row) { return std::pair(row.received_at, row.id); });
    if (listed.rows.size() > rows_of(page)) {
      listed.rows.resize(rows_of(page));
      const auto& last = listed.rows.back();
      listed.next = write_cursor(ListKey{0, to_micros(last.received_at), last.id, 0});
    }
    return listed;
  }
  Result<engine::Listed<engine::JobItemRow>> items(const std::string& job,
                                                   std::optional<engine::ItemState> state,
                                                   const engine::Page& page) override {
    TRY_ASSIGN(const auto after, read_number_cursor(page.after, 0));
    const std::lock_guard lock(db_.mutex);
    engine::Listed<engine::JobItemRow> listed;
    for (const auto& item : db_.jobs[job].items) {
      if (item.no <= after || (state && item.state != *state)) continue;
      if (listed.rows.size() == rows_of(page)) {
        listed.next = write_cursor(std::uint64_t{listed.rows.back().no});
        break;
      }
      listed.rows.push_back(item);
    }
    return listed;
  }
  Result<std::vector<engine::JobRow>> running() override {
    const std::lock_guard lock(db_.mutex);
    std::vector<engine::JobRow> rows;
    for (const auto& [id, kept] : db_.jobs) {
      if (kept.row.state == engine::JobState::kRunning) rows.push_back(kept.row);
    }
    std::ranges::sort(rows, {}, [](const auto& row) { return std::pair(row.received_at, row.id); });
    return rows;
  }
  Result<std::vector<engine::JobItemRow>> waiting(const std::string& job, std::uint32_t after,
                                                  std::size_t limit) override {
    engine::Page page;
    page.limit = limit;
    if (after > 0) page.after = write_cursor(std::uint64_t{after});
    TRY_ASSIGN(auto listed, items(job, engine::ItemState::kWaiting, page));
    return std::move(listed.rows);
  }

 private:
  static void end(engine::JobItemRow& item, engine::ItemState state, Instant at) {
    item.state = state;
    item.body.clear();
    item.decided_at = at;
  }
  Result<MemoryJob*> own(const lifecycle::PersonId& person, const std::string& job) {
    const auto found = db_.jobs.find(job);
    const bool there =
        found != db_.jobs.end() && (person.empty() || found->second.row.actor.person == person);
    if (!there) return fail(ErrorKind::kNotFound, "no such job");
    return &found->second;
  }

  MemoryDatabase& db_;
  std::set<std::string> files_;
};

class MemoryOfficeKeys final : public engine::OfficeKeys {
 public:
  Status add(const engine::OfficeKeyRow& row) override {
    const std::lock_guard lock(mutex_);
    if (rows_.contains(row.id)) return fail(ErrorKind::kConflict, "it is registered already");
    const auto others = std::ranges::count_if(
        rows_, [&](const auto& each) { return each.second.region == row.region; });
    if (static_cast<std::size_t>(others) >= engine::kOfficeKeysOfRegionMax) {
      return fail(ErrorKind::kTooLarge, "too many keys of this office");
    }
    rows_.emplace(row.id, row);
    return {};
  }
  Result<engine::OfficeKeyRow> confirm(const std::string& id, const lifecycle::PersonId& by,
                                       Instant at) override {
    return change(id, [&](engine::OfficeKeyRow& row) { return engine::confirm_key(row, by, at); });
  }
  Result<engine::OfficeKeyRow> revoke(const std::string& id, const lifecycle::PersonId& by,
                                      Instant at) override {
    return change(id, [&](engine::OfficeKeyRow& row) { return engine::revoke_key(row, by, at); });
  }
  Result<std::vector<engine::OfficeKeyRow>> of(const lifecycle::RegionCode& region) override {
    const std::lock_guard lock(mutex_);
    std::vector<engine::OfficeKeyRow> rows;
    for (const auto& [id, row] : rows_) {
      if (row.region == region) rows.push_back(row);
    }
    std::ranges::sort(rows, {}, [](const auto& row) { return std::pair(row.proposed_at, row.id); });
    return rows;
  }
  Result<engine::OfficeKeyRow> find(const std::string& id) override {
    return change(id, [](engine::OfficeKeyRow&) { return Status(); });
  }

 private:
  template <typename Edit>
  Result<engine::OfficeKeyRow> change(const std::string& id, Edit edit) {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(id);
    if (found == rows_.end()) return fail(ErrorKind::kNotFound, "no such key");
    auto changed = found->second;
    TRY(edit(changed));
    found->second = changed;
    return changed;
  }

  std::mutex mutex_;
  std::map<std::string, engine::OfficeKeyRow> rows_;
};

}  // namespace baobei::store
