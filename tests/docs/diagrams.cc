#include "diagrams.h"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <optional>
#include <span>

#include "base/json.h"

namespace baobei::docs {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

template <typename State>
struct Place {
  State state;
  int column;
  int row;
};

template <typename State, typename Trigger>
struct Drawn {
  State from;
  Trigger on;
  Way way;
  double leaves = 0.5;
  double enters = 0.5;
  int lane = 0;
  int track = 0;
  bool named = true;
};

using S = SubmissionState;
using T = SubmissionTrigger;
constexpr Place<S> kSubmissionPlaces[] = {
    {S::kWaitingForDeveloper, 1, 0},
    {S::kReleasable, 4, 0},
    {S::kChecking, 0, 1},
    {S::kReviewing, 1, 1},
    {S::kToBeHandedOver, 2, 1},
    {S::kFiling, 3, 1},
    {S::kPreLaunch, 4, 1},
    {S::kReleased, 5, 1},
    {S::kWithdrawn, 0, 2},
    {S::kRefused, 1, 2},
    {S::kStopped, 2, 2},
    {S::kFilingFailed, 3, 2},
    {S::kLapsed, 5, 2},
};
constexpr Drawn<S, T> kSubmissionWays[] = {
    {S::kChecking, T::kCheckDone, Way::kAcross},
    {S::kReviewing, T::kQuestionAsked, Way::kVertical, 0.2},
    {S::kWaitingForDeveloper, T::kQuestionAnswered, Way::kVertical, 0.6},
    {S::kReviewing, T::kRefused, Way::kVertical, 0.2},
    {S::kRefused, T::kAppealUpheld, Way::kVertical, 0.7},
    {S::kReviewing, T::kPassedToFile, Way::kAcross},
    {S::kReviewing, T::kPassed, Way::kLane, 0.9, 0.1, 1, 1},
    {S::kToBeHandedOver, T::kFilingStarted, Way::kAcross},
    {S::kFiling, T::kPeriodEnded, Way::kAcross},
    {S::kToBeHandedOver, T::kGroundRaised, Way::kLane, 0.5, 0.3, 1, 0, false},
    {S::kFiling, T::kGroundRaised, Way::kLane, 0.5, 0.3, 1, 0},
    {S::kPreLaunch, T::kGroundRaised, Way::kVertical, 0.8},
    {S::kPreLaunch, T::kReleased, Way::kAcross},
    {S::kReleasable, T::kReleased, Way::kAcrossThenVertical, 0.5, 0.5},
    {S::kToBeHandedOver, T::kFilingFailed, Way::kLane, 0.7, 0.3, 2, 0, false},
    {S::kFiling, T::kFilingFailed, Way::kVertical, 0.5},
    {S::kPreLaunch, T::kFilingFailed, Way::kLane, 0.3, 0.7, 2, 0, false},
};

using E = EntryState;
using F = EntryTrigger;
constexpr Place<E> kEntryPlaces[] = {
    {E::kRunning, 1, 0},        {E::kSilent, 2, 0}, {E::kPassed, 3, 0},
    {E::kToBeHandedOver, 0, 1}, {E::kFailed, 3, 1}, {E::kWithoutPeriod, 1, 2},
    {E::kWithdrawn, 2, 2},      {E::kMoved, 3, 2},  {E::kStopped, 4, 2},
};
constexpr Drawn<E, F> kEntryWays[] = {
    {E::kToBeHandedOver, F::kStarted, Way::kVerticalThenAcross},
    {E::kToBeHandedOver, F::kStartedWithoutPeriod, Way::kVerticalThenAcross},
    {E::kRunning, F::kPeriodEnded, Way::kAcross},
    {E::kSilent, F::kPassed, Way::kAcross},
    {E::kRunning, F::kPassed, Way::kLane, 0.5, 0.5, 0, 0},
    {E::kRunning, F::kFailed, Way::kLane, 0.5, 0.5, 1, 0, false},
    {E::kSilent, F::kFailed, Way::kLane, 0.5, 0.5, 1, 0},
    {E::kWithoutPeriod, F::kFailed, Way::kLane, 0.5, 0.5, 2, 0},
};

using V = ServiceState;
using G = ServiceTrigger;
constexpr Place<V> kServicePlaces[] = {
    {V::kNeverServed, 0, 0}, {V::kServed, 1, 0},    {V::kTakeDownOrdered, 2, 0},
    {V::kDown, 3, 0},        {V::kSuspended, 1, 1},
};
constexpr Drawn<V, G> kServiceWays[] = {
    {V::kNeverServed, G::kReleased, Way::kAcross},
    {V::kServed, G::kOrdered, Way::kAcross},
    {V::kTakeDownOrdered, G::kTakenDown, Way::kAcross},
    {V::kTakeDownOrdered, G::kTakenDownToOlder, Way::kLane, 0.3, 0.7, 0, 0},
    {V::kTakeDownOrdered, G::kOrderEnded, Way::kLane, 0.5, 0.5, 0, 1},
    {V::kDown, G::kReleased, Way::kLane, 0.5, 0.3, 0, 2},
    {V::kServed, G::kSuspended, Way::kVertical, 0.2},
    {V::kSuspended, G::kResumed, Way::kVertical, 0.7},
    {V::kSuspended, G::kOrdered, Way::kAcrossThenVertical},
};

template <typename State>
std::optional<std::size_t> place_of(std::span<const Place<State>> places, State state) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].state == state) return i;
  }
  return std::nullopt;
}

