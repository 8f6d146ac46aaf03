// Versions of catalogue and policy as the API shows them. Heavy to compile: .cc files only.
// Threads: any. Owner: the call.
#pragma once

#include "base/json.h"
#include "http/call.h"
#include "http/edition_desk.h"

namespace baobei::http {

// Operators see proposals, and who proposed and decided; others what counts or counted.
bool sees_editions(const engine::Viewer& viewer);
bool is_shown(const engine::EditionRow& row, const engine::Viewer& viewer);

// "in_force", "to_come", …
std::string state_of(const engine::EditionRow& row, const std::vector<catalogue::Span>& spans,
                     Instant now);
// The name of what is in force.
std::string in_force(const std::vector<catalogue::Span>& spans, Instant now);

// What both kinds have: version, state, dates, who.
json::object edition_json(const engine::EditionRow& row, const std::vector<catalogue::Span>& spans,
                          const engine::Viewer& viewer, Instant now);

// With its parameters, and what differs from the version that it follows.
Result<json::object> policy_edition_json(EditionDesk& desk, const engine::EditionRow& row,
                                         const engine::Viewer& viewer, Services& services);

// {"name","title","before","after"} of every parameter that differs.
json::array policy_changes(const lifecycle::Rules& before, const lifecycle::Rules& after,
                           const catalogue::Catalogue& words);

// The policy as `GET /v1/policy` tells it.
Result<json::object> policy_json(EditionDesk& desk, Services& services);

// invalid_catalogue, with every fault.
Problem faulty(const std::vector<catalogue::FileFault>& faults);

}  // namespace baobei::http
