// Packages for hosts, what hosts acknowledge, and how fast a mini-program went dark (R17, R20).

#include "http/darkness.h"

#include <gmock/gmock.h>

#include <fstream>

#include "http/test_world.h"

namespace baobei::http {
namespace {

using lifecycle::OrderScope;
using lifecycle::Role;
using std::chrono::seconds;
using test::member;
using test::object_of;
using test::World;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Digest version(int no) {
  return sha256("tree " + std::to_string(no));
}

// Releases 1 and 2 were served, 3 is released to nobody yet; 4 is not released.
class Hosting : public testing::Test {
 protected:
  Hosting() {
    auto& app = world_.reader.cases["wx1"];
    app.ever_served = true;
    for (int no = 1; no <= 3; ++no) {
      lifecycle::Submission submission;
      submission.no = static_cast<lifecycle::SubmissionNo>(no);
      submission.state = lifecycle::SubmissionState::kReleased;
      submission.digest = version(no);
      app.submissions.push_back(submission);
      lifecycle::ReleaseRecord release;
      release.no = static_cast<lifecycle::ReleaseNo>(no);
      release.submission = submission.no;
      release.digest = version(no);
      release.share = no == 3 ? 0 : lifecycle::kFullShare;
      release.served = no != 3;
      app.releases.push_back(release);
      const auto path = testing::TempDir() + "/pack-" + std::to_string(no);
      std::ofstream(path) << "the pack of version " << no;
      world_.blobs.paths[version(no)] = path;
    }
    app.current = 2;
  }

  lifecycle::App& app() { return world_.reader.cases["wx1"]; }
  lifecycle::Order& order(OrderScope scope, Instant down_by, std::vector<Digest> digests = {}) {
    lifecycle::Order order;
    order.no = static_cast<lifecycle::OrderNo>(app().orders.size() + 1);
    order.at = world_.clock.now();
    order.reason = "order_by_law";
    order.take_down = {scope, down_by, std::move(digests)};
    app().orders.push_back(order);
    return app().orders.back();
  }
  static std::string package(int no) { return "/d/wx1/packages/" + to_hex(version(no)); }
  std::string host(const std::string& name) {
    const auto added = world_.post("/v1/hosts", "operator", R"({"name":")" + name + R"("})");
    EXPECT_EQ(added.status, 201) << added.body;
    tokens_[name] = member(added, "token");
    return member(added, "host");
  }
  test::Answer ack(const std::string& name, const std::string& serves) {
    return world_.send("POST", "/d/wx1/ack", "", R"({"serves":[)" + serves + "]}",
                       "Authorization: Bearer " + tokens_[name] + "\r\n");
  }
  static std::string quoted(int no) { return "\"" + to_hex(version(no)) + "\""; }
  json::object darkness(const std::string& person = "developer") {
    return object_of(world_.get("/v1/apps/wx1/darkness", person));
  }

