#include "coverage.h"

#include "base/json.h"
#include "lifecycle/tables.h"

namespace baobei::scenario {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

template <typename State, typename Trigger>
std::string row_name(const char* table, State from, Trigger on, State to) {
  return std::string(table) + " " + wire_name(from) + " " + wire_name(on) + " " + wire_name(to);
}

template <typename... T>
bool is(const Event& event) {
  return (std::holds_alternative<T>(event.data) || ...);
}

// Which events pull a trigger; a row counts only for the event that means it.
bool pulls(const Event& event, SubmissionTrigger on) {
  switch (on) {
    case SubmissionTrigger::kCheckRetried:
    case SubmissionTrigger::kCheckDone:
      return is<CheckFinished>(event);
    case SubmissionTrigger::kQuestionAsked:
      return is<QuestionAsked>(event);
    case SubmissionTrigger::kQuestionAnswered:
      return is<QuestionAnswered>(event);
    case SubmissionTrigger::kRefused:
      return is<ReviewRefused>(event);
    case SubmissionTrigger::kPassed:
    case SubmissionTrigger::kPassedOnSilence:
    case SubmissionTrigger::kPassedToFile:
      return is<ReviewPassed>(event);
    case SubmissionTrigger::kFilingStarted:
      return is<FilingStarted>(event);
    case SubmissionTrigger::kPeriodEnded:
      return is<FilingPeriodEnded>(event);
    case SubmissionTrigger::kGroundRaised:
      return is<FilingPassed, ReleaseGroundRaised>(event);
    case SubmissionTrigger::kFilingFailed:
      return is<FilingFailed>(event);
    case SubmissionTrigger::kReopened:
    case SubmissionTrigger::kReopenedToHandOver:
    case SubmissionTrigger::kReopenedOnSilence:
      return is<AnswerRevoked>(event);
    case SubmissionTrigger::kMoved:
      return is<EntryOpened>(event);
    case SubmissionTrigger::kReleased:
      return is<Released, ShareChanged>(event);
    case SubmissionTrigger::kLapsed:
      return is<SubmissionLapsed>(event);
    case SubmissionTrigger::kAppealUpheld:
      return is<AppealDecided>(event);
    case SubmissionTrigger::kPassRevoked:
      return is<PassRevoked>(event);
    case SubmissionTrigger::kStopped:
      return is<CaseStopped, PassRevoked>(event);
    case SubmissionTrigger::kWithdrawn:
      return is<SubmissionWithdrawn>(event);
  }
  return false;
}

bool pulls(const Event& event, EntryTrigger on) {
  switch (on) {
    case EntryTrigger::kStarted:
    case EntryTrigger::kStartedWithoutPeriod:
      return is<FilingStarted>(event);
    case EntryTrigger::kPeriodEnded:
      return is<FilingPeriodEnded>(event);
    case EntryTrigger::kPassed:
      return is<FilingPassed>(event);
    case EntryTrigger::kFailed:
      return is<FilingFailed>(event);
    case EntryTrigger::kReopened:
    case EntryTrigger::kReopenedWithoutPeriod:
    case EntryTrigger::kReopenedToHandOver:
      return is<AnswerRevoked>(event);
    case EntryTrigger::kWithdrawn:
      return is<EntryWithdrawn>(event);
    case EntryTrigger::kMoved:
      return is<EntryMoved>(event);
    case EntryTrigger::kStopped:
      return is<EntryStopped>(event);
  }
  return false;
}

bool pulls(const Event& event, ServiceTrigger on) {
  switch (on) {
    case ServiceTrigger::kReleased:
      return is<Released, ShareChanged>(event);
    case ServiceTrigger::kSuspended:
      return is<ServiceSuspended>(event);
    case ServiceTrigger::kResumed:
      return is<ServiceResumed>(event);
    case ServiceTrigger::kOrdered:
      return is<TakeDownOrdered>(event);
    case ServiceTrigger::kTakenDown:
    case ServiceTrigger::kTakenDownToOlder:
    case ServiceTrigger::kTakenDownToOlderSuspended:
      return is<TakenDown>(event);
    case ServiceTrigger::kOrderEnded:
    case ServiceTrigger::kOrderEndedSuspended:
      return is<OrderDischarged, OrderRevoked>(event);
  }
  return false;
}

// Records the row that led from `from` to `to`. What stays where it is may have taken a row that
// stays, if the event concerns it.
template <typename Table, typename State>
void record(const char* name, const Table& table, State from, State to, bool concerned,
            const std::string& who, const Event& event, Coverage& coverage, std::string& faults) {
  for (const auto& row : table) {
    if (row.from != from || row.to != to || !pulls(event, row.on)) continue;
    if (from == to && !concerned) continue;
    coverage.rows.insert(row_name(name, row.from, row.on, row.to));
    return;
  }
  if (from == to) return;
  faults += std::string(name) + " " + who + " went from " + wire_name(from) + " to " +
            wire_name(to) + " by " + event_name(event.data) + ", which no row allows\n";
}

bool concerns(const Event& event, SubmissionNo no) {
  if (const auto* check = std::get_if<CheckFinished>(&event.data)) return check->submission == no;
  const auto* opened = std::get_if<EntryOpened>(&event.data);
  return opened != nullptr && opened->moved_from != 0 && opened->submission == no;
}

}  // namespace

std::string record_transitions(const App& before, const Event& event, const App& after,
                               Coverage& coverage) {
  std::string faults;
  for (std::size_t i = 0; i < before.submissions.size(); ++i) {
    const auto& from = before.submissions[i];
    record("submission", kSubmissionTable, from.state, after.submissions[i].state,
           concerns(event, from.no), std::to_string(from.no), event, coverage, faults);
  }
  for (std::size_t i = 0; i < before.entries.size(); ++i) {
    const auto& from = before.entries[i];
    record("entry", kEntryTable, from.state, after.entries[i].state, false, std::to_string(from.no),
           event, coverage, faults);
  }
  if (before.registered()) {
    record("service", kServiceTable, service_state(before), service_state(after), true,
           "of the mini-program", event, coverage, faults);
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
