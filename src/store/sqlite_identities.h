// engine::Identities on SQLite. Threads as the port says. Owner: the server; the store and the
// reader outlive it.
#pragma once

#include "engine/identity_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteIdentities final : public engine::Identities {
 public:
  SqliteIdentities(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Result<std::uint64_t> bind(const engine::IdentityRow& row) override;
  Status confirm(std::uint64_t id, const lifecycle::PersonId& by, Instant at) override;
  Status remove(std::uint64_t id) override;
  Status use(std::uint64_t id, const std::string& subject, Instant at) override;
  Result<engine::IdentityRow> redeem(const Digest& invitation, const std::string& issuer,
                                     const std::string& subject, Instant at) override;

  Result<engine::IdentityRow> identity(std::uint64_t id) override;
  Result<std::vector<engine::IdentityRow>> of_person(const lifecycle::PersonId& person) override;
  Result<engine::Listed<engine::IdentityRow>> in_state(engine::IdentityState state,
                                                       const engine::Page& page) override;
  Result<engine::IdentityRow> find(const std::string& issuer, const std::string& subject,
                                   const std::string& email) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
