#include "scenario.h"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <fstream>

#include "base/json.h"
#include "command_phrases.h"
#include "expectation.h"

namespace baobei::scenario {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

constexpr Duration kMinute = std::chrono::minutes(1);

template <typename Member>
void read_value(Phrase& phrase, Member& member) {
  if constexpr (std::is_same_v<Member, bool>) {
    member = phrase.take("on");
    if (!member) phrase.need("off");
  } else if constexpr (std::is_same_v<Member, Duration>) {
    member = phrase.duration();
  } else if constexpr (std::is_integral_v<Member>) {
    member = phrase.number();
  } else if constexpr (std::is_same_v<Member, std::string>) {
    member = phrase.word();
  } else {
    member = phrase.list();
  }
}

// "policy silence_carries on": any member of Rules by its name.
void read_policy(Phrase& phrase, Rules& rules) {
  const std::string name = phrase.word();
  bool found = false;
  boost::mp11::mp_for_each<boost::describe::describe_members<Rules, boost::describe::mod_public>>(
      [&](auto d) {
        if (name != d.name) return;
        found = true;
        read_value(phrase, rules.*d.pointer);
      });
  if (!found) phrase.fail("a parameter of the policy, not " + name + ",");
}

void read_category(Phrase& phrase, World& world) {
  const std::string id = phrase.word();
  auto& all = world.facts.categories;
  auto found = std::ranges::find(all, id, &CategoryFacts::category);
  if (found == all.end()) {
    all.push_back({id, true, false, true, true, std::nullopt, {}});
    found = all.end() - 1;
  }
  while (!phrase.done()) {
    if (phrase.take("filing"))
      found->filing = true;
    else if (phrase.take("without filing"))
      found->filing = false;
    else if (phrase.take("not open"))
      found->open_to_subject = false;
    else if (phrase.take("not accepted"))
      found->accepted = false;
    else if (phrase.take("accepted"))
      found->accepted = true;
    else if (phrase.take("valid until"))
      found->valid_until = read_instant(phrase, world);
    else if (phrase.take("valid for ever"))
      found->valid_until.reset();
    else
      phrase.fail("what is so of the category");
  }
}

void read_subject(Phrase& phrase, World& world) {
  const auto kind = enum_from_wire<SubjectKind>(phrase.word());
  if (!kind) return phrase.fail("a kind of subject");
  world.subject.kind = *kind;
  world.subject.region.clear();
  if (phrase.take("in")) world.subject.region = phrase.word();
}

void read_channel(Phrase& phrase, World& world) {
  const auto channel = enum_from_wire<Channel>(phrase.word());
  if (!channel) return phrase.fail("a channel");
  world.facts.channel = *channel;
}

void read_given(Phrase& phrase, World& world) {
  if (phrase.take("subject")) return read_subject(phrase, world);
  if (phrase.take("category")) return read_category(phrase, world);
  if (phrase.take("policy")) return read_policy(phrase, world.rules);
  if (phrase.take("channel")) return read_channel(phrase, world);
  if (phrase.take("door closed for")) {
    world.facts.door_closed = phrase.duration();
  } else if (phrase.take("package missing")) {
    world.facts.package_stored = false;
  } else if (phrase.take("catalogue")) {
    world.facts.catalogue_version = phrase.word();
  } else if (phrase.take("own mini-program")) {
    world.own = true;
    world.owner = "platform";
  } else if (phrase.take("nobody registered it")) {
    world.unregistered = true;
  } else {
    const Digest version = phrase.version();
    if (phrase.take("barred everywhere")) {
      world.barred_everywhere.insert(version);
    } else if (phrase.take("barred nowhere else")) {
      world.barred_everywhere.erase(version);
    } else {
      phrase.need("barred elsewhere");
      world.barred_elsewhere.insert(version);
    }
  }
}

// Runs the lines of one scenario.
class Runner {
 public:
  Runner(const Scenario& scenario, Coverage& coverage) : scenario_(scenario), world_(coverage) {}

  std::vector<std::string> run() {
    for (const auto& line : scenario_.lines) {
      line_ = line.number;
      Phrase phrase(line.text);
      statement(phrase);
      if (!phrase.fault().empty()) fault(phrase.fault());
      if (phrase.fault().empty() && !phrase.done()) fault("'" + phrase.peek() + "' is left over");
      if (!faults_.empty()) break;  // what follows rests on what failed
    }
    settle_refusal();
    return faults_;
  }

 private:
  void fault(const std::string& what, std::size_t line = 0) {
    faults_.push_back(scenario_.file + ":" + std::to_string(line == 0 ? line_ : line) + ": " +
                      what);
  }

