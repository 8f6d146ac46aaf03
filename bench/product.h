// The product as it serves: API, engine, SQLite, on one folder and one loopback port.
//
// Threads: as its parts. Owner: the serving process.
#pragma once

#include <memory>
#include <string>

#include "bench/shifted_clock.h"
#include "blobs/blobs.h"
#include "catalogue/timeline.h"
#include "engine/engine.h"
#include "http/application.h"
#include "http/engine_commands.h"
#include "http/server.h"
#include "server/adapters.h"
#include "server/beside.h"
#include "store/sqlite_store.h"

namespace baobei::bench {

class Product {
 public:
  // Opens the database in `folder` and serves; what is due fires from here on.
  static Result<std::unique_ptr<Product>> start(const std::string& folder, std::size_t io_threads);
  ~Product();

  std::uint16_t port() const { return server_->port(); }
  engine::Engine& engine() { return engine_; }
  ShiftedClock& clock() { return clock_; }

 private:
  Product(store::Opened opened, std::unique_ptr<engine::Blobs> blobs);
  Status start_serving(const std::string& folder, std::size_t io_threads);

  ShiftedClock clock_;
  store::Opened opened_;
  std::unique_ptr<engine::Blobs> blobs_;
  catalogue::Timeline catalogues_;
  server::CatalogueBook book_;
  engine::Engine engine_;
  http::EngineCommands commands_;
  http::Background background_;
  http::Services services_;
  std::unique_ptr<server::Beside> beside_;
  std::unique_ptr<http::ApiApplication> application_;
  std::unique_ptr<http::Server> server_;
};

inline std::string database_in(const std::string& folder) {
  return folder + "/baobei.db";
}

}  // namespace baobei::bench
