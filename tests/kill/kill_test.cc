// kill -9 at random moments: what was acknowledged is there, what is there is whole.
//
// A child process writes through the real engine and store and reports every acknowledged command
// down a pipe; the parent kills it after a random number of reports, opens the files and looks.
// BAOBEI_KILL_ROUNDS=100 asks for more rounds, BAOBEI_KILL_SEED for others.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <map>
#include <random>

#include "base/file.h"
#include "engine/engine.h"
#include "lifecycle/codec.h"
#include "store/backup.h"
#include "store/sqlite_store.h"
#include "support/scratch.h"
#include "support/table_book.h"

namespace baobei::test {
namespace {

constexpr int kRoundsOfTheGate = 6;
constexpr std::uint64_t kRoundsOfAFile = 10;  // each verifies the whole file, which grows
constexpr std::uint32_t kApps = 8;
constexpr std::uint32_t kChains = 32;  // commands under way in the child

struct Report {  // one write to the pipe, shorter than PIPE_BUF: whole or not at all
  std::uint64_t command = 0;
  std::uint64_t revision = 0;
  std::uint32_t app = 0;
  std::uint32_t round = 0;
};

class MachineClock final : public engine::Clock {
 public:
  Instant now() override { return read(CLOCK_REALTIME); }
  Duration boot_time() override { return read(CLOCK_BOOTTIME).time_since_epoch(); }

 private:
  static Instant read(clockid_t which) {
    timespec time = {};
    ::clock_gettime(which, &time);
    return from_micros(std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1'000);
  }
};

std::string app_of(std::uint32_t number) {
  return "wx" + std::to_string(number);
}
engine::IdempotencyKey key_of(std::uint32_t round, std::uint64_t command) {
  return {"person-dev", "command", std::to_string(round) + "/" + std::to_string(command)};
}

// ---- the child ----------------------------------------------------------------------------------
class Child {
 public:
  Child(const std::string& path, std::uint32_t round, int pipe) : round_(round), pipe_(pipe) {
    auto opened = store::open(path, store::OpenMode::kSandbox, clock_.now());
    CHECK(opened.has_value(), to_string(opened.error()));
    opened_ = std::move(*opened);
    auto& store = *opened_.store;
    using lifecycle::Role;
    CHECK(store.put_person({"person-dev", "org-a", "", "名字", {Role::kDeveloper}, "", true}));
    CHECK(store.put_person({"person-op", "org-op", "", "名字", {Role::kOperator}, "", true}));
    engine_.emplace(store, clock_, book_, nullptr);
    engine_->start();
  }

