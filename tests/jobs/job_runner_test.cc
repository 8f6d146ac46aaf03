// The runner of jobs on the store in memory, command by command: order, once each, a stop in the
// middle, what cannot be carried out, and how many are on their way.
#include "http/job_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <functional>
#include <set>
#include <thread>

#include "base/json.h"
#include "http/test_world.h"
#include "store/memory_jobs.h"
#include "store/store_contract.h"

namespace baobei::test {
namespace {

using engine::AnswerKind;
using engine::ItemState;
using engine::JobState;
using namespace std::chrono_literals;

// Answers as the script says, at once or when it is let go; what it accepts it commits.
class ScriptedCommands final : public http::Commands {
 public:
  ScriptedCommands(engine::Clock& clock, store::MemoryStore& store) : gate(clock), store_(store) {}

  engine::StampTicket stamp() override { return gate.open(); }
  engine::StampTicket reopen(Instant recorded) override { return gate.reopen(recorded); }
  bool believes(const engine::StampTicket&) override { return true; }
  void put_package(engine::PackageRow, std::function<void(Status)>) override {}
  void put_app_name(engine::AppNameRow, std::function<void(Status)>) override {}
  void mark_read(engine::Viewer, std::uint64_t, Instant, std::function<void(Status)>) override {}

  void submit(engine::StampTicket ticket, engine::Request request,
              std::function<void(engine::Answer)> done) override {
    const std::lock_guard lock(mutex_);
    sent.push_back(request.command.app);
    stamps.insert(ticket.stamp());
    ++on_their_way_;
    most_at_once = std::max(most_at_once, on_their_way_);
    auto work = [this, request = std::move(request), done = std::move(done)] {
      auto answer = script ? script(request) : engine::Answer{};
      if (!script) answer.kind = AnswerKind::kAccepted;
      if (answer.kind == AnswerKind::kAccepted) accept(request);
      --on_their_way_;
      done(std::move(answer));
    };
    if (!held) return work();
    waiting_.push_back(std::move(work));
  }
  bool on_writer(std::function<void()> task) override {
    task();
    return true;
  }

  // The answers to all that are on their way.
  void let_go() {
    const std::lock_guard lock(mutex_);
    for (const auto& work : std::exchange(waiting_, {})) work();
  }
  std::size_t waiting() {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }

  engine::StampGate gate;
  std::function<engine::Answer(const engine::Request&)> script;
  bool held = false;
  std::vector<std::string> sent;
  std::set<Instant> stamps;
  std::size_t most_at_once = 0;

 private:
  void accept(const engine::Request& request) {
    auto write = store::fake_write(request.command.app, last_[request.command.app]);
    write.finished_item = engine::FinishedItem{*request.job_item, "{}"};
    const auto outcome = store::commit_one(store_, write);
    EXPECT_EQ(outcome.result, engine::WriteResult::kCommitted) << outcome.detail;
    last_[request.command.app] = store::after(write);
  }

  store::MemoryStore& store_;
  std::mutex mutex_;
  std::deque<std::function<void()>> waiting_;
  std::map<std::string, engine::StoredApp> last_;
  std::size_t on_their_way_ = 0;
};

class JobRunnerTest : public testing::Test {
 protected:
  JobRunnerTest() {
    services.jobs = &jobs;
    world.plug_into(services);
    services.jobs = &jobs;
    services.ready = [this]() -> Status {
      if (not_ready > 0) {
        --not_ready;
        return fail(ErrorKind::kUnavailable, "the clock is not to be trusted");
      }
      return {};
    };
  }

