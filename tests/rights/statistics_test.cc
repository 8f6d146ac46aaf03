// Figures by API: who sees which, and that they follow the log.
#include <gmock/gmock.h>

#include <algorithm>
#include <thread>

#include "check/check.h"
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
void review_once(RightsWorld& world, const Digest& report = sha256("report")) {
  const auto version = sha256("tree");
  has_version(world, "wx1", version, "tools-calculator");
  is_submitted(world, "wx1", version, "tools-calculator", report);
  is_passed(world, "wx1", version, review_revision(world, "wx1"));
}

// The server takes the log in by itself, beside whatever is asked: this waits until it has. If it
// never does, ctest ends the program.
void catch_up(RightsWorld& world) {
  for (;;) {
    const auto up_to = world.statistics().up_to().value();
    if (up_to.taken_in >= up_to.head) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
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

// A case that no filing follows, submitted now and passed after `wait`.
void review_after(RightsWorld& world, const std::string& app, Duration wait) {
  const auto version = sha256(app);
  is_registered(world, app);
  has_version(world, app, version, "tools-calculator");
  world.clock.advance(std::chrono::minutes(1));
  is_submitted(world, app, version, "tools-calculator");
  const auto read = review_revision(world, app);
  world.clock.advance(wait);
  is_passed(world, app, version, read);
  world.clock.advance(std::chrono::minutes(1));
}

std::int64_t micros(Duration duration) {
  return duration.count();
}

// 35 waited for one hour and the next five for three: of the twenty that there was an estimate for
// when they were submitted, sixteen lay within it.
TEST(Statistics, SayWhatToExpectAndHowOftenThatHeld) {
  constexpr int kCases = 40;
  constexpr int kQuick = 35;
  RightsWorld world;
  for (int i = 0; i < kCases; ++i) {
    review_after(world, "wx-waits-" + std::to_string(i), std::chrono::hours(i < kQuick ? 1 : 3));
  }
  catch_up(world);
  for (const auto& [target, who] :
       {std::pair{"/v1/statistics/waiting", ""}, {"/v1/statistics", "operator"}}) {
    const auto answer = object_of(world.get(target, who));
    EXPECT_EQ(answer.at("wait").at("count"), kCases) << target;
    ASSERT_TRUE(answer.contains("estimate")) << target;
    const auto& estimate = answer.at("estimate").as_object();
    EXPECT_EQ(estimate.at("low_us").as_int64(), micros(std::chrono::hours(1))) << target;
    EXPECT_EQ(estimate.at("high_us").as_int64(), micros(std::chrono::hours(3))) << target;
    EXPECT_EQ(estimate.at("based_on"), kCases) << target;
    EXPECT_EQ(estimate.at("tested"), 20) << target;
    EXPECT_EQ(estimate.at("held"), 8'000) << target;
    EXPECT_EQ(estimate.at("meant_to_hold"), 8'000) << target;
  }
}

// R26: by who held it, up to the first release; and how late the end of the period was decided.
TEST(Statistics, TellTimeByHolderAndHowLateEndsWere) {
  constexpr const char* kDeclared = "social-forum";
  const std::string app = "wx-held";
  const auto version = sha256(app);
  RightsWorld world;
  world.on_writer([&](engine::Store& store) {
    EXPECT_TRUE(store.put_office({"33", lifecycle::Channel::kDesk}));
  });
  is_registered(world, app);
  has_version(world, app, version, kDeclared);
  world.clock.advance(std::chrono::minutes(1));
  is_submitted(world, app, version, kDeclared);
  const auto read = review_revision(world, app);
  world.clock.advance(std::chrono::hours(3));
  is_passed(world, app, version, read, {kDeclared});
  world.clock.advance(std::chrono::hours(7 * 24 + 2));
  must(world, app, developer(), lifecycle::Release{1, lifecycle::kFullShare});
  catch_up(world);
  const auto answer = object_of(world.get("/v1/statistics", "operator"));
  const auto& held = answer.at("held").as_object();
  for (const auto& [holder, span] :
       std::vector<std::pair<std::string, Duration>>{{"platform", std::chrono::hours(3)},
                                                     {"authority", std::chrono::hours(7 * 24)},
                                                     {"developer", std::chrono::hours(2)}}) {
    EXPECT_EQ(held.at(holder).at("count"), 1) << holder;
    EXPECT_EQ(held.at(holder).at("p50_us").as_int64(), micros(span)) << holder;
    EXPECT_EQ(held.at(holder).at("max_us").as_int64(), micros(span)) << holder;
  }
  // The clock jumped over the end: it was decided two hours after it, at the next look.
  const auto late = world.statistics().lateness().value();
  const auto& lateness = answer.at("lateness").as_object();
  EXPECT_EQ(lateness.at("count").as_int64(), static_cast<std::int64_t>(late.size()));
  EXPECT_THAT(late, testing::Contains(Duration(std::chrono::hours(2))));
  EXPECT_EQ(lateness.at("max_us").as_int64(), micros(*std::ranges::max_element(late)));
}

TEST(Statistics, ShowRulesToThoseWhoDecide) {
  RightsWorld world;
  check::Finding finding;
  finding.rule = "privacy/x";
  finding.severity = check::Severity::kWarning;
  finding.message = {"未声明", "not declared"};
  finding.advice = {"请声明", "declare it"};
  finding.file = "a.js";
  finding.line = finding.end_line = 1;
  finding.column = finding.end_column = 1;
  check::Report report;
  report.versions = check::versions();
  report.findings = {finding};
  report.outcome = check::Outcome::kFindings;
  review_once(world, world.blobs().put(check::serialise(report)).value());
  catch_up(world);
  const auto rules = member(world.get("/v1/statistics", "reviewer"), "rules");
  EXPECT_EQ(rules, R"([{"rule":"privacy/x","found":1,"refused_with":0,"passed_with":1}])");
}

}  // namespace
}  // namespace baobei::test
