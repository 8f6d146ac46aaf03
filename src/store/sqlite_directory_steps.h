// The steps of directory and hosts (engine/directory_steps.h) as rows: each is added before what it
// tells of is put, in the caller's transaction, and only where that changes something.
// Threads: the connection's. Owner: none; plain functions.
#pragma once

#include "engine/host_ports.h"
#include "engine/rows.h"
#include "store/sqlite.h"

namespace baobei::store {

Status add_org_step(Connection& db, const engine::OrgRow& after, const engine::Act& act);
Status add_subject_step(Connection& db, const engine::SubjectRow& after, const engine::Act& act);
Status add_person_step(Connection& db, const engine::PersonRow& after, const engine::Act& act);
// Of somebody who was none, or is none any more.
Status add_owner_step(Connection& db, const lifecycle::OrgId& org,
                      const lifecycle::PersonId& person, bool owner, const engine::Act& act);
// Of one that is new, or was not revoked before.
Status add_host_step(Connection& db, const std::string& host, engine::DirectoryStepKind what,
                     const engine::Act& act);

// `changes` as they are stored; kCorrupt for what is none.
Status read_directory_step(Query& query, engine::DirectoryStep& step);

}  // namespace baobei::store
