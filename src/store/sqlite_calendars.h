// engine::Calendars and engine::InboxMarks on SQLite. Threads as the ports say. Owner: the server;
// the store and the reader outlive them.
#pragma once

#include "engine/calendar_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteCalendars final : public engine::Calendars {
 public:
  SqliteCalendars(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status add(const engine::CalendarRow& calendar) override;
  Status remove(const lifecycle::PersonId& person, const std::string& id) override;
  Result<std::vector<engine::CalendarRow>> of(const lifecycle::PersonId& person) override;
  Result<engine::Principal> owner(const Digest& token_hash) override;
  Result<std::vector<engine::UpcomingDeadline>> upcoming(const engine::Viewer& viewer,
                                                         std::size_t limit) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

class SqliteInboxMarks final : public engine::InboxMarks {
 public:
  SqliteInboxMarks(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Result<std::size_t> read_some(const engine::Viewer& viewer, std::uint64_t up_to,
                                Instant at) override;
  Result<engine::UnreadCount> unread(const engine::Viewer& viewer) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
