// The reviewers' queue over a real store: pages of what is looked for, and the reasons.
#include <gmock/gmock.h>

#include <algorithm>

#include "engine/engine.h"
#include "rights/steps.h"

namespace baobei::test {
namespace {

using testing::ElementsAre;

class QueuePageTest : public testing::Test {
 protected:
  QueuePageTest() {
    for (int i = 1; i <= 7; ++i) submit("wx-q" + std::to_string(i));
  }

  void submit(const std::string& app) {
    const auto digest = sha256(app);
    has_version(world, app, digest, "social-forum");
    world.on_writer([&](engine::Store& store) {
      EXPECT_TRUE(store.put_app_name({app, "论坛 " + app}));
    });
    is_registered(world, app);
    is_submitted(world, app, digest, "social-forum");
  }

  // All pages of the list, by their mini-programs.
  std::vector<std::string> walked(const std::string& query) {
    std::vector<std::string> apps;
    std::string after;
    for (int page = 0; page < 20; ++page) {
      const auto answer = world.get(
          "/v1/submissions?" + query + (after.empty() ? "" : "&after=" + after), "reviewer");
      EXPECT_EQ(answer.status, 200) << answer.body;
      const auto object = object_of(answer);
      for (const auto& item : object.at("items").as_array()) {
        apps.emplace_back(item.at("app").as_string());
      }
      after = member(answer, "next");
      if (after.empty()) break;
    }
    return apps;
  }

  RightsWorld world;
};

TEST_F(QueuePageTest, PagesOfWhatIsLookedForMissNothingAndRepeatNothing) {
  const auto whole = walked("state=reviewing&owner=org-dev&limit=50");
  EXPECT_EQ(whole.size(), 7U);
  for (const std::string limit : {"1", "2", "3"}) {
    for (const std::string query :
         {"owner=org-dev", "category=social-forum", "why=first_submission", "q=wx-q",
          "sort=newest&owner=org-dev", "sort=risk"}) {
      auto paged = walked("state=reviewing&" + query + "&limit=" + limit);
      std::ranges::sort(paged);
      EXPECT_THAT(paged, ElementsAre("wx-q1", "wx-q2", "wx-q3", "wx-q4", "wx-q5", "wx-q6", "wx-q7"))
          << query << " by " << limit;
    }
  }
  EXPECT_THAT(walked("app=wx-q3&limit=1"), ElementsAre("wx-q3"));
  EXPECT_THAT(walked("q=wx-q5&limit=1"), ElementsAre("wx-q5"));
}

}  // namespace
}  // namespace baobei::test
