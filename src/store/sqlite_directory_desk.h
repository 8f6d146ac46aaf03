// The directory on SQLite, in the file of SqliteStore: the same writing connection, the same pool
// of readers. Threads: as engine/directory.h. Owner: Opened; the store and the reader outlive it.
#pragma once

#include "engine/directory.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteDirectory final : public engine::Directory {
 public:
  SqliteDirectory(SqliteStore& store, SqliteReader& reader)
      : db_(store.connection()), pool_(reader.pool()) {}

  Status put_org(const engine::OrgRow& org, const engine::Act& act) override;
  Status put_person(const engine::PersonRow& person, const engine::Act& act) override;
  Status put_subject(const engine::SubjectRow& subject, const engine::Act& act) override;
  Status put_owner(const lifecycle::OrgId& org, const lifecycle::PersonId& person, bool owner,
                   const engine::Act& act) override;
  Result<std::uint64_t> propose(const engine::ProposalRow& proposal) override;
  Status decide_proposal(std::uint64_t id, engine::ProposalState state,
                         const lifecycle::PersonId& by, Instant at) override;
  Status issue_token(const engine::IssuedToken& token) override;
  Status revoke_token(const lifecycle::PersonId& person, const std::string& id) override;

  Result<engine::Listed<engine::OrgRow>> orgs(const engine::Page& page) override;
  Result<engine::OrgRow> org(const lifecycle::OrgId& id) override;
  Result<engine::Listed<engine::PersonRow>> people(const lifecycle::OrgId& org,
                                                   const engine::Page& page) override;
  Result<engine::PersonRow> person(const lifecycle::PersonId& id) override;
  Result<engine::Listed<engine::SubjectRow>> subjects(const engine::Viewer& viewer,
                                                      const engine::Page& page) override;
  Result<engine::Listed<engine::ProposalRow>> proposals(engine::ProposalState state,
                                                        const engine::Page& page) override;
  Result<engine::ProposalRow> proposal(std::uint64_t id) override;
  Result<std::vector<engine::IssuedToken>> tokens(const lifecycle::PersonId& person) override;
  Result<bool> is_owner(const lifecycle::OrgId& org, const lifecycle::PersonId& person) override;

 private:
  Connection& db_;
  SqliteReader::Pool& pool_;
};

}  // namespace baobei::store
