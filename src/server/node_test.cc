#include "server/node.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/json.h"
#include "server/seed.h"

namespace baobei::server {
namespace {

using lifecycle::SubmissionState;

class NodeTest : public testing::Test {
 protected:
  void SetUp() override {
    config_.data = testing::TempDir() + "/" + random_id("node");
    config_.port = 0;
    // What the sandbox of the checking process is about has tests of its own.
    config_.check_sandbox = "best_effort";
  }
  void TearDown() override { std::filesystem::remove_all(config_.data); }

  std::unique_ptr<Node> open() {
    auto node = Node::open(config_, log_, sandbox());
    EXPECT_TRUE(node) << to_string(node.error());
    return node ? std::move(*node) : nullptr;
  }

  static NodeOptions sandbox() {
    return {store::OpenMode::kSandbox,
            SystemClock().now() - kSeedPast,
            {std::string(BAOBEI_BINARY_DIR) + "/baobei", {"check-worker"}}};
  }

  Config config_;
  Log log_{"error"};
};

TEST_F(NodeTest, ADataFolderHasOneServerAtATime) {
  const auto first = open();
  ASSERT_NE(first, nullptr);
  const auto second = Node::open(config_, log_, sandbox());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::kConflict);
}

TEST_F(NodeTest, ASandboxNeverOpensAsProduction) {
  open().reset();
  const auto production = Node::open(config_, log_);
  ASSERT_FALSE(production);
  EXPECT_EQ(production.error().kind, ErrorKind::kInvalid);
}

TEST_F(NodeTest, AFaultyCatalogueIsNamedAndNothingStarts) {
  config_.catalogue = "/nowhere";
  EXPECT_FALSE(Node::open(config_, log_, sandbox()));
}

TEST_F(NodeTest, TheSampleDataShowEveryLastingState) {
  auto node = open();
  ASSERT_TRUE(node->start_engine());
  const Instant now = SystemClock().now();
  const auto seeded = seed(*node, 29, now);  // one of each kind
  ASSERT_TRUE(seeded) << to_string(seeded.error());
  EXPECT_EQ(node->sandbox_clock()->now(), now);
  const engine::Viewer viewer{"person-operator", kOperatorOrg, {lifecycle::Role::kOperator}, ""};
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<SubmissionState>>([&](auto state) {
    if (state.value == SubmissionState::kChecking) return;  // lasts for milliseconds
    const auto found = node->reader().submissions(viewer, {{state.value}}, {});
    ASSERT_TRUE(found);
    EXPECT_FALSE(found->rows.empty()) << state.name;
  });
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<lifecycle::ApplicationState>>(
      [&](auto state) {
        const auto found = node->applications().applications(viewer, {state.value, ""}, {});
        ASSERT_TRUE(found);
        EXPECT_FALSE(found->rows.empty()) << state.name;
      });
  node->stop();
}

// What fell due on the way of a moved clock was not late.
TEST_F(NodeTest, AMovedClockStopsAtEveryEnd) {
  auto node = open();
  ASSERT_TRUE(node->start_engine());
  ASSERT_TRUE(seed(*node, 29, SystemClock().now()));
  ASSERT_TRUE(node->move_clock(node->sandbox_clock()->now() + std::chrono::hours(24 * 400)));
  std::size_t ends = 0;
  for (std::uint64_t after = 0;;) {
    const auto events = node->reader().log(after, 500).value();
    if (events.empty()) break;
    for (const auto& event : events) {
      after = event.log_index;
      if (!event.row.actor.empty()) continue;
      ++ends;
      EXPECT_EQ(event.row.recorded_at, event.row.at) << event.app << " " << event.row.type;
    }
  }
  EXPECT_GT(ends, 10U);
  node->stop();
}

TEST_F(NodeTest, ASandboxGoesOnWhereItsClockStood) {
  Instant stood;
  {
    auto node = open();
    ASSERT_TRUE(node->start_engine());
    ASSERT_TRUE(seed(*node, 1, SystemClock().now() + std::chrono::hours(24 * 30)));
    stood = node->sandbox_clock()->now();
    node->stop();
  }
  const auto again = open();
  EXPECT_GE(again->sandbox_clock()->now() + std::chrono::hours(2), stood);
}

TEST(SandboxClock, StandsUntilItRunsAndNeverGoesBack) {
  SandboxClock clock(from_micros(1'000));
  EXPECT_EQ(clock.now(), from_micros(1'000));
  EXPECT_EQ(clock.boot_time(), Duration(1'000));
  ASSERT_TRUE(clock.move(from_micros(5'000)));
  EXPECT_EQ(clock.now(), from_micros(5'000));
  EXPECT_FALSE(clock.move(from_micros(4'999)));
  clock.run();
  EXPECT_GE(clock.now(), from_micros(5'000));
  ASSERT_TRUE(clock.move(from_micros(5'000'000'000)));
  EXPECT_GE(clock.now(), from_micros(5'000'000'000));
}

}  // namespace
}  // namespace baobei::server