  // Releases, an item for each mini-program; `bodies` instead where they are given.
  engine::JobRow job_of(std::size_t count, const std::map<std::size_t, std::string>& bodies = {}) {
    engine::JobRow job;
    job.id = "job-1";
    job.kind = engine::JobKind::kRelease;
    job.actor = {"developer", lifecycle::Role::kDeveloper, "org-dev", "", ""};
    job.source = engine::kFromList;
    job.received_at = world.clock.now();
    job.items = count;
    std::vector<engine::JobItemRow> items;
    for (std::size_t i = 1; i <= count; ++i) {
      engine::JobItemRow item;
      item.no = static_cast<std::uint32_t>(i);
      item.app = app(i);
      item.body = R"({"app":")" + item.app + R"(","submission":1})";
      if (const auto other = bodies.find(i); other != bodies.end()) item.body = other->second;
      items.push_back(std::move(item));
    }
    EXPECT_TRUE(jobs.add(job, items));
    return job;
  }
  static std::string app(std::size_t no) { return "app-" + std::to_string(no); }
  static std::vector<std::string> apps(std::size_t from, std::size_t to) {
    std::vector<std::string> all;
    for (auto i = from; i <= to; ++i) all.push_back(app(i));
    return all;
  }
  engine::JobRow shown() { return jobs.find("developer", "job-1").value(); }
  engine::JobRow ended() {
    for (int i = 0; i < 4'000; ++i) {
      const auto job = shown();
      if (job.state != JobState::kRunning) return job;
      std::this_thread::sleep_for(5ms);
    }
    ADD_FAILURE() << "it does not end";
    return shown();
  }
  engine::JobItemRow item(std::uint32_t no) {
    const auto items = jobs.items("job-1", std::nullopt, {"", engine::kPageMax}).value();
    return items.rows.at(no - 1);
  }
  static engine::Answer unavailable() {
    engine::Answer answer;
    answer.kind = AnswerKind::kUnavailable;
    return answer;
  }
  static engine::Answer accepted() {
    engine::Answer answer;
    answer.kind = AnswerKind::kAccepted;
    return answer;
  }

