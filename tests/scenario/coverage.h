// What the scenarios have exercised so far: rows of the transition tables, refusals, notices,
// rules. Threads: one. Owner: the test.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "lifecycle/lifecycle.h"
#include "lifecycle/notice.h"

namespace baobei::scenario {

struct Coverage {
  std::set<std::string> rows;  // "submission filing period_ended pre_launch"
  std::set<lifecycle::Refusal> refusals;
  std::set<lifecycle::NoticeKind> notices;
  std::vector<lifecycle::Notice> told;  // every one that was owed
  std::set<std::string> events;
  std::set<std::string> commands;
  std::set<std::string> rules;  // "R16a", as the scenarios are tagged
};

// Records the rows that `event` took from `before` to `after`. What moved without a row of its
// table is returned, one sentence each.
std::string record_transitions(const lifecycle::App& before, const lifecycle::Event& event,
                               const lifecycle::App& after, Coverage& coverage);

// Every row of the tables, written as in Coverage::rows.
std::set<std::string> all_rows();

}  // namespace baobei::scenario
