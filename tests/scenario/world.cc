#include "world.h"

#include <algorithm>

#include "base/json.h"
#include "lifecycle/codec.h"

namespace baobei::scenario {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

// 2026-03-02T01:00:00Z, a Monday.
constexpr Instant kFirstDay = from_micros(1'772'413'200'000'000);

CategoryFacts category(const char* id, bool filing) {
  return {id, true, filing, true, true, std::nullopt, {}};
}

std::string names(const std::vector<Event>& events) {
  std::string all;
  for (const auto& event : events) {
    all += std::string(all.empty() ? "" : " ") + event_name(event.data) + "@" +
           format_rfc3339(event.at);
  }
  return all.empty() ? "nothing" : all;
}

std::optional<Instant> next_due(const App& app, const Rules& rules) {
  std::optional<Instant> next;
  for (const auto& deadline : deadlines(app, rules)) {
    if (!next || deadline.due < *next) next = deadline.due;
  }
  return next;
}

// Nobody is told twice of the same thing by one event.
std::string duplicates(const std::vector<Notice>& notices, const Event& event) {
  for (std::size_t i = 0; i < notices.size(); ++i) {
    for (std::size_t j = i + 1; j < notices.size(); ++j) {
      const bool same =
          notices[i].kind == notices[j].kind && notices[i].submission == notices[j].submission &&
          notices[i].entry == notices[j].entry && notices[i].order == notices[j].order &&
          notices[i].region == notices[j].region;
      if (same) {
        return std::string(event_name(event.data)) + " owes " + wire_name(notices[i].kind) +
               " twice\n";
      }
    }
  }
  return "";
}

// What is written can be read back, and reads the same (the stored forms of R24).
std::string examine_codec(const App& app, const std::vector<Event>& events) {
  const auto decoded = decode_app(encode_app(app));
  if (!decoded) return "the case file cannot be read back: " + to_string(decoded.error()) + "\n";
  if (!(*decoded == app)) return "the case file reads back as another\n";
  for (const auto& event : events) {
    const auto sealed = seal(app.id, 1, Digest{}, event);
    const auto opened = open_event(sealed.body);
    if (!opened) {
      return std::string(event_name(event.data)) +
             " cannot be read back: " + to_string(opened.error()) + "\n";
    }
    if (seal(opened->app, opened->revision, opened->prev, opened->event).body != sealed.body) {
      return std::string(event_name(event.data)) + " reads back as another\n";
    }
  }
  return "";
}

}  // namespace

World::World(Coverage& coverage) : coverage_(coverage), now_(kFirstDay), moment_(kFirstDay) {
  subject = {"subject-1", SubjectKind::kEnterprise, "33"};
  facts.catalogue_version = "c1";
  facts.categories = {category("social-forum", true), category("social-chat", true),
                      category("tools", false)};
}

void World::take(App& app, const std::vector<Event>& events, bool record, std::string& faults) {
  for (const auto& event : events) {
    App after = apply(app, event);
    if (record) {
      faults += record_transitions(app, event, after, coverage_);
      coverage_.events.insert(event_name(event.data));
      const auto owed = owed_notices(after, event);
      faults += duplicates(owed, event);
      for (const auto& notice : owed) {
        coverage_.notices.insert(notice.kind);
        coverage_.told.push_back(notice);
        step_notices_.push_back({notice, event_name(event.data)});
      }
      history_.push_back(event);
      step_events_.push_back(event);
    }
    app = std::move(after);
  }
}

void World::fire_timers(Instant until, std::string& faults) {
  for (auto due = next_due(on_time_, rules); due && *due <= until;
       due = next_due(on_time_, rules)) {
    const Instant before = std::max(*due, now_);
    if (*due > now_ && !settle(on_time_, facts, *due - Duration(1), rules).empty()) {
      faults += "something takes effect before its instant " + format_rfc3339(*due) + "\n";
    }
    const auto events = settle(on_time_, facts, before, rules);
    if (events.empty()) {
      faults += "a deadline of " + format_rfc3339(*due) + " does nothing\n";
      return;
    }
    take(on_time_, events, true, faults);
  }
}

void World::register_if_needed(Instant stamp, std::string& faults) {
  if (unregistered || on_time_.registered()) return;
  const Actor actor{"operator-A", Role::kOperator, "platform", "operations", ""};
  const Command command{"wx1", actor, RegisterApp{subject, owner, own}};
  const auto decision = decide(on_time_, facts, command, stamp, rules);
  if (!decision) {
    faults += "the mini-program cannot be registered\n";
    return;
  }
  take(on_time_, *decision, true, faults);
  late_ = on_time_;
}

std::string World::step(const Actor& actor, CommandData data, Instant stamp) {
  std::string faults;
  step_events_.clear();
  step_notices_.clear();
  register_if_needed(stamp, faults);
  step_events_.clear();
  step_notices_.clear();
  fire_timers(stamp, faults);

  facts.barred_elsewhere = facts.barred_everywhere = false;
  if (const auto* submit = std::get_if<Submit>(&data)) {
    facts.barred_elsewhere = barred_elsewhere.contains(submit->digest);
    facts.barred_everywhere = barred_everywhere.contains(submit->digest);
  }
  facts.digests_barred_everywhere.assign(barred_everywhere.begin(), barred_everywhere.end());
  coverage_.commands.insert(command_name(data));
  const Command command{"wx1", actor, std::move(data)};
  const bool knocks = std::holds_alternative<Settle>(command.data);
  const auto decision = decide(on_time_, facts, command, stamp, rules);
  const auto late_decision = decide(late_, facts, command, stamp, rules);
  // A knock has something to do just where no timer fired before it.
  if (!knocks && (decision.has_value() != late_decision.has_value() ||
                  (!decision && decision.error() != late_decision.error()))) {
    faults += "the answer depends on whether the timer fired\n";
  }
  refusal_.reset();
  if (decision) {
    if (decision->empty()) faults += "an accepted command gave no event\n";
    take(on_time_, *decision, true, faults);
  } else if (!knocks || step_events_.empty()) {
    refusal_ = decision.error();
    coverage_.refusals.insert(*refusal_);
  }
  if (late_decision) take(late_, *late_decision, false, faults);
  now_ = moment_ = stamp;
  return faults + examine();
}

std::string World::examine() const {
  std::string faults;
  App caught_up = late_;
  for (const auto& event : settle(late_, facts, now_, rules)) {
    caught_up = apply(std::move(caught_up), event);
  }
  if (!(caught_up == on_time_)) {
    faults += "late timers lead to another case file:\n  on time " +
              canonical_json(to_json(on_time_)) + "\n  late    " +
              canonical_json(to_json(caught_up)) + "\n";
  }
  App replayed;
  for (const auto& event : history_) replayed = apply(std::move(replayed), event);
  if (!(replayed == on_time_)) faults += "replaying all events gives another case file\n";
  if (on_time_.revision != history_.size()) faults += "the revision does not count the events\n";
  const auto left = settle(on_time_, facts, now_, rules);
  if (!left.empty()) faults += "still due after settling: " + names(left) + "\n";
  if (const auto due = next_due(on_time_, rules); due && *due <= now_) {
    faults += "a deadline of the past is left: " + format_rfc3339(*due) + "\n";
  }
  return faults + examine_codec(on_time_, step_events_);
}

}  // namespace baobei::scenario
