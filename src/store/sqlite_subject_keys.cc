#include "store/sqlite_subject_keys.h"

#include "store/people_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

Result<std::string> key_of(Connection& db, const lifecycle::SubjectId& subject) {
  std::string sealed;
  Query query(db, sql::kSubjectKey, subject);
  if (query.next()) query.columns(sealed);
  TRY(query.status());
  return sealed;
}

}  // namespace

Result<std::string> SqliteSubjectKeys::ensure(const lifecycle::SubjectId& subject,
                                              const std::string& sealed, Instant at) {
  auto& db = store_.connection();
  const Status written =
      store_.write([&] { return execute(db, sql::kPutSubjectKey, subject, sealed, at); });
  TRY(written);
  return key_of(db, subject);
}

Status SqliteSubjectKeys::destroy(const lifecycle::SubjectId& subject) {
  return store_.write([&] { return execute(store_.connection(), sql::kDropSubjectKey, subject); });
}

Result<std::string> SqliteSubjectKeys::find(const lifecycle::SubjectId& subject) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return key_of(*db, subject);
}

}  // namespace baobei::store
