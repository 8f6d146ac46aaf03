// engine::Calendars and engine::InboxMarks over the store in memory: twins of those on SQLite.
// Threads: any, through the database's mutex. Owner: whoever makes them; the database outlives
// them.
#pragma once

#include <algorithm>

#include "engine/calendar_ports.h"
#include "store/audience.h"
#include "store/earliest.h"
#include "store/memory_store.h"

namespace baobei::store {

class MemoryCalendars final : public engine::Calendars {
 public:
  explicit MemoryCalendars(MemoryDatabase& database) : db_(database) {}

  Status add(const engine::CalendarRow& calendar) override {
    const std::lock_guard lock(db_.mutex);
    if (count(calendar.person) >= engine::kCalendarsOfPersonMax) {
      return fail(ErrorKind::kTooLarge, "the person has too many calendars");
    }
    rows_.push_back(calendar);
    return {};
  }
  Status remove(const lifecycle::PersonId& person, const std::string& id) override {
    const std::lock_guard lock(db_.mutex);
    const auto gone = std::erase_if(rows_, [&](const engine::CalendarRow& row) {
      return row.id == id && row.person == person;
    });
    if (gone > 0) return {};
    return fail(ErrorKind::kNotFound, "no such calendar");
  }
  Result<std::vector<engine::CalendarRow>> of(const lifecycle::PersonId& person) override {
    const std::lock_guard lock(db_.mutex);
    std::vector<engine::CalendarRow> rows;
    for (const auto& row : rows_) {
      if (row.person == person) rows.push_back(row);
    }
    std::ranges::stable_sort(rows, {}, &engine::CalendarRow::made_at);
    return rows;
  }
  Result<engine::Principal> owner(const Digest& token_hash) override {
    const std::lock_guard lock(db_.mutex);
    const auto row = std::ranges::find(rows_, token_hash, &engine::CalendarRow::token_hash);
    const auto person = row == rows_.end() ? db_.people.end() : db_.people.find(row->person);
    if (person == db_.people.end() || !person->second.active) {
      return fail(ErrorKind::kNotFound, "no such calendar");
    }
    return engine::Principal{person->second, db_.orgs[person->second.org]};
  }
  Result<std::vector<engine::UpcomingDeadline>> upcoming(const engine::Viewer& viewer,
                                                         std::size_t limit) override {
    const std::lock_guard lock(db_.mutex);
    std::vector<engine::UpcomingDeadline> rows;
    for (const auto& [id, app] : db_.apps) {
      const bool seen = std::ranges::any_of(audiences(viewer), [&](const auto& audience) {
        return app.audiences.contains(audience);
      });
      if (!seen) continue;
      const auto name = db_.names.find(id);
      for (const auto& [key, due] : app.deadlines) {
        if (!engine::is_upcoming_kind(key.first)) continue;
        rows.push_back(
            {id, name == db_.names.end() ? "" : name->second, {key.first, key.second, due}});
      }
    }
    return earliest(std::move(rows), limit);
  }

 private:
  std::size_t count(const lifecycle::PersonId& person) const {
    return static_cast<std::size_t>(
        std::ranges::count(rows_, person, &engine::CalendarRow::person));
  }

  MemoryDatabase& db_;
  std::vector<engine::CalendarRow> rows_;
};

class MemoryInboxMarks final : public engine::InboxMarks {
 public:
  explicit MemoryInboxMarks(MemoryDatabase& database) : db_(database) {}

  Result<std::size_t> read_some(const engine::Viewer& viewer, std::uint64_t up_to,
                                Instant at) override {
    const std::lock_guard lock(db_.mutex);
    std::size_t marked = 0;
    for (auto& [id, notice] : db_.notices) {
      const bool wanted = id <= up_to && !notice.item.read_at && is_mine(viewer, notice);
      if (!wanted || marked == engine::kReadAtOnceMax) continue;
      notice.item.read_at = at;
      ++marked;
    }
    return marked;
  }
  Result<engine::UnreadCount> unread(const engine::Viewer& viewer) override {
    const std::lock_guard lock(db_.mutex);
    engine::UnreadCount unread;
    for (const auto& [id, notice] : db_.notices) {
      if (!notice.item.read_at && is_mine(viewer, notice)) ++unread.count;
    }
    unread.exact = unread.count <= engine::kCountedExactlyMax;
    unread.count = std::min(unread.count, engine::kCountedExactlyMax);
    return unread;
  }

 private:
  static bool is_mine(const engine::Viewer& viewer, const MemoryNotice& notice) {
    const auto mine = inboxes(viewer);
    return std::ranges::find(mine, notice.inbox) != mine.end();
  }

  MemoryDatabase& db_;
};

}  // namespace baobei::store