template <typename State, typename Trigger>
bool is_drawn(std::span<const Drawn<State, Trigger>> ways, const Transition<State, Trigger>& row) {
  for (const auto& way : ways) {
    if (way.from == row.from && way.on == row.on) return true;
  }
  return false;
}

// "pass revoked → In review"; "→ Stopped" where the trigger says nothing that the target does not.
std::string note(std::string_view on, std::string_view to) {
  const bool same = on.size() == to.size() && on.substr(1) == to.substr(1);
  return same ? "→ " + std::string(to) : std::string(on) + " → " + std::string(to);
}

template <typename State, typename Trigger, typename Table>
Diagram diagram(Language language, const Table& table, std::span<const Place<State>> places,
                std::span<const Drawn<State, Trigger>> ways) {
  Diagram result;
  result.language = language;
  for (const auto& place : places) {
    Box box{place.column, place.row, words_of(place.state), {}};
    for (const auto& row : table) {
      if (row.from != place.state || is_drawn(ways, row)) continue;
      box.notes.push_back(
          note(words_of(row.on).words.in(language), words_of(row.to).words.in(language)));
    }
    result.boxes.push_back(std::move(box));
  }
  for (const auto& way : ways) {
    const auto to = next_state(table, way.from, way.on);
    if (!to) continue;  // layout_faults() tells it
    const auto words = words_of(way.on);
    result.edges.push_back({*place_of(places, way.from), *place_of(places, *to), way.way,
                            way.leaves, way.enters, way.lane, way.track, way.named,
                            std::string(words.words.in(language)), std::string(words.rule)});
  }
  return result;
}

template <typename State, typename Table>
std::string mermaid(const Table& table, State start) {
  std::string text = "stateDiagram-v2\n";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto d) {
    const auto words = words_of(d.value);
    text += "  " + wire_name(d.value) + ": " + std::string(words.sign) + " " +
            std::string(words.words.zh) + "<br/>" + std::string(words.words.en) + "\n";
  });
  text += "  [*] --> " + wire_name(start) + "\n";
  for (const auto& row : table) {
    const auto words = words_of(row.on);
    text += "  " + wire_name(row.from) + " --> " + wire_name(row.to) + ": " +
            std::string(words.words.zh) + " " + std::string(words.words.en) + " " +
            std::string(words.rule) + "\n";
  }
  return text;
}

template <typename State, typename Trigger, typename Table>
void find_faults(const char* name, const Table& table, std::span<const Place<State>> places,
                 std::span<const Drawn<State, Trigger>> ways, std::vector<std::string>& faults) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto d) {
    const auto stands = std::ranges::count(places, d.value, &Place<State>::state);
    if (stands != 1)
      faults.push_back(std::string(name) + ": " + d.name + " stands " + std::to_string(stands) +
                       " times");
  });
  for (const auto& a : places) {
    for (const auto& b : places) {
      if (a.state < b.state && a.column == b.column && a.row == b.row) {
        faults.push_back(std::string(name) + ": two states on one place");
      }
    }
  }
  for (const auto& way : ways) {
    if (!next_state(table, way.from, way.on)) {
      faults.push_back(std::string(name) + ": " + wire_name(way.from) + " on " + wire_name(way.on) +
                       " is drawn, but no row");
    }
  }
}

std::string text(Language language, const char* zh, const char* en) {
  return language == Language::kZh ? zh : en;
}

}  // namespace

Diagram submission_diagram(Language language) {
  auto result = diagram<S, T>(language, kSubmissionTable, kSubmissionPlaces, kSubmissionWays);
  result.title = text(language, "提审的状态", "States of a submission");
  result.description =
      text(language, "框内列出其余转换；箭头旁为触发与规则编号。",
           "Boxes list the remaining transitions; ways carry their trigger and rule.");
  return result;
}

Diagram entry_diagram(Language language) {
  auto result = diagram<E, F>(language, kEntryTable, kEntryPlaces, kEntryWays);
  result.title = text(language, "报备条目的状态", "States of a filing entry");
  result.description = text(language, "期满未答复后条目仍然开着，网信部门仍可答复（R16、R17）。",
                            "After silence the entry stays open: the office may still answer "
                            "(R16, R17).");
  return result;
}

Diagram service_diagram(Language language) {
  auto result = diagram<V, G>(language, kServiceTable, kServicePlaces, kServiceWays);
  result.title = text(language, "小程序的服务", "Service of the mini-program");
  result.description = text(language, "下架后立即答 451（R20）；没有什么自动发布（R21b）。",
                            "Taken down, the endpoint answers 451 at once (R20); nothing is "
                            "released by itself (R21b).");
  return result;
}

std::string submission_mermaid() {
  return mermaid(kSubmissionTable, S::kChecking);
}
std::string entry_mermaid() {
  return mermaid(kEntryTable, E::kToBeHandedOver);
}
std::string service_mermaid() {
  return mermaid(kServiceTable, V::kNeverServed);
}

std::vector<std::string> layout_faults() {
  std::vector<std::string> faults;
  find_faults<S, T>("submission", kSubmissionTable, kSubmissionPlaces, kSubmissionWays, faults);
  find_faults<E, F>("entry", kEntryTable, kEntryPlaces, kEntryWays, faults);
  find_faults<V, G>("service", kServiceTable, kServicePlaces, kServiceWays, faults);
  return faults;
}

}  // namespace baobei::docs
