#include "store/sqlite_calendars.h"

#include "store/audience.h"
#include "store/beside_sql.h"
#include "store/earliest.h"
#include "store/reader_pool.h"
#include "store/sqlite_write.h"

namespace baobei::store {

Status SqliteCalendars::add(const engine::CalendarRow& calendar) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    std::size_t count = 0;
    {
      Query query(db, sql::kCountCalendars, calendar.person);
      if (query.next()) query.columns(count);
      TRY(query.status());
    }
    if (count >= engine::kCalendarsOfPersonMax) {
      return fail(ErrorKind::kTooLarge, "the person has too many calendars");
    }
    return execute(db, sql::kAddCalendar, calendar.id, calendar.person, calendar.label,
                   calendar.token_hash, calendar.made_at);
  });
}

Status SqliteCalendars::remove(const lifecycle::PersonId& person, const std::string& id) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(execute(db, sql::kRemoveCalendar, id, person));
    if (db.changes() > 0) return {};
    return fail(ErrorKind::kNotFound, "no such calendar");
  });
}

Result<std::vector<engine::CalendarRow>> SqliteCalendars::of(const lifecycle::PersonId& person) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::CalendarRow> rows;
  Query query(*db, sql::kCalendarsOf, person);
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.id, row.person, row.label, row.token_hash, row.made_at);
  }
  TRY(query.status());
  return rows;
}

Result<engine::Principal> SqliteCalendars::owner(const Digest& token_hash) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  Query query(*db, sql::kCalendarOwner, token_hash);
  engine::Principal principal;
  auto& person = principal.person;
  auto& org = principal.org;
  std::string roles;
  const bool known = query.next();
  if (known) {
    query.columns(person.id, person.org, person.unit, person.name, roles, person.region,
                  person.active, org.id, org.kind, org.name, org.region);
  }
  TRY(query.status());
  if (!known) return fail(ErrorKind::kNotFound, "no such calendar");
  if (!roles_from_words(roles, person.roles)) {
    return fail(ErrorKind::kCorrupt, "unknown roles '" + roles + "'", person.id);
  }
  return principal;
}

Result<std::vector<engine::UpcomingDeadline>> SqliteCalendars::upcoming(
    const engine::Viewer& viewer, std::size_t limit) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::UpcomingDeadline> rows;
  const auto read = [&rows](Query& query) {
    while (query.next()) {
      auto& row = rows.emplace_back();
      query.columns(row.app, row.app_name, row.deadline.kind, row.deadline.ordinal,
                    row.deadline.due);
    }
    return query.status();
  };
  if (viewer.sees_everything()) {
    Query query(*db, sql::kUpcoming, limit);
    TRY(read(query));
    return rows;
  }
  for (const auto& audience : audiences(viewer)) {
    Query query(*db, sql::kUpcomingOf, audience, engine::kUpcomingLookedAtMax);
    TRY(read(query));
  }
  return earliest(std::move(rows), limit);
}

Result<std::size_t> SqliteInboxMarks::read_some(const engine::Viewer& viewer, std::uint64_t up_to,
                                                Instant at) {
  auto& db = store_.connection();
  std::size_t marked = 0;
  const auto written = store_.write([&]() -> Status {
    for (const auto& inbox : inboxes(viewer)) {
      if (marked >= engine::kReadAtOnceMax) break;
      TRY(execute(db, sql::kReadSome, inbox, up_to, at, engine::kReadAtOnceMax - marked));
      marked += static_cast<std::size_t>(db.changes());
    }
    return {};
  });
  TRY(written);
  return marked;
}

Result<engine::UnreadCount> SqliteInboxMarks::unread(const engine::Viewer& viewer) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  engine::UnreadCount unread;
  for (const auto& inbox : inboxes(viewer)) {
    Query query(*db, sql::kCountUnread, inbox, engine::kCountedExactlyMax + 1);
    std::uint64_t count = 0;
    if (query.next()) query.columns(count);
    TRY(query.status());
    unread.count += count;
  }
  unread.exact = unread.count <= engine::kCountedExactlyMax;
  unread.count = std::min(unread.count, engine::kCountedExactlyMax);
  return unread;
}

}  // namespace baobei::store
