// A store that fails: conflicts, unknown outcomes, nothing at all; and facts that move in between.
#include "engine/world.h"
#include "lifecycle/notice.h"

namespace baobei::test {
namespace {

using lifecycle::Refusal;
using lifecycle::SubmissionState;
using store::FaultKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

lifecycle::AuthoriseAgency authorise(const std::string& org) {
  return {org, std::nullopt};
}

class Faults : public testing::TestWithParam<StoreKind> {
 protected:
  Faults() { world_.start(); }
  World world_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Stores, Faults, testing::Values(StoreKind::kMemory, StoreKind::kSqlite),
                         name_of);

TEST_P(Faults, AConflictIsDecidedAgain) {
  world_.registered("app-1");
  world_.faults().fail_next(FaultKind::kConflict);
  world_.must("app-1", Role::kDeveloper, authorise("org-agency"));
  EXPECT_EQ(world_.engine().figures().conflicts, 1U);
  EXPECT_EQ(world_.case_of("app-1").revision, 2U);
}

// DESIGN decision 2: at most three times again.
TEST_P(Faults, AConflictIsTriedThreeTimesMoreAndNoFourth) {
  world_.registered("app-1");
  for (int i = 0; i < 3; ++i) world_.faults().fail_next(FaultKind::kConflict);
  world_.must("app-1", Role::kDeveloper, authorise("org-agency"));
  for (int i = 0; i < 4; ++i) world_.faults().fail_next(FaultKind::kConflict);
  const auto answer = world_.send("app-1", Role::kDeveloper, authorise("org-other"));
  EXPECT_EQ(answer.kind, AnswerKind::kUnavailable);
  EXPECT_EQ(world_.faults().pending(), 0U);
  EXPECT_EQ(world_.case_of("app-1").revision, 2U);
  world_.must("app-1", Role::kDeveloper, authorise("org-other"));
}

TEST_P(Faults, AnUnknownOutcomeThatWasWrittenIsAccepted) {
  world_.registered("app-1");
  world_.faults().fail_next(FaultKind::kUnknownCommitted);
  const auto answer = world_.send("app-1", Role::kDeveloper, authorise("org-agency"));
  EXPECT_EQ(answer.kind, AnswerKind::kAccepted);
  EXPECT_EQ(answer.revision, 2U);
  EXPECT_EQ(world_.engine().figures().conflicts, 0U);
  EXPECT_THAT(world_.case_of("app-1").agencies, SizeIs(1));
}

TEST_P(Faults, AnUnknownOutcomeThatWasLostIsDecidedAgain) {
  world_.registered("app-1");
  world_.faults().fail_next(FaultKind::kUnknownLost);
  world_.must("app-1", Role::kDeveloper, authorise("org-agency"));
  EXPECT_EQ(world_.case_of("app-1").revision, 2U);
}

// Two of one mini-program in one batch, without keys: the first one's hash is not the newest any
// more, and it was written all the same.
TEST_P(Faults, UnknownOutcomesOfABatchAreResolvedOneByOne) {
  world_.registered("app-1");
  Stall stall(world_.engine());
  auto first = world_.submit("app-1", Role::kDeveloper, authorise("org-x"));
  auto second = world_.submit("app-1", Role::kDeveloper, authorise("org-y"));
  auto elsewhere = world_.submit("app-2", Role::kOperator, registration());
  world_.faults().fail_next(FaultKind::kUnknownCommitted);
  stall.release();
  EXPECT_EQ(first.get().kind, AnswerKind::kAccepted);
  EXPECT_EQ(second.get().kind, AnswerKind::kAccepted);
  EXPECT_EQ(elsewhere.get().kind, AnswerKind::kAccepted);
  EXPECT_THAT(world_.log(), SizeIs(4));
}

struct Away {
  FaultKind fault;
  std::size_t reads;  // of one decision: the case file where it is not kept, and the facts
};

// The connection stays away for a while: nobody is told anything before it is known.
TEST_P(Faults, AnUnknownOutcomeIsAskedForUntilItIsKnown) {
  world_.registered("app-1");
  const Away rows[] = {{FaultKind::kUnknownCommitted, 1}, {FaultKind::kUnknownLost, 2}};
  for (const auto& [fault, reads] : rows) {
    const auto before = world_.case_of("app-1").revision;
    Stall stall(world_.engine());
    auto sent =
        world_.submit("app-1", Role::kDeveloper, authorise("org-" + std::to_string(before)));
    world_.faults().fail_next(fault);
    world_.faults().lose_connection(3, reads);
    stall.release();
    EXPECT_EQ(sent.get().kind, AnswerKind::kAccepted);
    EXPECT_EQ(world_.case_of("app-1").revision, before + 1);
    EXPECT_EQ(world_.faults().pending(), 0U);
  }
}

TEST_P(Faults, AStoreThatIsAwayIsSaidToBe) {
  world_.registered("app-1");
  world_.faults().fail_next(FaultKind::kUnavailable);
  auto answer = world_.send("app-1", Role::kDeveloper, authorise("org-agency"));
  EXPECT_EQ(answer.kind, AnswerKind::kUnavailable);
  EXPECT_GT(answer.retry_after, 0s);
  Stall stall(world_.engine());
  auto sent = world_.submit("app-1", Role::kDeveloper, authorise("org-agency"));
  world_.faults().lose_connection(1);
  stall.release();
  EXPECT_EQ(sent.get().kind, AnswerKind::kUnavailable);
  EXPECT_EQ(world_.case_of("app-1").revision, 1U);
  world_.must("app-1", Role::kDeveloper, authorise("org-agency"));
}

// Without the record of keys nobody knows whether this was answered before: a refusal would be a
// lie to somebody whose first try was accepted.
TEST_P(Faults, WithoutTheRecordOfKeysNothingIsDecided) {
  world_.registered("app-1");
  const auto request =
      World::keyed(world_.request("app-1", Role::kDeveloper, authorise("org-agency")), "key");
  const auto first = world_.send(request);
  ASSERT_EQ(first.kind, AnswerKind::kAccepted);
  Stall stall(world_.engine());
  auto again = world_.submit(request);
  world_.faults().lose_connection(1);
  stall.release();
  EXPECT_EQ(again.get().kind, AnswerKind::kUnavailable);
  EXPECT_EQ(world_.send(request).response, first.response);
}

// A refusal that rested on a write which came to nothing is decided again.
TEST_P(Faults, NobodyIsRefusedOnTheStrengthOfALostWrite) {
  world_.registered("app-1");
  Stall stall(world_.engine());
  auto lost = world_.submit("app-1", Role::kDeveloper, authorise("org-agency"));
  auto second = world_.submit("app-1", Role::kDeveloper, authorise("org-agency"));
  auto dry = world_.request("app-1", Role::kDeveloper, authorise("org-agency"));
  dry.dry_run = true;
  auto asked = world_.submit(dry);
  world_.faults().fail_next(FaultKind::kUnavailable);
  stall.release();
  EXPECT_EQ(lost.get().kind, AnswerKind::kUnavailable);
  EXPECT_EQ(second.get().kind, AnswerKind::kAccepted);
  EXPECT_EQ(asked.get().refusal, Refusal::kAlreadyAuthorised);
  EXPECT_EQ(world_.case_of("app-1").revision, 2U);
}

// It rested on nothing that came later, whatever became of that: decided again, a release that was
// received before the end would be accepted after it (R13).
TEST_P(Faults, ARefusalStandsWhateverBecomesOfLaterWrites) {
  world_.filing("app-1");
  const Instant end = *world_.case_of("app-1").entries.front().end;
  for (const auto fault : {FaultKind::kUnknownCommitted, FaultKind::kConflict}) {
    const auto dry = fault == FaultKind::kConflict;
    Stall stall(world_.engine());
    if (!dry) world_.clock.set(end - 1s);
    auto early =
        world_.submit("app-1", Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
    if (!dry) world_.clock.set(end + 1s);
    auto late = dry ? world_.submit("app-1", Role::kDeveloper, lifecycle::SetShare{1})
                    : world_.submit("app-1", Role::kDeveloper,
                                    lifecycle::Release{1, lifecycle::kFullShare});
    world_.faults().fail_next(fault);
    stall.release();
    EXPECT_EQ(early.get().refusal, Refusal::kNotInState);
    EXPECT_EQ(late.get().kind, AnswerKind::kAccepted);
  }
  EXPECT_EQ(world_.case_of("app-1").releases.size(), 1U);
}

// DESIGN decision 1: a fact that moved between decision and commit.
TEST_P(Faults, AFactThatMovedInBetweenIsReadAgain) {
  world_.registered("app-1");
  const Digest version = World::version("app-1");
  world_.on_store([&](engine::Store& store) {
    ASSERT_TRUE(store.put_package({"app-1", version, "1.0", 10, 1, "person-developer", kStart}));
  });
  // Another mini-program's bar stands in the same batch, decided first and committed first.
  world_.filing("app-2");
  auto fail = world_.answer_of("app-2", lifecycle::Verdict::kFail);
  Stall stall(world_.engine());
  auto barred = world_.submit("app-2", Role::kOfficer, fail);
  auto submitted = world_.submit("app-1", Role::kDeveloper,
                                 lifecycle::Submit{World::version("app-1"), {kForum}, {}, {}, {}});
  stall.release();
  EXPECT_EQ(barred.get().kind, AnswerKind::kAccepted);
  EXPECT_EQ(submitted.get().kind, AnswerKind::kAccepted);
  EXPECT_EQ(world_.engine().figures().conflicts, 0U) << "not the same digest";

  // The same digest: the bar moves the fact that the second one rested on.
  world_.on_store([&](engine::Store& store) {
    ASSERT_TRUE(store.put_package(
        {"app-4", World::version("app-3"), "1.0", 10, 1, "person-developer", kStart}));
  });
  world_.registered("app-4");
  world_.filing("app-3");
  {
    Stall again(world_.engine());
    barred = world_.submit("app-3", Role::kOfficer,
                           world_.answer_of("app-3", lifecycle::Verdict::kFail));
    submitted = world_.submit("app-4", Role::kDeveloper,
                              lifecycle::Submit{World::version("app-3"), {kForum}, {}, {}, {}});
  }
  EXPECT_EQ(barred.get().kind, AnswerKind::kAccepted);
  EXPECT_EQ(submitted.get().kind, AnswerKind::kAccepted);
  EXPECT_EQ(world_.engine().figures().conflicts, 1U);
  EXPECT_TRUE(world_.case_of("app-4").submissions.at(0).barred_elsewhere) << "R3: as at the commit";
}

TEST_P(Faults, DeadlinesSurviveAStoreThatIsAway) {
  world_.filing("app-1");
  const Instant end = *world_.case_of("app-1").entries.front().end;
  world_.faults().lose_connection(4);
  world_.faults().fail_next(FaultKind::kUnavailable);
  world_.faults().fail_next(FaultKind::kConflict);
  world_.faults().fail_next(FaultKind::kUnknownLost);
  world_.move_to(end);
  // Each try is a round; a store that is away is not asked without a pause.
  for (int i = 0; i < 20 && !world_.deadlines().empty(); ++i) {
    world_.engine().clock_moved();
    world_.engine().drain();
  }
  EXPECT_THAT(world_.deadlines(), IsEmpty());
  EXPECT_EQ(world_.engine().figures().deferred, 0U)
      << "a store that was away is no fault of theirs";
  EXPECT_EQ(world_.case_of("app-1").submissions.front().state, SubmissionState::kPreLaunch);
  EXPECT_THAT(
      world_.log_types("app-1"),
      ElementsAre("app_registered", "submitted", "check_finished", "review_passed", "entry_opened",
                  "filing_started", "filing_end_warned", "filing_period_ended"));
}

}  // namespace
}  // namespace baobei::test
