// The directory as the API shows it, and the sentences that its handlers share. Include it from .cc
// files only. Threads: pure but for the directory that is asked.
#pragma once

#include "base/json.h"
#include "engine/directory.h"
#include "http/call.h"

namespace baobei::http {

json::object org_json(const engine::OrgRow& org);
json::object person_json(const engine::PersonRow& person);
json::object proposal_json(const engine::ProposalRow& proposal);
json::object token_json(const engine::IssuedToken& token, Instant now);

// Operators everywhere; owners within their organisation (DESIGN decision 11).
Result<bool> may_manage(const Call& call, Services& services, const lifecycle::OrgId& org);

// Whom one manages, and auditors everywhere.
Result<bool> may_look(const Call& call, Services& services, const lifecycle::OrgId& org);

// Oneself, an owner of the person's organisation, an operator. Foreign people are not there.
OrProblem<engine::PersonRow> managed_person(const Call& call, Services& services);

// The secret of a new invitation to sign in, with whose and until when; on the writer's thread.
// (handlers_sign_in.cc)
OrProblem<json::object> invite(Services& services, const lifecycle::PersonId& person,
                               const lifecycle::PersonId& by, bool resets_factor, Instant now);

// Granting it takes a second operator: every role over others' mini-programs.
bool needs_second(lifecycle::Role role);
// The rights that `after` has and `before` had not, of those.
bool grants_what_needs_second(const std::optional<engine::PersonRow>& before,
                              const engine::PersonRow& after);

Status check_region(const std::string& region, Services& services);

// {"items","next"?}
Response listed(json::array items, const std::string& next);
// What was put, or would be by a dry run.
Response recorded(json::object object, bool dry_run, int status = 200);

// Runs on the writer, then answers with what `work` says. `work` re-reads what it rests on.
Reply on_desk(Call& call, Services& services, std::function<OrProblem<Response>(Instant)> work);

}  // namespace baobei::http
