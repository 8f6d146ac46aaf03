// The directory in memory, beside MemoryStore on the same MemoryDatabase: the same answers as
// SqliteDirectory, nothing durable.
// Threads: any, through the database's mutex. Owner: whoever holds the MemoryDatabase.
#pragma once

#include "engine/directory.h"
#include "store/memory_store.h"

namespace baobei::store {

class MemoryDirectory final : public engine::Directory {
 public:
  // `store`: on the same database.
  MemoryDirectory(MemoryDatabase& database, MemoryStore& store) : db_(database), store_(store) {}

  // No Records read this twin: it keeps no steps.
  Status put_org(const engine::OrgRow& org, const engine::Act&) override {
    return store_.put_org(org);
  }
  Status put_person(const engine::PersonRow& person, const engine::Act&) override {
    return store_.put_person(person);
  }
  Status put_subject(const engine::SubjectRow& subject, const engine::Act&) override {
    return store_.put_subject(subject);
  }
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
  MemoryDatabase& db_;
  MemoryStore& store_;
  std::set<std::pair<lifecycle::OrgId, lifecycle::PersonId>> owners_;
  std::map<std::uint64_t, engine::ProposalRow> proposals_;
};

}  // namespace baobei::store
