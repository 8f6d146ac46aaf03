// Guards that do not see: decide() is shown a case file or a command without what they look at.
#include <algorithm>

#include "mutants.h"

namespace baobei::explorer {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

namespace {

template <typename T>
bool is(const Command& command) {
  return std::holds_alternative<T>(command.data);
}

template <typename T>
Core told(std::function<void(const App&, Actor&, T&)> change) {
  return with_command([change](const App& app, Command& command) {
    if (auto* data = std::get_if<T>(&command.data)) change(app, command.actor, *data);
  });
}

bool releases(const Command& command) {
  return is<Release>(command) || is<SetShare>(command) || is<RollBack>(command);
}

void lift_bars(App& app) {
  app.bars.clear();
}

void end_orders(App& app, std::function<bool(const Order&)> which) {
  for (auto& order : app.orders) {
    if (which(order)) order.state = OrderState::kRevoked;
  }
}

bool names_versions(const Order& order) {
  return order.take_down.scope == OrderScope::kVersion;
}

bool waits(const Order& order) {
  return !order.carried_out;
}

// A release in filing, as if the silence had come.
void silence_all(App& app, const Command& command) {
  if (!is<Release>(command)) return;
  for (auto& entry : app.entries) {
    if (entry.state != EntryState::kRunning) continue;
    entry.state = EntryState::kSilent;
    auto& waiting = app.submissions[entry.submission - 1];
    waiting.state = SubmissionState::kPreLaunch;
    waiting.ground = Ground::kSilence;
    waiting.silence_entry = entry.no;
  }
}

// Who may act.
void blind_to_rights(MutantRows& rows) {
  using enum Invariant;
  rows.row("a reviewer of the submitter's own organisation", "review", kRights,
           told<PassReview>([](const App&, Actor& actor, PassReview&) { actor.org = "platform"; }));
  rows.row("an office of another region", "filing", kRights,
           told<AnswerFiling>([](const App& app, Actor& actor, AnswerFiling&) {
             if (actor.role == Role::kOfficer) actor.region = app.subject.region;
           }));
  rows.row("anybody revokes an office's answer", "filing", kRights,
           told<RevokeAnswer>([](const App& app, Actor& actor, RevokeAnswer&) {
             actor.region = app.subject.region;
           }));
  rows.row("anybody revokes an order", "orders", kRights,
           told<RevokeOrder>([](const App&, Actor& actor, RevokeOrder&) {
             if (actor.role == Role::kSeniorReviewer) actor.role = Role::kOperator;
           }));
  rows.row("an agency without authorisation", "agencies", kRights,
           with_command([](const App&, Command& command) {
             if (command.actor.role == Role::kDeveloper) command.actor.org = "acme";
           }));
}

// Whether it is somebody else.
void blind_to_the_second(MutantRows& rows) {
  using enum Invariant;
  rows.row("one person signs twice what could not be checked", "review", kSignatures,
           shown([](App& app, const Command& command) {
             if (!is<PassReview>(command)) return;
             for (auto& each : app.submissions) {
               if (!each.pass_proposed_by.empty()) each.pass_proposed_by = "somebody";
             }
           }));
  rows.row("one signature for what could not be checked", "review", kSignatures,
           shown([](App& app, const Command& command) {
             if (!is<PassReview>(command)) return;
             for (auto& each : app.submissions) each.check = CheckOutcome::kFindings;
           }));
  rows.row("one person signs a transcribed answer twice", "paper", kSignatures,
           shown([](App& app, const Command& command) {
             if (!is<SignAnswer>(command)) return;
             for (auto& each : app.answers) each.by = "somebody";
           }));
  rows.row("whoever refused decides the appeal", "appeals", kSignatures,
           shown([](App& app, const Command& command) {
             if (!is<DecideAppeal>(command)) return;
             for (auto& each : app.submissions) each.decided_by = "somebody";
           }));
}

// What is decided upon.
void blind_to_the_case(MutantRows& rows) {
  using enum Invariant;
  rows.row("a decision on a stale revision", "review", kStale,
           told<PassReview>([](const App& app, Actor&, PassReview& pass) {
             const auto* submission = find_submission(app, pass.submission);
             if (submission != nullptr) pass.review_revision = submission->review_revision;
           }));
  rows.row("a decision on another digest", "review", kStale,
           told<PassReview>([](const App& app, Actor&, PassReview& pass) {
             const auto* submission = find_submission(app, pass.submission);
             if (submission != nullptr) pass.digest = submission->digest;
           }));
  rows.row("two submissions in review", "appeals", kOneInReview,
           shown([](App& app, const Command& command) {
             if (!is<Submit>(command)) return;
             for (auto& each : app.submissions) {
               if (is_in_review(each.state)) each.state = SubmissionState::kWithdrawn;
             }
           }));
  rows.row("a barred version is submitted", "filing", kBarred,
           shown([](App& app, const Command& command) {
             if (is<Submit>(command)) lift_bars(app);
           }));
  rows.row("a barred version passes the review", "same-version", kBarred,
           shown([](App& app, const Command& command) {
             if (is<PassReview>(command)) lift_bars(app);
           }));
}

// What may be served.
void blind_to_orders(MutantRows& rows) {
  using enum Invariant;
  rows.row("a barred version is rolled back to", "orders", kBarred,
           shown([](App& app, const Command& command) {
             if (!is<RollBack>(command)) return;
             lift_bars(app);
             end_orders(app, names_versions);
           }),
           {kLateTimers});
  rows.row("a release while ordered down", "orders", kNarrowing,
           shown([](App& app, const Command& command) {
             if (is<Release>(command)) end_orders(app, waits);
           }),
           {kLateTimers});
  rows.row("a larger share while ordered down", "late-fail", kNarrowing,
           shown([](App& app, const Command& command) {
             if (!is<SetShare>(command)) return;
             lift_bars(app);
             end_orders(app, waits);
           }),
           {kLateTimers});
  rows.row("a smaller share that widens the barred version below", "orders", kBarred,
           shown([](App& app, const Command& command) {
             if (is<SetShare>(command)) app.base = 0;
           }));
  rows.row("resumed while ordered down", "orders", kNarrowing,
           shown([](App& app, const Command& command) {
             if (is<Resume>(command)) end_orders(app, waits);
           }),
           {kLateTimers});
  rows.row("a release while suspended", "orders", kDark,
           shown([](App& app, const Command& command) {
             if (releases(command)) app.suspended = false;
           }));
  rows.row("a release before the end", "filing", kFiled, shown(silence_all));
  rows.row("a release by choice that nobody chose", "choices", kRights,
           shown([](App& app, const Command&) {
             for (auto& each : app.submissions) each.release_choice = ReleaseChoice::kAlsoOnSilence;
           }));
}

// States that nobody leaves.
void without_a_way_out(MutantRows& rows) {
  using enum Invariant;
  rows.row("an answer without an end in sight is refused", "overseas-other", kNoDeadEnd,
           refusing([](const App& app, const Command& command) {
             const auto* answer = std::get_if<AnswerFiling>(&command.data);
             const auto* entry = answer ? find_entry(app, answer->entry) : nullptr;
             return entry != nullptr && entry->state == EntryState::kWithoutPeriod;
           }));
  rows.row("a late review is never decided", "review", kNoDeadEnd,
           refusing([](const App& app, const Command& command) {
             const auto* pass = std::get_if<PassReview>(&command.data);
             const bool decides =
                 pass != nullptr || is<RefuseReview>(command) || is<AskDeveloper>(command);
             return decides && std::ranges::any_of(app.submissions, &Submission::review_late);
           }),
           {kLateTimers});
  rows.row(
      "a hand-over is never recorded", "paper", kNoDeadEnd,
      refusing([](const App&, const Command& command) { return is<RecordHandOver>(command); }));
}

}  // namespace

std::vector<Mutant> mutants_of_guards() {
  MutantRows rows;
  blind_to_rights(rows);
  blind_to_the_second(rows);
  blind_to_the_case(rows);
  blind_to_orders(rows);
  without_a_way_out(rows);
  return rows.take();
}

}  // namespace baobei::explorer
