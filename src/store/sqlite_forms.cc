#include "store/sqlite_forms.h"

#include "store/forms_sql.h"
#include "store/reader_pool.h"
#include "store/retention_sql.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

// Erased ones are listed too: that they were there stays.
constexpr std::size_t kPicturesShownMax = 1'000;

Status read_pictures(Query& query, std::vector<engine::PictureRow>& rows) {
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.id, row.app, row.subject, row.digest, row.stored, row.media_type, row.bytes,
                  row.uploaded_by, row.uploaded_at, row.erased_at);
  }
  return query.status();
}

}  // namespace

Status SqliteForms::add_picture(const engine::PictureRow& row) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    std::size_t count = 0;
    {
      Query query(db, sql::kCountPictures, row.app);
      if (query.next()) query.columns(count);
      TRY(query.status());
    }
    if (count >= engine::kPicturesOfAppMax) return fail(ErrorKind::kTooLarge, "too many pictures");
    return execute(db, sql::kAddPicture, row.id, row.app, row.subject, row.digest, row.stored,
                   row.media_type, row.bytes, row.uploaded_by, row.uploaded_at);
  });
}

Status SqliteForms::erase_picture(const lifecycle::AppId& app, const std::string& id, Instant at) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(execute(db, sql::kErasePicture, app, id, at));
    if (db.changes() == 1) return {};
    return fail(ErrorKind::kNotFound, "no such picture");
  });
}

Status SqliteForms::erase_test_account(const lifecycle::AppId& app, const Digest& commitment) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(execute(db, sql::kEraseTestAccount, app, commitment));
    if (db.changes() == 1) return {};
    return fail(ErrorKind::kNotFound, "no such test account");
  });
}

Status SqliteForms::erase_under_key(const lifecycle::SubjectId& subject, Instant at) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(execute(db, sql::kErasePicturesUnderKey, subject, at));
    return execute(db, sql::kEraseAccountsUnderKey, subject);
  });
}

Result<engine::PictureRow> SqliteForms::picture(const lifecycle::AppId& app,
                                                const std::string& id) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::PictureRow> rows;
  Query query(*db, sql::kFindPicture, app, id);
  TRY(read_pictures(query, rows));
  if (rows.empty()) return fail(ErrorKind::kNotFound, "no such picture");
  return std::move(rows.front());
}

Result<std::vector<engine::PictureRow>> SqliteForms::pictures(const lifecycle::AppId& app) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::PictureRow> rows;
  Query query(*db, sql::kPicturesOf, app, kPicturesShownMax);
  TRY(read_pictures(query, rows));
  return rows;
}

Result<engine::UnderKey> SqliteForms::under_key(const lifecycle::SubjectId& subject) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  engine::UnderKey under;
  {
    Query query(*db, sql::kPicturesUnderKey, subject);
    TRY(read_pictures(query, under.pictures));
  }
  {
    Query query(*db, sql::kCountAccountsUnderKey, subject);
    if (query.next()) query.columns(under.test_accounts);
    TRY(query.status());
  }
  Query query(*db, sql::kHeldUnderKey, subject);
  under.held = query.next();
  TRY(query.status());
  return under;
}

Result<std::vector<engine::PictureRow>> SqliteForms::pictures_due(Instant before,
                                                                  std::size_t limit) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::PictureRow> rows;
  Query query(*db, sql::kDuePictures, before, limit);
  TRY(read_pictures(query, rows));
  return rows;
}

}  // namespace baobei::store
