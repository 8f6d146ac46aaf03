// Reads that several parts of the store share; for its .cc files. The caller holds the connection.
#pragma once

#include <vector>

#include "engine/ports.h"
#include "store/audience.h"
#include "store/sqlite.h"

namespace baobei::store {

// May the viewer know of this mini-program?
Result<bool> sees(Connection& db, const engine::Viewer& viewer, const lifecycle::AppId& app);
Result<engine::StoredApp> read_app(Connection& db, const lifecycle::AppId& app);
// Appends the rows of a query with the columns of sql::kLog.
Status read_events(Query& query, std::vector<engine::LoggedEvent>& events);

}  // namespace baobei::store
