// The loop on either store: groups, answers once, room for officers, what a refusal leaves behind.
#include "engine/world.h"

namespace baobei::test {
namespace {

using lifecycle::Refusal;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class Loop : public testing::TestWithParam<StoreKind> {
 protected:
  World world_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Stores, Loop, testing::Values(StoreKind::kMemory, StoreKind::kSqlite),
                         name_of);

TEST_P(Loop, WhatQueuesTogetherIsCommittedTogether) {
  world_.start();
  const auto commits = world_.engine().figures().commits;
  Stall stall(world_.engine());
  std::vector<Sent> sent;
  for (int i = 0; i < 100; ++i) {
    sent.push_back(world_.submit("app-" + std::to_string(i), Role::kOperator, registration()));
  }
  stall.release();
  for (auto& each : sent) EXPECT_EQ(each.get().kind, AnswerKind::kAccepted);
  EXPECT_EQ(world_.engine().figures().commits, commits + 1);
  EXPECT_THAT(world_.log(), SizeIs(100));
}

// Each sees what the earlier ones of its batch decided.
TEST_P(Loop, CommandsOfOneMiniProgramBuildOnEachOtherWithinABatch) {
  world_.start();
  Stall stall(world_.engine());
  auto first = world_.submit("app-1", Role::kOperator, registration());
  auto second = world_.submit("app-1", Role::kDeveloper,
                              lifecycle::AuthoriseAgency{"org-agency", std::nullopt});
  auto third = world_.submit("app-1", Role::kOperator, registration());
  stall.release();
  EXPECT_EQ(first.get().revision, 1U);
  EXPECT_EQ(second.get().revision, 2U);
  EXPECT_EQ(third.get().refusal, Refusal::kAlreadyRegistered);
}

TEST_P(Loop, CommandsWaitForTheStart) {
  auto sent = world_.submit("app-1", Role::kOperator, registration());
  EXPECT_FALSE(sent.is_answered());
  world_.start();
  EXPECT_EQ(sent.get().kind, AnswerKind::kAccepted);
}

TEST_P(Loop, AnAnswerTellsWhatWasDone) {
  world_.start();
  const auto answer = world_.send("app-1", Role::kOperator, registration());
  EXPECT_EQ(answer.revision, 1U);
  ASSERT_THAT(answer.events, SizeIs(1));
  EXPECT_EQ(answer.response, R"({"app":"app-1","revision":1,"events":[)"
                             R"({"type":"app_registered","at":"2026-02-02T02:40:00Z"}]})");
}

TEST_P(Loop, OneKeyIsOneCommand) {
  world_.start();
  const auto request = World::keyed(world_.request("app-1", Role::kOperator, registration()), "k");
  const auto first = world_.send(request);
  ASSERT_EQ(first.kind, AnswerKind::kAccepted);
  const auto again = world_.send(request);
  EXPECT_EQ(again.kind, AnswerKind::kDuplicate);
  EXPECT_EQ(again.response, first.response);

  auto other = World::keyed(world_.request("app-2", Role::kOperator, registration()), "k", "other");
  EXPECT_EQ(world_.send(other).kind, AnswerKind::kKeyReused);
  EXPECT_FALSE(world_.case_of("app-2").registered());
  world_.restart();
  EXPECT_EQ(world_.send(request).response, first.response);
  EXPECT_THAT(world_.log(), SizeIs(1));
}

TEST_P(Loop, DuplicatesAtTheSameTimeAreOneCommand) {
  world_.start();
  Stall stall(world_.engine());
  std::vector<Sent> sent;
  for (int i = 0; i < 5; ++i) {
    sent.push_back(
        world_.submit(World::keyed(world_.request("app-1", Role::kOperator, registration()), "k")));
  }
  auto reused = world_.submit(
      World::keyed(world_.request("app-2", Role::kOperator, registration()), "k", "other"));
  stall.release();
  const auto first = sent[0].get();
  EXPECT_EQ(first.kind, AnswerKind::kAccepted);
  for (std::size_t i = 1; i < sent.size(); ++i) {
    const auto answer = sent[i].get();
    EXPECT_EQ(answer.kind, AnswerKind::kDuplicate);
    EXPECT_EQ(answer.response, first.response);
  }
  EXPECT_EQ(reused.get().kind, AnswerKind::kKeyReused);
  EXPECT_THAT(world_.log(), SizeIs(1));
}

// A refusal is no answer for good: the same command may be accepted later under the same key.
TEST_P(Loop, ARefusalIsNotRemembered) {
  world_.start();
  const auto early = World::keyed(
      world_.request("app-1", Role::kDeveloper, lifecycle::AuthoriseAgency{"org-agency", {}}), "k");
  EXPECT_EQ(world_.send(early).refusal, Refusal::kNotRegistered);
  world_.registered("app-1");
  EXPECT_EQ(world_.send(early).kind, AnswerKind::kAccepted);
}

TEST_P(Loop, KeysAreDroppedAfterADay) {
  world_.start();
  const auto request = World::keyed(world_.request("app-1", Role::kOperator, registration()), "k");
  ASSERT_EQ(world_.send(request).kind, AnswerKind::kAccepted);
  world_.advance(24h);
  EXPECT_EQ(world_.send(request).kind, AnswerKind::kDuplicate);
  world_.advance(2h);
  EXPECT_EQ(world_.send(request).refusal, Refusal::kAlreadyRegistered);
}

TEST_P(Loop, ADryRunChangesNothing) {
  world_.start();
  auto request = World::keyed(world_.request("app-1", Role::kOperator, registration()), "k");
  request.dry_run = true;
  const auto would = world_.send(request);
  EXPECT_EQ(would.kind, AnswerKind::kAccepted);
  EXPECT_THAT(would.events, SizeIs(1));
  EXPECT_THAT(world_.log(), IsEmpty());
  EXPECT_FALSE(world_.case_of("app-1").registered());
  request.dry_run = false;
  EXPECT_EQ(world_.send(request).kind, AnswerKind::kAccepted);
  request = world_.request("app-1", Role::kOfficer, registration());
  request.dry_run = true;
  EXPECT_EQ(world_.send(request).refusal, Refusal::kAlreadyRegistered);
  EXPECT_THAT(world_.attempts("app-1"), IsEmpty()) << "who only asks attempts nothing";
}

// R13: officers' answers have a place that developers' traffic cannot take.
TEST_P(Loop, OfficersHaveAPlaceInAFullQueue) {
  engine::EngineLimits limits;
  limits.queue_max = 4;
  limits.officer_queue_max = 2;
  World world(GetParam(), limits);
  world.start();
  world.filing("app-1");
  Stall stall(world.engine());
  std::vector<Sent> taken;
  for (int i = 0; i < 4; ++i) {
    taken.push_back(world.submit("app-" + std::to_string(i + 2), Role::kOperator, registration()));
  }
  const auto busy = world.send("app-9", Role::kOperator, registration());
  EXPECT_EQ(busy.kind, AnswerKind::kBusy);
  EXPECT_GT(busy.retry_after, 0s);
  const auto pass = world.answer_of("app-1", lifecycle::Verdict::kPass);
  auto answer = world.submit("app-1", Role::kOfficer, pass);
  auto second = world.submit("app-1", Role::kOfficer, pass);
  EXPECT_EQ(world.send("app-1", Role::kOfficer, pass).kind, AnswerKind::kBusy);
  EXPECT_EQ(world.engine().figures().queued, 6U);
  stall.release();
  EXPECT_EQ(answer.get().kind, AnswerKind::kAccepted);
  EXPECT_EQ(second.get().kind, AnswerKind::kAccepted) << "noted: the entry has ended (R13a)";
  for (auto& sent : taken) EXPECT_EQ(sent.get().kind, AnswerKind::kAccepted);
}

// R23: what an authority or a reviewer tried in vain is recorded; what others did is not.
TEST_P(Loop, RefusedCommandsOfAuthoritiesAndReviewersAreRecorded) {
  world_.start();
  world_.reviewing("app-1");
  auto stale = world_.pass_of("app-1");
  stale.review_revision += 7;
  EXPECT_EQ(world_.send("app-1", Role::kReviewer, stale).refusal, Refusal::kStaleRevision);
  EXPECT_EQ(
      world_.send("app-1", Role::kOfficer, world_.answer_of("app-1", lifecycle::Verdict::kPass))
          .refusal,
      Refusal::kUnknownEntry);
  EXPECT_EQ(world_.send("app-1", Role::kDeveloper, lifecycle::Suspend{}).refusal,
            Refusal::kNothingServed);
  const auto attempts = world_.attempts("app-1");
  ASSERT_THAT(attempts, SizeIs(2));
  EXPECT_EQ(attempts[1].actor, "person-reviewer");
  EXPECT_EQ(attempts[1].command, "PassReview");
  EXPECT_EQ(attempts[1].refusal, "stale_revision");
  EXPECT_EQ(attempts[1].at, world_.clock.now());
  EXPECT_EQ(attempts[0].actor, "person-officer");
  EXPECT_EQ(attempts[0].refusal, "unknown_entry");
  EXPECT_EQ(world_.case_of("app-1").revision, 3U) << "a refused command changes no state";
}

// An attempt that cannot be recorded is not answered as if it had been.
TEST_P(Loop, AnAttemptThatIsLostIsNoRefusal) {
  world_.start();
  world_.registered("app-1");
  const auto command = world_.answer_of("app-1", lifecycle::Verdict::kPass);
  ASSERT_EQ(world_.send("app-1", Role::kOfficer, command).refusal, Refusal::kUnknownEntry);
  Stall stall(world_.engine());
  auto sent = world_.submit("app-1", Role::kOfficer, command);
  world_.faults().lose_connection(1, 1);  // after the facts were read
  stall.release();
  EXPECT_EQ(sent.get().kind, AnswerKind::kUnavailable);
  world_.engine().drain();
  EXPECT_EQ(world_.send("app-1", Role::kOfficer, command).refusal, Refusal::kUnknownEntry);
}

struct Stripped {
  std::string what;
  std::function<void(engine::PersonRow&)> change;
};

// R25: rights are as at the decision, not as at the sign-in.
TEST_P(Loop, WhoLostTheRightMeanwhileIsRefused) {
  world_.start();
  world_.filing("app-1");
  const auto who = World::actor(Role::kOfficer);
  const Stripped rows[] = {
      {"suspended", [](auto& row) { row.active = false; }},
      {"no officer any more", [](auto& row) { row.roles = {Role::kReviewer}; }},
      {"of another region", [](auto& row) { row.region = "44"; }},
      {"of another organisation", [](auto& row) { row.org = "org-op"; }},
      {"of another unit", [](auto& row) { row.unit = "unit-x"; }},
  };
  for (const auto& row : rows) {
    engine::PersonRow person{who.person, who.org, who.unit, "名字", {who.role}, who.region, true};
    row.change(person);
    world_.on_store([&](engine::Store& store) { ASSERT_TRUE(store.put_person(person)); });
    const auto answer =
        world_.send("app-1", Role::kOfficer, world_.answer_of("app-1", lifecycle::Verdict::kFail));
    EXPECT_EQ(answer.refusal, Refusal::kNoRight) << row.what;
  }
  EXPECT_THAT(world_.attempts("app-1"), SizeIs(std::size(rows)));
  auto stranger =
      world_.request("app-1", Role::kOfficer, world_.answer_of("app-1", lifecycle::Verdict::kFail));
  stranger.command.actor.person = "nobody";
  EXPECT_EQ(world_.send(stranger).refusal, Refusal::kNoRight);
}

TEST_P(Loop, TextsAreStoredWithTheirCommand) {
  world_.start();
  world_.reviewing("app-1");
  const std::string salt(32, 's');
  engine::TextRow text{sha256(salt + "请补充首页说明"), salt, "question", "请补充首页说明"};
  auto request =
      world_.request("app-1", Role::kReviewer, lifecycle::AskDeveloper{1, text.commitment});
  request.texts = {text};
  ASSERT_EQ(world_.send(request).kind, AnswerKind::kAccepted);
  EXPECT_EQ(world_.reader().text(text.commitment).value(), "请补充首页说明");
}

TEST_P(Loop, StoppingDecidesWhatWasTakenAndTakesNoMore) {
  world_.start();
  std::vector<Sent> sent;
  std::thread stopping;
  {
    Stall stall(world_.engine());
    for (int i = 0; i < 50; ++i) {
      sent.push_back(world_.submit("app-" + std::to_string(i), Role::kOperator, registration()));
    }
    stopping = std::thread([&] { world_.engine().stop(); });
  }
  stopping.join();
  for (auto& each : sent) EXPECT_EQ(each.get().kind, AnswerKind::kAccepted);
  const auto refused = world_.send("app-99", Role::kOperator, registration());
  EXPECT_EQ(refused.kind, AnswerKind::kBusy);
  EXPECT_EQ(refused.detail, "the server is stopping");
  EXPECT_FALSE(world_.engine().run_on_writer([](engine::Store&) {}));
  world_.stop();
  EXPECT_THAT(world_.log(), SizeIs(50));
}

// A ticket that nobody will submit any more must not keep the engine from stopping.
TEST_P(Loop, StoppingDoesNotWaitForOpenTickets) {
  world_.start();
  world_.filing("app-1");
  const Instant end = *world_.case_of("app-1").entries.front().end;
  world_.clock.set(end - 1us);
  const auto open = world_.engine().stamp();
  world_.clock.set(end + 1s);
  auto held =
      world_.submit("app-1", Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
  world_.engine().drain();
  ASSERT_FALSE(held.is_answered());
  world_.stop();
  EXPECT_EQ(held.get().kind, AnswerKind::kAccepted) << "decides what was taken";
}

TEST_P(Loop, AnEngineThatNeverStartedAnswersAllTheSame) {
  auto sent = world_.submit("app-1", Role::kOperator, registration());
  world_.stop();
  EXPECT_EQ(sent.get().kind, AnswerKind::kUnavailable);
}

TEST_P(Loop, TheCacheForgetsWithoutHarm) {
  engine::EngineLimits limits;
  limits.cache_apps_max = 3;
  World world(GetParam(), limits);
  world.start();
  for (int round = 0; round < 3; ++round) {
    Stall stall(world.engine());
    std::vector<Sent> sent;
    for (int i = 0; i < 10; ++i) {
      const auto app = "app-" + std::to_string(i);
      if (round == 0) sent.push_back(world.submit(app, Role::kOperator, registration()));
      sent.push_back(
          world.submit(app, Role::kDeveloper,
                       lifecycle::AuthoriseAgency{"org-" + std::to_string(round), std::nullopt}));
    }
    stall.release();
    for (auto& each : sent) EXPECT_EQ(each.get().kind, AnswerKind::kAccepted);
  }
  EXPECT_EQ(world.engine().figures().conflicts, 0U);
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(world.case_of("app-" + std::to_string(i)).agencies, SizeIs(3));
  }
}

}  // namespace
}  // namespace baobei::test
