// engine::PersonalData on SQLite, over the tables of the store and its neighbours. Threads as the
// port says. Owner: the server; the store, the reader and the other ports outlive it.
#pragma once

#include "engine/personal_data.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqlitePersonalData final : public engine::PersonalData {
 public:
  // The ports that know the parts.
  struct Parts {
    engine::Directory& directory;
    engine::SignIns& sign_ins;
    engine::Calendars& calendars;
  };
  SqlitePersonalData(SqliteStore& store, SqliteReader& reader, Parts parts)
      : store_(store), reader_(reader), parts_(parts) {}

  Status erase(const engine::Erasure& erasure) override;
  Result<engine::KeptOfPerson> kept(const lifecycle::PersonId& person) override;
  Result<engine::PersonActs> acts(const lifecycle::PersonId& person, std::uint64_t after) override;
  Result<std::optional<engine::Erasure>> erased(const lifecycle::PersonId& person) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
  const Parts parts_;
};

}  // namespace baobei::store
