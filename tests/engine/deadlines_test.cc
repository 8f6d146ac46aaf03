// Deadlines through the loop: once each, at their own instants, in batches, past restarts.
#include "engine/world.h"
#include "engine/write_builder.h"
#include "lifecycle/notice.h"

namespace baobei::test {
namespace {

using lifecycle::DeadlineKind;
using lifecycle::NoticeKind;
using lifecycle::SubmissionState;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Deadlines : public testing::TestWithParam<StoreKind> {
 protected:
  Deadlines() { world_.start(); }
  std::size_t count(const std::string& type) {
    const auto log = world_.log();
    return static_cast<std::size_t>(
        std::ranges::count(log, type, [](const auto& event) { return event.row.type; }));
  }
  engine::EventRow event(const std::string& type) {
    for (const auto& event : world_.log()) {
      if (event.row.type == type) return event.row;
    }
    ADD_FAILURE() << "no " << type;
    return {};
  }
  World world_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Stores, Deadlines, testing::Values(StoreKind::kMemory, StoreKind::kSqlite),
                         name_of);

TEST_P(Deadlines, AreFiredOnce) {
  world_.filing("app-1");
  const Instant end = *world_.case_of("app-1").entries.front().end;
  world_.move_to(end - 1us);
  EXPECT_EQ(count("filing_period_ended"), 0U);
  world_.move_to(end);
  EXPECT_EQ(count("filing_period_ended"), 1U);
  EXPECT_EQ(event("filing_period_ended").at, end);
  EXPECT_THAT(world_.deadlines(), IsEmpty()) << "the row goes with what it carried out";
  const auto revision = world_.case_of("app-1").revision;
  world_.advance(1h);
  world_.restart();
  world_.advance(1h);
  EXPECT_EQ(world_.case_of("app-1").revision, revision);
  std::size_t notices = 0;
  for (const auto& notice : world_.inbox(Role::kDeveloper)) {
    notices += notice.row.notice.kind == NoticeKind::kPreLaunch ? 1 : 0;
  }
  EXPECT_EQ(notices, 1U);
}

// R13: late, the end carries its own instant; how late is a figure.
TEST_P(Deadlines, ALateTimerChangesNothingButTheFigure) {
  world_.filing("app-1");
  const Instant end = *world_.case_of("app-1").entries.front().end;
  world_.move_to(end - 1h);  // the warning is sent, 23 h late
  world_.move_to(end + 5s);
  const auto ended = event("filing_period_ended");
  EXPECT_EQ(ended.at, end);
  EXPECT_EQ(ended.recorded_at, end + 5s);
  EXPECT_EQ(event("filing_end_warned").at, end - 24h);
  const auto figures = world_.engine().figures();
  EXPECT_EQ(figures.fired, 2U);
  EXPECT_EQ(figures.lateness_max, Duration(23h).count());
  EXPECT_EQ(figures.lateness_p50, Duration(23h).count());
}

TEST_P(Deadlines, GraceRunsOutWhileTheServerIsDown) {
  world_.served("app-1");
  auto fail = world_.answer_of("app-1", lifecycle::Verdict::kFail);
  fail.down_by = world_.clock.now() + 10h;
  world_.must("app-1", Role::kOfficer, fail);
  EXPECT_FALSE(lifecycle::serving(world_.case_of("app-1"), world_.clock.now()).dark);
  world_.stop();
  world_.clock.advance(11h);
  EXPECT_TRUE(lifecycle::serving(world_.case_of("app-1"), world_.clock.now()).dark)
      << "the endpoint needs no timer";
  world_.restart();
  world_.engine().drain();
  EXPECT_EQ(event("taken_down").at, *fail.down_by);
  EXPECT_EQ(event("taken_down").recorded_at, *fail.down_by + 1h);
  EXPECT_EQ(lifecycle::service_state(world_.case_of("app-1")), lifecycle::ServiceState::kDown);
  for (const auto& row : world_.deadlines()) EXPECT_NE(row.deadline.kind, DeadlineKind::kDownBy);
}

// A store that has nothing to say at the start is asked again.
TEST_P(Deadlines, AreKnownAfterAStartThatFailed) {
  world_.filing("app-1");
  const Instant end = *world_.case_of("app-1").entries.front().end;
  world_.stop();
  world_.clock.set(end);
  world_.restart();
  world_.faults().lose_connection(2);
  for (int i = 0; i < 4; ++i) {
    world_.engine().clock_moved();
    world_.engine().drain();
  }
  EXPECT_EQ(count("filing_period_ended"), 1U);
}

// Reviews of `count` mini-programs that are due 72 hours after kStart.
void seed_reviews(World& world, std::size_t count) {
  world.on_store([&](engine::Store& store) {
    std::vector<engine::Write> writes;
    lifecycle::Facts facts;
    facts.categories = {{kPlain, true, false, true, true, {}, {}}};
    for (std::size_t i = 0; i < count; ++i) {
      const auto app = "app-" + std::to_string(i);
      engine::CaseFile file;
      const auto act = [&](Role role, lifecycle::CommandData data) {
        const auto events = lifecycle::decide(
            file.app, facts, {app, World::actor(role), std::move(data)}, kStart, world.book.rules_);
        auto built = engine::build_write(file, app, events.value(), world.book.rules_, kStart);
        file = std::move(built.after);
        writes.push_back(std::move(built.write));
      };
      act(Role::kOperator,
          lifecycle::RegisterApp{
              {"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", false});
      act(Role::kDeveloper, lifecycle::Submit{World::version(app), {kPlain}, {}, {}, {}});
      writes.back().deliveries.clear();
    }
    for (const auto& outcome : store.commit(writes)) {
      ASSERT_EQ(outcome.result, engine::WriteResult::kCommitted) << outcome.detail;
    }
  });
  world.restart();
}

// Makes them due and sends commands meanwhile, each answer the next, as a person at a desk would,
// until `count` have fired. How many were answered.
std::size_t answers_while_firing(World& world, std::size_t count) {
  world.registered("app-people");
  Stall stall(world.engine());
  std::size_t answers = 0;
  std::promise<void> all_fired;
  const auto send = [&](const std::function<void(const Answer&)>& then) {
    world.engine().submit(world.engine().stamp(),
                          world.request("app-people", Role::kDeveloper, lifecycle::Suspend{}),
                          then);
  };
  std::function<void(const Answer&)> next = [&](const Answer& answer) {
    EXPECT_EQ(answer.kind, AnswerKind::kRefused);
    if (world.engine().figures().fired >= count) return all_fired.set_value();
    ++answers;
    send(next);
  };
  send(next);
  world.clock.advance(73h);
  stall.release();
  all_fired.get_future().wait();
  world.engine().drain();
  return answers;
}

// DESIGN decision 5: at most 256 a batch, people's commands in between.
TEST_P(Deadlines, TenThousandAtOnceLeaveRoomForPeople) {
  const std::size_t kApps = GetParam() == StoreKind::kSqlite ? 10'000 : 2'000;
  seed_reviews(world_, kApps);
  const auto commits = world_.engine().figures().commits;
  EXPECT_GE(answers_while_firing(world_, kApps), kApps / 256);
  EXPECT_EQ(count("review_overdue"), kApps);
  EXPECT_THAT(world_.deadlines(), IsEmpty());
  EXPECT_GE(world_.engine().figures().commits - commits, kApps / 256);
}

// Where each takes a millisecond, a round that people wait for carries out few.
TEST_P(Deadlines, TheSlowerTheyAreTheFewerStandBeforeAPerson) {
  constexpr std::size_t kApps = 1'000;
  seed_reviews(world_, kApps);
  world_.faults().watch_commits(
      [&](std::size_t writes) { world_.clock.advance(std::chrono::milliseconds(writes)); });
  EXPECT_GE(answers_while_firing(world_, kApps), kApps / 32);
  EXPECT_EQ(count("review_overdue"), kApps);
}

// R25: a policy that warns later than the one a deadline was written under. The row says due, the
// case file does not; it is put right and nobody is held up.
TEST_P(Deadlines, APolicyThatMovesAWarningMovesTheDeadline) {
  world_.reviewing("app-1", kClinic);
  world_.must("app-1", Role::kReviewer, world_.pass_of("app-1"));
  world_.must("app-1", Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
  world_.book.changes_at = kStart + 300 * 24h;
  world_.book.later = world_.book.rules_;
  world_.book.later.qualification_warning = 10 * 24h;
  world_.move_to(kStart + 336 * 24h);
  EXPECT_EQ(count("qualification_warned"), 0U);
  EXPECT_EQ(world_.engine().figures().deferred, 0U);
  EXPECT_THAT(world_.deadlines(), SizeIs(2));
  EXPECT_EQ(world_.deadlines()[0].deadline.due, kStart + 355 * 24h);
  world_.move_to(kStart + 355 * 24h);
  EXPECT_EQ(count("qualification_warned"), 1U);
}

// More mini-programs than a batch whose case files cannot be read: the others' ends come in time,
// and a figure says how many there are.
TEST_P(Deadlines, WhatMakesNoSenseHoldsUpNobody) {
  constexpr int kBroken = 300;
  world_.filing("app-sound");
  const Instant end = *world_.case_of("app-sound").entries.front().end;
  world_.on_store([&](engine::Store& store) {
    std::vector<engine::Write> writes;
    for (int i = 0; i < kBroken; ++i) {
      const auto app = "broken-" + std::to_string(i);
      auto built = engine::build_write(
          {}, app,
          {{kStart, {}, lifecycle::AppRegistered{app, {"sub-a", {}, "33"}, "org-a", false}}},
          world_.book.rules_, kStart);
      built.write.state = "no case file";
      built.write.deadlines_set = {{DeadlineKind::kReviewDue, 1, kStart + 1h}};
      writes.push_back(std::move(built.write));
    }
    for (const auto& outcome : store.commit(writes)) {
      ASSERT_EQ(outcome.result, engine::WriteResult::kCommitted) << outcome.detail;
    }
  });
  world_.move_to(end);
  EXPECT_EQ(count("filing_period_ended"), 1U);
  EXPECT_EQ(world_.engine().figures().deferred, static_cast<std::size_t>(kBroken));
  world_.advance(61s);
  world_.filing("app-later");
  world_.move_to(*world_.case_of("app-later").entries.front().end);
  EXPECT_EQ(count("filing_period_ended"), 2U);
  EXPECT_EQ(world_.engine().figures().deferred, static_cast<std::size_t>(kBroken));
}

// Developers' own deadlines: the limit to answer a question, the lapse of what was never released.
TEST_P(Deadlines, LimitsOfDevelopersEndTheirSubmissions) {
  world_.reviewing("app-1");
  world_.must("app-1", Role::kReviewer, lifecycle::AskDeveloper{1, sha256("question")});
  world_.reviewing("app-2", kPlain);
  world_.must("app-2", Role::kReviewer, world_.pass_of("app-2"));
  world_.advance(14 * 24h);
  EXPECT_EQ(world_.case_of("app-1").submissions.front().state, SubmissionState::kWithdrawn);
  world_.advance(166 * 24h);
  EXPECT_EQ(world_.case_of("app-2").submissions.front().state, SubmissionState::kLapsed);
  EXPECT_THAT(world_.deadlines(), IsEmpty());
}

}  // namespace
}  // namespace baobei::test
