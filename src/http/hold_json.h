// A legal hold as the API shows it, and what one stands in the way of. Include it from .cc files
// only. Threads: pure but for the ports that are asked.
#pragma once

#include "base/json.h"
#include "engine/retention_ports.h"
#include "http/call.h"

namespace baobei::http {

json::object hold_json(const engine::HoldRow& row);

// "holds" of a case, for operators and auditors; absent where nothing holds it.
Status add_holds(json::object& object, const Call& call, Services& services,
                 const lifecycle::AppId& app, const lifecycle::SubjectId& subject);

// kLegalHold where a hold is on the subject or one of its mini-programs.
OrProblem<bool> not_held(const Services& services, const lifecycle::SubjectId& subject);

}  // namespace baobei::http
