// The automatic checks: leased, run once, leased again after a crash, a late result without harm.
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "engine/world.h"
#include "engine/write_builder.h"

namespace baobei::test {
namespace {

using engine::CheckJob;
using engine::CheckResult;
using lifecycle::CheckOutcome;
using lifecycle::SubmissionState;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// A checker that reports when it is told to.
class HandChecker final : public engine::Checker {
 public:
  CheckResult check(const CheckJob& job) override {
    std::unique_lock lock(mutex_);
    const auto number = jobs_.size();
    jobs_.push_back(job);
    changed_.notify_all();
    changed_.wait(lock, [&] { return given_up_ || results_.contains(number); });
    return results_[number];
  }

  // Waits until that many jobs have begun.
  std::vector<CheckJob> begun(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return jobs_.size() >= count; });
    return jobs_;
  }
  std::size_t count() {
    const std::lock_guard lock(mutex_);
    return jobs_.size();
  }
  // Nobody waits for what is not reported any more.
  void give_up() {
    const std::lock_guard lock(mutex_);
    given_up_ = true;
    changed_.notify_all();
  }
  void report(std::size_t number, CheckOutcome outcome) {
    const std::lock_guard lock(mutex_);
    results_[number] = {outcome, sha256("report " + std::to_string(number)), {}};
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<CheckJob> jobs_;
  std::map<std::size_t, CheckResult> results_;
  bool given_up_ = false;
};

class Checks : public testing::TestWithParam<StoreKind> {
 protected:
  ~Checks() override { checker_.give_up(); }
  void begin(engine::EngineLimits limits = {}) {
    world_ = std::make_unique<World>(GetParam(), limits, &checker_);
    world_->start();
    world_->registered("app-1");
    world_->on_store([&](engine::Store& store) {
      ASSERT_TRUE(store.put_package(
          {"app-1", World::version("app-1"), "1.0", 10, 1, "person-developer", kStart}));
    });
  }
  void submit() {
    world_->must("app-1", Role::kDeveloper,
                 lifecycle::Submit{World::version("app-1"), {kPlain}, {}, {}, {}});
  }
  // A checker's thread hands its result in when it gets to it.
  void until(const std::function<bool()>& holds) {
    while (!holds()) {
      world_->engine().drain();
      std::this_thread::yield();
    }
  }
  SubmissionState state() { return world_->case_of("app-1").submissions.back().state; }
  std::size_t waiting_jobs() {
    std::size_t jobs = 0;
    world_->on_store([&](engine::Store& store) {
      // Leases nothing that anybody could still want: the last look of a test.
      jobs =
          store.lease_deliveries(engine::DeliveryKind::kCheck, Instant::max(), Instant::max(), 99)
              .value()
              .size();
    });
    return jobs;
  }

  HandChecker checker_;
  std::unique_ptr<World> world_;
};
INSTANTIATE_TEST_SUITE_P(Stores, Checks, testing::Values(StoreKind::kMemory, StoreKind::kSqlite),
                         name_of);

TEST_P(Checks, ASubmissionIsCheckedByItself) {
  begin();
  submit();
  const auto jobs = checker_.begun(1);
  EXPECT_EQ(jobs[0].app, "app-1");
  EXPECT_EQ(jobs[0].submission, 1U);
  EXPECT_EQ(jobs[0].attempt, 1U);
  EXPECT_EQ(jobs[0].digest, World::version("app-1"));
  EXPECT_EQ(state(), SubmissionState::kChecking);
  checker_.report(0, CheckOutcome::kPassed);
  until([&] { return state() == SubmissionState::kReviewing; });
  EXPECT_EQ(world_->case_of("app-1").submissions.back().report, sha256("report 0"));
  EXPECT_EQ(waiting_jobs(), 0U);
}

// R4: could not check → retried, then a person.
TEST_P(Checks, WhatCouldNotBeCheckedIsTriedAgainAndThenSeenByAPerson) {
  begin();
  submit();
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(checker_.begun(i + 1).back().attempt, i + 1);
    checker_.report(i, CheckOutcome::kCouldNotCheck);
  }
  until([&] { return state() == SubmissionState::kReviewing; });
  EXPECT_EQ(checker_.count(), 3U);
  EXPECT_EQ(world_->case_of("app-1").submissions.back().check, CheckOutcome::kCouldNotCheck);
  EXPECT_EQ(waiting_jobs(), 0U);
}

struct Crash {
  bool sole;
  Duration until_leased;
};

