#include "store/sqlite_scans.h"

#include "store/reader_pool.h"
#include "store/retention_sql.h"
#include "store/scans_sql.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

constexpr std::size_t kAccessesShownMax = 1'000;

Status read_scans(Query& query, std::vector<engine::ScanRow>& rows) {
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.id, row.app, row.entry, row.digest, row.media_type, row.bytes,
                  row.paper_received, row.uploaded_by, row.uploaded_at, row.erased_at,
                  row.by_developers, row.subject, row.stored);
  }
  return query.status();
}

}  // namespace

Status SqliteScans::add(const engine::ScanRow& row) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    engine::ScanPlaces there;
    {
      Query query(db, sql::kCountScans, row.app, row.entry);
      if (query.next()) {
        query.columns(there.rows, there.kept, there.rows_of_developers, there.kept_of_developers);
      }
      TRY(query.status());
    }
    if (!engine::has_place(there, row.by_developers)) {
      return fail(ErrorKind::kTooLarge, "too many scans");
    }
    return execute(db, sql::kAddScan, row.id, row.app, row.entry, row.digest, row.media_type,
                   row.bytes, row.paper_received, row.uploaded_by, row.uploaded_at,
                   row.by_developers, row.subject, row.stored);
  });
}

Status SqliteScans::record_access(const engine::ScanAccess& access) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    return execute(db, sql::kAddScanAccess, access.scan, access.person, access.at);
  });
}

Result<bool> SqliteScans::erase(const lifecycle::AppId& app, lifecycle::EntryNo entry,
                                const std::string& id, Instant at) {
  TRY_ASSIGN(const auto row, find(app, entry, id));
  auto& db = store_.connection();
  bool named = false;
  const Status written = store_.write([&]() -> Status {
    TRY(execute(db, sql::kEraseScan, app, entry, id, at));
    if (db.changes() != 1) return fail(ErrorKind::kNotFound, "no such scan");
    if (row.stored) return {};
    Query query(db, sql::kBytesAreNamed, row.digest);
    if (query.next()) query.columns(named);
    return query.status();
  });
  TRY(written);
  return !named;
}

Result<engine::ScanRow> SqliteScans::find(const lifecycle::AppId& app, lifecycle::EntryNo entry,
                                          const std::string& id) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::ScanRow> rows;
  Query query(*db, sql::kFindScan, app, entry, id);
  TRY(read_scans(query, rows));
  if (rows.empty()) return fail(ErrorKind::kNotFound, "no such scan");
  return std::move(rows.front());
}

Result<std::vector<engine::ScanRow>> SqliteScans::of(const lifecycle::AppId& app,
                                                     lifecycle::EntryNo entry) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::ScanRow> rows;
  Query query(*db, sql::kScansOf, app, entry, engine::kScanRowsOfEntryMax);
  TRY(read_scans(query, rows));
  return rows;
}

Result<engine::ScansOfSubject> SqliteScans::of_subject(const lifecycle::SubjectId& subject) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  engine::ScansOfSubject found;
  {
    Query query(*db, sql::kScansOfSubject, subject);
    TRY(read_scans(query, found.kept));
  }
  Query query(*db, sql::kHeldScansOfSubject, subject);
  found.held = query.next();
  TRY(query.status());
  return found;
}

Result<std::vector<engine::ScanAccess>> SqliteScans::accesses(const std::string& scan) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::ScanAccess> rows;
  Query query(*db, sql::kScanAccesses, scan, kAccessesShownMax);
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.scan, row.person, row.at);
  }
  TRY(query.status());
  return rows;
}

}  // namespace baobei::store
