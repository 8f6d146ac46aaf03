// DESIGN decision 18 on one node, with everything real: 451 from the committing instant, for every
// request that comes after the order was accepted; and at `down_by` to the instant, timer or not.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "base/json.h"
#include "lifecycle/codec.h"
#include "package/pack.h"
#include "server/node.h"

namespace baobei::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// One request on a connection of its own; status and body.
std::pair<int, std::string> ask(std::uint16_t port, const std::string& text) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      ::send(socket, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size())) {
    char piece[4096];
    for (;;) {
      const auto got = ::recv(socket, piece, sizeof piece, 0);
      if (got <= 0) break;
      answer.append(piece, static_cast<std::size_t>(got));
    }
  }
  ::close(socket);
  const auto body = answer.find("\r\n\r\n");
  if (answer.size() < 12 || body == std::string::npos) return {0, ""};
  return {std::stoi(answer.substr(9, 3)), answer.substr(body + 4)};
}

std::string get(const std::string& path) {
  return "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
}

class DeliveryNode : public testing::Test {
 protected:
  void SetUp() override {
    config_.data = testing::TempDir() + "/" + random_id("delivery");
    config_.port = 0;
    config_.check_sandbox = "best_effort";
    auto node = Node::open(config_, log_, {store::OpenMode::kSandbox, SystemClock().now(), {}});
    ASSERT_TRUE(node) << to_string(node.error());
    node_ = std::move(*node);
    put_people();
    ASSERT_TRUE(node_->start_engine());
    node_->sandbox_clock()->run();
    ASSERT_TRUE(node_->start_http());
    put_released_app();
  }
  void TearDown() override {
    node_.reset();
    std::filesystem::remove_all(config_.data);
  }

