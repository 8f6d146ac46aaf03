#include "mutants.h"

#include <algorithm>
#include <iterator>

namespace baobei::explorer {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

const std::vector<Mutant>& mutants() {
  static const std::vector<Mutant> kAll = [] {
    std::vector<Mutant> all;
    for (auto part :
         {mutants_of_policy(), mutants_of_guards(), mutants_of_events(), mutants_of_state()}) {
      std::ranges::move(part, std::back_inserter(all));
    }
    return all;
  }();
  return kAll;
}

Core with_rules(ChangeRules change) {
  Core core;
  core.decide = [change](const App& app, const Facts& facts, const Command& command, Instant stamp,
                         Rules rules) {
    change(rules);
    return decide(app, facts, command, stamp, rules);
  };
  core.settle = [change](const App& app, const Facts& facts, Instant now, Rules rules) {
    change(rules);
    return settle(app, facts, now, rules);
  };
  return core;
}

Core with_facts(ChangeFacts change) {
  Core core;
  core.decide = [change](const App& app, Facts facts, const Command& command, Instant stamp,
                         const Rules& rules) {
    change(facts);
    return decide(app, facts, command, stamp, rules);
  };
  core.settle = [change](const App& app, Facts facts, Instant now, const Rules& rules) {
    change(facts);
    return settle(app, facts, now, rules);
  };
  return core;
}

Core with_command(ChangeCommand change) {
  Core core;
  core.decide = [change](const App& app, const Facts& facts, Command command, Instant stamp,
                         const Rules& rules) {
    change(app, command);
    return decide(app, facts, command, stamp, rules);
  };
  return core;
}

Core shown(ChangeApp change) {
  Core core;
  core.decide = [change](App app, const Facts& facts, const Command& command, Instant stamp,
                         const Rules& rules) {
    change(app, command);
    return decide(app, facts, command, stamp, rules);
  };
  core.settle = [change](App app, const Facts& facts, Instant now, const Rules& rules) {
    change(app, Command{app.id, {}, Settle{}});
    return settle(app, facts, now, rules);
  };
  return core;
}

Core with_events(ChangeEvents change) {
  Core core;
  core.decide = [change](const App& app, const Facts& facts, const Command& command, Instant stamp,
                         const Rules& rules) {
    auto decision = decide(app, facts, command, stamp, rules);
    if (decision) change(*decision);
    return decision;
  };
  core.settle = [change](const App& app, const Facts& facts, Instant now, const Rules& rules) {
    auto events = settle(app, facts, now, rules);
    change(events);
    return events;
  };
  return core;
}

Core afterwards(Afterwards change) {
  Core core;
  core.apply = [change](App app, const Event& event) {
    const App before = app;
    App after = apply(std::move(app), event);
    change(after, before, event);
    return after;
  };
  return core;
}

Core with_notices(ChangeNotices change) {
  Core core;
  core.owed = [change](const App& after, const Event& event) {
    auto notices = owed_notices(after, event);
    change(notices);
    return notices;
  };
  return core;
}

Core refusing(std::function<bool(const App&, const Command&)> when) {
  Core core;
  core.decide = [when](const App& app, const Facts& facts, const Command& command, Instant stamp,
                       const Rules& rules) -> Decision {
    if (when(app, command)) return std::unexpected(Refusal::kNotInState);
    return decide(app, facts, command, stamp, rules);
  };
  return core;
}

Core at_another_moment(Duration command_off, Duration ends_off) {
  Core core;
  core.decide = [command_off](const App& app, const Facts& facts, const Command& command,
                              Instant stamp, const Rules& rules) {
    return decide(app, facts, command, stamp + command_off, rules);
  };
  core.settle = [ends_off](const App& app, const Facts& facts, Instant now, const Rules& rules) {
    return settle(app, facts, now + ends_off, rules);
  };
  return core;
}

}  // namespace baobei::explorer
