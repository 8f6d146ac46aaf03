// Webhooks, put together: their store, their secrets, the courier on its thread.
//
// Invariants: stopped before the server and the engine, so that nobody waits for an answer of it.
// Threads: open, start, stop from the Node's owner. Owner: the Node; what is handed in outlives it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "store/sqlite_feed.h"
#include "store/sqlite_webhooks.h"

namespace baobei::courier {
class Courier;
class Secrets;
}  // namespace baobei::courier
namespace baobei::engine {
class Engine;
}
namespace baobei::http {
struct Services;
}

namespace baobei::server {

struct Config;

// What gives the secrets of webhooks; in no back-up.
std::string webhook_key_path(const std::string& data);

// What /metrics tells of webhooks.
struct WebhookFigures;

class Webhooks {
 public:
  static Result<std::unique_ptr<Webhooks>> open(const Config& config, store::Opened& database,
                                                engine::Clock& clock, engine::Engine& engine,
                                                std::function<void(const Error&)> report);
  ~Webhooks();

  void plug_into(http::Services& services);
  void start();
  void stop();
  WebhookFigures figures();  // any thread

 private:
  explicit Webhooks(store::Opened& database);

  store::SqliteWebhooks store_;
  store::SqliteFeed feed_;
  std::unique_ptr<courier::Courier> courier_;
};

}  // namespace baobei::server
