#include "store/cursor.h"
#include "store/jobs_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_jobs.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

using engine::OfficeKeyRow;

Status read_keys(Query& query, std::vector<OfficeKeyRow>& rows) {
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.id, row.region, row.public_key, row.label, row.proposed_by, row.proposed_at,
                  row.confirmed_by, row.confirmed_at, row.revoked_by, row.revoked_at);
  }
  return query.status();
}

Result<OfficeKeyRow> key_in(Connection& db, const std::string& id) {
  std::vector<OfficeKeyRow> rows;
  Query query(db, sql::kFindOfficeKey, id);
  TRY(read_keys(query, rows));
  if (rows.empty()) return fail(ErrorKind::kNotFound, "no such key");
  return std::move(rows.front());
}

Result<std::vector<OfficeKeyRow>> keys_in(Connection& db, const lifecycle::RegionCode& region) {
  std::vector<OfficeKeyRow> rows;
  Query query(db, sql::kOfficeKeysOf, region, engine::kOfficeKeysOfRegionMax);
  TRY(read_keys(query, rows));
  return rows;
}

}  // namespace

Status SqliteOfficeKeys::add(const OfficeKeyRow& row) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    if (key_in(db, row.id)) return fail(ErrorKind::kConflict, "it is registered already");
    TRY_ASSIGN(const auto others, keys_in(db, row.region));
    if (others.size() >= engine::kOfficeKeysOfRegionMax) {
      return fail(ErrorKind::kTooLarge, "too many keys of this office");
    }
    return execute(db, sql::kAddOfficeKey, row.id, row.region, row.public_key, row.label,
                   row.proposed_by, row.proposed_at);
  });
}

Result<OfficeKeyRow> SqliteOfficeKeys::confirm(const std::string& id, const lifecycle::PersonId& by,
                                               Instant at) {
  auto& db = store_.connection();
  OfficeKeyRow row;
  const auto written = store_.write([&]() -> Status {
    TRY_ASSIGN(row, key_in(db, id));
    TRY(engine::confirm_key(row, by, at));
    return execute(db, sql::kConfirmOfficeKey, id, row.confirmed_by, row.confirmed_at);
  });
  TRY(written);
  return row;
}

Result<OfficeKeyRow> SqliteOfficeKeys::revoke(const std::string& id, const lifecycle::PersonId& by,
                                              Instant at) {
  auto& db = store_.connection();
  OfficeKeyRow row;
  const auto written = store_.write([&]() -> Status {
    TRY_ASSIGN(row, key_in(db, id));
    TRY(engine::revoke_key(row, by, at));
    return execute(db, sql::kRevokeOfficeKey, id, row.revoked_by, row.revoked_at);
  });
  TRY(written);
  return row;
}

Result<std::vector<OfficeKeyRow>> SqliteOfficeKeys::of(const lifecycle::RegionCode& region) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return keys_in(*db, region);
}

Result<OfficeKeyRow> SqliteOfficeKeys::find(const std::string& id) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return key_in(*db, id);
}

}  // namespace baobei::store
