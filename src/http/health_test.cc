// How the server is, by API: who may look, and that what is not known is left out.

#include "http/health.h"

#include "http/test_world.h"

namespace baobei::http {
namespace {

using lifecycle::Role;

struct HealthWorld : test::World {
  Health health;
  HealthWorld() {
    person("operator", "org-op", {Role::kOperator});
    person("auditor", "org-op", {Role::kAuditor});
    person("reviewer", "org-op", {Role::kReviewer});
    services.health = [this]() -> Result<Health> { return health; };
  }
};

TEST(Health, is_for_those_who_run_the_server_and_those_who_audit_it) {
  HealthWorld world;
  EXPECT_EQ(world.get("/v1/server/health", "operator").status, 200);
  EXPECT_EQ(world.get("/v1/server/health", "auditor").status, 200);
  EXPECT_EQ(world.get("/v1/server/health", "reviewer").status, 403);
  EXPECT_EQ(world.get("/v1/server/health").status, 401);
}

TEST(Health, says_nothing_of_what_is_not_known) {
  HealthWorld world;
  const auto answer = test::object_of(world.get("/v1/server/health", "operator"));
  EXPECT_EQ(json::serialize(answer.at("backup")), R"({"readable":true})");
  EXPECT_EQ(json::serialize(answer.at("deadlines")), R"({"overdue":0,"exact":true,"fired":0})");
}

TEST(Health, tells_of_the_last_back_up_and_of_a_later_one_that_failed) {
  HealthWorld world;
  const Instant made = from_micros(1'772'442'000'000'000);
  LastBackup last;
  last.name = "2026-03-02";
  last.made_at = made;
  last.age = std::chrono::hours(7);
  last.bytes = 42;
  last.whole = false;
  world.health.backup.last = last;
  world.health.backup.failed = FailedBackup{"2026-03-03", made, std::chrono::seconds(1)};
  world.health.deadlines.fired = 2;
  world.health.deadlines.last_late = std::chrono::milliseconds(5);
  auto answer = test::object_of(world.get("/v1/server/health", "operator"));
  const auto& told = answer.at("backup").at("last").as_object();
  EXPECT_EQ(told.at("name").as_string(), "2026-03-02");
  EXPECT_EQ(told.at("made_at").as_string(), "2026-03-02T09:00:00Z");
  EXPECT_EQ(told.at("age_us").as_int64(), 25'200'000'000);
  EXPECT_FALSE(told.contains("whole")) << "nobody has read it";
  EXPECT_EQ(answer.at("backup").at("failed").at("name").as_string(), "2026-03-03");
  EXPECT_EQ(answer.at("deadlines").at("last_late_us").as_int64(), 5'000);
  world.health.backup.last->verified_at = made;
  answer = test::object_of(world.get("/v1/server/health", "operator"));
  EXPECT_FALSE(answer.at("backup").at("last").at("whole").as_bool());
}

}  // namespace
}  // namespace baobei::http
