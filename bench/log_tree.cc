// The log as a tree that others verify: what adding events costs with it, and how long a proof and
// a checkpoint take of a large log. What is printed, and how to read it: docs/benchmarks.md.
#include "store/log_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "bench/options.h"
#include "merkle/checkpoint.h"
#include "merkle/tree.h"
#include "receipts/receipts.h"
#include "store/sqlite_store.h"

namespace baobei::bench {
namespace {

using Steady = std::chrono::steady_clock;

struct Plan {
  std::uint64_t events = 1'000'000;
  std::size_t apps = 1'000;
  std::size_t group = 256;  // writes of one commit
  std::size_t proofs = 2'000;
  std::string parent = ".";
};

Plan quick_plan() {
  Plan plan;
  plan.events = 3'000;
  plan.apps = 50;
  plan.proofs = 50;
  return plan;
}

std::optional<int> ends_at_flags(Plan& plan, int argc, char** argv) {
  CLI::App flags("The log's tree: append, proofs, checkpoints; docs/benchmarks.md");
  flags.add_option("--events", plan.events, "in the log");
  flags.add_option("--apps", plan.apps, "whose events they are");
  flags.add_option("--proofs", plan.proofs, "of each kind");
  flags.add_option("--folder", plan.parent, "where the database is made; a real disk")
      ->check(CLI::ExistingDirectory);
  return bench::ends_at_flags(flags, argc, argv);
}

double micros_since(Steady::time_point begun) {
  return std::chrono::duration<double, std::micro>(Steady::now() - begun).count();
}

// The next event of a mini-program's chain.
engine::Write next_write(const std::string& app, engine::StoredApp& last) {
  engine::Write write;
  write.app = app;
  write.expected = last.revision;
  engine::EventRow row;
  row.revision = last.revision + 1;
  row.type = "tested";
  row.at = from_micros(static_cast<std::int64_t>(row.revision));
  row.recorded_at = row.at;
  row.prev = last.last_hash;
  row.body = fmt::format(R"({{"app":"{}","prev":"{}","revision":{}}})", app, to_hex(row.prev),
                         row.revision);
  row.hash = sha256("baobei.event/1\n" + row.body);
  last.revision = row.revision;
  last.last_hash = row.hash;
  write.state = "{}";
  write.row = {"org", "subject", "33", lifecycle::ServiceState::kNeverServed, row.at};
  write.events.push_back(std::move(row));
  return write;
}

Status append_all(engine::Store& store, const Plan& plan) {
  std::vector<engine::StoredApp> chains(plan.apps);
  std::vector<engine::Write> writes;
  const auto begun = Steady::now();
  for (std::uint64_t n = 0; n < plan.events;) {
    writes.clear();
    for (; writes.size() < plan.group && n < plan.events; ++n) {
      const auto app = n % plan.apps;
      writes.push_back(next_write("app-" + std::to_string(app), chains[app]));
    }
    for (const auto& outcome : store.commit(writes)) {
      if (outcome.result == engine::WriteResult::kCommitted) continue;
      return fail(ErrorKind::kInternal, "a write was not taken: " + outcome.detail);
    }
  }
  const double seconds = micros_since(begun) / 1e6;
  fmt::print(R"({{"measure":"append","events":{},"events_per_s":{:.0f}}})"
             "\n",
             plan.events, static_cast<double>(plan.events) / seconds);
  return {};
}

// Each `once` a number of times; the quantiles of how long it took.
template <typename Once>
Status quantiles(const char* measure, std::uint64_t events, std::size_t times, Once once) {
  std::vector<double> micros;
  std::size_t hashes = 0;
  for (std::size_t i = 0; i < times; ++i) {
    const auto begun = Steady::now();
    TRY_ASSIGN(const std::size_t more, once());
    micros.push_back(micros_since(begun));
    hashes = std::max(hashes, more);
  }
  std::ranges::sort(micros);
  fmt::print(R"({{"measure":"{}","events":{},"hashes_max":{},"p50_us":{:.0f},"p99_us":{:.0f}}})"
             "\n",
             measure, events, hashes, micros[micros.size() / 2], micros[micros.size() * 99 / 100]);
  return {};
}

Status measure(const Plan& plan, const std::string& folder) {
  TRY_ASSIGN(auto database,
             store::open(folder + "/log.db", store::OpenMode::kSandbox, from_micros(0)));
  TRY(append_all(*database.store, plan));
  TRY_ASSIGN(const auto keys, receipts::KeyRing::open(folder + "/keys", from_micros(0)));
  store::SqliteLogTree tree(*database.reader);
  std::mt19937_64 random(7);
  TRY(quantiles("inclusion", plan.events, plan.proofs, [&]() -> Result<std::size_t> {
    TRY_ASSIGN(const auto proof, merkle::inclusion(tree, random() % plan.events, plan.events));
    return proof.size();
  }));
  TRY(quantiles("consistency", plan.events, plan.proofs, [&]() -> Result<std::size_t> {
    const auto from = 1 + random() % plan.events;
    TRY_ASSIGN(const auto proof, merkle::consistency(tree, from, plan.events));
    return proof.size();
  }));
  return quantiles("checkpoint", plan.events, plan.proofs, [&]() -> Result<std::size_t> {
    merkle::Checkpoint checkpoint{"bench.example/log", plan.events, {}};
    TRY_ASSIGN(checkpoint.root, merkle::root_of(tree, plan.events));
    (void)keys.sign_text(merkle::body_of(checkpoint));
    return std::size_t{1};
  });
}

int run(int argc, char** argv) {
  Plan plan = asks_quick(argc, argv) ? quick_plan() : Plan{};
  if (const auto code = ends_at_flags(plan, argc, argv)) return *code;
  const auto folder = plan.parent + "/" + random_id("log");
  std::filesystem::create_directory(folder);
  const auto done = measure(plan, folder);
  std::filesystem::remove_all(folder);
  if (!done) fmt::print(stderr, "{}\n", to_string(done.error()));
  return done ? 0 : 1;
}

}  // namespace
}  // namespace baobei::bench

int main(int argc, char** argv) {
  return baobei::bench::run(argc, argv);
}
