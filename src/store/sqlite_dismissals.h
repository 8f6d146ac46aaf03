// engine::Dismissals on SQLite. Threads as the port says. Owner: the server; the store and the
// reader outlive it.
#pragma once

#include "engine/dismissal_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteDismissals final : public engine::Dismissals {
 public:
  SqliteDismissals(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Result<std::uint32_t> add(const engine::DismissalRow& row) override;
  Status take_back(const engine::TakenBack& step) override;
  Result<std::vector<engine::DismissalRow>> of(const lifecycle::AppId& app, std::uint32_t after,
                                               std::size_t limit) override;
  Result<std::vector<engine::DismissalRow>> standing(const lifecycle::AppId& app) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
