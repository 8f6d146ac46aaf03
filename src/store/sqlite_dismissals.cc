#include "store/sqlite_dismissals.h"

#include "store/dismissals_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

Result<std::vector<engine::DismissalRow>> read_dismissals(Query query) {
  std::vector<engine::DismissalRow> rows;
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.app, row.no, row.rule, row.fragment, row.submission, row.file, row.line,
                  row.reason, row.by, row.at, row.taken_back_at, row.taken_back_by,
                  row.taken_back_reason);
  }
  TRY(query.status());
  return rows;
}

template <typename T>
Status read_single(Query query, T& out) {
  if (query.next()) query.columns(out);
  return query.status();
}

}  // namespace

Result<std::uint32_t> SqliteDismissals::add(const engine::DismissalRow& row) {
  auto& db = store_.connection();
  std::uint32_t no = 0;
  const Status written = store_.write([&]() -> Status {
    TRY(read_single(Query(db, sql::kNewestDismissal, row.app), no));
    if (no >= engine::kDismissalsOfAppMax) return fail(ErrorKind::kTooLarge, "too many dismissals");
    bool stands = false;
    TRY(read_single(Query(db, sql::kDismissalStands, row.app, row.rule, row.fragment), stands));
    if (stands) return fail(ErrorKind::kConflict, "dismissed already");
    ++no;
    return execute(db, sql::kAddDismissal, row.app, no, row.rule, row.fragment, row.submission,
                   row.file, row.line, row.reason, row.by, row.at);
  });
  TRY(written);
  return no;
}

Status SqliteDismissals::take_back(const engine::TakenBack& step) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(execute(db, sql::kTakeDismissalBack, step.app, step.no, step.by, step.at, step.reason));
    if (db.changes() == 1) return {};
    bool there = false;
    TRY(read_single(Query(db, sql::kDismissalIsThere, step.app, step.no), there));
    if (there) return fail(ErrorKind::kConflict, "taken back already");
    return fail(ErrorKind::kNotFound, "no such dismissal");
  });
}

Result<std::vector<engine::DismissalRow>> SqliteDismissals::of(const lifecycle::AppId& app,
                                                               std::uint32_t after,
                                                               std::size_t limit) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return read_dismissals(Query(*db, sql::kDismissalsOf, app, after, limit));
}

Result<std::vector<engine::DismissalRow>> SqliteDismissals::standing(const lifecycle::AppId& app) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return read_dismissals(Query(*db, sql::kDismissalsStanding, app, engine::kDismissalsOfAppMax));
}

}  // namespace baobei::store
