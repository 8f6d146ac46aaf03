// When the log says that each order of a mini-program was carried out (R17, R20).
// Threads: any; each call reads its own snapshot.
#pragma once

#include <utility>
#include <vector>

#include "http/call.h"

namespace baobei::http {

using TakenDownAt = std::vector<std::pair<lifecycle::OrderNo, Instant>>;

// As far as the viewer sees the mini-program's events; kCorrupt for one without its order.
Result<TakenDownAt> taken_down_at(const engine::Viewer& viewer, Services& services,
                                  const lifecycle::AppId& app);

}  // namespace baobei::http
