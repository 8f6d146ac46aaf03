// Figures by API: who sees which, and that they follow the log.
#include <gmock/gmock.h>

#include "engine/engine.h"
#include "engine/statistics_ports.h"
#include "rights/world.h"

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
        Ask{"/v1/statistics/waiting", "developer", 200},
        Ask{"/v1/statistics/waiting", "officer", 200},
        Ask{"/v1/statistics/waiting?days=0", "developer", 400},
        Ask{"/v1/statistics/waiting?days=366", "developer", 200},
        Ask{"/v1/statistics/waiting?days=1x", "developer", 400}}) {
    EXPECT_EQ(world.get(row.target, row.who).status, row.status) << row.target << " " << row.who;
  }
  EXPECT_THAT(world.get("/v1/statistics", "operator").body, HasSubstr("\"reviewers\""));
}

// A case of wx1, submitted and passed by the reviewer.
void review_once(RightsWorld& world) {
  const auto version = sha256("tree");
  world.on_writer([&](engine::Store& store) {
    EXPECT_TRUE(store.put_package({"wx1", version, "1", 1, 1, "developer", world.clock.now()}));
    EXPECT_TRUE(store.put_grant({"sub-1", "tools-calculator", {}}));
  });
  const auto send = [&](lifecycle::Actor actor, lifecycle::CommandData data) {
    const auto answer = world.send("wx1", std::move(actor), std::move(data));
    EXPECT_EQ(answer.kind, engine::AnswerKind::kAccepted) << answer.detail;
  };
  send({"developer", Role::kDeveloper, "org-dev", "", ""},
       lifecycle::Submit{version, {"tools-calculator"}, {}, {}, {}});
  send({"", Role::kChecker, "", "", ""},
       lifecycle::RecordCheck{1, 1, lifecycle::CheckOutcome::kPassed, sha256("report"), {}});
  const auto shown = object_of(world.get("/v1/apps/wx1/submissions/1", "reviewer"));
  const auto revision = shown.at("review_revision").to_number<lifecycle::Revision>();
  send({"reviewer", Role::kReviewer, "org-op", "review", ""},
       lifecycle::PassReview{1, version, revision, {}, {}});
}

TEST(Statistics, ShowReviewersTheirOwnRowAndNobodyElses) {
  RightsWorld world;
  world.person("auditor", "org-op", {Role::kAuditor});
  world.person("colleague", "org-op", {Role::kReviewer}, "review");
  review_once(world);
  for (int i = 0; i < 100; ++i) {
    world.on_writer([&](engine::Store&) { EXPECT_TRUE(world.statistics().catch_up()); });
  }
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
  std::uint64_t behind = 1;
  for (int i = 0; i < 200 && behind > 0; ++i) {
    world.on_writer([&](engine::Store&) { EXPECT_TRUE(world.statistics().catch_up()); });
    const auto answer = object_of(world.get("/v1/statistics/waiting", "developer"));
    behind = answer.at("events_behind").to_number<std::uint64_t>();
  }
  EXPECT_EQ(behind, 0U);
  const auto answer = object_of(world.get("/v1/statistics/waiting", "developer"));
  EXPECT_EQ(answer.at("queue").at("count"), 0);
  EXPECT_EQ(answer.at("wait").at("count"), 0);
  EXPECT_FALSE(answer.contains("estimate")) << "nothing was decided: nothing is promised";
}

}  // namespace
}  // namespace baobei::test