  void statement(Phrase& phrase) {
    if (phrase.take("refused")) return refused(phrase);
    settle_refusal();
    if (!faults_.empty()) return;
    if (phrase.take("given")) return read_given(phrase, world_);
    if (phrase.take("expect")) {
      const auto what = check_expectation(phrase, world_);
      if (!what.empty()) fault(what);
      return;
    }
    // The first command comes at the world's first moment.
    Instant stamp = world_.now() + (world_.app().registered() ? kMinute : Duration{});
    if (phrase.take("at")) stamp = read_instant(phrase, world_);
    if (phrase.peek().starts_with("v")) return reviewed(phrase, stamp);
    const auto actor = read_actor(phrase, world_);
    if (!actor) return phrase.fail("somebody who does something");
    command(phrase, *actor, stamp);
  }

  void command(Phrase& phrase, const Actor& actor, Instant stamp) {
    world_.speak_at(stamp);
    CommandData data = read_command(phrase, world_);
    if (!phrase.fault().empty()) return;
    if (stamp < world_.now()) return fault("this line lies before the one above it");
    step(actor, std::move(data), stamp);
  }

  void step(const Actor& actor, CommandData data, Instant stamp) {
    command_line_ = line_;
    const auto what = world_.step(actor, std::move(data), stamp);
    if (!what.empty()) fault(what);
    open_refusal_ = world_.refusal();
  }

  void refused(Phrase& phrase) {
    const std::string expected = phrase.word();
    const std::string actual = world_.refusal() ? wire_name(*world_.refusal()) : "accepted";
    if (expected != actual) fault("expected refused " + expected + ", but it is " + actual);
    open_refusal_.reset();
  }

  void settle_refusal() {
    if (!open_refusal_) return;
    fault("refused: " + wire_name(*open_refusal_), command_line_);
    open_refusal_.reset();
  }

  // "v1 is in review declaring a, b …" and "v1 passes review declaring a, b … confirming a": the
  // usual way in three commands, a minute apart.
  void reviewed(Phrase& phrase, Instant stamp) {
    const std::string version = phrase.word();
    const bool passes = phrase.take("passes review");
    if (!passes) phrase.need("is in review");
    std::string rest;
    std::string confirming;
    while (!phrase.done()) {
      const std::string word = phrase.word();
      if (word == "confirming")
        confirming = " confirming";
      else if (confirming.empty())
        rest += " " + word;
      else
        confirming += " " + word;
    }
    say("developer submits " + version + rest, stamp);
    say("checker reports passed on " + version, stamp + kMinute);
    if (passes) say("reviewer A passes " + version + confirming, stamp + 2 * kMinute);
  }

  void say(const std::string& text, Instant stamp) {
    settle_refusal();
    if (!faults_.empty()) return;
    Phrase phrase(text);
    const auto actor = read_actor(phrase, world_);
    command(phrase, *actor, stamp);
    if (!phrase.fault().empty()) fault(phrase.fault());
  }

  const Scenario& scenario_;
  World world_;
  std::vector<std::string> faults_;
  std::optional<Refusal> open_refusal_;
  std::size_t line_ = 0;
  std::size_t command_line_ = 0;
};

}  // namespace

ScenarioFile read_scenarios(const std::string& path) {
  ScenarioFile all;
  std::ifstream in(path);
  const std::string file = path.substr(path.rfind('/') + 1);
  std::size_t number = 0;
  for (std::string text; std::getline(in, text);) {
    ++number;
    Phrase phrase(text);
    const auto bad = [&](const std::string& what) {
      all.faults.push_back(file + ":" + std::to_string(number) + ": " + what);
    };
    if (phrase.done()) continue;
    if (!phrase.take("scenario")) {
      if (all.scenarios.empty())
        bad("a statement before the first scenario");
      else
        all.scenarios.back().lines.push_back({number, text});
      continue;
    }
    Scenario scenario{file, number, phrase.word(), {}, {}};
    while (!phrase.done()) {
      scenario.rules.push_back(phrase.word());
      if (!scenario.rules.back().starts_with("R")) bad("rules are written R16 or R16a");
    }
    if (scenario.rules.empty()) bad("a scenario names the rules that it holds");
    all.scenarios.push_back(std::move(scenario));
  }
  if (all.scenarios.empty()) all.faults.push_back(file + ": no scenario");
  return all;
}

std::vector<std::string> run(const Scenario& scenario, Coverage& coverage) {
  for (const auto& rule : scenario.rules) coverage.rules.insert(rule);
  return Runner(scenario, coverage).run();
}

}  // namespace baobei::scenario
