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

// Granting one of these takes a second operator.
bool needs_second(lifecycle::Role role);
// The rights that `after` has and `before` had not, of those.
bool grants_what_needs_second(const std::optional<engine::PersonRow>& before,
                              const engine::PersonRow& after);

// Runs on the writer, then answers with what `work` says. `work` re-reads what it rests on.
Reply on_desk(Call& call, Services& services,
              std::function<OrProblem<Response>(engine::Store&, Instant)> work);

}  // namespace baobei::http
