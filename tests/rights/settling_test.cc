// A category that is taken back reaches every mini-program of the subject, however many there are
// and whatever happens in between (R2a).
#include <gmock/gmock.h>

#include <thread>

#include "engine/engine.h"
#include "rights/steps.h"

namespace baobei::test {
namespace {

using testing::HasSubstr;

constexpr int kPrograms = 230;  // more than once could be settled in one go

class SettlingTest : public testing::Test {
 protected:
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
    is_registered(world, app);
    is_submitted(world, app, digest, "tools-calculator");
    if (read == 0) read = review_revision(world, app);
    is_passed(world, app, digest, read);
    must(world, app, developer(), lifecycle::Release{1, lifecycle::kFullShare});
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
  lifecycle::Revision read = 0;  // of each case, which are alike to the last event
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
