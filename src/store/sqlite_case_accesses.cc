#include "store/sqlite_case_accesses.h"

#include "base/json.h"
#include "store/cursor.h"
#include "store/people_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_write.h"

namespace baobei::store {

Status SqliteCaseAccesses::record(const engine::CaseAccessRow& row) {
  return record_all({row});
}

Status SqliteCaseAccesses::record_all(const std::vector<engine::CaseAccessRow>& rows) {
  return store_.write([&]() -> Status {
    for (const auto& row : rows) {
      TRY(execute(store_.connection(), sql::kRecordCaseAccess, row.app, row.person,
                  wire_name(row.role), row.what, row.at));
    }
    return {};
  });
}

Result<engine::Listed<engine::CaseAccessRow>> SqliteCaseAccesses::of_app(
    const lifecycle::AppId& app, const engine::Page& page) {
  TRY_ASSIGN(const auto before, read_number_cursor(page.after, std::uint64_t{INT64_MAX}));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  engine::Listed<engine::CaseAccessRow> list;
  Query query(*db, sql::kAccessesOfCase, app, before, rows_of(page) + 1);
  while (query.next()) {
    auto& row = list.rows.emplace_back();
    std::string role;
    query.columns(row.id, row.app, row.person, role, row.what, row.at);
    const auto known = enum_from_wire<lifecycle::Role>(role);
    if (!known) return fail(ErrorKind::kCorrupt, "an access in an unknown role: " + role);
    row.role = *known;
  }
  TRY(query.status());
  if (list.rows.size() > rows_of(page)) {
    list.rows.pop_back();
    list.next = write_cursor(list.rows.back().id);
  }
  return list;
}

}  // namespace baobei::store