  http::test::World world;
  store::MemoryDatabase database;
  store::MemoryStore store{database};
  store::MemoryJobs jobs{database};
  ScriptedCommands commands{world.clock, store};
  int not_ready = 0;
  http::Services services{commands,
                          world.reader,
                          world.blobs,
                          world.clock,
                          world.catalogues,
                          world.background,
                          {},
                          {},
                          [](const Error& error) { ADD_FAILURE() << to_string(error); },
                          {},
                          {}};
};

TEST_F(JobRunnerTest, CarriesOutItemsInTheirOrderOnceEachByOneStamp) {
  auto job = job_of(450);
  const auto received = job.received_at;
  {
    http::JobRunner runner;
    auto ticket = commands.stamp();
    world.clock.advance(1h);
    runner.adopt(job, std::move(ticket));
    EXPECT_EQ(commands.gate.earliest_open(), received) << "no end behind it before its items";
    runner.start(services);
    const auto done = ended();
    EXPECT_EQ(done.accepted, 450U);
    EXPECT_EQ(done.waiting(), 0U);
  }
  EXPECT_EQ(commands.sent, apps(1, 450));
  EXPECT_THAT(commands.stamps, testing::ElementsAre(received));
  EXPECT_EQ(commands.gate.earliest_open(), std::nullopt) << "the ticket closed with the job";
}

TEST_F(JobRunnerTest, HasNoMoreOnTheirWayThanTheLimit) {
  commands.held = true;
  auto job = job_of(engine::kJobItemsAtOnce * 2 + 7);
  http::JobRunner runner;
  runner.adopt(job, commands.stamp());
  runner.start(services);
  const std::size_t lots[] = {engine::kJobItemsAtOnce, engine::kJobItemsAtOnce, 7};
  std::size_t accepted_before = 0;
  for (const auto lot : lots) {
    for (int i = 0; i < 2'000 && commands.waiting() < lot; ++i) std::this_thread::sleep_for(2ms);
    EXPECT_EQ(commands.waiting(), lot);
    EXPECT_EQ(shown().accepted, accepted_before) << "progress is what was decided";
    commands.let_go();
    accepted_before += lot;
  }
  EXPECT_EQ(ended().accepted, job.items);
  EXPECT_EQ(commands.most_at_once, engine::kJobItemsAtOnce);
}

TEST_F(JobRunnerTest, GoesOnAfterAStopInTheMiddleAndRepeatsNothing) {
  auto job = job_of(450);
  const auto received = job.received_at;
  {
    http::JobRunner runner;
    std::atomic<bool> stopping = false;
    std::thread stopper;
    commands.script = [&](const engine::Request& request) {
      if (request.command.app == app(230)) {
        stopper = std::thread([&] {
          stopping = true;
          runner.stop();
        });
        while (!stopping) std::this_thread::yield();
        std::this_thread::sleep_for(20ms);  // the stop waits for what is on its way
      }
      return accepted();
    };
    runner.adopt(job, commands.stamp());
    runner.start(services);
    for (int i = 0; i < 2'000 && shown().accepted < 400; ++i) std::this_thread::sleep_for(5ms);
    stopper.join();
    EXPECT_EQ(shown().state, JobState::kRunning);
    EXPECT_EQ(shown().accepted, 400U) << "two lots, and no third";
    EXPECT_TRUE(commands.gate.earliest_open().has_value()) << "its ticket stays open";
  }
  commands.script = {};
  world.clock.advance(8 * 24h);
  http::JobRunner next;
  ASSERT_TRUE(next.resume(services));
  EXPECT_EQ(commands.gate.earliest_open(), received) << "before anything starts";
  next.start(services);
  EXPECT_EQ(ended().accepted, 450U);
  EXPECT_EQ(commands.sent, apps(1, 450));
  EXPECT_THAT(commands.stamps, testing::ElementsAre(received));
}

TEST_F(JobRunnerTest, APoisonedItemFailsAfterItsTriesAndHoldsUpNothingElse) {
  std::map<std::string, int> tries;
  commands.script = [&](const engine::Request& request) {
    ++tries[request.command.app];
    return request.command.app == app(3) ? unavailable() : accepted();
  };
  auto job = job_of(5, {{4, R"({"app":"app-4","submission":"none"})"}});
  http::JobRunner runner;
  runner.adopt(job, commands.stamp());
  runner.start(services);
  const auto done = ended();
  EXPECT_EQ(done.state, JobState::kDone);
  EXPECT_EQ(done.accepted, 3U);
  EXPECT_EQ(done.failed, 1U);
  EXPECT_EQ(done.refused, 1U);
  EXPECT_EQ(tries[app(3)], http::JobRunner::kItemTriesMax);
  for (const std::size_t no : {1U, 2U, 5U}) EXPECT_EQ(tries[app(no)], 1) << no;
  EXPECT_FALSE(tries.contains(app(4))) << "a row that makes no command is not sent";
  EXPECT_EQ(item(3).state, ItemState::kFailed);
  EXPECT_EQ(item(3).refusal, "unavailable");
  EXPECT_EQ(item(4).state, ItemState::kRefused);
  EXPECT_EQ(item(4).refusal, "invalid_request");
  EXPECT_TRUE(item(3).body.empty()) << "what people wrote goes with the waiting";
}

TEST_F(JobRunnerTest, CountsNoTryWhileTheClockOrTheStoreIsOutOfOrder) {
  int tries = 0;
  not_ready = 4;
  commands.script = [&](const engine::Request&) {
    ++tries;
    return unavailable();
  };
  auto job = job_of(1);
  http::JobRunner runner;
  runner.adopt(job, commands.stamp());
  runner.start(services);
  EXPECT_EQ(ended().failed, 1U);
  EXPECT_EQ(tries, http::JobRunner::kItemTriesMax + 4);
}

TEST_F(JobRunnerTest, NamesTheGuardOfWhatWasRefused) {
  commands.script = [&](const engine::Request& request) {
    engine::Answer answer;
    answer.kind = request.command.app == app(2) ? AnswerKind::kRefused : AnswerKind::kAccepted;
    if (answer.kind == AnswerKind::kRefused) answer.refusal = lifecycle::Refusal::kVersionBarred;
    return answer;
  };
  auto job = job_of(3);
  http::JobRunner runner;
  runner.adopt(job, commands.stamp());
  runner.start(services);
  const auto done = ended();
  EXPECT_EQ(done.accepted, 2U);
  EXPECT_EQ(done.refused, 1U);
  EXPECT_EQ(item(2).refusal, "version_barred");
  EXPECT_EQ(item(1).response, "{}");
}

}  // namespace
}  // namespace baobei::test
