// engine::CaseAccesses on SQLite. Threads as the port says. Owner: the server; the store and the
// reader outlive it.
#pragma once

#include "engine/access_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteCaseAccesses final : public engine::CaseAccesses {
 public:
  SqliteCaseAccesses(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status record(const engine::CaseAccessRow& row) override;
  Status record_all(const std::vector<engine::CaseAccessRow>& rows) override;
  Result<engine::Listed<engine::CaseAccessRow>> of_app(const lifecycle::AppId& app,
                                                       const engine::Page& page) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
