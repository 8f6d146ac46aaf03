// The port to what proves who somebody is: passwords, second factors, recovery codes, invitations,
// sessions (DESIGN decision 12). Beside ports.h, with two adapters and one contract
// (store/contract_sign_in_test.cc).
//
// Invariants: no secret is in here as it is: passwords are argon2id, factors are sealed, the rest
// is SHA-256. A code, a recovery code and an invitation work once: whoever is second finds
// kNotFound or kConflict. A new password ends the person's sessions, in the same transaction.
// Threads: what changes on the engine's writer alone; what reads from any. Owner: server/main.cc.
#pragma once

#include "engine/directory.h"

namespace baobei::engine {

inline constexpr Duration kInvitationLifetime = std::chrono::hours(72);
inline constexpr Duration kSessionLifetime = std::chrono::hours(12);

struct Credentials {
  lifecycle::PersonId person;
  std::string password_hash;  // empty: none yet
  std::optional<Instant> password_at;
  std::string factor;  // sealed; empty: none
  bool factor_confirmed = false;
  std::int64_t factor_step = 0;  // the last one spent
  std::size_t recovery_left = 0;

  bool has_factor() const { return factor_confirmed && !factor.empty(); }
};

struct InvitationRow {
  Digest secret_hash;
  lifecycle::PersonId person;
  lifecycle::PersonId invited_by;  // empty: on the machine itself
  Instant made_at;
  Instant expires_at;
  bool resets_factor = false;
  std::optional<Instant> used_at;
};

class SignIns {
 public:
  virtual ~SignIns() = default;

  // ---- on the writer's thread
  // Ends all sessions but `keep`.
  virtual Status put_password(const lifecycle::PersonId& person, const std::string& hash,
                              Instant at, const std::optional<Digest>& keep) = 0;
  // A factor that is not confirmed yet; empty: none any more, nor recovery codes.
  virtual Status put_factor(const lifecycle::PersonId& person, const std::string& sealed) = 0;
  // kConflict where none waits for it.
  virtual Status confirm_factor(const lifecycle::PersonId& person, std::int64_t step,
                                const std::vector<Digest>& recovery) = 0;
  // kConflict where it, or a later one, was spent before.
  virtual Status spend_step(const lifecycle::PersonId& person, std::int64_t step) = 0;
  // kNotFound for what is no code of theirs, or was spent.
  virtual Status spend_recovery(const lifecycle::PersonId& person, const Digest& code) = 0;
  // Ends the oldest beyond kSessionsOfPersonMax.
  virtual Status open_session(const IssuedToken& session) = 0;
  virtual Status end_session(const Digest& token_hash) = 0;
  // Replaces the person's open one.
  virtual Status invite(const InvitationRow& invitation) = 0;
  // Sets the password; kNotFound where it is unknown, used, or expired at `at`.
  virtual Result<lifecycle::PersonId> redeem(const Digest& secret_hash, const std::string& hash,
                                             Instant at) = 0;

  // ---- any thread
  // Without a row, empty ones.
  virtual Result<Credentials> credentials(const lifecycle::PersonId& person) = 0;
  // kNotFound where it is unknown, used, or expired.
  virtual Result<InvitationRow> invitation(const Digest& secret_hash, Instant now) = 0;
};

}  // namespace baobei::engine
