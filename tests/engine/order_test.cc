// R13 through the real loop: commands and ends in the order of receipt, however late the timer.
#include "engine/world.h"

namespace baobei::test {
namespace {

using lifecycle::EntryState;
using lifecycle::SubmissionState;
using lifecycle::Verdict;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

class Order : public testing::TestWithParam<StoreKind> {
 protected:
  Order() { world_.start(); }
  Instant end_of(const std::string& app) { return *world_.case_of(app).entries.front().end; }
  lifecycle::SubmissionState state_of(const std::string& app) {
    return world_.case_of(app).submissions.front().state;
  }
  World world_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Stores, Order, testing::Values(StoreKind::kMemory, StoreKind::kSqlite),
                         name_of);

struct Answered {
  Duration off;  // of the end
  bool late;
};

// An answer stamped one microsecond before, at, and after the end while the timer is late, and the
// command itself comes an hour after its stamp.
TEST_P(Order, AnAnswerCountsByItsStampToTheMicrosecond) {
  const Answered rows[] = {{-1us, false}, {0us, true}, {1us, true}};
  for (const auto& row : rows) {
    const std::string app = "app" + std::to_string(row.off.count());
    world_.filing(app);
    const Instant end = end_of(app);
    world_.clock.set(end + row.off);
    auto ticket = world_.engine().stamp();
    ASSERT_EQ(ticket.stamp(), end + row.off);
    world_.move_to(end + 1h);
    EXPECT_EQ(state_of(app), row.late ? SubmissionState::kPreLaunch : SubmissionState::kFiling);
    const auto answer =
        world_
            .submit(std::move(ticket),
                    world_.request(app, Role::kOfficer, world_.answer_of(app, Verdict::kFail)))
            .get();
    ASSERT_EQ(answer.kind, AnswerKind::kAccepted) << answer.detail;
    const auto file = world_.case_of(app);
    EXPECT_EQ(file.answers.front().late, row.late);
    EXPECT_EQ(file.answers.front().at, end + row.off);
    EXPECT_EQ(file.entries.front().state, EntryState::kFailed);
    EXPECT_EQ(world_.log_types(app).back(), "version_barred");
    world_.engine().drain();
  }
}

// The end stands in the log at its own instant, before what was stamped after it.
TEST_P(Order, AReleaseASecondAfterTheEndNeedsNoTimer) {
  world_.filing("app-1");
  const Instant end = end_of("app-1");
  world_.clock.set(end + 1s);  // nobody tells the engine
  world_.must("app-1", Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
  const auto types = world_.log_types("app-1");
  ASSERT_GE(types.size(), 2U);
  EXPECT_EQ(types.back(), "released");
  EXPECT_EQ(types[types.size() - 2], "filing_period_ended");
  for (const auto& event : world_.log()) {
    if (event.row.type != "filing_period_ended") continue;
    EXPECT_EQ(event.row.at, end);
  }
}

TEST_P(Order, AReleaseAMicrosecondBeforeTheEndIsRefused) {
  world_.filing("app-1");
  world_.clock.set(end_of("app-1") - 1us);
  const auto answer =
      world_.send("app-1", Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
  EXPECT_EQ(answer.refusal, lifecycle::Refusal::kNotInState);
}

// A later command must not carry out an end that an earlier one, still on its way, has to overtake.
TEST_P(Order, ALaterCommandWaitsForAnEarlierOneThatIsOnItsWay) {
  world_.filing("app-1");
  const Instant end = end_of("app-1");
  world_.clock.set(end - 1us);
  auto early = world_.engine().stamp();
  world_.clock.set(end + 1s);
  auto release =
      world_.submit("app-1", Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
  world_.engine().drain();
  EXPECT_FALSE(release.is_answered());
  EXPECT_EQ(world_.engine().figures().queued, 1U);
  const auto answer =
      world_
          .submit(std::move(early), world_.request("app-1", Role::kOfficer,
                                                   world_.answer_of("app-1", Verdict::kFail)))
          .get();
  EXPECT_EQ(answer.kind, AnswerKind::kAccepted);
  EXPECT_EQ(release.get().refusal, lifecycle::Refusal::kNotInState);
  EXPECT_EQ(state_of("app-1"), SubmissionState::kFilingFailed);
  EXPECT_THAT(world_.log_types("app-1"), Not(Contains("filing_period_ended")));
}

// Another mini-program's end that is due still must not hide this one's.
TEST_P(Order, AnEndIsHeldBackWhateverElseIsDue) {
  world_.filing("app-other");
  world_.clock.advance(10s);
  world_.filing("app-1");
  const Instant other_end = end_of("app-other");
  const Instant end = end_of("app-1");
  ASSERT_LT(other_end, end);
  Stall stall(world_.engine());  // the timer is late
  world_.clock.set(end - 1us);
  auto early = world_.engine().stamp();
  world_.clock.set(end + 1s);
  auto release =
      world_.submit("app-1", Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
  stall.release();
  world_.engine().drain();
  EXPECT_FALSE(release.is_answered());
  EXPECT_EQ(state_of("app-other"), SubmissionState::kPreLaunch);
  EXPECT_EQ(state_of("app-1"), SubmissionState::kFiling);
  early = {};
  EXPECT_EQ(release.get().kind, AnswerKind::kAccepted) << "a dropped ticket lets it go";
}

// What needs no end does not wait, and a held command wakes by itself.
TEST_P(Order, OnlyWhatCarriesAnEndOutWaits) {
  world_.filing("app-1");
  world_.registered("app-2");
  const Instant end = end_of("app-1");
  world_.clock.set(end - 1us);
  auto early = world_.engine().stamp();
  world_.clock.set(end + 1s);
  auto held =
      world_.submit("app-1", Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
  world_.must("app-2", Role::kDeveloper, lifecycle::AuthoriseAgency{"org-agency", std::nullopt});
  EXPECT_FALSE(held.is_answered());
  early = {};
  EXPECT_EQ(held.get().kind, AnswerKind::kAccepted);
}

// More held than a batch takes: the command they wait for is still reached, and the queue is full
// by what is held.
TEST_P(Order, HeldCommandsNeitherBlockTheQueueNorEscapeItsLimit) {
  engine::EngineLimits limits;
  limits.batch_max = 8;
  limits.queue_max = 40;
  World world(GetParam(), limits);
  world.start();
  world.filing("app-1");
  const Instant end = *world.case_of("app-1").entries.front().end;
  world.clock.set(end - 1us);
  auto early = world.engine().stamp();
  world.clock.set(end + 1s);
  std::vector<Sent> held;
  for (int i = 0; i < 40; ++i) {
    held.push_back(world.submit("app-1", Role::kDeveloper, lifecycle::SetShare{1}));
    world.engine().drain();
  }
  EXPECT_EQ(world.engine().figures().queued, 40U);
  EXPECT_EQ(world.send("app-1", Role::kDeveloper, lifecycle::SetShare{1}).kind, AnswerKind::kBusy);
  auto answer = world.submit(
      std::move(early),
      world.request("app-1", Role::kOfficer, world.answer_of("app-1", Verdict::kPass)));
  EXPECT_EQ(answer.get().kind, AnswerKind::kAccepted);
  for (auto& sent : held) EXPECT_EQ(sent.get().refusal, lifecycle::Refusal::kNothingServed);
  EXPECT_EQ(world.case_of("app-1").answers.front().late, false);
  world.engine().drain();
  EXPECT_EQ(world.engine().figures().queued, 0U);
}

TEST_P(Order, CommandsOfOneRoundGoInTheOrderOfTheirStamps) {
  world_.reviewing("app-1");
  auto first = world_.engine().stamp();
  world_.clock.advance(1ms);
  auto second = world_.engine().stamp();
  Stall stall(world_.engine());
  auto withdraw = world_.submit(std::move(second),
                                world_.request("app-1", Role::kDeveloper, lifecycle::Withdraw{1}));
  auto pass = world_.submit(std::move(first),
                            world_.request("app-1", Role::kReviewer, world_.pass_of("app-1")));
  stall.release();
  EXPECT_EQ(pass.get().kind, AnswerKind::kAccepted);
  EXPECT_EQ(withdraw.get().kind, AnswerKind::kAccepted);
  EXPECT_EQ(world_.log_types("app-1").back(), "submission_withdrawn");
  EXPECT_EQ(state_of("app-1"), SubmissionState::kWithdrawn);
}

}  // namespace
}  // namespace baobei::test
