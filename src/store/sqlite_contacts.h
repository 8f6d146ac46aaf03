// engine::Contacts on SQLite. Threads as the port says. Owner: the server; the store and the reader
// outlive it.
#pragma once

#include "engine/contact_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteContacts final : public engine::Contacts {
 public:
  SqliteContacts(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status put(const engine::ContactRow& row) override;
  Status remove(const lifecycle::SubjectId& subject) override;
  Result<std::optional<engine::ContactRow>> find(const lifecycle::SubjectId& subject) override;
  Result<std::vector<lifecycle::SubjectId>> subjects_by_phone(const Digest& phone) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
