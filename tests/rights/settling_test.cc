// A category that is taken back reaches every mini-program of the subject, however many there are
// and whatever happens in between (R2a).
#include <gmock/gmock.h>

#include <thread>

#include "engine/engine.h"
#include "rights/world.h"

namespace baobei::test {
namespace {

using testing::HasSubstr;

constexpr int kPrograms = 230;  // more than once could be settled in one go

class SettlingTest : public testing::Test {
 protected:
  void must(const std::string& app, lifecycle::Actor who, lifecycle::CommandData data) {
    const auto answer = world.send(app, std::move(who), std::move(data));
    ASSERT_EQ(answer.kind, engine::AnswerKind::kAccepted) << app << answer.detail;
  }
  static std::string app_no(int number) { return "wx-many-" + std::to_string(1'000 + number); }

  // Each served with a category that needs no filing.
  void serve_many() {
    world.on_writer([&](engine::Store& store) {
      EXPECT_TRUE(store.put_grant({"sub-1", "tools-calculator", std::nullopt}));
      for (int i = 0; i < kPrograms; ++i) {
        EXPECT_TRUE(
            store.put_package({app_no(i), digest, "1", 1, 1, "developer", world.clock.now()}));
      }
    });
    for (int i = 0; i < kPrograms; ++i) serve(app_no(i));
  }
  void serve(const std::string& app) {
    const lifecycle::Actor developer{"developer", Role::kDeveloper, "org-dev", "", ""};
    must(app, {"operator", Role::kOperator, "org-op", "ops", ""},
         lifecycle::RegisterApp{
             {"sub-1", lifecycle::SubjectKind::kEnterprise, "33"}, "org-dev", false});
    must(
        app, developer,
        lifecycle::Submit{digest, {"tools-calculator"}, lifecycle::ReleaseChoice::kByHand, {}, {}});
    must(app, {"", Role::kChecker, "", "", ""},
         lifecycle::RecordCheck{1, 1, lifecycle::CheckOutcome::kPassed, sha256("report"), {}});
    lifecycle::PassReview pass;
    pass.submission = 1;
    pass.digest = digest;
    if (review_revision == 0) {
      const auto file = object_of(world.get("/v1/apps/" + app + "/submissions/1", "reviewer"));
      const std::string etag(file.at("review_etag").as_string());
      review_revision = std::strtoull(etag.c_str() + etag.find('-') + 1, nullptr, 10);
    }
    pass.review_revision = review_revision;
    must(app, {"reviewer", Role::kReviewer, "org-op", "review", ""}, std::move(pass));
    must(app, developer, lifecycle::Release{1, lifecycle::kFullShare});
  }
  void take_back() {
    const auto answer = world.post("/v1/subjects/sub-1/grants/tools-calculator/revoke", "operator",
                                   R"({"reasons":[{"reason":"licence_withdrawn"}]})");
    ASSERT_EQ(answer.status, 200) << answer.body;
  }
  bool has_lapsed(int number) {
    const auto events = world.get("/v1/apps/" + app_no(number) + "/events", "operator").body;
    return events.find("qualification_lapsed") != std::string::npos;
  }
  bool comes_to_lapse(int number) {
    for (int tries = 0; tries < 600; ++tries) {
      if (has_lapsed(number)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }

  const Digest digest = sha256("package");
  std::uint64_t review_revision = 0;
  RightsWorld world;
};

TEST_F(SettlingTest, what_is_taken_back_reaches_all_over_a_restart) {
  serve_many();
  // The server ended right after the answer: what it owes is on disk with the change itself.
  world.stop_settling();
  take_back();
  EXPECT_FALSE(has_lapsed(0));
  // It ends once more on the way.
  world.start_settling();
  ASSERT_TRUE(comes_to_lapse(0));
  world.stop_settling();
  world.start_settling();
  ASSERT_TRUE(comes_to_lapse(kPrograms - 1));
  for (int i = 0; i < kPrograms; ++i) EXPECT_TRUE(has_lapsed(i)) << i;
  // Each once.
  const auto events = world.get("/v1/apps/" + app_no(0) + "/events", "operator").body;
  EXPECT_EQ(events.find("qualification_lapsed"), events.rfind("qualification_lapsed"));
}

}  // namespace
}  // namespace baobei::test
