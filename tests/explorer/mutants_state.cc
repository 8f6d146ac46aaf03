// apply() and serving(), wrong in one place.
#include <algorithm>

#include "mutants.h"

namespace baobei::explorer {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

namespace {

template <typename T>
Core after_event(std::function<void(App&, const App&, const T&)> change) {
  return afterwards([change](App& after, const App& before, const Event& event) {
    if (const auto* data = std::get_if<T>(&event.data)) change(after, before, *data);
  });
}

Core serving_as(std::function<Serving(App, Instant)> serve) {
  Core core;
  core.serving = serve;
  return core;
}

// A row of the submission table with another target.
Core wrong_row(SubmissionState from, SubmissionState right, SubmissionState wrong) {
  return afterwards([=](App& after, const App& before, const Event&) {
    for (std::size_t i = 0; i < before.submissions.size(); ++i) {
      auto& submission = after.submissions[i];
      if (before.submissions[i].state == from && submission.state == right) {
        submission.state = wrong;
      }
    }
  });
}

void wrong_rows(MutantRows& rows) {
  using enum Invariant;
  using S = SubmissionState;
  rows.row("silence makes a version releasable", "filing", kTables,
           wrong_row(S::kFiling, S::kPreLaunch, S::kReleasable));
  rows.row("a fail leaves the version before the office", "filing", kTables,
           wrong_row(S::kFiling, S::kFilingFailed, S::kPreLaunch));
  rows.row("a pass of the office releases", "filing", kTables,
           wrong_row(S::kFiling, S::kReleasable, S::kReleased));
  rows.row("a revoked pass releases the version", "filing", kTables,
           wrong_row(S::kReleasable, S::kFiling, S::kReleased));
  rows.row("an answered question goes back to the check", "review", kTables,
           wrong_row(S::kWaitingForDeveloper, S::kReviewing, S::kChecking));
  rows.row("a refused version passes", "review", kTables,
           wrong_row(S::kReviewing, S::kRefused, S::kReleasable));
}

}  // namespace

std::vector<Mutant> mutants_of_state() {
  using enum Invariant;
  MutantRows rows;
  wrong_rows(rows);
  rows.row("an order raises the share", "late-fail", kBarred,
           after_event<TakeDownOrdered>([](App& after, const App&, const TakeDownOrdered&) {
             if (after.current != 0) after.releases[after.current - 1].share = kFullShare;
           }));
  rows.row("an order ends a suspension", "late-fail", kDark,
           after_event<TakeDownOrdered>(
               [](App& after, const App&, const TakeDownOrdered&) { after.suspended = false; }),
           {kRecord, kTables});
  rows.row(
      "silence completes the filing", "two-entries", kFiled,
      after_event<FilingPeriodEnded>([](App& after, const App&, const FilingPeriodEnded& data) {
        for (const auto& category : after.entries[data.entry - 1].categories) {
          after.completed.push_back({category, 0, {}});
        }
      }),
      {kRecord});
  rows.row("a revoked pass stays completed", "filing", kFiled,
           after_event<AnswerRevoked>([](App& after, const App& before, const AnswerRevoked&) {
             after.completed = before.completed;
           }),
           {kRecord});
  rows.row("a revoked pass can be released", "filing", kReviewed,
           after_event<PassRevoked>([](App& after, const App& before, const PassRevoked& data) {
             after.submissions[data.submission - 1].state =
                 before.submissions[data.submission - 1].state;
           }),
           {kNoDeadEnd});
  rows.row("an appeal passes the version", "appeals", kTables,
           after_event<Appealed>([](App& after, const App&, const Appealed& data) {
             after.submissions[data.submission - 1].state = SubmissionState::kReleasable;
           }));
  rows.row("time that nobody held", "filing", kAccount,
           after_event<FilingStarted>([](App& after, const App&, const FilingStarted&) {
             for (auto& each : after.submissions) each.held.platform += Duration(1);
           }));
  rows.row(
      "a request for material stops the clock", "requests", kRecord,
      after_event<MaterialRequested>([](App& after, const App&, const MaterialRequested& data) {
        auto& end = after.entries[data.entry - 1].end;
        if (end) *end += std::chrono::hours(1);
      }),
      {kNotEarly, kLateTimers});
  rows.row("a reply does away with the warning ahead of the end", "requests", kRecord,
           after_event<MaterialReplied>([](App& after, const App&, const MaterialReplied& data) {
             after.entries[data.entry - 1].warn_at.reset();
           }),
           {kNotEarly, kLateTimers});
  rows.row("served until the timer fires", "late-fail", kDark, serving_as([](App app, Instant at) {
             app.orders.clear();
             return serving(app, at);
           }));
  rows.row("served though suspended", "late-fail", kDark, serving_as([](App app, Instant at) {
             app.suspended = false;
             return serving(app, at);
           }));
  return rows.take();
}

}  // namespace baobei::explorer
