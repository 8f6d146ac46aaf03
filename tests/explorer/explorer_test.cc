#include "explorer.h"

#include <gtest/gtest.h>

#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/json.h"
#include "mutants.h"
#include "universes.h"

namespace baobei::explorer {
namespace {

class Universes : public testing::TestWithParam<Universe> {};

TEST_P(Universes, KeepEveryInvariant) {
  const auto& universe = GetParam();
  const char* deep = std::getenv("BAOBEI_EXPLORE");
  const std::size_t states_max =
      deep != nullptr ? std::strtoul(deep, nullptr, 10) : universe.states_max;
  const auto begin = std::chrono::steady_clock::now();
  const auto report = explore(Core{}, universe, {states_max});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("%-20s %8zu states %9zu transitions %9zu refusals %7zu beyond caps  %s  %.1f s\n",
              universe.name.c_str(), report.states, report.transitions, report.refusals,
              report.beyond_caps, report.to_the_end ? "to the end" : "to the limit", took.count());
  EXPECT_FALSE(report.violation.has_value()) << to_string(*report.violation);
}

INSTANTIATE_TEST_SUITE_P(Explorer, Universes, testing::ValuesIn(universes()), [](const auto& row) {
  std::string name = row.param.name;
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
});

constexpr std::size_t kMutantStatesMax = 3'000;

class Mutants : public testing::TestWithParam<Mutant> {};

TEST_P(Mutants, AreCaught) {
  const auto& mutant = GetParam();
  const auto report =
      explore(mutant.core, universe(mutant.universe), {kMutantStatesMax, mutant.silent});
  ASSERT_TRUE(report.violation.has_value()) << "nothing was seen in " << report.states << " states";
  EXPECT_EQ(wire_name(report.violation->fault.invariant), wire_name(mutant.caught_by))
      << to_string(*report.violation);
}

INSTANTIATE_TEST_SUITE_P(Explorer, Mutants, testing::ValuesIn(mutants()), [](const auto& row) {
  std::string name = row.param.name;
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
});

}  // namespace
}  // namespace baobei::explorer