  void put_people() {
    on_store([](engine::Store& store) {
      EXPECT_TRUE(store.put_org({"org-op", "operator", "平台", ""}));
      EXPECT_TRUE(store.put_person(
          {"operator", "org-op", "u", "n", {lifecycle::Role::kOperator}, "", true}));
      EXPECT_TRUE(store.put_token({sha256("secret"), "operator", "", {}, false}));
      EXPECT_TRUE(store.put_subject(
          {{"sub-1", lifecycle::SubjectKind::kEnterprise, "33"}, "org-dev", "name", "code"}));
    });
  }
  // Before the engine runs, and after, its writer's thread is the only one at the store.
  void on_store(const std::function<void(engine::Store&)>& work) {
    auto opened =
        store::open(database_path(config_.data), store::OpenMode::kSandbox, SystemClock().now());
    ASSERT_TRUE(opened) << to_string(opened.error());
    work(*opened->store);
  }
  // A mini-program that serves one version to everybody: the events that a release leaves behind.
  void put_released_app() {
    const auto packed = package::pack_of({{"app.json", "{}"}}).value();
    digest_ = node_->blobs().put(packed).value();
    lifecycle::App app;
    const auto happened = [&](lifecycle::EventData data) {
      lifecycle::Event event{node_->sandbox_clock()->now(), {}, std::move(data)};
      app = lifecycle::apply(std::move(app), event);
      events_.push_back(std::move(event));
    };
    happened(lifecycle::AppRegistered{
        "wx1", {"sub-1", lifecycle::SubjectKind::kEnterprise, "33"}, "org-dev", false});
    lifecycle::Submitted submitted;
    submitted.submission = 1;
    submitted.digest = digest_;
    submitted.review_due = node_->sandbox_clock()->now() + seconds(1'000);
    happened(submitted);
    happened(lifecycle::CheckFinished{1, 1, lifecycle::CheckOutcome::kPassed, {}, false});
    lifecycle::ReviewPassed passed;
    passed.submission = 1;
    passed.lapse_at = node_->sandbox_clock()->now() + seconds(100'000);
    happened(passed);
    lifecycle::Released released;
    released.release = 1;
    released.submission = 1;
    released.digest = digest_;
    happened(released);
    put(app);
  }
  void put(const lifecycle::App& app) {
    engine::Write write;
    write.app = app.id;
    Digest prev;
    for (std::size_t i = 0; i < events_.size(); ++i) {
      const auto sealed = lifecycle::seal(app.id, i + 1, prev, events_[i]);
      engine::EventRow row;
      row.revision = i + 1;
      row.type = wire_case(lifecycle::event_name(events_[i].data));
      row.at = row.recorded_at = events_[i].at;
      row.body = sealed.body;
      row.prev = prev;
      row.hash = prev = sealed.hash;
      write.events.push_back(std::move(row));
    }
    write.state = lifecycle::encode_app(app);
    write.row = {app.owner, app.subject.id, app.subject.region, lifecycle::service_state(app),
                 events_.back().at};
    on_store([&](engine::Store& store) {
      const auto outcomes = store.commit(std::span(&write, 1));
      EXPECT_EQ(outcomes.at(0).result, engine::WriteResult::kCommitted) << outcomes.at(0).detail;
    });
  }

  int manifest() { return ask(node_->port(), get("/d/wx1/manifest?device=a")).first; }
  int package() { return ask(node_->port(), get("/d/wx1/packages/" + to_hex(digest_))).first; }
  // Without an instant: at once.
  std::pair<int, std::string> order(std::optional<Instant> down_by) {
    json::object object{{"reason", "order_by_law"}, {"scope", "service"}};
    if (down_by) object["down_by"] = format_rfc3339(*down_by);
    const auto body = json::serialize(object);
    return ask(node_->port(),
               "POST /v1/apps/wx1/orders HTTP/1.1\r\nHost: a\r\n"
               "Authorization: Bearer secret\r\nConnection: close\r\n"
               "Content-Length: " +
                   std::to_string(body.size()) + "\r\n\r\n" + body);
  }

  Config config_;
  Log log_{"error"};
  std::unique_ptr<Node> node_;
  Digest digest_;
  std::vector<lifecycle::Event> events_;
};

TEST_F(DeliveryNode, NothingIsServedAfterAnOrderWasAccepted) {
  ASSERT_EQ(manifest(), 200);
  ASSERT_EQ(package(), 200);
  std::atomic<bool> accepted = false;
  std::atomic<bool> over = false;
  std::atomic<int> before = 0;
  std::atomic<int> after = 0;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> askers;
  for (int i = 0; i < 4; ++i) {
    askers.emplace_back([&, i] {
      while (!over) {
        // What is asked from here on comes after the acceptance, when that is already known.
        const bool must_be_dark = accepted;
        const int status = i % 2 == 0 ? manifest() : package();
        (must_be_dark ? after : before) += 1;
        if (must_be_dark && status != 451) ++wrong;
        if (!must_be_dark && status != 200 && status != 451) ++wrong;
      }
    });
  }
  const auto wait_for_more_than = [](const std::atomic<int>& answers, int count) {
    while (answers <= count) std::this_thread::yield();
  };
  wait_for_more_than(before, 10);
  const auto [status, body] = order({});
  accepted = true;
  EXPECT_TRUE(status == 200 || status == 201) << body;
  wait_for_more_than(after, 10);
  over = true;
  for (auto& asker : askers) asker.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(DeliveryNode, AnOrderWithATimeIsDarkAtThatInstant) {
  const Instant down_by = node_->sandbox_clock()->now() + milliseconds(600);
  const auto [status, body] = order(down_by);
  ASSERT_TRUE(status == 200 || status == 201) << body;
  EXPECT_EQ(manifest(), 200);
  int dark = 0;
  for (int i = 0; i < 2'000 && dark < 20; ++i) {
    const bool over = node_->sandbox_clock()->now() >= down_by;
    const int now_status = manifest();
    if (over) {
      EXPECT_EQ(now_status, 451) << "asked at or after down_by";
      ++dark;
    }
  }
  EXPECT_EQ(dark, 20);
}

}  // namespace
}  // namespace baobei::server
