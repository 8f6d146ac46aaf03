// Commands on the real engine. Threads: any. Owner: server/main.cc, with the engine.
#pragma once

#include <utility>

#include "engine/engine.h"
#include "http/services.h"

namespace baobei::http {

class EngineCommands final : public Commands {
 public:
  explicit EngineCommands(engine::Engine& engine) : engine_(engine) {}

  engine::StampTicket stamp() override { return engine_.stamp(); }

  void submit(engine::StampTicket ticket, engine::Request request,
              std::function<void(engine::Answer)> done) override {
    engine_.submit(std::move(ticket), std::move(request), std::move(done));
  }
  engine::StampTicket reopen(Instant recorded) override { return engine_.reopen(recorded); }
  bool believes(const engine::StampTicket& ticket) override { return engine_.believes(ticket); }
  void put_package(engine::PackageRow row, std::function<void(Status)> done) override {
    on_store([row = std::move(row)](engine::Store& store) { return store.put_package(row); }, done);
  }
  void put_app_name(engine::AppNameRow row, std::function<void(Status)> done) override {
    on_store([row = std::move(row)](engine::Store& store) { return store.put_app_name(row); },
             done);
  }
  void mark_read(engine::Viewer viewer, std::uint64_t notice, Instant at,
                 std::function<void(Status)> done) override {
    on_store([viewer = std::move(viewer), notice,
              at](engine::Store& store) { return store.mark_read(viewer, notice, at); },
             done);
  }
  bool on_writer(std::function<void()> task) override {
    return engine_.run_on_writer([task = std::move(task)](engine::Store&) { task(); });
  }

 private:
  template <typename Task>
  void on_store(const Task& task, const std::function<void(Status)>& done) {
    const bool taken =
        engine_.run_on_writer([task, done](engine::Store& store) { done(task(store)); });
    if (!taken) done(fail(ErrorKind::kUnavailable, "too many writes wait"));
  }

  engine::Engine& engine_;
};

}  // namespace baobei::http
