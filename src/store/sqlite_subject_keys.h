// engine::SubjectKeys on SQLite. Threads as the port says. Owner: the server; the store and the
// reader outlive it.
#pragma once

#include "engine/subject_keys.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteSubjectKeys final : public engine::SubjectKeys {
 public:
  SqliteSubjectKeys(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Result<std::string> ensure(const lifecycle::SubjectId& subject, const std::string& sealed,
                             Instant at) override;
  Status destroy(const lifecycle::SubjectId& subject) override;
  Result<std::string> find(const lifecycle::SubjectId& subject) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
