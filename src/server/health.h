// Gathers how the server is: from the engine, the courier, the store, the disk, and what was noted
// of back-ups (backup/record.h).
// Threads: read from any. Owner: the Node; what is handed in outlives it.
#pragma once

#include "base/result.h"
#include "engine/engine.h"
#include "http/health.h"
#include "server/config.h"
#include "server/metrics.h"
#include "store/sqlite_health.h"

namespace baobei::server {

class HealthDesk {
 public:
  // What runs, as /metrics has it.
  HealthDesk(const Config& config, store::Opened& database, engine::Clock& clock,
             std::function<Figures()> figures);

  Result<http::Health> read();

 private:
  const Config& config_;
  store::SqliteHealth store_;
  engine::Clock& clock_;
  const std::function<Figures()> figures_;
};

// What is noted of back-ups in this data folder; `now` is the machine's.
http::Health::Backups backups_of(const std::string& data, Instant now);

}  // namespace baobei::server
