// Deadlines through the real engine: many due at once, many pending, and how late one is at rest.
// What is printed, and how to read it: docs/benchmarks.md.
#include <fmt/format.h>

#include "bench/load.h"
#include "bench/options.h"
#include "bench/product.h"
#include "bench/seed.h"
#include "bench/serve.h"

namespace baobei::bench {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::hours;
using std::chrono::milliseconds;

struct Plan {
  std::size_t fires = 100'000;
  std::size_t rounds = 3;
  std::size_t pending = 1'000'000;
  std::size_t restarts = 5;
  std::size_t late = 2'000;  // fires one by one
  milliseconds late_gap{5};
  std::size_t people = 2'000;  // mini-programs that people work on meanwhile
  std::size_t connections = 32;
  double people_per_s = 500;
  milliseconds warm_up{2000};
  std::size_t io_threads = 2;
  std::string parent = ".";
  std::string only;  // one measure; empty: all
};

Plan quick_plan() {
  Plan plan;
  plan.fires = 600;
  plan.rounds = plan.restarts = 1;
  plan.pending = 2'000;
  plan.late = 100;
  plan.late_gap = milliseconds(2);
  plan.people = 64;
  plan.connections = 4;
  plan.people_per_s = 100;
  plan.warm_up = milliseconds(100);
  return plan;
}

std::optional<int> ends_at_flags(Plan& plan, int argc, char** argv) {
  CLI::App flags("Deadlines: lateness, many due at once, many pending; docs/benchmarks.md");
  flags.add_option("--only", plan.only, "one of the measures")
      ->check(CLI::IsMember({"lateness", "due_at_once", "pending"}));
  flags.add_option("--fires", plan.fires, "due at once in each round");
  flags.add_option("--rounds", plan.rounds, "of those due at once");
  flags.add_option("--pending", plan.pending, "deadlines that lie ahead at a restart");
  flags.add_option("--people-per-s", plan.people_per_s, "commands of people meanwhile");
  flags.add_option("--io-threads", plan.io_threads, "of the server");
  flags.add_option("--folder", plan.parent, "where the databases are made; a real disk")
      ->check(CLI::ExistingDirectory);
  return bench::ends_at_flags(flags, argc, argv);
}

lifecycle::Rules rules() {
  return {};
}

Instant whole_second_now() {
  return ceil_to_second(ShiftedClock().now());
}

// A database with the directory, the people's mini-programs, and then `cases` that start fills.
Status seed(const Plan& plan, const std::string& folder, std::size_t cases, Stage stage,
            const StampOf& stamp_of) {
  const auto now = ShiftedClock().now();
  TRY_ASSIGN(const auto opened, store::open(database_in(folder), store::OpenMode::kSandbox, now));
  Seeder seeder(*opened.store, Cast{plan.people}, rules());
  TRY(seeder.directory());
  TRY(seeder.cases(0, plan.people, Stage::kReviewing, [&](std::size_t) { return now; }));
  return seeder.cases(plan.people, cases, stage,
                      [&](std::size_t index) { return stamp_of(index - plan.people); });
}

Status nothing_due(const std::string& folder, Instant until) {
  TRY_ASSIGN(const auto opened,
             store::open(database_in(folder), store::OpenMode::kSandbox, ShiftedClock().now()));
  TRY_ASSIGN(const auto due, opened.store->due(until, 1));
  if (due.empty()) return {};
  return fail(ErrorKind::kInternal, "what was due did not fire", due.front().app);
}

Status answered(const Sent& sent) {
  if (sent.failures == 0) return {};
  return fail(ErrorKind::kInternal, "an answer was not 200", sent.first_failure);
}

// ---- all at once -------------------------------------------------------------------------------

Status due_at_once(const Plan& plan) {
  const ScratchFolder folder(plan.parent);
  const auto now = whole_second_now();
  const auto end_of = [&](std::size_t round) { return now + hours(1 + round); };
  TRY(seed(plan, folder.path(), plan.fires * plan.rounds, Stage::kFilingWarned,
           [&](std::size_t i) { return end_of(i / plan.fires) - rules().filing_period; }));
  std::vector<double> fires_per_s;
  std::vector<double> cpu_s_per_1000;
  std::vector<double> p50_ms;
  std::vector<double> p99_ms;
  std::vector<double> rest_p99_ms;
  std::size_t commands = 0;
  {
    ServerProcess server({folder.path(), "", 0, plan.io_threads});
    Load people({server.port(), plan.connections, Cast{plan.people}, 1});
    for (std::size_t round = 0; round < plan.rounds; ++round) {
      auto before = people.run({plan.warm_up, plan.people_per_s, {}});
      TRY(answered(before));
      rest_p99_ms.push_back(percentile(before.waits_ms, 0.99));
      const auto usage_before = server.usage();
      server.begin_firing(end_of(round), plan.fires);
      auto sent = people.run(
          {std::chrono::minutes(5), plan.people_per_s, [&] { return server.has_answer(); }});
      TRY(answered(sent));
      const auto seconds = std::chrono::duration<double>(server.firing_time()).count();
      const auto usage = server.usage();
      fires_per_s.push_back(static_cast<double>(plan.fires) / seconds);
      cpu_s_per_1000.push_back(static_cast<double>(usage.cpu_micros - usage_before.cpu_micros) *
                               1e-3 / static_cast<double>(plan.fires));
      p50_ms.push_back(percentile(sent.waits_ms, 0.5));
      p99_ms.push_back(percentile(sent.waits_ms, 0.99));
      commands += sent.steps_all;
    }
  }
  TRY(nothing_due(folder.path(), end_of(plan.rounds - 1)));
  fmt::print(R"({{"measure":"due_at_once","fires":{},"rounds":{},"fires_per_s":{:.0f},)"
             R"("cpu_s_per_1000":{:.4f},"people_per_s":{:.0f},"people_commands":{},)"
             R"("people_p50_ms":{:.2f},"people_p99_ms":{:.2f},"people_p99_ms_before":{:.2f}}})"
             "\n",
             plan.fires, plan.rounds, percentile(fires_per_s, 0.5), percentile(cpu_s_per_1000, 0.5),
             plan.people_per_s, commands, percentile(p50_ms, 0.5), percentile(p99_ms, 0.5),
             percentile(rest_p99_ms, 0.5));
  std::fflush(stdout);
  return {};
}

// ---- pending -----------------------------------------------------------------------------------

struct Standing {
  double rss_mb_at_start = 0;
  double rss_mb = 0;      // after people have worked
  double restart_ms = 0;  // process start to the first answered command, after a crash
};

double mebibytes(std::int64_t bytes) {
  return static_cast<double>(bytes) / (1 << 20);
}

Result<Standing> stand(const Plan& plan, const std::string& folder) {
  Standing standing;
  std::vector<double> restarts_ms;
  for (std::size_t i = 0; i <= plan.restarts; ++i) {
    const auto begun = Steady::now();
    ServerProcess server({folder, "", 0, plan.io_threads});
    {
      Load first({server.port(), 1, Cast{1}, 2 * i + 1});
      const auto sent = first.run({milliseconds(1), 0, {}});
      TRY(answered(sent));
      CHECK(sent.steps_all > 0);
      const auto taken = std::chrono::duration<double, std::milli>(Steady::now() - begun).count();
      if (i > 0) restarts_ms.push_back(taken);  // the first follows an orderly end
    }
    if (i == 0) standing.rss_mb_at_start = mebibytes(server.usage().rss_bytes);
    {
      Load people({server.port(), plan.connections, Cast{plan.people}, 2 * i + 2});
      TRY(answered(people.run({plan.warm_up, 0, {}})));
    }
    if (i == 0) standing.rss_mb = mebibytes(server.usage().rss_bytes);
    server.kill();
  }
  standing.restart_ms = percentile(restarts_ms, 0.5);
  return standing;
}

Status pending(const Plan& plan) {
  const auto now = ShiftedClock().now();
  const ScratchFolder folder(plan.parent);
  const ScratchFolder empty_folder(plan.parent);
  const std::size_t cases = plan.pending / 2;  // each the end of its period and the warning
  TRY(seed(plan, empty_folder.path(), 0, Stage::kFiling, {}));
  // Laid before the offices over three days, the oldest of them six hours short of its warning.
  TRY(seed(plan, folder.path(), cases, Stage::kFiling, [&](std::size_t i) {
    return now - hours(138) + hours(72) * static_cast<long>(i) / static_cast<long>(cases);
  }));
  TRY_ASSIGN(const auto without, stand(plan, empty_folder.path()));
  TRY_ASSIGN(const auto with, stand(plan, folder.path()));
  fmt::print(R"({{"measure":"pending","pending":{},"mini_programs":{},"rss_mb":{:.1f},)"
             R"("rss_mb_growth":{:.1f},"rss_mb_at_start":{:.1f},"rss_mb_at_start_growth":{:.1f},)"
             R"("restart_ms":{:.0f},"restart_ms_empty":{:.0f},"restarts":{}}})"
             "\n",
             cases * 2, cases, with.rss_mb, with.rss_mb - without.rss_mb, with.rss_mb_at_start,
             with.rss_mb_at_start - without.rss_mb_at_start, with.restart_ms, without.restart_ms,
             plan.restarts);
  std::fflush(stdout);
  return {};
}

// ---- lateness ----------------------------------------------------------------------------------

Status lateness(const Plan& plan, double people_per_s) {
  const ScratchFolder folder(plan.parent);
  const auto first_due = whole_second_now() + hours(1);
  TRY(seed(plan, folder.path(), plan.late, Stage::kReviewing, [&](std::size_t i) {
    return first_due - rules().review_due + plan.late_gap * static_cast<long>(i);
  }));
  ServerProcess server({folder.path(), "", 0, plan.io_threads});
  std::size_t commands = 0;
  server.begin_firing(first_due - milliseconds(500), plan.late);
  if (people_per_s > 0) {
    Load people({server.port(), plan.connections, Cast{plan.people}, 1});
    const auto sent =
        people.run({std::chrono::minutes(5), people_per_s, [&] { return server.has_answer(); }});
    TRY(answered(sent));
    commands = sent.steps_all;
  }
  server.firing_time();
  const auto usage = server.usage();
  const auto ms = [](std::int64_t micros) { return static_cast<double>(micros) * 1e-3; };
  fmt::print(R"({{"measure":"lateness","fires":{},"gap_ms":{},"people_per_s":{:.0f},)"
             R"("people_commands":{},"late_p50_ms":{:.3f},"late_p99_ms":{:.3f},)"
             R"("late_max_ms":{:.3f}}})"
             "\n",
             usage.fired, plan.late_gap.count(), people_per_s, commands, ms(usage.late_p50),
             ms(usage.late_p99), ms(usage.late_max));
  std::fflush(stdout);
  return {};
}

Status run(const Plan& plan) {
  const auto wanted = [&](std::string_view name) { return plan.only.empty() || plan.only == name; };
  if (wanted("lateness")) {
    TRY(lateness(plan, 0));
    TRY(lateness(plan, plan.people_per_s));
  }
  if (wanted("due_at_once")) TRY(due_at_once(plan));
  if (wanted("pending")) TRY(pending(plan));
  return {};
}

}  // namespace
}  // namespace baobei::bench

int main(int argc, char** argv) {
  using namespace baobei;
  using namespace baobei::bench;
  if (is_serve(argc, argv)) return serve(serve_options(argv));
  Plan plan = asks_quick(argc, argv) ? quick_plan() : Plan{};
  if (const auto code = ends_at_flags(plan, argc, argv)) return *code;
  const auto done = run(plan);
  if (!done) fmt::print(stderr, "{}\n", to_string(done.error()));
  return done ? 0 : 1;
}
