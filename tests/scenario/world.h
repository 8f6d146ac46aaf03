// A mini-program's small world in a scenario: its case file twice, the facts, the policy, the
// clock.
//
// Every command is carried out in two worlds at once: in one each timer fired at its instant, in
// the other none ever fires (R13: an end takes effect for every guard when its instant has passed,
// whether or not a timer has fired). After each step the world checks itself: both case files
// agree, replaying all events gives the same case file, nothing due is left, what is written can be
// read back, no recipient is told twice of one event. Threads: one. Owner: the runner.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "coverage.h"
#include "lifecycle/lifecycle.h"
#include "lifecycle/notice.h"

namespace baobei::scenario {

struct OwedNotice {
  lifecycle::Notice notice;
  const char* event;
};

class World {
 public:
  explicit World(Coverage& coverage);

  // What the scenario may state; takes effect with the next command.
  lifecycle::Rules rules;
  lifecycle::Facts facts;
  lifecycle::Subject subject;
  lifecycle::OrgId owner = "acme";
  bool own = false;
  std::set<Digest> barred_elsewhere;
  std::set<Digest> barred_everywhere;
  bool unregistered = false;

  // What "+1h" counts from in the line being read: the stamp of its command, or the newest one.
  Instant moment() const { return moment_; }
  void speak_at(Instant stamp) { moment_ = stamp; }

  // Carries the command out at `stamp`; the empty string, or what the world found wrong with
  // itself.
  std::string step(const lifecycle::Actor& actor, lifecycle::CommandData data, Instant stamp);

  const lifecycle::App& app() const { return on_time_; }
  Instant now() const { return now_; }
  // Of the newest command: what happened since the one before, timers first.
  const std::vector<lifecycle::Event>& events() const { return step_events_; }
  const std::vector<OwedNotice>& notices() const { return step_notices_; }
  const std::optional<lifecycle::Refusal>& refusal() const { return refusal_; }

 private:
  void fire_timers(Instant until, std::string& faults);
  void take(lifecycle::App& app, const std::vector<lifecycle::Event>& events, bool record,
            std::string& faults);
  void register_if_needed(Instant stamp, std::string& faults);
  std::string examine() const;

  Coverage& coverage_;
  lifecycle::App on_time_;
  lifecycle::App late_;
  std::vector<lifecycle::Event> history_;
  std::vector<lifecycle::Event> step_events_;
  std::vector<OwedNotice> step_notices_;
  std::optional<lifecycle::Refusal> refusal_;
  Instant now_;
  Instant moment_;
};

}  // namespace baobei::scenario
