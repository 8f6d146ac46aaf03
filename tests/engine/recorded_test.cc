// Instants of receipt that stand on disk: what was received in time is decided in time, over a stop
// and over a restart (R13).
#include "engine/world.h"

namespace baobei::test {
namespace {

using lifecycle::SubmissionState;
using lifecycle::Verdict;

class Recorded : public testing::TestWithParam<StoreKind> {
 protected:
  Recorded() {
    world_.start();
    world_.filing("app-1");
    end_ = *world_.case_of("app-1").entries.front().end;
  }
  SubmissionState state() { return world_.case_of("app-1").submissions.front().state; }

  World world_{GetParam()};
  Instant end_;
};
INSTANTIATE_TEST_SUITE_P(Stores, Recorded, testing::Values(StoreKind::kMemory, StoreKind::kSqlite),
                         name_of);

TEST_P(Recorded, AStampOfAnEarlierRunHoldsBackTheEndsBehindIt) {
  world_.clock.set(end_ - 1us);
  Instant received;
  {
    auto ticket = world_.engine().stamp();
    ticket.record();
    received = ticket.stamp();
    world_.stop();
  }
  world_.clock.set(end_ + 10h);
  engine::StampTicket ticket;
  world_.restart([&](engine::Engine& engine) { ticket = engine.reopen(received); });
  world_.engine().drain();
  EXPECT_EQ(state(), SubmissionState::kFiling) << "an end that lies behind it";
  const auto answer =
      world_
          .submit(ticket.another(), world_.request("app-1", Role::kOfficer,
                                                   world_.answer_of("app-1", Verdict::kFail)))
          .get();
  ASSERT_EQ(answer.kind, AnswerKind::kAccepted) << answer.detail;
  EXPECT_FALSE(world_.case_of("app-1").answers.front().late);
  EXPECT_EQ(world_.case_of("app-1").answers.front().at, received);
  ticket = {};
  world_.engine().drain();
}

TEST_P(Recorded, WithoutAnAnswerTheEndComesOnceTheTicketCloses) {
  world_.clock.set(end_ - 1us);
  auto ticket = world_.engine().stamp();
  ticket.record();
  auto second = ticket.another();
  world_.move_to(end_ + 1h);
  EXPECT_EQ(state(), SubmissionState::kFiling);
  ticket = {};
  world_.engine().drain();
  EXPECT_EQ(state(), SubmissionState::kFiling) << "one of the two is open still";
  second = {};
  world_.engine().drain();
  EXPECT_EQ(state(), SubmissionState::kPreLaunch);
}

// What has to wait for a recorded stamp is told to come again, where it would be decided otherwise.
TEST_P(Recorded, NothingOvertakesItWhenTheEngineStops) {
  world_.clock.set(end_ - 1us);
  auto ticket = world_.engine().stamp();
  ticket.record();
  world_.clock.set(end_ + 1s);
  auto held =
      world_.submit("app-1", Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
  world_.engine().drain();
  ASSERT_FALSE(held.is_answered());
  world_.stop();
  EXPECT_EQ(held.get().kind, AnswerKind::kUnavailable);
  EXPECT_EQ(state(), SubmissionState::kFiling);
  ticket = {};
}

// A clock that jumps does not take back what was believed when it was written.
TEST_P(Recorded, IsBelievedWhateverTheClockSaysLater) {
  world_.clock.set(end_ - 1us);
  Instant received;
  {
    auto ticket = world_.engine().stamp();
    ticket.record();
    received = ticket.stamp();
    world_.stop();
  }
  world_.clock.set(end_ + 10h);
  world_.restart();
  world_.engine().drain();
  EXPECT_EQ(state(), SubmissionState::kPreLaunch) << "nobody opened it again";
  world_.stop();
  engine::StampTicket ticket;
  world_.restart([&](engine::Engine& engine) { ticket = engine.reopen(received); });
  const auto answer =
      world_
          .submit(ticket.another(), world_.request("app-1", Role::kOfficer,
                                                   world_.answer_of("app-1", Verdict::kFail)))
          .get();
  EXPECT_EQ(answer.kind, AnswerKind::kAccepted)
      << "a stamp before the high-water mark is no fault: " << answer.detail;
  ticket = {};
}

}  // namespace
}  // namespace baobei::test
