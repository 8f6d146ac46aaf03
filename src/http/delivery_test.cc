// What the delivery endpoint answers to hosts (R17, R20).

#include "http/delivery.h"

#include "http/test_world.h"

namespace baobei::http {
namespace {

using test::member;
using test::World;

lifecycle::App released_case(lifecycle::Share share) {
  lifecycle::App app;
  app.id = "wx1";
  app.revision = 20;
  app.ever_served = true;
  for (lifecycle::ReleaseNo no = 1; no <= 2; ++no) {
    lifecycle::Submission submission;
    submission.no = no;
    submission.state = lifecycle::SubmissionState::kReleased;
    submission.digest = sha256("tree " + std::to_string(no));
    app.submissions.push_back(submission);
    lifecycle::ReleaseRecord release;
    release.no = no;
    release.submission = no;
    release.digest = submission.digest;
    release.share = no == 2 ? share : lifecycle::kFullShare;
    release.served = true;
    app.releases.push_back(release);
  }
  app.current = 2;
  app.base = 1;
  return app;
}

TEST(Delivery, serves_the_share_and_the_base_besides) {
  World world;
  world.reader.cases["wx1"] = released_case(2'500);
  int current = 0;
  for (int i = 0; i < 400; ++i) {
    const auto device = "device-" + std::to_string(i);
    const auto bucket = device_bucket("wx1", device);
    const auto no = release_for({2, 2'500, 1, false}, bucket);
    current += no == 2 ? 1 : 0;
    if (i > 4) continue;
    const auto answer = world.get("/d/wx1/manifest?device=" + device);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(member(answer, "release"), std::to_string(no));
    EXPECT_EQ(member(answer, "digest"), to_hex(sha256("tree " + std::to_string(no))));
    EXPECT_EQ(member(answer, "max_age"), "60");
    EXPECT_EQ(answer.header("Cache-Control"), "private, max-age=60");
  }
  EXPECT_GT(current, 60);
  EXPECT_LT(current, 140);
}

TEST(Delivery, gives_everybody_outside_the_share_nothing_where_there_is_no_base) {
  EXPECT_EQ(release_for({1, 5'000, 0, false}, 4'999), 1U);
  EXPECT_EQ(release_for({1, 5'000, 0, false}, 5'000), 0U);
  EXPECT_EQ(release_for({1, 10'000, 0, false}, 9'999), 1U);
  EXPECT_EQ(release_for({1, 10'000, 0, true}, 0), 0U);
  // Pinned: a device must not change sides with a new build.
  EXPECT_EQ(device_bucket("wx1", "device-1"), 2789U);
  EXPECT_NE(device_bucket("wx1", "device-1"), device_bucket("wx2", "device-1"));
}

TEST(Delivery, says_why_nothing_is_served) {
  World world;
  EXPECT_EQ(world.get("/d/wx404/manifest?device=a").status, 404);
  EXPECT_EQ(world.get("/d/wx1/manifest").status, 400);
  const auto never = world.get("/d/wx1/manifest?device=a");
  EXPECT_EQ(never.status, 404);
  EXPECT_EQ(member(never, "type"), "urn:baobei:problem:not_yet_for_you");

  auto suspended = released_case(lifecycle::kFullShare);
  suspended.suspended = true;
  world.reader.cases["wx1"] = suspended;
  const auto stopped = world.get("/d/wx1/manifest?device=a");
  EXPECT_EQ(stopped.status, 404);
  EXPECT_EQ(member(stopped, "type"), "urn:baobei:problem:service_suspended");

  // R17, R20: dark from `down_by` on, timer or not.
  auto ordered = released_case(lifecycle::kFullShare);
  lifecycle::Order order;
  order.no = 1;
  order.reason = "order_by_law";
  order.take_down.down_by = world.clock.now() + std::chrono::seconds(1);
  ordered.orders.push_back(order);
  world.reader.cases["wx1"] = ordered;
  EXPECT_EQ(world.get("/d/wx1/manifest?device=a").status, 200);
  world.clock.advance(std::chrono::seconds(1));
  const auto dark = world.get("/d/wx1/manifest?device=a");
  EXPECT_EQ(dark.status, 451);
  EXPECT_EQ(dark.header("Cache-Control"), "no-store");
  EXPECT_EQ(member(dark, "ground"), "order_by_law");
  EXPECT_EQ(member(dark, "since"), "2026-03-02T09:00:01Z");
  EXPECT_NE(member(dark, "ground_zh"), "");
}

// R20: whoever obeys before the time is dark from then on, not from the time on.
TEST(Delivery, is_dark_since_it_was_taken_down_before_its_time) {
  World world;
  auto ordered = released_case(lifecycle::kFullShare);
  lifecycle::Order order;
  order.no = 1;
  order.reason = "order_by_law";
  order.take_down.down_by = world.clock.now() + std::chrono::hours(2);
  order.carried_out = true;
  order.carried_out_at = world.clock.now() + std::chrono::seconds(4);
  ordered.orders.push_back(order);
  ordered.down = true;
  world.reader.cases["wx1"] = ordered;
  world.clock.advance(std::chrono::seconds(5));
  const auto dark = world.get("/d/wx1/manifest?device=a");
  EXPECT_EQ(dark.status, 451);
  EXPECT_EQ(member(dark, "since"), "2026-03-02T09:00:04Z");
  world.clock.advance(std::chrono::hours(3));
  EXPECT_EQ(member(world.get("/d/wx1/manifest?device=a"), "since"), "2026-03-02T09:00:04Z");
  const auto package = world.get("/d/wx1/packages/" + to_hex(sha256("tree 2")));
  EXPECT_EQ(package.status, 451);
  EXPECT_EQ(member(package, "since"), "2026-03-02T09:00:04Z");
}

// R17: no host keeps a manifest past the time by which its version has to be down.
TEST(Delivery, lets_no_manifest_outlive_the_take_down) {
  World world;
  auto ordered = released_case(lifecycle::kFullShare);
  lifecycle::Order order;
  order.no = 1;
  order.reason = "order_by_law";
  order.take_down.down_by = world.clock.now() + std::chrono::milliseconds(10'700);
  ordered.orders.push_back(order);
  const auto max_age = [&] {
    world.reader.cases["wx1"] = ordered;
    const auto answer = world.get("/d/wx1/manifest?device=a");
    EXPECT_EQ(answer.header("Cache-Control"), "private, max-age=" + member(answer, "max_age"));
    return member(answer, "max_age");
  };
  EXPECT_EQ(max_age(), "10");
  world.clock.advance(std::chrono::milliseconds(10'200));
  EXPECT_EQ(max_age(), "0") << "half a second is left: not to be kept at all";
  ordered.orders[0].take_down.scope = lifecycle::OrderScope::kVersion;
  ordered.orders[0].take_down.digests = {sha256("tree 1")};
  EXPECT_EQ(max_age(), "60") << "another version's order";
  ordered.orders[0].take_down.digests = {sha256("tree 2")};
  EXPECT_EQ(max_age(), "0");
  ordered.orders[0].proposed = true;
  EXPECT_EQ(max_age(), "60") << "not signed yet";
  ordered.orders[0].proposed = false;
  ordered.orders[0].take_down.down_by = world.clock.now() + std::chrono::hours(2);
  EXPECT_EQ(max_age(), "60") << "further than any manifest is kept";
}

TEST(Delivery, names_the_package_in_the_manifest) {
  World world;
  world.reader.cases["wx1"] = released_case(lifecycle::kFullShare);
  EXPECT_EQ(member(world.get("/d/wx1/manifest?device=a"), "package"),
            "/d/wx1/packages/" + to_hex(sha256("tree 2")));
}

}  // namespace
}  // namespace baobei::http
