// The applications for categories of a demo: one in every state, and one that answers a refusal.
//
// Threads: as SeedStage. Owner: seed().
#pragma once

#include "server/seed_stage.h"

namespace baobei::server {

// Plans their steps on the stage, in the days before `now`.
void plan_applications(SeedStage& stage, Node& node, const Cast& cast, Instant now);

// One page with one line of ASCII on it: what a demo shows for a scanned licence.
std::string sample_pdf(const std::string& line);

}  // namespace baobei::server
