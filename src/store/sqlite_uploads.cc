#include "store/sqlite_uploads.h"

#include "store/beside_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

void read_row(Query& query, engine::UploadRow& row) {
  query.columns(row.id, row.app, row.org, row.person, row.label, row.bytes, row.content, row.digest,
                row.begun_at, row.expires_at, row.taken_as);
}

template <typename... Args>
Result<std::size_t> counted(Connection& db, const char* sql, const Args&... args) {
  Query query(db, sql, args...);
  std::size_t count = 0;
  if (query.next()) query.columns(count);
  TRY(query.status());
  return count;
}

}  // namespace

Status SqliteUploads::begin(const engine::UploadRow& row) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    const auto bucket = engine::bucket_of(row.app);
    TRY_ASSIGN(const auto of_app, counted(db, sql::kCountUploadsOfApp, bucket, row.app));
    if (of_app >= engine::kUploadsOfAppMax) {
      return fail(ErrorKind::kTooLarge, "too many uploads are open", "app");
    }
    TRY_ASSIGN(const auto of_org, counted(db, sql::kCountUploadsOfOrg, row.org));
    if (of_org >= engine::kUploadsOfOrgMax) {
      return fail(ErrorKind::kTooLarge, "too many uploads are open", "org");
    }
    return execute(db, sql::kBeginUpload, row.id, bucket, row.app, row.org, row.person, row.label,
                   row.bytes, row.content, row.digest, row.begun_at, row.expires_at);
  });
}

Status SqliteUploads::take(const std::string& id, const Digest& version) {
  return store_.write([&] { return execute(store_.connection(), sql::kTakeUpload, id, version); });
}

Status SqliteUploads::remove(const std::string& id) {
  return store_.write([&] { return execute(store_.connection(), sql::kRemoveUpload, id); });
}

Result<engine::UploadRow> SqliteUploads::find(const lifecycle::AppId& app, const std::string& id) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  Query query(*db, sql::kFindUpload, id, app);
  engine::UploadRow row;
  const bool found = query.next();
  if (found) read_row(query, row);
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such upload");
  return row;
}

Result<std::vector<engine::UploadRow>> SqliteUploads::open_of(const lifecycle::AppId& app) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::UploadRow> rows;
  Query query(*db, sql::kUploadsOfApp, engine::bucket_of(app), app, engine::kUploadsOfAppMax);
  while (query.next()) read_row(query, rows.emplace_back());
  TRY(query.status());
  return rows;
}

Result<std::vector<std::string>> SqliteUploads::expired(Instant now, std::size_t limit) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<std::string> ids;
  Query query(*db, sql::kExpiredUploads, now, limit);
  while (query.next()) query.columns(ids.emplace_back());
  TRY(query.status());
  return ids;
}

}  // namespace baobei::store
