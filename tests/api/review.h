// The reviewers' queue, leases and dismissed findings, asked of the running program in every
// documented status. Threads: one. Owner: a test.
#pragma once

#include "story.h"

namespace baobei::api {

// The submission is in review.
void tell_of_leases(Contract& contract, const std::string& app, const std::string& no);
void tell_of_queue(Contract& contract, const std::string& app, const std::string& no);
void tell_of_dismissals(Contract& contract, const std::string& app, const std::string& no);
// A later version of the same lines, after tell_of_dismissals.
void tell_of_later_findings(Contract& contract, const std::string& app, const std::string& no);

}  // namespace baobei::api
