// Durable transitions over HTTP: the product and the bare loop, in alternating slices of one run.
// What is printed, and how to read it: docs/benchmarks.md.
#include <fmt/format.h>

#include <filesystem>

#include "bench/load.h"
#include "bench/options.h"
#include "bench/product.h"
#include "bench/seed.h"
#include "bench/serve.h"

namespace baobei::bench {
namespace {

struct Plan {
  std::vector<std::size_t> connections = {1, 64, 256};
  std::size_t apps = 10'000;
  std::size_t io_threads = 2;
  std::size_t slices = 9;  // of each of the two
  std::int64_t slice_ms = 2000;
  std::int64_t warm_up_ms = 1000;
  std::string parent = ".";
};

Plan quick_plan() {
  Plan plan;
  plan.connections = {1, 8};
  plan.apps = 64;
  plan.slices = 2;
  plan.slice_ms = plan.warm_up_ms = 100;
  return plan;
}

std::optional<int> ends_at_flags(Plan& plan, int argc, char** argv) {
  CLI::App flags("Durable transitions over HTTP beside a bare loop; docs/benchmarks.md");
  flags.add_option("--connections", plan.connections, "at once; one run for each number given");
  flags.add_option("--apps", plan.apps, "mini-programs that the commands are about");
  flags.add_option("--slices", plan.slices, "of the product and of the bare loop each");
  flags.add_option("--slice-ms", plan.slice_ms, "length of a slice");
  flags.add_option("--io-threads", plan.io_threads, "of the server");
  flags.add_option("--folder", plan.parent, "where the databases are made; a real disk")
      ->check(CLI::ExistingDirectory);
  return bench::ends_at_flags(flags, argc, argv);
}

// What the slices of one side gave.
struct Side {
  std::vector<double> steps_per_s;
  std::vector<double> cpu_s_per_1000;
  std::vector<double> p50_ms;
  std::vector<double> p99_ms;
  std::vector<double> load_cpu_s_per_1000;
  std::size_t steps = 0;
};

double median(std::vector<double> values) {
  return percentile(values, 0.5);
}

bool add_slice(Side& side, ServerProcess& server, Load& load, std::chrono::milliseconds time) {
  const auto before = server.usage();
  auto sent = load.run({time, 0, {}});
  const auto after = server.usage();
  if (sent.failures > 0) {
    fmt::print(stderr, "{} answers were not 200; the first:\n{}\n", sent.failures,
               sent.first_failure);
    return false;
  }
  const auto thousands = static_cast<double>(sent.steps_all) / 1000;
  const auto cpu_seconds = static_cast<double>(after.cpu_micros - before.cpu_micros) * 1e-6;
  side.steps += sent.steps_all;
  side.steps_per_s.push_back(static_cast<double>(sent.steps) / sent.seconds);
  side.cpu_s_per_1000.push_back(cpu_seconds / thousands);
  side.load_cpu_s_per_1000.push_back(sent.cpu_seconds / thousands);
  side.p50_ms.push_back(percentile(sent.waits_ms, 0.5));
  side.p99_ms.push_back(percentile(sent.waits_ms, 0.99));
  return true;
}

// Product, bare, bare, product, …: what drifts on the machine meets both alike.
bool run(const Plan& plan, ServerProcess& server, std::size_t connections, std::uint64_t run_no) {
  const Cast cast{plan.apps};
  Load to_product({server.port(), connections, cast, run_no});
  Load to_bare({server.bare_port(), connections, cast, run_no});
  const std::chrono::milliseconds slice(plan.slice_ms);
  const std::chrono::milliseconds warm_up(plan.warm_up_ms);
  to_product.run({warm_up, 0, {}});
  to_bare.run({warm_up, 0, {}});
  Side product;
  Side bare;
  for (std::size_t i = 0; i < plan.slices; ++i) {
    const bool product_first = i % 2 == 0;
    auto& first = product_first ? product : bare;
    auto& second = product_first ? bare : product;
    if (!add_slice(first, server, product_first ? to_product : to_bare, slice)) return false;
    if (!add_slice(second, server, product_first ? to_bare : to_product, slice)) return false;
  }
  std::vector<double> ratios;
  for (std::size_t i = 0; i < plan.slices; ++i) {
    ratios.push_back(product.steps_per_s[i] / bare.steps_per_s[i]);
  }
  fmt::print(R"({{"connections":{},"steps_per_s":{:.0f},"bare_steps_per_s":{:.0f},"ratio":{:.3f},)"
             R"("cpu_s_per_1000":{:.4f},"p50_ms":{:.3f},"p99_ms":{:.3f},)"
             R"("bare_cpu_s_per_1000":{:.4f},"bare_p50_ms":{:.3f},"bare_p99_ms":{:.3f},)"
             R"("load_cpu_s_per_1000":{:.4f},"steps":{},"bare_steps":{},"slices":{},"slice_ms":{},)"
             R"("io_threads":{},"mini_programs":{}}})"
             "\n",
             connections, median(product.steps_per_s), median(bare.steps_per_s), median(ratios),
             median(product.cpu_s_per_1000), median(product.p50_ms), median(product.p99_ms),
             median(bare.cpu_s_per_1000), median(bare.p50_ms), median(bare.p99_ms),
             median(product.load_cpu_s_per_1000), product.steps, bare.steps, plan.slices,
             plan.slice_ms, plan.io_threads, plan.apps);
  std::fflush(stdout);
  return true;
}

// Both start from the same bytes: what was seeded once is copied.
Status seed(const Plan& plan, const std::string& folder, const std::string& bare_folder) {
  const auto now = ShiftedClock().now();
  {
    TRY_ASSIGN(const auto opened, store::open(database_in(folder), store::OpenMode::kSandbox, now));
    Seeder seeder(*opened.store, Cast{plan.apps}, lifecycle::Rules{});
    TRY(seeder.directory());
    TRY(seeder.cases(0, plan.apps, Stage::kReviewing, [&](std::size_t) { return now; }));
  }
  std::error_code error;
  std::filesystem::copy_file(database_in(folder), database_in(bare_folder), error);
  if (error) return fail(ErrorKind::kUnavailable, error.message(), bare_folder);
  return {};
}

int measure(const Plan& plan) {
  const ScratchFolder folder(plan.parent);
  const ScratchFolder bare_folder(plan.parent);
  if (const auto seeded = seed(plan, folder.path(), bare_folder.path()); !seeded) {
    fmt::print(stderr, "{}\n", to_string(seeded.error()));
    return 1;
  }
  ServerProcess server({folder.path(), bare_folder.path(), plan.apps, plan.io_threads});
  std::uint64_t run_no = 0;
  for (const auto connections : plan.connections) {
    if (!run(plan, server, connections, ++run_no)) return 1;
  }
  return 0;
}

}  // namespace
}  // namespace baobei::bench

int main(int argc, char** argv) {
  using namespace baobei::bench;
  if (is_serve(argc, argv)) return serve(serve_options(argv));
  Plan plan = asks_quick(argc, argv) ? quick_plan() : Plan{};
  if (const auto code = ends_at_flags(plan, argc, argv)) return *code;
  return measure(plan);
}
