// engine::Editions on SQLite, in the file of SqliteStore. Threads as the port says. Owner: the
// server; the store and the reader outlive it.
#pragma once

#include "engine/edition_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteEditions final : public engine::Editions {
 public:
  SqliteEditions(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status add(const engine::EditionRow& row, std::span<const engine::EditionText> files) override;
  Status decide(engine::EditionKind kind, const std::string& version, engine::EditionState from,
                engine::EditionState to, const lifecycle::PersonId& by, Instant at) override;
  Status follow(const engine::ActivationStep& step) override;
  Result<engine::Listed<engine::EditionRow>> list(engine::EditionKind kind,
                                                  const engine::Page& page) override;
  Result<std::vector<engine::EditionRow>> confirmed(engine::EditionKind kind) override;
  Result<engine::EditionRow> find(engine::EditionKind kind, const std::string& version) override;
  Result<std::vector<engine::EditionText>> files(engine::EditionKind kind,
                                                 const std::string& version) override;

 private:
  Status check_room(const engine::EditionRow& row, std::size_t files);
  Status put_notice(const engine::NoticeRow& notice);

  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
