// The universes hold, and no mutant does.
#include "explorer.h"

#include <gtest/gtest.h>

#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "../scenario/coverage.h"
#include "base/json.h"
#include "mutants.h"
#include "universes.h"

namespace baobei::explorer {

// How a test's message names them.
void PrintTo(const Universe& universe, std::ostream* out) {
  *out << universe.name;
}
void PrintTo(const Mutant& mutant, std::ostream* out) {
  *out << mutant.name;
}

namespace {

constexpr std::size_t kMutantStatesMax = 3'000;

// BAOBEI_EXPLORE=<states per universe> walks as far as it says, 0 to the end.
std::size_t states_max(const Universe& universe) {
  if (const char* wanted = std::getenv("BAOBEI_EXPLORE")) return std::strtoul(wanted, nullptr, 10);
  return universe.states_max;
}

// Walked once, whoever asks.
const Report& report_of(const Universe& universe) {
  static std::map<std::string, Report> kept;
  const auto found = kept.find(universe.name);
  if (found != kept.end()) return found->second;
  const auto begin = std::chrono::steady_clock::now();
  const auto report = explore(Core{}, universe, {states_max(universe), {}});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("%-20s %8zu states %9zu transitions %9zu refusals %7zu beyond the caps, %s, %.1f s\n",
              universe.name.c_str(), report.states, report.transitions, report.refusals,
              report.beyond_caps, report.to_the_end ? "to the end" : "to the limit", took.count());
  std::fflush(stdout);
  return kept.emplace(universe.name, report).first->second;
}

std::string test_name(std::string name) {
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

class Universes : public testing::TestWithParam<Universe> {};

TEST_P(Universes, KeepEveryInvariant) {
  const auto& report = report_of(GetParam());
  EXPECT_FALSE(report.violation.has_value()) << to_string(*report.violation);
  EXPECT_GT(report.states, 50U);
}

INSTANTIATE_TEST_SUITE_P(Explorer, Universes, testing::ValuesIn(universes()),
                         [](const auto& row) { return test_name(row.param.name); });

// What no walk reaches, no walk has checked.
TEST(Explorer, TakesEveryRowOfTheTables) {
  std::set<std::string> taken;
  for (const auto& universe : universes()) {
    const auto& rows = report_of(universe).rows;
    taken.insert(rows.begin(), rows.end());
  }
  std::string missing;
  for (const auto& row : scenario::all_rows()) {
    if (!taken.contains(row)) missing += row + "\n";
  }
  EXPECT_EQ(missing, "");
}

class Mutants : public testing::TestWithParam<Mutant> {};

TEST_P(Mutants, AreCaught) {
  const auto& mutant = GetParam();
  const auto report =
      explore(mutant.core, universe(mutant.universe), {kMutantStatesMax, mutant.silent});
  ASSERT_TRUE(report.violation.has_value()) << "nothing was seen in " << report.states << " states";
  EXPECT_EQ(wire_name(report.violation->fault.invariant), wire_name(mutant.caught_by))
      << to_string(*report.violation);
}

INSTANTIATE_TEST_SUITE_P(Explorer, Mutants, testing::ValuesIn(mutants()),
                         [](const auto& row) { return test_name(row.param.name); });

}  // namespace
}  // namespace baobei::explorer
