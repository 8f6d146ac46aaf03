// A job that is only asked for: every row is decided against the case as it stands, and nothing is
// written. At most kJobItemsAtOnce on their way; the answer comes when the last one is there.
// Threads: any; `done` comes from the engine's. Owner: itself, until it has answered.
#pragma once

#include "engine/job_ports.h"
#include "http/call.h"

namespace baobei::http {

void dry_run_job(Services& services, engine::JobRow job, std::vector<engine::JobItemRow> items,
                 engine::StampTicket ticket, Language language, Done done);

}  // namespace baobei::http
