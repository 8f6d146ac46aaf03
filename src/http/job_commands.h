// A row of a job as a request to the engine, and the engine's answer as what became of the row.
// Threads: any. Owner: none.
#pragma once

#include "engine/job_ports.h"
#include "http/problem.h"
#include "http/services.h"

namespace baobei::http {

// The problem where the row makes no command by the catalogue of today.
OrProblem<engine::Request> request_of(Services& services, const engine::JobRow& job,
                                      const engine::JobItemRow& item);

// What became of it where it was not accepted: kRefused with the guard's name, kFailed where it
// could not be carried out. A mini-program that the person may not know of reads as none.
std::optional<engine::ItemResult> result_of(Services& services, const engine::JobRow& job,
                                            const engine::JobItemRow& item,
                                            const engine::Answer& answer);

// The problem that a result's name stands for.
Problem problem_named(const std::string& name);

}  // namespace baobei::http
