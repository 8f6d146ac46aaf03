// Webhooks of a server that is killed on their way: before a message was taken, when it was taken
// and the server has not heard it, and between the attempts at one.

#include <gmock/gmock.h>

#include <condition_variable>
#include <thread>

#include "contract.h"
#include "courier/test_receiver.h"

namespace baobei::api {
namespace {

using courier::test::Received;
using courier::test::Receiver;

enum class Plan {
  kTake,          // 200
  kTakeAndDie,    // 200, and the server is killed: it may not have heard it
  kRefuseAndDie,  // 500, and the server is killed before it tries again
  kHangAndDie,    // the server is killed before it hears anything
};

// Round and round, so that every message meets another one.
constexpr Plan kPlans[] = {Plan::kRefuseAndDie, Plan::kHangAndDie,  Plan::kTakeAndDie,
                           Plan::kTake,         Plan::kTakeAndDie,  Plan::kHangAndDie,
                           Plan::kTake,         Plan::kRefuseAndDie};

struct SeenMessage {
  std::string id;
  std::int64_t sequence = 0;
  Plan plan = Plan::kTake;
  bool taken() const { return plan == Plan::kTake || plan == Plan::kTakeAndDie; }
};

class WebhookKills : public testing::Test {
 protected:
  std::string act(const Received& got) {
    const auto body = parse_json(got.body, std::size_t{1} << 20);
    const std::lock_guard lock(mutex_);
    SeenMessage message;
    message.id = got.header("webhook-id");
    message.sequence = body ? body->at("sequence").to_number<std::int64_t>() : 0;
    message.plan = kPlans[seen_.size() % std::size(kPlans)];
    seen_.push_back(message);
    arrived_.notify_all();
    switch (message.plan) {
      case Plan::kTake:
      case Plan::kTakeAndDie:
        return courier::test::answer(200);
      case Plan::kRefuseAndDie:
        return courier::test::answer(500);
      case Plan::kHangAndDie:
        break;
    }
    return courier::test::kHang;
  }

  // Each an event.
  void happens(int count) {
    for (int i = 0; i < count; ++i) {
      const bool odd = authorised_;
      authorised_ = !authorised_;
      const auto& app = program_.app();
      if (odd) {
        contract_.send({"endAuthorisation", "developer", {app, "org-agency"}}, 200);
      } else {
        contract_.send({"authoriseAgency", "developer", {app}, R"({"agency":"org-agency"})"}, 200);
      }
    }
  }

  // The message ids that are owed from the cursor on, in order.
  std::vector<std::string> owed(const std::string& webhook, const std::string& cursor) {
    std::vector<std::string> ids;
    const auto page =
        contract_.send({"getFeed", "developer", {}, "", "?limit=100&after=" + cursor}, 200).json();
    for (const auto& item : page.at("items").as_array()) {
      ids.push_back(webhook + "_" + json::serialize(item.at("log_index")));
    }
    return ids;
  }

  // False where nothing more comes.
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_for(lock, std::chrono::seconds(60), [&] { return seen_.size() >= count; });
  }

  // What was refused waits for its pause; in a sandbox it is over when we say so.
  void let_pauses_pass() {
    contract_.send({"moveSandboxClock", "operator", {}, R"({"by":"1m"})"}, 200);
  }

  // The last message is counted when its answer has come back, a moment after it was taken.
  bool comes_to_tell(const std::string& webhook, std::size_t count) {
    for (int i = 0; i < 600; ++i) {
      const auto shown = contract_.send({"getWebhook", "developer", {webhook}}, 200).json();
      if (shown.at("told").to_number<std::size_t>() == count) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }

  void kill_and_start() {
    program_.kill();
    {
      const std::lock_guard lock(mutex_);
      killed_at_.push_back(seen_.size());
    }
    program_.start();
    let_pauses_pass();
  }

  std::size_t taken_ids() {
    const std::lock_guard lock(mutex_);
    std::set<std::string> ids;
    for (const auto& message : seen_) {
      if (message.taken()) ids.insert(message.id);
    }
    return ids.size();
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<SeenMessage> seen_;
  std::vector<std::size_t> killed_at_;  // how many had arrived
  bool authorised_ = false;
  Receiver receiver_{[this](const Received& got) { return act(got); }};
  Program program_{"", receiver_.place()};
  Contract contract_{program_};
};

TEST_F(WebhookKills, EachMessageArrivesInOrderAndAgainOnlyWhereNobodyHeardThatItWasTaken) {
  const auto made = contract_.send(
      {"addWebhook", "developer", {}, R"({"url":"http://)" + receiver_.place() + R"(/hook"})"},
      201);
  const auto webhook = std::string(made.json().at("webhook").as_string());
  const auto cursor = std::string(made.json().at("cursor").as_string());
  happens(6);
  const auto ids = owed(webhook, cursor);
  ASSERT_EQ(ids.size(), 6U);
  for (std::size_t handled = 0; taken_ids() < ids.size(); ++handled) {
    ASSERT_TRUE(wait_for(handled + 1)) << "a message was lost behind " << handled;
    ASSERT_LT(handled, 40U) << "it does not come to an end";
    const auto plan = [&] {
      const std::lock_guard lock(mutex_);
      return seen_[handled].plan;
    }();
    if (plan != Plan::kTake) kill_and_start();
  }
  // One more event, after one more kill: nothing of before comes again behind it.
  kill_and_start();
  happens(1);
  const auto all = owed(webhook, cursor);
  ASSERT_EQ(all.size(), 7U);
  for (std::size_t count = 1; taken_ids() < all.size() && count < 60; ++count) {
    const auto now = [&] {
      const std::lock_guard lock(mutex_);
      return seen_.size();
    }();
    if (now > 0 && seen_[now - 1].plan == Plan::kHangAndDie) kill_and_start();
    let_pauses_pass();
    if (taken_ids() == all.size()) break;
    ASSERT_TRUE(wait_for(now + 1)) << "the last one was lost";
  }

  const std::lock_guard lock(mutex_);
  std::size_t place = 0;
  std::size_t kills_seen = 0;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    if (i > 0 && seen_[i].id != all[place] && place + 1 < all.size()) {
      EXPECT_TRUE(seen_[i - 1].taken()) << "left out: " << all[place];
      ++place;
    } else if (i > 0 && seen_[i].id == seen_[i - 1].id && seen_[i - 1].taken()) {
      // What was on its way when the server died may be read a moment later.
      const bool died =
          std::ranges::any_of(killed_at_, [&](std::size_t at) { return at == i || at + 1 == i; });
      EXPECT_TRUE(died) << "sent again though the server lived to hear that it was taken: "
                        << seen_[i].id;
      ++kills_seen;
    }
    EXPECT_EQ(seen_[i].id, all[place]) << "out of order at " << i;
    EXPECT_EQ(seen_[i].sequence, static_cast<std::int64_t>(place + 1)) << seen_[i].id;
  }
  EXPECT_EQ(place + 1, all.size());
  EXPECT_GE(killed_at_.size(), 4U) << "nothing was proved; repeats: " << kills_seen;
  EXPECT_TRUE(comes_to_tell(webhook, all.size()));
}

}  // namespace
}  // namespace baobei::api
