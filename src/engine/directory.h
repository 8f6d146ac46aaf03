// The port to the directory as operators and owners use it by API: who exists, who owns an
// organisation, tokens and what they were issued for, and the proposals that grant the rights which
// one person alone may not give (DESIGN decision 11). Beside ports.h, with the same two adapters
// and one contract (store/contract_directory_test.cc).
//
// Invariants: a right that needs two operators is in force only after the second one's confirmation
// is on disk; of a token only the SHA-256 of its secret is kept. Threads: what changes on the
// engine's writer alone; what reads from any. Owner: server/main.cc.
#pragma once

#include <algorithm>
#include <boost/describe/enum.hpp>

#include "engine/directory_steps.h"
#include "engine/ports.h"

namespace baobei::engine {

inline constexpr std::size_t kTokensOfPersonMax = 50;    // that are neither revoked nor expired
inline constexpr std::size_t kSessionsOfPersonMax = 10;  // the oldest ends for the next one
inline constexpr std::size_t kOwnersMax = 50;            // of one organisation

enum class ProposalState { kProposed, kConfirmed, kRejected };
BOOST_DESCRIBE_ENUM(ProposalState, kProposed, kConfirmed, kRejected)

// A person as they will be once somebody else says so too.
struct ProposalRow {
  std::uint64_t id = 0;  // the store gives it
  ProposalState state = ProposalState::kProposed;
  PersonRow person;
  lifecycle::PersonId proposed_by;
  Instant proposed_at;
  lifecycle::PersonId decided_by;
  std::optional<Instant> decided_at;
};

struct IssuedToken {
  TokenRow token;
  std::vector<lifecycle::Role> roles;  // that it may act in; empty: all of its person's
  bool read_only = false;
  bool session = false;           // of a sign-in with a password (engine/sign_in_ports.h)
  lifecycle::PersonId issued_by;  // empty: on the machine itself
  Instant issued_at;

  // Names it without telling it: the first 16 digits of its hash.
  std::string id() const { return to_hex(token.token_hash).substr(0, 16); }
};

// The roles of a person that a token may act in; without bounds, all of them.
inline std::vector<lifecycle::Role> roles_within(std::vector<lifecycle::Role> roles,
                                                 const std::vector<lifecycle::Role>& bounds) {
  if (bounds.empty()) return roles;
  std::erase_if(roles, [&](lifecycle::Role role) {
    return std::find(bounds.begin(), bounds.end(), role) == bounds.end();
  });
  return roles;
}

class Directory {
 public:
  virtual ~Directory() = default;

  // ---- on the writer's thread
  // What they change is a step in the same transaction, read back by Records (access_ports.h).
  virtual Status put_org(const OrgRow& org, const Act& act) = 0;
  virtual Status put_person(const PersonRow& person, const Act& act) = 0;
  virtual Status put_subject(const SubjectRow& subject, const Act& act) = 0;
  virtual Status put_owner(const lifecycle::OrgId& org, const lifecycle::PersonId& person,
                           bool owner, const Act& act) = 0;
  // kConflict where one for this person is open.
  virtual Result<std::uint64_t> propose(const ProposalRow& proposal) = 0;
  // Confirmed: the person is put in the same transaction, with its step. kNotFound, or kConflict
  // where it was decided before.
  virtual Status decide_proposal(std::uint64_t id, ProposalState state,
                                 const lifecycle::PersonId& by, Instant at) = 0;
  // kConflict beyond kTokensOfPersonMax.
  virtual Status issue_token(const IssuedToken& token) = 0;
  // kNotFound where the person has none of that id.
  virtual Status revoke_token(const lifecycle::PersonId& person, const std::string& id) = 0;

  // ---- any thread; lists by id
  virtual Result<Listed<OrgRow>> orgs(const Page& page) = 0;
  virtual Result<OrgRow> org(const lifecycle::OrgId& id) = 0;
  virtual Result<Listed<PersonRow>> people(const lifecycle::OrgId& org, const Page& page) = 0;
  virtual Result<PersonRow> person(const lifecycle::PersonId& id) = 0;
  // Operators and auditors all, others those of their organisation.
  virtual Result<Listed<SubjectRow>> subjects(const Viewer& viewer, const Page& page) = 0;
  // Oldest first.
  virtual Result<Listed<ProposalRow>> proposals(ProposalState state, const Page& page) = 0;
  virtual Result<ProposalRow> proposal(std::uint64_t id) = 0;
  virtual Result<std::vector<IssuedToken>> tokens(const lifecycle::PersonId& person) = 0;
  virtual Result<bool> is_owner(const lifecycle::OrgId& org, const lifecycle::PersonId& person) = 0;
};

}  // namespace baobei::engine