// The process that had the job is gone. The only engine of a store takes it back at once, one of
// several when the lease has run out.
TEST_P(Checks, AJobOfACrashedProcessIsLeasedAgain) {
  const Crash rows[] = {{true, 0s}, {false, 10min}};
  for (const auto& row : rows) {
    HandChecker checker;
    engine::EngineLimits limits;
    limits.sole = row.sole;
    World world(GetParam(), limits, &checker);
    world.on_store([&](engine::Store& store) {
      ASSERT_TRUE(store.put_package(
          {"app-1", World::version("app-1"), "1.0", 10, 1, "person-developer", kStart}));
      lifecycle::Facts facts;
      facts.categories = {{kPlain, true, false, true, true, {}, {}}};
      engine::CaseFile file;
      std::vector<engine::Write> writes;
      for (const auto& command :
           {world.request(
                "app-1", Role::kOperator,
                lifecycle::RegisterApp{
                    {"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", false}),
            world.request("app-1", Role::kDeveloper,
                          lifecycle::Submit{World::version("app-1"), {kPlain}, {}, {}, {}})}) {
        const auto events =
            lifecycle::decide(file.app, facts, command.command, kStart, world.book.rules_);
        auto built = engine::build_write(file, "app-1", events.value(), world.book.rules_, kStart);
        file = std::move(built.after);
        writes.push_back(std::move(built.write));
      }
      store.commit(writes);
      ASSERT_THAT(
          store.lease_deliveries(engine::DeliveryKind::kCheck, kStart, kStart + 10min, 9).value(),
          SizeIs(1));
    });
    world.clock.advance(1ms);
    world.start();
    world.engine().drain();
    if (row.until_leased > 0s) {
      world.advance(row.until_leased - 2ms);
      EXPECT_EQ(checker.count(), 0U);
      world.advance(2s);
    }
    EXPECT_EQ(checker.begun(1)[0].attempt, 1U);
    checker.report(0, CheckOutcome::kPassed);
    while (world.case_of("app-1").submissions.at(0).state != SubmissionState::kReviewing) {
      world.engine().drain();
      std::this_thread::yield();
    }
  }
}

// A checker that was believed dead and was not: the first result of an attempt counts, the other
// one is refused and does no harm.
TEST_P(Checks, AResultOfAnOlderLeaseIsHarmless) {
  engine::EngineLimits limits;
  limits.checks_at_once = 2;
  begin(limits);
  submit();
  checker_.begun(1);
  world_->advance(10min + 1s);
  const auto jobs = checker_.begun(2);
  EXPECT_EQ(jobs[1].attempt, jobs[0].attempt);
  checker_.report(1, CheckOutcome::kPassed);
  until([&] { return state() == SubmissionState::kReviewing; });
  checker_.report(0, CheckOutcome::kFindings);
  world_->stop();  // waits for the first one and decides what it says
  EXPECT_EQ(world_->case_of("app-1").submissions.back().check, CheckOutcome::kPassed);
  EXPECT_THAT(world_->log_types("app-1"),
              ElementsAre("app_registered", "submitted", "check_finished"));
  EXPECT_THAT(world_->attempts("app-1"), IsEmpty());
  EXPECT_EQ(waiting_jobs(), 0U);
}

// The older lease's could-not-check starts a second attempt; the newer lease's late result belongs
// to the first and is refused.
TEST_P(Checks, AResultOfAnOlderAttemptIsHarmless) {
  engine::EngineLimits limits;
  limits.checks_at_once = 2;
  begin(limits);
  submit();
  checker_.begun(1);
  world_->advance(10min + 1s);
  checker_.begun(2);
  checker_.report(0, CheckOutcome::kCouldNotCheck);
  EXPECT_EQ(checker_.begun(3)[2].attempt, 2U);
  checker_.report(1, CheckOutcome::kPassed);
  checker_.report(2, CheckOutcome::kFindings);
  until([&] { return state() == SubmissionState::kReviewing; });
  world_->stop();
  EXPECT_EQ(world_->case_of("app-1").submissions.back().check, CheckOutcome::kFindings);
  EXPECT_EQ(waiting_jobs(), 0U);
}

// The work of minutes is not thrown away because the store was away for a second.
TEST_P(Checks, AResultIsKeptWhileTheStoreIsAway) {
  begin();
  submit();
  checker_.begun(1);
  world_->engine().drain();
  world_->faults().fail_next(store::FaultKind::kUnavailable);
  checker_.report(0, CheckOutcome::kPassed);
  until([&] { return world_->faults().pending() == 0; });
  EXPECT_EQ(state(), SubmissionState::kChecking);
  until([&] {
    world_->advance(1s);
    return state() == SubmissionState::kReviewing;
  });
  EXPECT_EQ(checker_.count(), 1U);
}

TEST_P(Checks, AWithdrawnSubmissionEndsItsJob) {
  begin();
  submit();
  checker_.begun(1);
  world_->must("app-1", Role::kDeveloper, lifecycle::Withdraw{1});
  checker_.report(0, CheckOutcome::kPassed);
  world_->stop();
  EXPECT_EQ(state(), SubmissionState::kWithdrawn);
  EXPECT_EQ(waiting_jobs(), 0U);
}

// No more at once than allowed, and the next begins as soon as one ends, not at the next poll.
TEST_P(Checks, JobsFollowEachOtherWithoutWaiting) {
  begin();
  for (int i = 2; i < 6; ++i) {
    const auto app = "app-" + std::to_string(i);
    world_->registered(app);
    world_->on_store([&](engine::Store& store) {
      ASSERT_TRUE(
          store.put_package({app, World::version(app), "1.0", 10, 1, "person-developer", kStart}));
    });
    world_->must(app, Role::kDeveloper,
                 lifecycle::Submit{World::version(app), {kPlain}, {}, {}, {}});
  }
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_THAT(checker_.begun(i + 1), SizeIs(i + 1)) << "one at a time";
    checker_.report(i, CheckOutcome::kPassed);
  }
}

}  // namespace
}  // namespace baobei::test
