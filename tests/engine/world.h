// The real engine on a store of either kind, a clock moved by hand, and the people who act.
//
// Invariants: nothing here waits for time; drain() is when the engine has done what it can.
// Threads: a test's own, beside the engine's. Owner: a test.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/manual_clock.h"
#include "lifecycle/codec.h"
#include "store/faulty_store.h"
#include "store/memory_store.h"
#include "store/sqlite_store.h"
#include "support/scratch.h"
#include "support/table_book.h"

namespace baobei::test {

using namespace std::chrono_literals;
using engine::Answer;
using engine::AnswerKind;
using lifecycle::Role;

inline constexpr Instant kStart = from_micros(1'770'000'000'000'000);

// A store that can be closed and opened again.
class Home {
 public:
  virtual ~Home() = default;
  virtual engine::Store& store() = 0;
  virtual engine::Reader& reader() = 0;
  virtual std::vector<engine::AttemptRow> attempts(const lifecycle::AppId& app) = 0;
  virtual void reopen() = 0;
};
enum class StoreKind { kMemory, kSqlite };
std::unique_ptr<Home> make_home(StoreKind kind);
inline std::string name_of(const testing::TestParamInfo<StoreKind>& info) {
  return info.param == StoreKind::kMemory ? "Memory" : "Sqlite";
}

struct Sent {
  std::future<Answer> answer;
  Answer get() { return answer.get(); }
  bool is_answered() const { return answer.wait_for(0s) == std::future_status::ready; }
};

// A mini-program of an enterprise in Zhejiang.
lifecycle::RegisterApp registration();

class World {
 public:
  explicit World(StoreKind kind, engine::EngineLimits limits = {},
                 engine::Checker* checker = nullptr);
  ~World();

  void start();
  // As if the process had ended and another one begun: a new engine on what was durable.
  // `before_start` may ask the new engine for what has to stand before it begins.
  void restart(const std::function<void(engine::Engine&)>& before_start = {});
  void stop();

  engine::Engine& engine() { return *engine_; }
  // The store without its faults, on the thread that may use it.
  void on_store(const std::function<void(engine::Store&)>& use);
  engine::Reader& reader() { return home_->reader(); }
  std::vector<engine::AttemptRow> attempts(const lifecycle::AppId& app) {
    return home_->attempts(app);
  }

  static lifecycle::Actor actor(Role role);
  engine::Request request(const lifecycle::AppId& app, Role role, lifecycle::CommandData data);
  // Under this key, as a request of this digest.
  static engine::Request keyed(engine::Request request, const std::string& key,
                               const std::string& body = "body");

  Sent submit(engine::StampTicket ticket, engine::Request request);
  Sent submit(engine::Request request) { return submit(engine_->stamp(), std::move(request)); }
  Sent submit(const lifecycle::AppId& app, Role role, lifecycle::CommandData data) {
    return submit(request(app, role, std::move(data)));
  }
  Answer send(engine::Request request_to_send) { return submit(std::move(request_to_send)).get(); }
  Answer send(const lifecycle::AppId& app, Role role, lifecycle::CommandData data) {
    return submit(app, role, std::move(data)).get();
  }
  // Expects it to be accepted.
  void must(const lifecycle::AppId& app, Role role, lifecycle::CommandData data);

  void move_to(Instant instant);
  void advance(Duration by) { move_to(clock.now() + by); }

  // ---- a mini-program's way, each from the beginning
  void registered(const lifecycle::AppId& app);
  void reviewing(const lifecycle::AppId& app, const std::string& category = kForum);
  void filing(const lifecycle::AppId& app);     // since clock.now()
  void prelaunch(const lifecycle::AppId& app);  // the period is over
  void served(const lifecycle::AppId& app);     // on silence

  lifecycle::App case_of(const lifecycle::AppId& app);
  std::vector<engine::LoggedEvent> log();
  std::vector<std::string> log_types(const lifecycle::AppId& app);
  std::vector<engine::NoticeListItem> inbox(Role role);
  std::vector<engine::DeadlineRow> deadlines();

  lifecycle::AnswerFiling answer_of(const lifecycle::AppId& app, lifecycle::Verdict verdict);
  lifecycle::PassReview pass_of(const lifecycle::AppId& app);

  static Digest version(const lifecycle::AppId& app) { return sha256("version of " + app); }

  engine::ManualClock clock{kStart};
  TableBook book;
  store::FaultyStore& faults() { return *faulty_; }

 private:
  const engine::EngineLimits limits_;
  engine::Checker* const checker_;
  std::unique_ptr<Home> home_;
  std::unique_ptr<store::FaultyStore> faulty_;
  std::unique_ptr<engine::Engine> engine_;
  bool running_ = false;
};

// Keeps the writer busy, so that what is submitted meanwhile meets in one round.
class Stall {
 public:
  explicit Stall(engine::Engine& engine) {
    auto begun = std::make_shared<std::promise<void>>();
    auto waits = begun->get_future();
    CHECK(engine.run_on_writer([begun, release = release_.get_future().share()](engine::Store&) {
      begun->set_value();
      release.wait();
    }));
    waits.wait();
  }
  ~Stall() { release(); }
  void release() {
    if (!std::exchange(released_, true)) release_.set_value();
  }

 private:
  std::promise<void> release_;
  bool released_ = false;
};

}  // namespace baobei::test
