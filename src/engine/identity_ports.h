// The port to who is who at a provider of identities: (issuer, subject) bound to a person of ours
// (DESIGN decision 12). Beside ports.h; one contract (store/contract_identities_test.cc).
//
// Invariants: nobody comes into being by signing in: every binding was made by an operator, or by
// an invitation that was answered. An identity is one person's; an address is bound to one person,
// and once its owner has come it is their subject that counts. What takes a second operator counts
// after the second one's word alone. Threads: what changes on the engine's writer alone; what reads
// from any. Owner: server/main.cc.
#pragma once

#include <boost/describe/enum.hpp>

#include "engine/ports.h"

namespace baobei::engine {

enum class IdentityState { kProposed, kConfirmed, kRemoved };
BOOST_DESCRIBE_ENUM(IdentityState, kProposed, kConfirmed, kRemoved)

inline constexpr std::size_t kIdentitiesOfPersonMax = 10;  // that were not removed

struct IdentityRow {
  std::uint64_t id = 0;  // the store gives it
  IdentityState state = IdentityState::kProposed;
  std::string issuer;
  std::string subject;  // empty: whoever comes first with the address below
  std::string email;    // in lower case
  lifecycle::PersonId person;
  lifecycle::PersonId proposed_by;  // empty: by an invitation
  Instant proposed_at;
  lifecycle::PersonId confirmed_by;
  std::optional<Instant> confirmed_at;
  std::optional<Instant> used_at;
};

class Identities {
 public:
  virtual ~Identities() = default;

  // ---- on the writer's thread
  // kConflict where identity or address is bound, or proposed, to anybody, or the person has
  // kIdentitiesOfPersonMax.
  virtual Result<std::uint64_t> bind(const IdentityRow& row) = 0;
  // kNotFound; kConflict where it is not proposed.
  virtual Status confirm(std::uint64_t id, const lifecycle::PersonId& by, Instant at) = 0;
  // Ends the person's sessions, in the same transaction. kConflict where it was removed before.
  virtual Status remove(std::uint64_t id) = 0;
  // Signed in with it: a binding by address gets its subject. kConflict where it is not confirmed,
  // or of another subject.
  virtual Status use(std::uint64_t id, const std::string& subject, Instant at) = 0;
  // Spends the invitation and binds, at once. kNotFound where the invitation is unknown, used or
  // expired; kConflict as bind().
  virtual Result<IdentityRow> redeem(const Digest& invitation, const std::string& issuer,
                                     const std::string& subject, Instant at) = 0;

  // ---- any thread
  virtual Result<IdentityRow> identity(std::uint64_t id) = 0;
  // That were not removed, oldest first.
  virtual Result<std::vector<IdentityRow>> of_person(const lifecycle::PersonId& person) = 0;
  // Oldest first.
  virtual Result<Listed<IdentityRow>> in_state(IdentityState state, const Page& page) = 0;
  // Confirmed, by subject, else by the address (empty: none was confirmed) that has no subject yet;
  // kNotFound.
  virtual Result<IdentityRow> find(const std::string& issuer, const std::string& subject,
                                   const std::string& email) = 0;
};

}  // namespace baobei::engine
