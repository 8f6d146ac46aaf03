// engine::Settlings on SQLite. Threads as the port says. Owner: the server; the store and the
// reader outlive it.
#pragma once

#include "engine/settling_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteSettlings final : public engine::Settlings {
 public:
  SqliteSettlings(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status advance(const engine::Settling& row, const lifecycle::AppId& after) override;
  Status finish(const engine::Settling& row) override;
  Result<std::optional<engine::Settling>> next() override;
  Result<std::vector<lifecycle::AppId>> apps(const engine::Settling& row,
                                             std::size_t limit) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
