// A courier over the store in memory, a clock of the test's own and receivers that are a function:
// no thread, no network; the test turns the courier by hand. Threads: one. Owner: a test.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <map>

#include "courier/courier.h"
#include "courier/message.h"
#include "engine/manual_clock.h"
#include "store/memory_feed.h"
#include "store/memory_webhooks.h"
#include "store/store_contract.h"

namespace baobei::courier::test {

using engine::AttemptOutcome;
using engine::WebhookState;
using namespace std::chrono_literals;

// What was sent, and what the test answers. A call that the test holds stays on its way.
class TableDialer final : public Dialer {
 public:
  std::function<Dialled(const Outgoing&)> answers = [](const Outgoing&) { return delivered(); };
  bool holds = false;
  std::vector<Outgoing> sent;

  static Dialled delivered() { return with_status(200); }
  static Dialled with_status(int status) {
    Dialled dialled;
    dialled.status = status;
    dialled.outcome = outcome_of_status(status);
    dialled.took = 3ms;
    return dialled;
  }

  void start(Outgoing outgoing, std::function<void(Dialled)> done) override {
    sent.push_back(outgoing);
    running_.emplace_back(std::move(outgoing), std::move(done));
  }
  void turn(Duration) override {
    while (!holds && !running_.empty()) {
      const auto call = std::move(running_.front());
      running_.pop_front();
      call.second(answers(call.first));
    }
  }
  void drop_all() override { running_.clear(); }
  void wake() override {}
  std::size_t on_their_way() const { return running_.size(); }

 private:
  std::deque<std::pair<Outgoing, std::function<void(Dialled)>>> running_;
};

// "webhook-id" of a message.
inline std::string header_of(const Outgoing& outgoing, const std::string& name) {
  for (const auto& line : outgoing.headers) {
    if (line.starts_with(name + ": ")) return line.substr(name.size() + 2);
  }
  return {};
}

class World {
 public:
  World() { make_courier(); }

  // As after a crash: what was not recorded is forgotten.
  void make_courier() {
    auto dialer = std::make_unique<TableDialer>();
    dialer_ = dialer.get();
    Secret key{};
    key.fill(key_byte);
    Parts parts{webhooks,
                feed,
                clock,
                [this] { return wall; },
                [](const engine::LoggedEvent& event) -> Result<std::string> {
                  if (event.row.type == "unreadable") {
                    return fail(ErrorKind::kCorrupt, "cannot be read");
                  }
                  return R"({"app":")" + event.app + R"("})";
                },
                [this](const std::function<void()>& task) {
                  if (writer_full) return false;
                  if (!writer_dead) task();
                  return true;
                },
                [this](const Error& error) { faults.push_back(error.message); },
                AllowList::of({"127.0.0.1:9000"}).value(),
                Secrets(key)};
    Limits limits;
    limits.at_once = 4;
    limits.looked_at = 2;
    limits.after_fault = {};
    courier_ = std::make_unique<Courier>(std::move(parts), std::move(dialer), limits);
  }

  engine::WebhookRow subscribe(const std::string& id, const std::string& org,
                               std::vector<std::string> types = {}, const std::string& app = "") {
    engine::WebhookRow row;
    row.id = id;
    row.org = org;
    row.app = app;
    row.url = "http://127.0.0.1:9000/" + id;
    row.types = std::move(types);
    row.made_at = clock.now();
    row.next_at = row.made_at;
    row.secret_print = sha256(courier_->secret_of(id, 1));
    EXPECT_TRUE(webhooks.add(row));
    courier_->look();
    return row;
  }
  // An event of a mini-program that org-a owns and `agencies` see.
  void event(const std::string& app, const std::string& type = "tested",
             std::vector<std::string> agencies = {}) {
    auto write = store::fake_write(app, apps_[app]);
    write.events.back().type = type;
    write.agencies = std::move(agencies);
    apps_[app] = store::put(store_, write);
  }
  void turn(int times = 6) {
    for (int i = 0; i < times; ++i) courier_->turn(0us);
  }
  engine::WebhookRow row(const std::string& id, const std::string& org = "org-a") {
    return webhooks.find(org, id).value();
  }
  // Message ids as they were sent.
  std::vector<std::string> sent() {
    std::vector<std::string> ids;
    for (const auto& each : dialer_->sent) ids.push_back(header_of(each, "webhook-id"));
    return ids;
  }
  std::vector<engine::WebhookAttempt> attempts(const std::string& id) {
    return webhooks.attempts(id, {"", 200}).value().rows;
  }
  std::size_t notices(const std::string& org) {
    return reader_.inbox(store::viewer_of({lifecycle::Role::kDeveloper}, org), false, {})
        .value()
        .rows.size();
  }
  Courier& courier() { return *courier_; }
  TableDialer& dialer() { return *dialer_; }

  engine::ManualClock clock{store::kStart};
  Instant wall = store::kStart + 1'000'000s;
  bool writer_full = false;
  bool writer_dead = false;  // takes steps and never carries them out
  std::uint8_t key_byte = 1;
  std::vector<std::string> faults;

 private:
  store::MemoryDatabase database_;
  store::MemoryStore store_{database_};
  store::MemoryReader reader_{database_};

 public:
  store::MemoryFeed feed{database_};
  store::MemoryWebhooks webhooks{database_};

 private:
  std::map<std::string, engine::StoredApp> apps_;
  TableDialer* dialer_ = nullptr;
  std::unique_ptr<Courier> courier_;
};

}  // namespace baobei::courier::test
