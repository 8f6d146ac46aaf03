// Seeded runs. BAOBEI_SIMULATION_SEEDS=500 runs that many, BAOBEI_SIMULATION_SEED=17 that one
// alone.
#include "simulation/simulation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace baobei::simulation {
namespace {

constexpr std::uint64_t kSeedsOfTheGate = 24;

// Seeds that once failed, and what was wrong.
struct Row {
  std::uint64_t seed;
  const char* was;
};
constexpr Row kFailedOnce[] = {
    {85, "a refused release was decided again after later writes and accepted by an older stamp"},
};

std::optional<std::uint64_t> number_of(const char* variable) {
  const char* text = std::getenv(variable);  // NOLINT: read before any thread begins
  if (text == nullptr) return std::nullopt;
  return std::strtoull(text, nullptr, 10);
}

void run(std::uint64_t seed, const char* was = "") {
  const auto report = simulate({seed});
  for (const auto& fault : report.faults) {
    ADD_FAILURE() << "seed " << seed << ": " << fault << " " << was;
  }
  std::printf(
      "seed %llu: %zu events, %zu commands: %zu accepted, %zu refused, %zu unavailable, "
      "%zu repeated; %zu crashes, %zu store faults\n",
      static_cast<unsigned long long>(seed), report.events, report.commands, report.accepted,
      report.refused, report.unavailable, report.repeated, report.crashes, report.store_faults);
}

TEST(Simulation, SeedsThatFailedOnce) {
  for (const auto& [seed, was] : kFailedOnce) run(seed, was);
}

TEST(Simulation, ManySeeds) {
  if (const auto one = number_of("BAOBEI_SIMULATION_SEED")) return run(*one);
  const auto seeds = number_of("BAOBEI_SIMULATION_SEEDS").value_or(kSeedsOfTheGate);
  for (std::uint64_t seed = 1; seed <= seeds && !testing::Test::HasFailure(); ++seed) run(seed);
}

// A simulation that notices nothing proves nothing: each lie must be caught.
TEST(Simulation, EveryLieIsNoticed) {
  for (const auto lie : kLies) {
    bool noticed = false;
    std::size_t told = 0;
    for (std::uint64_t seed = 1; seed <= 12 && !noticed; ++seed) {
      const auto report = simulate({seed * 4, 150, lie});
      noticed = !report.faults.empty();
      told += report.lies;
      if (noticed) std::printf("%s: %s\n", name(lie), report.faults.front().c_str());
    }
    EXPECT_TRUE(noticed) << name(lie) << ", told " << told << " times";
  }
}

}  // namespace
}  // namespace baobei::simulation
