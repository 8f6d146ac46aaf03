// Taking a job, and jobs as the API shows them.
//
//   taken       202 with Location    {"job","kind","state",…}
//   again       the same, with Idempotency-Replayed: true
//   key reused  422; too many run, or the file was taken before  409; busy or unavailable  503
//
// Heavy to compile: include it from .cc files only. Threads: take_job on an I/O thread, the answer
// from the engine's writer.
#pragma once

#include "base/json.h"
#include "engine/job_ports.h"
#include "http/call.h"

namespace baobei::http {

// This server has jobs, and the person may send such commands; in which role.
OrProblem<lifecycle::Role> job_role(const Call& call, const Services& services,
                                    engine::JobKind kind);

// `source`: kFromList or the digest of a signed file.
Reply take_job(Call& call, Services& services, lifecycle::Role role, engine::JobKind kind,
               std::string source, std::vector<engine::JobItemRow> items);

json::object job_json(const engine::JobRow& job);
json::object job_item_json(const engine::JobItemRow& item, Language language);

}  // namespace baobei::http
