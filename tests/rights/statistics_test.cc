// Figures by API: who sees which, and that they follow the log.
#include <gmock/gmock.h>

#include "engine/statistics_ports.h"
#include "rights/world.h"

namespace baobei::test {
namespace {

using testing::HasSubstr;
using testing::Not;

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
  EXPECT_THAT(world.get("/v1/statistics", "reviewer").body, Not(HasSubstr("\"reviewers\"")));
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
