// The sample data of a demo: a directory of people and mini-programs in every lasting state of
// PROCESS.md, with a past that really happened in this database.
//
// Threads: one, while the Node's engine runs and nothing else uses it. Owner: demo.
#pragma once

#include "server/node.h"
#include "server/seed_cast.h"

namespace baobei::server {

// How far back the oldest story begins; a sandbox's clock must start before it.
inline constexpr auto kSeedPast = std::chrono::hours(24 * 200);

struct Seeded {
  Cast cast;
  lifecycle::AppId walk_app;  // registered, nothing submitted yet: for the walk
  std::size_t apps = 0;
};

// `cases`: how many mini-programs besides the walk's. Leaves the clock at `now`.
Result<Seeded> seed(Node& node, std::size_t cases, Instant now);

}  // namespace baobei::server
