#include "coverage.h"

#include <optional>

#include "base/json.h"
#include "lifecycle/tables.h"

namespace baobei::scenario {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

template <typename State, typename Trigger>
std::string row_name(const char* table, State from, Trigger on, State to) {
  return std::string(table) + " " + wire_name(from) + " " + wire_name(on) + " " + wire_name(to);
}

// Records the row from → to; where several triggers lead there, the one that `fits` accepts.
template <typename Table, typename State, typename Fits>
void record(const char* name, const Table& table, State from, State to, Fits fits,
            const std::string& who, const Event& event, Coverage& coverage, std::string& faults) {
  for (const auto& row : table) {
    if (row.from != from || row.to != to || !fits(row.on)) continue;
    coverage.rows.insert(row_name(name, row.from, row.on, row.to));
    return;
  }
  if (from == to) return;
  faults += std::string(name) + " " + who + " went from " + wire_name(from) + " to " +
            wire_name(to) + " by " + event_name(event.data) + ", which no row allows\n";
}

// A row that stays where it is counts only for the event that means it.
bool repeats_check(const Event& event, SubmissionNo no) {
  const auto* check = std::get_if<CheckFinished>(&event.data);
  return check != nullptr && check->retry && check->submission == no;
}

bool moves_submission(const App& before, const Event& event, SubmissionNo no) {
  const auto* moved = std::get_if<EntryMoved>(&event.data);
  return moved != nullptr && find_entry(before, moved->entry)->submission == no;
}

bool service_fits(ServiceTrigger on, const Event& event) {
  const bool released = std::holds_alternative<Released>(event.data) ||
                        std::holds_alternative<ShareChanged>(event.data);
  const bool taken_down = std::holds_alternative<TakenDown>(event.data);
  if (on == ServiceTrigger::kReleased) return released;
  if (on == ServiceTrigger::kTakenDown || on == ServiceTrigger::kTakenDownToOlder ||
      on == ServiceTrigger::kTakenDownToOlderSuspended) {
    return taken_down;
  }
  return !released && !taken_down;
}

}  // namespace

std::string record_transitions(const App& before, const Event& event, const App& after,
                               Coverage& coverage) {
  std::string faults;
  for (std::size_t i = 0; i < before.submissions.size(); ++i) {
    const auto& from = before.submissions[i];
    const auto& to = after.submissions[i];
    const auto fits = [&](SubmissionTrigger on) {
      if (from.state != to.state) return true;
      return on == SubmissionTrigger::kCheckRetried ? repeats_check(event, from.no)
                                                    : moves_submission(before, event, from.no);
    };
    record("submission", kSubmissionTable, from.state, to.state, fits, std::to_string(from.no),
           event, coverage, faults);
  }
  for (std::size_t i = 0; i < before.entries.size(); ++i) {
    const auto& from = before.entries[i];
    record(
        "entry", kEntryTable, from.state, after.entries[i].state, [](EntryTrigger) { return true; },
        std::to_string(from.no), event, coverage, faults);
  }
  if (before.registered()) {
    record(
        "service", kServiceTable, service_state(before), service_state(after),
        [&](ServiceTrigger on) { return service_fits(on, event); }, "of the mini-program", event,
        coverage, faults);
  }
  return faults;
}

std::set<std::string> all_rows() {
  std::set<std::string> rows;
  for (const auto& row : kSubmissionTable) {
    rows.insert(row_name("submission", row.from, row.on, row.to));
  }
  for (const auto& row : kEntryTable) rows.insert(row_name("entry", row.from, row.on, row.to));
  for (const auto& row : kServiceTable) rows.insert(row_name("service", row.from, row.on, row.to));
  return rows;
}

}  // namespace baobei::scenario
