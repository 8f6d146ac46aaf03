// Scenario files: stories of one mini-program that a lawyer can read and a machine checks.
//
//   scenario "The period ends in silence, then the developer releases" R11 R16
//     given subject enterprise in 33
//     at 2026-03-02T01:14:06.5Z developer submits v1 declaring social-forum
//     checker reports passed on v1
//     at +1h reviewer A passes v1 confirming social-forum
//       expect period from 2026-03-02T02:15:07Z to 2026-03-09T02:15:07Z
//     at end - 1us developer releases v1
//       refused not_in_state
//
// One line, one statement; `#` starts a comment; how far a line is indented does not matter. A
// command without `at` comes one minute after the one before. Every command must be accepted unless
// the next line says `refused` and why. docs/lifecycle/scenarios.md lists every phrase.
// Threads: one. Owner: the test.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "coverage.h"

namespace baobei::scenario {

struct Line {
  std::size_t number = 0;
  std::string text;
};

struct Scenario {
  std::string file;
  std::size_t line = 0;
  std::string title;
  std::vector<std::string> rules;  // "R16a"
  std::vector<Line> lines;
};

struct ScenarioFile {
  std::vector<Scenario> scenarios;
  std::vector<std::string> faults;  // "file:line: what"
};

// How a test's message names it.
inline void PrintTo(const Scenario& scenario, std::ostream* out) {
  *out << scenario.file << ":" << scenario.line;
}

ScenarioFile read_scenarios(const std::string& path);

// Every fault as "file:line: what"; empty: the story holds. Adds to `coverage`.
std::vector<std::string> run(const Scenario& scenario, Coverage& coverage);

}  // namespace baobei::scenario
