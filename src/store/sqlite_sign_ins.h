// engine::SignIns on SQLite, beside the store's own tables. Threads as the port says. Owner: the
// server; the store and the reader outlive it.
#pragma once

#include "engine/sign_in_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteSignIns final : public engine::SignIns {
 public:
  SqliteSignIns(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status put_password(const lifecycle::PersonId& person, const std::string& hash, Instant at,
                      const std::optional<Digest>& keep) override;
  Status put_factor(const lifecycle::PersonId& person, const std::string& sealed) override;
  Status confirm_factor(const lifecycle::PersonId& person, std::int64_t step,
                        const std::vector<Digest>& recovery) override;
  Status spend_step(const lifecycle::PersonId& person, std::int64_t step) override;
  Status spend_recovery(const lifecycle::PersonId& person, const Digest& code) override;
  Status open_session(const engine::IssuedToken& session) override;
  Status end_session(const Digest& token_hash) override;
  Status invite(const engine::InvitationRow& invitation) override;
  Result<lifecycle::PersonId> redeem(const Digest& secret_hash, const std::string& hash,
                                     Instant at) override;
  Result<engine::Credentials> credentials(const lifecycle::PersonId& person) override;
  Result<engine::InvitationRow> invitation(const Digest& secret_hash, Instant now) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