  World world_;
  std::map<std::string, std::string> tokens_;
};

// ---- packages ----------------------------------------------------------------------------------

TEST_F(Hosting, packages_are_had_by_digest_where_they_are_or_were_served) {
  for (const int no : {1, 2}) {
    const auto pack = world_.get(package(no));
    EXPECT_EQ(pack.status, 200);
    EXPECT_EQ(pack.body, "the pack of version " + std::to_string(no));
    EXPECT_EQ(pack.header("ETag"), "\"" + to_hex(version(no)) + "\"");
    EXPECT_EQ(pack.header("Cache-Control"), "no-cache");
    EXPECT_EQ(pack.header("Content-Type"), "application/octet-stream");
    EXPECT_THAT(pack.header("Content-Disposition"), HasSubstr("attachment"));
  }
  for (const int no : {3, 4}) EXPECT_EQ(world_.get(package(no)).status, 404);
  EXPECT_EQ(world_.get("/d/wx1/packages/xyz").status, 404);
  EXPECT_EQ(world_.get("/d/wx404/packages/" + to_hex(version(1))).status, 404);
}

TEST_F(Hosting, packages_are_had_in_ranges_and_by_tag) {
  const auto part = world_.get(package(1), "", "Range: bytes=4-7\r\n");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "pack");
  EXPECT_EQ(part.header("Content-Range"), "bytes 4-7/21");
  const auto etag = "\"" + to_hex(version(1)) + "\"";
  EXPECT_EQ(world_.get(package(1), "", "If-None-Match: " + etag + "\r\n").status, 304);
  const auto outside = world_.get(package(1), "", "Range: bytes=99-\r\n");
  EXPECT_EQ(outside.status, 416);
  EXPECT_EQ(outside.header("Content-Range"), "bytes */21");
  EXPECT_EQ(member(outside, "type"), "urn:baobei:problem:range_not_there");
}

TEST_F(Hosting, packages_are_not_had_once_the_service_is_down) {
  order(OrderScope::kService, world_.clock.now() + seconds(1));
  EXPECT_EQ(world_.get(package(2)).status, 200);
  world_.clock.advance(seconds(1));
  for (const int no : {1, 2}) {
    const auto dark = world_.get(package(no), "", "Range: bytes=0-3\r\n");
    EXPECT_EQ(dark.status, 451);
    EXPECT_EQ(member(dark, "ground"), "order_by_law");
    EXPECT_EQ(dark.header("Cache-Control"), "no-store");
  }
  EXPECT_EQ(world_.get(package(3)).status, 404) << "was never served";
}

TEST_F(Hosting, packages_of_an_ordered_version_alone_are_dark) {
  order(OrderScope::kVersion, world_.clock.now(), {version(2)});
  EXPECT_EQ(world_.get(package(2)).status, 451);
  EXPECT_EQ(world_.get(package(1)).status, 200);
  app().orders[0].state = lifecycle::OrderState::kDischarged;
  EXPECT_EQ(world_.get(package(2)).status, 200);
  app().bars.push_back({version(2), 0, 1});
  const auto barred = world_.get(package(2));
  EXPECT_EQ(barred.status, 451) << "R3";
  EXPECT_EQ(member(barred, "ground"), "order_by_law");
}

TEST_F(Hosting, packages_of_a_suspended_service_are_not_had) {
  app().suspended = true;
  const auto answer = world_.get(package(2));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(member(answer, "type"), "urn:baobei:problem:service_suspended");
}

TEST_F(Hosting, a_package_that_is_missing_is_our_fault_and_reported) {
  world_.blobs.paths.erase(version(2));
  EXPECT_EQ(world_.get(package(2)).status, 500);
  EXPECT_THAT(world_.journal.take(), testing::Contains("report a released package is missing"));
}

// ---- hosts -------------------------------------------------------------------------------------

TEST_F(Hosting, hosts_are_the_operators) {
  const auto id = host("cdn-1");
  for (const auto* person : {"developer", "stranger", "reviewer", "senior", "officer"}) {
    EXPECT_EQ(world_.get("/v1/hosts", person).status, 403) << person;
    EXPECT_EQ(world_.post("/v1/hosts", person, R"({"name":"x"})").status, 403) << person;
    EXPECT_EQ(world_.send("DELETE", "/v1/hosts/" + id, person).status, 403) << person;
  }
  const auto list = world_.get("/v1/hosts", "operator");
  EXPECT_THAT(list.body, HasSubstr(id));
  EXPECT_THAT(list.body, testing::Not(HasSubstr(tokens_["cdn-1"]))) << "shown once";
  EXPECT_EQ(world_.send("DELETE", "/v1/hosts/" + id, "operator").status, 204);
  EXPECT_EQ(world_.send("DELETE", "/v1/hosts/host_x", "operator").status, 404);
  EXPECT_THAT(world_.get("/v1/hosts", "operator").body, HasSubstr("revoked_at"));
  EXPECT_EQ(ack("cdn-1", "").status, 401) << "revoked";
  EXPECT_EQ(world_.post("/v1/hosts", "operator", R"({"name":""})").status, 400);
}

TEST_F(Hosting, only_hosts_acknowledge) {
  host("cdn-1");
  EXPECT_EQ(world_.post("/d/wx1/ack", "operator", R"({"serves":[]})").status, 401);
  EXPECT_EQ(world_.get("/v1/me", "", "Authorization: Bearer " + tokens_["cdn-1"] + "\r\n").status,
            401)
      << "a host is nobody's sign-in";
  EXPECT_EQ(ack("cdn-1", "").status, 200);
  EXPECT_EQ(ack("cdn-1", "\"xyz\"").status, 400);
  std::string many = quoted(1);
  for (std::size_t i = 0; i < engine::kServedByHostMax; ++i) many += "," + quoted(1);
  EXPECT_EQ(ack("cdn-1", many).status, 400);
  const auto unknown = world_.send("POST", "/d/wx404/ack", "", R"({"serves":[]})",
                                   "Authorization: Bearer " + tokens_["cdn-1"] + "\r\n");
  EXPECT_EQ(unknown.status, 404);
}

TEST_F(Hosting, darkness_is_timed_from_the_order_to_the_last_host) {
  const auto one = host("cdn-1");
  const auto two = host("cdn-2");
  const auto gone = host("cdn-3");
  EXPECT_EQ(ack("cdn-1", quoted(2)).status, 200);
  order(OrderScope::kService, world_.clock.now() + seconds(10));
  const Instant ordered = world_.clock.now();
  auto before = darkness().at("items").at(0).as_object();
  EXPECT_FALSE(before.contains("endpoint_dark_at"));
  EXPECT_EQ(member(ack("cdn-1", ""), "dark"), "[]") << "too early to count";

  world_.clock.advance(seconds(12));
  world_.send("DELETE", "/v1/hosts/" + gone, "operator");
  EXPECT_EQ(member(ack("cdn-2", quoted(2)), "dark"), "[]") << "still serves it";
  EXPECT_EQ(member(ack("cdn-1", ""), "dark"), "[1]");
  const auto half = darkness().at("items").at(0).as_object();
  EXPECT_EQ(half.at("endpoint_dark_at"), json::value(format_rfc3339(ordered + seconds(10))));
  EXPECT_EQ(half.at("endpoint_dark_us").to_number<std::int64_t>(), 10'000'000);
  EXPECT_FALSE(half.contains("all_hosts_dark_at"));
  world_.clock.advance(seconds(3));
  EXPECT_EQ(ack("cdn-2", "").status, 200);
  EXPECT_EQ(ack("cdn-1", "").status, 200);  // the first one counts
  host("cdn-4");                            // came later: never served it
  const auto dark = darkness().at("items").at(0).as_object();
  EXPECT_EQ(dark.at("all_hosts_dark_us").to_number<std::int64_t>(), 15'000'000);
  std::vector<std::string> hosts;
  for (const auto& row : dark.at("hosts").as_array()) {
    hosts.push_back(std::string(row.at("host").as_string()));
  }
  EXPECT_THAT(hosts, testing::UnorderedElementsAre(one, two));
}

TEST_F(Hosting, an_ordered_version_is_dark_where_another_is_served) {
  host("cdn-1");
  order(OrderScope::kVersion, world_.clock.now(), {version(2)});
  EXPECT_EQ(member(ack("cdn-1", quoted(1) + "," + quoted(2)), "dark"), "[]");
  EXPECT_EQ(member(ack("cdn-1", quoted(1)), "dark"), "[1]");
}

TEST_F(Hosting, darkness_is_for_those_who_see_the_mini_program) {
  EXPECT_EQ(world_.get("/v1/apps/wx1/darkness", "developer").status, 200);
  EXPECT_EQ(world_.get("/v1/apps/wx1/darkness", "operator").status, 200);
  EXPECT_EQ(world_.get("/v1/apps/wx1/darkness", "stranger").status, 404);
}

TEST_F(Hosting, what_was_carried_out_before_its_time_is_timed_by_that) {
  auto& carried_out = order(OrderScope::kService, world_.clock.now() + seconds(100));
  carried_out.carried_out = true;
  carried_out.carried_out_at = world_.clock.now() + seconds(4);
  world_.clock.advance(seconds(5));
  const auto dark = darkness().at("items").at(0).as_object();
  EXPECT_EQ(dark.at("endpoint_dark_us").to_number<std::int64_t>(), 4'000'000);
  EXPECT_EQ(dark.at("all_hosts_dark_us").to_number<std::int64_t>(), 4'000'000) << "no host at all";
}

TEST(Darkness, leaves_out_what_darkens_nothing) {
  lifecycle::App app;
  const Instant now = from_micros(1'000'000);
  const auto add = [&](auto change) {
    lifecycle::Order order;
    order.no = static_cast<lifecycle::OrderNo>(app.orders.size() + 1);
    order.take_down = {OrderScope::kService, now, {}};
    change(order);
    app.orders.push_back(order);
  };
  add([](auto& order) { order.proposed = true; });
  add([](auto& order) { order.state = lifecycle::OrderState::kRevoked; });
  add([&](auto& order) { order.take_down.down_by = now + seconds(1); });
  EXPECT_EQ(darkening_order(app, now), nullptr);
  EXPECT_THAT(carried_out_by(app, {}, now), IsEmpty());
  add([](auto&) {});
  add([](auto& order) { order.forbids_release = true; });
  EXPECT_EQ(darkening_order(app, now)->no, 5U);
  EXPECT_THAT(carried_out_by(app, {}, now), ElementsAre(4, 5));
  EXPECT_THAT(carried_out_by(app, {version(1)}, now), IsEmpty());
  std::vector<lifecycle::OrderNo> timed;
  for (const auto& times : dark_times(app, {}, {}, now)) timed.push_back(times.order);
  EXPECT_THAT(timed, ElementsAre(2, 3, 4));
}

}  // namespace
}  // namespace baobei::http
