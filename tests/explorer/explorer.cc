#include "explorer.h"

#include <algorithm>
#include <deque>
#include <unordered_set>

#include "../scenario/coverage.h"
#include "abstraction.h"
#include "alphabet.h"
#include "base/json.h"
#include "expected_notices.h"
#include "witness.h"

namespace baobei::explorer {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

// 2026-03-02T01:00:00.5Z: notices at a fraction of a second start their period at the next one.
constexpr Instant kStart = from_micros(1'772'413'200'500'000);
constexpr std::uint32_t kNobody = 0xFFFFFFFF;

struct Node {
  App app;
  Witness witness;
  Instant now = kStart;
  std::size_t facts = 0;
  std::uint32_t trail = kNobody;
};

// How a state was first reached: a linked list of sentences.
struct Footprint {
  std::uint32_t parent;
  std::string step;
};

struct KeyHash {
  std::size_t operator()(const Key& key) const {
    std::size_t hash = 0;
    for (std::size_t i = 0; i < sizeof hash; ++i) hash = (hash << 8U) | key.bytes[i];
    return hash;
  }
};

std::optional<Instant> next_due(const App& app, const Rules& rules) {
  std::optional<Instant> next;
  for (const auto& deadline : deadlines(app, rules)) {
    if (!next || deadline.due < *next) next = deadline.due;
  }
  return next;
}

// The next instant at which something happens or is refused from then on: an appeal window closes
// without a deadline.
std::optional<Instant> next_instant(const App& app, const Rules& rules, Instant now) {
  auto next = next_due(app, rules);
  for (const auto& submission : app.submissions) {
    const bool open = submission.state == SubmissionState::kRefused && !submission.appealed &&
                      submission.appeal_by && *submission.appeal_by > now;
    if (open && (!next || *submission.appeal_by < *next)) next = submission.appeal_by;
  }
  return next;
}

class Walk {
 public:
  Walk(const Core& core, const Universe& universe, const Limits& limits)
      : core_(core), universe_(universe), limits_(limits) {}

  Report run() {
    if (begin()) walk();
    report_.rows = std::move(coverage_.rows);
    return std::move(report_);
  }

 private:
  bool begin() {
    Node node;
    if (!prologue(node, registration(universe_), kStart)) return false;
    for (const auto& words : universe_.prologue) {
      const bool waits = words == "deadline";
      const auto due = waits ? next_due(node.app, universe_.rules) : std::optional(node.now);
      CHECK(due.has_value(), "a prologue waits for nothing");
      if (!prologue(node, prologue_step(universe_, node.app, words), *due)) return false;
    }
    visit(std::move(node), kNobody, [&] { return prologue_; });
    return true;
  }

  bool prologue(Node& node, const Command& command, Instant stamp) {
    const auto decision =
        core_.decide(node.app, universe_.facts[0], command, stamp, universe_.rules);
    CHECK(decision.has_value(), "a prologue is refused: " + describe(command));
    auto next = follow(node, command, stamp, *decision);
    if (!next) return false;
    prologue_ += (prologue_.empty() ? "" : "\n  ") + describe(command);
    node = std::move(*next);
    return true;
  }

  void walk() {
    while (!frontier_.empty() && !report_.violation) {
      if (limits_.states_max != 0 && report_.states >= limits_.states_max) return;
      const Node node = std::move(frontier_.front());
      frontier_.pop_front();
      expand(node);
    }
    report_.to_the_end = frontier_.empty() && !report_.violation;
  }

  void expand(const Node& node) {
    const auto due = next_instant(node.app, universe_.rules, node.now);
    expanded_ = &node.app;
    moved_.assign(node.app.submissions.size(), false);
    examine(node, due);
    try_all(node, node.now);
    if (due) {
      if (*due - Duration(1) > node.now) try_all(node, *due - Duration(1));
      try_all(node, *due);
    }
    if (node.facts + 1 < universe_.facts.size()) {
      Node changed = node;
      ++changed.facts;
      visit(std::move(changed), node.trail, [] { return std::string("the facts change"); });
    }
    if (!report_.violation) examine_ends(node);
  }

  // What holds in the state itself, until the next deadline and at it.
  void examine(const Node& node, std::optional<Instant> due) {
    Faults faults;
    std::vector<Instant> instants = {node.now};
    if (due) {
      instants.push_back(*due - Duration(1));
      instants.push_back(*due);
      const auto early =
          core_.settle(node.app, universe_.facts[node.facts], *due - Duration(1), universe_.rules);
      if (!early.empty()) {
        faults.push_back({Invariant::kNotEarly, "something takes effect before it is due"});
      }
    }
    for (const Instant at : instants) {
      node.witness.examine_serving(universe_, node.app, core_.serving(node.app, at), at, faults);
    }
    if (due && *due <= node.now) {
      faults.push_back({Invariant::kLateTimers, "a deadline of the past is left"});
    }
    report(node, faults, "");
  }

  void try_all(const Node& node, Instant stamp) {
    const Facts& facts = universe_.facts[node.facts];
    const auto ends = core_.settle(node.app, facts, stamp, universe_.rules);
    App settled = node.app;
    for (const auto& event : ends) settled = core_.apply(std::move(settled), event);
    for (const auto& command : alphabet(universe_, settled, stamp)) {
      if (report_.violation) return;
      const auto decision = core_.decide(node.app, facts, command, stamp, universe_.rules);
      if (!ends.empty()) compare_timers(node, settled, ends, command, stamp, decision);
      if (!decision) {
        ++report_.refusals;
        continue;
      }
      auto next = follow(node, command, stamp, *decision);
      if (!next) return;
      ++report_.transitions;
      const auto step = [&] { return format_rfc3339(stamp) + " " + describe(command); };
      const Node reached = *next;
      visit(std::move(*next), node.trail, step);
      again(reached, command, stamp, node.trail);
    }
  }

  // R13: whether or not the timer fired before the command makes no difference.
  void compare_timers(const Node& node, const App& settled, const std::vector<Event>& ends,
                      const Command& command, Instant stamp, const Decision& late) {
    const auto on_time =
        core_.decide(settled, universe_.facts[node.facts], command, stamp, universe_.rules);
    bool same = late.has_value() == on_time.has_value();
    if (std::holds_alternative<Settle>(command.data)) {
      same = late.has_value();
    } else if (same && late) {
      same = late->size() == on_time->size() + ends.size();
    } else if (same) {
      same = late.error() == on_time.error();
    }
    if (!same) {
      report(node, {{Invariant::kLateTimers, "the answer depends on whether the timer fired"}},
             describe(command));
    }
  }

  // The same command once more, as a client that did not hear the answer would send it.
  void again(const Node& node, const Command& command, Instant stamp, std::uint32_t trail) {
    const auto decision =
        core_.decide(node.app, universe_.facts[node.facts], command, stamp, universe_.rules);
    if (!decision) {
      ++report_.refusals;
      return;
    }
    repeats_ = true;
    auto next = follow(node, command, stamp, *decision);
    repeats_ = false;
    if (!next) return;
    ++report_.transitions;
    visit(std::move(*next), trail,
          [&] { return format_rfc3339(stamp) + " twice " + describe(command); });
  }

  // Carries the events out, each of them examined.
  std::optional<Node> follow(const Node& node, const Command& command, Instant stamp,
                             const std::vector<Event>& events) {
    Faults faults;
    Node next{node.app, node.witness, stamp, node.facts, kNobody};
    App before = node.app;
    bool commanded = false;
    for (const auto& event : events) {
      if (!commanded && event.actor.role != Role::kClock) {
        commanded = true;
        before = next.app;
      }
      App after = core_.apply(next.app, event);
      const auto moves = scenario::record_transitions(next.app, event, after, coverage_);
      if (!moves.empty()) faults.push_back({Invariant::kTables, moves});
      examine_notices(after, event, core_.owed(after, event), faults);
      if (!repeats_) note_who_left(next.app, after, event);
      next.app = std::move(after);
    }
    const App& met = commanded ? before : next.app;
    const Step step{met, command, stamp, events, next.app};
    next.witness.remember_shares(shares_of(met, core_.serving(met, stamp)));
    next.witness.learn(universe_, universe_.facts[node.facts], step, faults);
    next.witness.examine_record(next.app, faults);
    const auto serving = core_.serving(next.app, stamp);
    next.witness.examine_serving(universe_, next.app, serving, stamp, faults);
    next.witness.remember_shares(shares_of(next.app, serving));
    examine_account(next.app, faults);
    if (faults.empty()) return next;
    std::string told = (repeats_ ? "twice " : "") + describe(command) + ":";
    for (const auto& event : events) told += std::string(" ") + event_name(event.data);
    if (report(node, std::move(faults), told)) return std::nullopt;
    return next;
  }

  // R26: the three add up to the time since the submission, to its end or its newest change.
  static void examine_account(const App& app, Faults& faults) {
    for (const auto& submission : app.submissions) {
      const auto sum =
          submission.held.developer + submission.held.platform + submission.held.authority;
      if (submission.submitted_at + sum == submission.held_since) continue;
      faults.push_back({Invariant::kAccount, "the time of a submission does not add up"});
    }
  }

  // A stop, a revoked pass or a move is no way on.
  static bool is_ordinary(const Event& event) {
    return !std::holds_alternative<CaseStopped>(event.data) &&
           !std::holds_alternative<PassRevoked>(event.data) &&
           !std::holds_alternative<EntryOpened>(event.data);
  }

  void note_who_left(const App& before, const App& after, const Event& event) {
    for (std::size_t i = 0; i < moved_.size() && i < before.submissions.size(); ++i) {
      const auto from = before.submissions[i].state;
      if (from == after.submissions[i].state || from != expanded_->submissions[i].state) continue;
      const Role role = event.actor.role;
      bool own = role == Role::kClock;
      switch (holder_of(from)) {
        case Holder::kDeveloper:
          own = own || role == Role::kDeveloper;
          break;
        case Holder::kAuthority:
          own = own || role == Role::kOfficer || role == Role::kOperator;
          break;
        case Holder::kPlatform:
          own = own || role != Role::kDeveloper;
          break;
        case Holder::kNobody:
          break;
      }
      if (own && is_ordinary(event)) moved_[i] = true;
    }
  }

  // R26: whoever holds a submission can bring it on, or a deadline does; a clock that runs counts.
  void examine_ends(const Node& node) {
    for (std::size_t i = 0; i < node.app.submissions.size(); ++i) {
      const auto& submission = node.app.submissions[i];
      if (holder_of(submission.state) == Holder::kNobody || moved_[i]) continue;
      const auto* entry = find_entry(node.app, submission.entry);
      const bool runs = (entry != nullptr && entry->state == EntryState::kRunning) ||
                        submission.lapse_at || submission.answer_by;
      const bool unreachable = universe_.facts[node.facts].channel == Channel::kNone;
      if (runs || unreachable) continue;
      report(node,
             {{Invariant::kNoDeadEnd, "submission " + std::to_string(i + 1) + " stays " +
                                          wire_name(submission.state) + " for ever"}},
             "");
      return;
    }
  }

  bool within_caps(const App& app) const {
    const Caps& caps = universe_.caps;
    return app.submissions.size() <= caps.submissions && app.entries.size() <= caps.entries &&
           app.answers.size() <= caps.answers && app.orders.size() <= caps.orders &&
           app.releases.size() <= caps.releases &&
           (!app.requests || app.requests->size() <= caps.requests);
  }

  void visit(Node node, std::uint32_t parent, auto step) {
    if (report_.violation) return;
    if (!seen_.insert(key_of(node.app, node.witness, node.facts, node.now)).second) return;
    if (!within_caps(node.app)) {
      ++report_.beyond_caps;
      return;
    }
    ++report_.states;
    trails_.push_back({parent, step()});
    node.trail = static_cast<std::uint32_t>(trails_.size() - 1);
    frontier_.push_back(std::move(node));
  }

  bool report(const Node& node, Faults faults, const std::string& step) {
    std::erase_if(faults, [&](const Fault& fault) {
      return std::ranges::find(limits_.silent, fault.invariant) != limits_.silent.end();
    });
    if (faults.empty() || report_.violation) return !faults.empty();
    Violation violation{faults.front(), {}};
    if (!step.empty()) violation.path.push_back(step);
    for (auto at = node.trail; at != kNobody; at = trails_[at].parent) {
      violation.path.push_back(trails_[at].step);
    }
    std::ranges::reverse(violation.path);
    report_.violation = std::move(violation);
    return true;
  }

  const Core& core_;
  const Universe& universe_;
  const Limits& limits_;
  Report report_;
  std::deque<Node> frontier_;
  std::unordered_set<Key, KeyHash> seen_;
  std::vector<Footprint> trails_;
  scenario::Coverage coverage_;
  std::string prologue_;
  bool repeats_ = false;
  const App* expanded_ = nullptr;
  std::vector<bool> moved_;  // of the state that is expanded: submissions that somebody moved on
};

}  // namespace

Report explore(const Core& core, const Universe& universe, const Limits& limits) {
  return Walk(core, universe, limits).run();
}

std::string to_string(const Violation& violation) {
  std::string text = wire_name(violation.fault.invariant) + ": " + violation.fault.what + "\n";
  for (const auto& step : violation.path) text += "  " + step + "\n";
  return text;
}

}  // namespace baobei::explorer
