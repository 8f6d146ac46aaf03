// The clock guard through the loop: what people get while the clock is wrong, and afterwards.
#include "engine/world.h"

namespace baobei::test {
namespace {

using lifecycle::SubmissionState;
using testing::IsEmpty;
using testing::Not;

class Clocks : public testing::TestWithParam<StoreKind> {
 protected:
  SubmissionState state() { return world_.case_of("app-1").submissions.front().state; }
  World world_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Stores, Clocks, testing::Values(StoreKind::kMemory, StoreKind::kSqlite),
                         name_of);

TEST_P(Clocks, AJumpHaltsEverythingAndAReturnResumes) {
  world_.start();
  world_.filing("app-1");
  world_.clock.jump(8 * 24h);  // somebody set the machine's clock: the period is not over
  world_.engine().clock_moved();
  world_.engine().drain();
  EXPECT_TRUE(world_.engine().figures().halted);
  EXPECT_EQ(state(), SubmissionState::kFiling);
  EXPECT_THAT(world_.deadlines(), Not(IsEmpty()));
  const auto answer =
      world_.send("app-1", Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
  EXPECT_EQ(answer.kind, AnswerKind::kUnavailable);
  EXPECT_GT(answer.retry_after, 0s);

  world_.clock.jump(-8 * 24h);
  world_.engine().clock_moved();
  world_.engine().drain();
  EXPECT_FALSE(world_.engine().figures().halted);
  EXPECT_EQ(state(), SubmissionState::kFiling);
  const auto release =
      world_.send("app-1", Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
  EXPECT_EQ(release.refusal, lifecycle::Refusal::kNotInState) << "stamped by the clock of today";
}

// What was stamped while the clock was wrong is not decided when it is right again: a late answer
// would count as early, a release as after an end that has not come.
TEST_P(Clocks, StampsOfAWrongClockAreNotBelievedLater) {
  world_.start();
  world_.filing("app-1");
  const Instant end = *world_.case_of("app-1").entries.front().end;
  world_.clock.jump(8 * 24h);
  auto ahead = world_.engine().stamp();
  world_.clock.jump(-8 * 24h);
  const auto release =
      world_
          .submit(std::move(ahead), world_.request("app-1", Role::kDeveloper,
                                                   lifecycle::Release{1, lifecycle::kFullShare}))
          .get();
  EXPECT_EQ(release.kind, AnswerKind::kUnavailable);

  world_.move_to(end + 1h);
  world_.clock.jump(-2h);
  auto behind = world_.engine().stamp();
  ASSERT_LT(behind.stamp(), end);
  world_.clock.jump(2h);
  const auto fail = world_.answer_of("app-1", lifecycle::Verdict::kFail);
  EXPECT_EQ(
      world_.submit(std::move(behind), world_.request("app-1", Role::kOfficer, fail)).get().kind,
      AnswerKind::kUnavailable);
  EXPECT_EQ(state(), SubmissionState::kPreLaunch);
  world_.must("app-1", Role::kOfficer, fail);
  EXPECT_TRUE(world_.case_of("app-1").answers.at(0).late);
}

TEST_P(Clocks, AClockBehindTheMarkHaltsAcrossARestart) {
  world_.start();
  world_.registered("app-1");
  world_.advance(1h);  // nothing is committed, the mark rises all the same
  const Instant seen = world_.clock.now();
  world_.stop();
  world_.clock.set(seen - 10min);
  world_.restart();
  world_.engine().drain();
  EXPECT_TRUE(world_.engine().figures().halted);
  const auto command = lifecycle::AuthoriseAgency{"org-agency", std::nullopt};
  EXPECT_EQ(world_.send("app-1", Role::kDeveloper, command).kind, AnswerKind::kUnavailable);
  world_.move_to(seen);
  EXPECT_FALSE(world_.engine().figures().halted);
  world_.must("app-1", Role::kDeveloper, command);
}

TEST_P(Clocks, ARestartWithTheRightClockGoesOn) {
  world_.start();
  world_.registered("app-1");
  world_.advance(1h);
  world_.clock.jump(3h);  // the new time is the right one
  world_.engine().drain();
  EXPECT_TRUE(world_.engine().figures().halted);
  world_.restart();
  world_.engine().drain();
  EXPECT_FALSE(world_.engine().figures().halted);
  world_.must("app-1", Role::kDeveloper, lifecycle::AuthoriseAgency{"org-agency", std::nullopt});
}

}  // namespace
}  // namespace baobei::test
