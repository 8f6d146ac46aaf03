// Figures by API: who sees which, and that they follow the log.
#include <gmock/gmock.h>

#include "engine/engine.h"
#include "engine/statistics_ports.h"
#include "rights/steps.h"

namespace baobei::test {
namespace {

using testing::HasSubstr;

TEST(Statistics, AreAskedForByThoseWhoMay) {
  RightsWorld world;
  struct Ask {
    std::string target, who;
    int status;
  };
  for (const auto& row :
       {Ask{"/v1/statistics", "operator", 200}, Ask{"/v1/statistics", "reviewer", 200},
        Ask{"/v1/statistics", "developer", 403}, Ask{"/v1/statistics", "officer", 403},
        Ask{"/v1/statistics/waiting", "", 200}, Ask{"/v1/statistics/waiting", "developer", 200},
        Ask{"/v1/statistics/waiting", "officer", 200},
        Ask{"/v1/statistics/waiting?days=0", "developer", 400},
        Ask{"/v1/statistics/waiting?days=7", "", 200},
        Ask{"/v1/statistics/waiting?days=30", "", 200},
        Ask{"/v1/statistics/waiting?days=90", "", 200},
        Ask{"/v1/statistics/waiting?days=366", "developer", 200},
        Ask{"/v1/statistics/waiting?days=28", "operator", 400},
        Ask{"/v1/statistics?days=28", "operator", 200},
        Ask{"/v1/statistics/waiting?days=1x", "developer", 400}}) {
    EXPECT_EQ(world.get(row.target, row.who).status, row.status) << row.target << " " << row.who;
  }
  EXPECT_THAT(world.get("/v1/statistics", "operator").body, HasSubstr("\"reviewers\""));
  const auto refused = world.get("/v1/statistics/waiting?days=29", "");
  EXPECT_EQ(member(refused, "pointer"), "days");
  EXPECT_THAT(refused.body, HasSubstr("应为 7、30、90 或 366 天"));
  EXPECT_THAT(refused.body, HasSubstr("7, 30, 90 or 366 days are expected"));
}

// A case of wx1, submitted and passed by the reviewer.
void review_once(RightsWorld& world) {
  const auto version = sha256("tree");
  has_version(world, "wx1", version, "tools-calculator");
  is_submitted(world, "wx1", version, "tools-calculator");
  is_passed(world, "wx1", version, review_revision(world, "wx1"));
}

void catch_up(RightsWorld& world, const engine::FoundRules& found = {}) {
  for (int i = 0; i < 200; ++i) {
    world.on_writer([&](engine::Store&) {
      auto& statistics = world.statistics();
      EXPECT_TRUE(statistics.catch_up(statistics.next().value().until, found));
    });
  }
}

TEST(Statistics, ShowReviewersTheirOwnRowAndNobodyElses) {
  RightsWorld world;
  world.person("auditor", "org-op", {Role::kAuditor});
  world.person("colleague", "org-op", {Role::kReviewer}, "review");
  review_once(world);
  catch_up(world);
  const auto rows_of = [&](const std::string& who) {
    return member(world.get("/v1/statistics", who), "reviewers");
  };
  EXPECT_THAT(rows_of("reviewer"), HasSubstr(R"("person":"reviewer")"));
  EXPECT_THAT(rows_of("operator"), HasSubstr(R"("person":"reviewer")"));
  EXPECT_THAT(rows_of("auditor"), HasSubstr(R"("person":"reviewer")"));
  EXPECT_EQ(rows_of("colleague"), "[]");
}

TEST(Statistics, FollowTheLog) {
  RightsWorld world;
  catch_up(world);
  const auto answer = object_of(world.get("/v1/statistics", "operator"));
  EXPECT_EQ(answer.at("events_behind"), 0);
  EXPECT_EQ(answer.at("queue").at("count"), 0);
  EXPECT_EQ(answer.at("wait").at("count"), 0);
  EXPECT_FALSE(answer.contains("estimate")) << "nothing was decided: nothing is promised";
}

TEST(Statistics, ThePublishedOnesTellOfNobodyAndAreMadeOnceAMinute) {
  RightsWorld world;
  review_once(world);
  catch_up(world);
  const auto path = "/v1/statistics/waiting";
  const auto first = world.get(path, "");
  EXPECT_EQ(first.header("Cache-Control"), "public, max-age=60");
  const auto answer = object_of(first);
  EXPECT_EQ(answer.at("events_behind"), 0);
  // One decision is somebody's own.
  EXPECT_EQ(answer.at("wait").at("count"), 0);
  EXPECT_EQ(answer.at("wait").at("below"), 10);
  EXPECT_FALSE(answer.at("wait").as_object().contains("p50_us"));
  EXPECT_EQ(answer.at("queue").at("below"), 10);
  EXPECT_EQ(answer.at("queue").at("exact"), false);
  EXPECT_EQ(object_of(world.get("/v1/statistics", "operator")).at("wait").at("count"), 1);
  world.clock.set(world.clock.now() + std::chrono::seconds(59));
  EXPECT_EQ(world.get(path, "").body, first.body);
  world.clock.set(world.clock.now() + std::chrono::seconds(1));
  EXPECT_NE(world.get(path, "developer").body, first.body);
}

TEST(Statistics, ShowRulesToThoseWhoDecide) {
  RightsWorld world;
  review_once(world);
  catch_up(world, {{sha256("report"), {"privacy/x"}}});
  const auto rules = member(world.get("/v1/statistics", "reviewer"), "rules");
  EXPECT_EQ(rules, R"([{"rule":"privacy/x","found":1,"refused_with":0,"passed_with":1}])");
}

}  // namespace
}  // namespace baobei::test
