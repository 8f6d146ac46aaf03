// What proves who somebody is, in memory, beside MemoryStore on the same MemoryDatabase: the same
// answers as SqliteSignIns, nothing durable.
// Threads: any, through the database's mutex. Owner: whoever holds the MemoryDatabase.
#pragma once

#include "engine/sign_in_ports.h"
#include "store/memory_store.h"

namespace baobei::store {

class MemorySignIns final : public engine::SignIns {
 public:
  explicit MemorySignIns(MemoryDatabase& database) : db_(database) {}

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
  // With the mutex held.
  void set_password(const lifecycle::PersonId& person, const std::string& hash, Instant at,
                    const std::optional<Digest>& keep);
  void set_factor(const lifecycle::PersonId& person, const std::string& sealed);
  const engine::InvitationRow* open_invitation(const Digest& secret_hash, Instant now) const;
  bool is_session(const Digest& token_hash) const;

  MemoryDatabase& db_;
  std::map<lifecycle::PersonId, engine::Credentials> credentials_;
  std::set<std::pair<lifecycle::PersonId, Digest>> codes_;
  std::map<Digest, engine::InvitationRow> invitations_;
};

}  // namespace baobei::store
