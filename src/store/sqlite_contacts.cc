#include "store/sqlite_contacts.h"

#include "store/people_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_write.h"

namespace baobei::store {

Status SqliteContacts::put(const engine::ContactRow& row) {
  return store_.write([&] {
    return execute(store_.connection(), sql::kPutContact, row.subject, row.sealed, row.phone,
                   row.changed_by, row.changed_at);
  });
}

Status SqliteContacts::remove(const lifecycle::SubjectId& subject) {
  return store_.write([&] { return execute(store_.connection(), sql::kDropContact, subject); });
}

Result<std::optional<engine::ContactRow>> SqliteContacts::find(
    const lifecycle::SubjectId& subject) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::optional<engine::ContactRow> row;
  Query query(*db, sql::kContact, subject);
  if (query.next()) {
    row.emplace();
    query.columns(row->subject, row->sealed, row->phone, row->changed_by, row->changed_at);
  }
  TRY(query.status());
  return row;
}

Result<std::vector<lifecycle::SubjectId>> SqliteContacts::subjects_by_phone(const Digest& phone) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<lifecycle::SubjectId> subjects;
  Query query(*db, sql::kSubjectsByPhone, phone, engine::kSubjectsOfPhoneMax);
  while (query.next()) query.columns(subjects.emplace_back());
  TRY(query.status());
  return subjects;
}

}  // namespace baobei::store
