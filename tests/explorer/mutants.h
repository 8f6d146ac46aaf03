// Rules broken one at a time, to show that the explorer sees it.
//
// A mutant wraps the Core at its seam: what decide() is shown (the case file, the facts, the
// policy, the command, the stamp), which events come out, what apply(), serving() and
// owed_notices() answer. The lifecycle itself has no hook for it. Threads: pure.
#pragma once

#include "explorer.h"

namespace baobei::explorer {

struct Mutant {
  std::string name;      // the rule as it is broken
  std::string universe;  // where it is looked for
  Invariant caught_by;
  Core core;
  // Invariants that stay silent, so that the one above has to see it by itself.
  std::vector<Invariant> silent;
};

const std::vector<Mutant>& mutants();

// Collects the rows of a part of the table.
class MutantRows {
 public:
  void row(std::string name, std::string universe, Invariant caught_by, Core core,
           std::vector<Invariant> silent = {}) {
    rows_.push_back(
        {std::move(name), std::move(universe), caught_by, std::move(core), std::move(silent)});
  }
  std::vector<Mutant> take() { return std::move(rows_); }

 private:
  std::vector<Mutant> rows_;
};

// The parts of the table (mutants_*.cc).
std::vector<Mutant> mutants_of_policy();
std::vector<Mutant> mutants_of_guards();
std::vector<Mutant> mutants_of_events();
std::vector<Mutant> mutants_of_state();

// ---- how a Core is wrapped
// ------------------------------------------------------------------------
using ChangeRules = std::function<void(lifecycle::Rules&)>;
Core with_rules(ChangeRules change);
using ChangeFacts = std::function<void(lifecycle::Facts&)>;
Core with_facts(ChangeFacts change);
// What decide() is told was sent.
using ChangeCommand = std::function<void(const lifecycle::App&, lifecycle::Command&)>;
Core with_command(ChangeCommand change);
// What decide() is shown of the case file; events are applied to the true one.
using ChangeApp = std::function<void(lifecycle::App&, const lifecycle::Command&)>;
Core shown(ChangeApp change);
using ChangeEvents = std::function<void(std::vector<lifecycle::Event>&)>;
Core with_events(ChangeEvents change);
using Afterwards =
    std::function<void(lifecycle::App&, const lifecycle::App& before, const lifecycle::Event&)>;
Core afterwards(Afterwards change);
using ChangeNotices = std::function<void(std::vector<lifecycle::Notice>&)>;
Core with_notices(ChangeNotices change);
Core refusing(std::function<bool(const lifecycle::App&, const lifecycle::Command&)> when);
Core at_another_moment(Duration command, Duration ends);

// Drops every event of type T.
template <typename T>
Core without_event() {
  return with_events([](std::vector<lifecycle::Event>& events) {
    std::erase_if(events, [](const auto& event) { return std::holds_alternative<T>(event.data); });
  });
}
// Changes every event of type T.
template <typename T>
Core with_event(std::function<void(T&, lifecycle::Event&)> change) {
  return with_events([change](std::vector<lifecycle::Event>& events) {
    for (auto& event : events) {
      if (auto* data = std::get_if<T>(&event.data)) change(*data, event);
    }
  });
}

}  // namespace baobei::explorer
