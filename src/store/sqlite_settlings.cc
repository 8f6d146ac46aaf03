#include "store/sqlite_settlings.h"

#include "store/applications_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_write.h"

namespace baobei::store {

Status SqliteSettlings::advance(const engine::Settling& row, const lifecycle::AppId& after) {
  return store_.write([&] {
    return execute(store_.connection(), sql::kAdvanceSettling, row.subject, row.round, after);
  });
}

Status SqliteSettlings::finish(const engine::Settling& row) {
  return store_.write(
      [&] { return execute(store_.connection(), sql::kFinishSettling, row.subject, row.round); });
}

Result<std::optional<engine::Settling>> SqliteSettlings::next() {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::optional<engine::Settling> row;
  Query query(*db, sql::kNextSettling);
  if (query.next()) {
    row.emplace();
    query.columns(row->subject, row->after, row->round);
  }
  TRY(query.status());
  return row;
}

Result<std::vector<lifecycle::AppId>> SqliteSettlings::apps(const engine::Settling& row,
                                                            std::size_t limit) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<lifecycle::AppId> apps;
  Query query(*db, sql::kAppsToSettle, row.subject, row.after, limit);
  while (query.next()) query.columns(apps.emplace_back());
  TRY(query.status());
  return apps;
}

}  // namespace baobei::store