  [[noreturn]] void run() {
    for (std::uint32_t app = 0; round_ == 0 && app < kApps; ++app) {
      lifecycle::RegisterApp registers{
          {"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", false};
      send(app, lifecycle::Role::kOperator, registers, [] {});
    }
    for (std::uint32_t chain = 0; chain < kChains; ++chain) authorise(chain);
    for (;;) ::pause();
  }

 private:
  // Each answer sends the next one: a chain authorises its agency, ends that, and so on.
  void authorise(std::uint32_t chain) {
    send(chain % kApps, lifecycle::Role::kDeveloper,
         lifecycle::AuthoriseAgency{agency_of(chain), std::nullopt}, [this, chain] { end(chain); });
  }
  void end(std::uint32_t chain) {
    send(chain % kApps, lifecycle::Role::kDeveloper, lifecycle::EndAuthorisation{agency_of(chain)},
         [this, chain] { authorise(chain); });
  }
  std::string agency_of(std::uint32_t chain) const {
    return "agency-" + std::to_string(round_) + "-" + std::to_string(chain);
  }

  void send(std::uint32_t app, lifecycle::Role role, lifecycle::CommandData data,
            std::function<void()> next) {
    const auto command = sent_++;
    engine::Request request;
    request.command.app = app_of(app);
    const bool developer = role == lifecycle::Role::kDeveloper;
    request.command.actor = {developer ? "person-dev" : "person-op", role,
                             developer ? "org-a" : "org-op", "", ""};
    request.command.data = std::move(data);
    request.idempotency = key_of(round_, command);
    request.request_hash = sha256(std::to_string(command));
    engine_->submit(engine_->stamp(), std::move(request),
                    [this, command, app, next = std::move(next)](const engine::Answer& answer) {
                      CHECK(answer.kind == engine::AnswerKind::kAccepted, answer.detail);
                      const Report report{command, answer.revision, app, round_};
                      if (::write(pipe_, &report, sizeof report) != sizeof report) ::_exit(3);
                      next();
                    });
  }

  const std::uint32_t round_;
  const int pipe_;
  MachineClock clock_;
  TableBook book_;
  store::Opened opened_;
  std::optional<engine::Engine> engine_;
  std::atomic<std::uint64_t> sent_{0};
};

// ---- the parent ---------------------------------------------------------------------------------
// Runs a child until it has reported that many commands, kills it, and returns what it reported.
std::vector<Report> killed_after(std::size_t reports, const std::string& path,
                                 std::uint32_t round) {
  int ends[2] = {};
  CHECK(::pipe2(ends, O_CLOEXEC) == 0);
  const pid_t child = ::fork();
  CHECK(child >= 0);
  if (child == 0) {
    ::close(ends[0]);
    Child(path, round, ends[1]).run();
  }
  ::close(ends[1]);
  const Fd from(ends[0]);
  std::vector<Report> all;
  Report report;
  while (::read(from.get(), &report, sizeof report) == sizeof report) {
    all.push_back(report);
    if (all.size() == reports) ::kill(child, SIGKILL);
  }
  int status = 0;
  CHECK(::waitpid(child, &status, 0) == child);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "status " << status;
  return all;
}

std::uint64_t number_of(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);  // NOLINT: no other thread runs
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

void expect_kept(const std::string& path, const std::vector<Report>& acknowledged) {
  const auto opened = store::open(path, store::OpenMode::kSandbox, Instant{});
  ASSERT_TRUE(opened) << to_string(opened.error());
  std::map<std::uint32_t, std::uint64_t> newest;
  for (const auto& report : acknowledged) {
    const auto kept = opened->store->find_idempotency(key_of(report.round, report.command));
    ASSERT_TRUE(kept && kept->has_value())
        << "command " << report.command << " of round " << report.round << " is lost";
    EXPECT_THAT((*kept)->response,
                testing::HasSubstr(R"("revision":)" + std::to_string(report.revision) + ","));
    auto& revision = newest[report.app];
    revision = std::max(revision, report.revision);
  }
  for (const auto& [app, revision] : newest) {
    EXPECT_GE(opened->store->load(app_of(app)).value().revision, revision) << app_of(app);
  }
}

// As many lives of one database, each killed; returns how many commands they acknowledged.
std::size_t lives_of_a_file(std::uint64_t rounds, std::mt19937_64& random) {
  const Scratch scratch(Scratch::Where::kDisk);
  const auto path = scratch.file("baobei.db");
  std::vector<Report> acknowledged;
  for (std::uint32_t round = 0; round < rounds && !testing::Test::HasFatalFailure(); ++round) {
    const auto reports = killed_after(kApps + random() % 700, path, round);
    acknowledged.insert(acknowledged.end(), reports.begin(), reports.end());
    const auto verified = store::verify(path);
    if (!verified) {
      ADD_FAILURE() << "round " << round << " of its file: " << to_string(verified.error());
      break;
    }
    EXPECT_GE(verified->events, acknowledged.size()) << "each one is an event";
    expect_kept(path, acknowledged);
  }
  return acknowledged.size();
}

TEST(Kill, WhatWasAcknowledgedIsThere) {
  const auto rounds = number_of("BAOBEI_KILL_ROUNDS", kRoundsOfTheGate);
  const auto seed = number_of("BAOBEI_KILL_SEED", 1);
  SCOPED_TRACE("BAOBEI_KILL_SEED=" + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::size_t acknowledged = 0;
  for (std::uint64_t begun = 0; begun < rounds && !HasFailure(); begun += kRoundsOfAFile) {
    acknowledged += lives_of_a_file(std::min(kRoundsOfAFile, rounds - begun), random);
  }
  std::printf("%zu commands acknowledged in %llu lives\n", acknowledged,
              static_cast<unsigned long long>(rounds));
}

}  // namespace
}  // namespace baobei::test
