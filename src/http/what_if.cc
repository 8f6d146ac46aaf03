#include "http/what_if.h"

#include <algorithm>
#include <map>

#include "catalogue/policy_values.h"
#include "catalogue/timeline.h"

namespace baobei::http {
namespace {

using catalogue::Catalogue;
using catalogue::Category;
using lifecycle::App;
using lifecycle::CategoryId;
using lifecycle::DeadlineKind;
using lifecycle::Rules;
using lifecycle::Submission;

// Of what is open, or served: the newest submission that declares each category.
std::map<CategoryId, const Submission*> declared_of(const App& app) {
  std::map<CategoryId, const Submission*> declared;
  for (const auto& submission : app.submissions) {
    const bool alive = lifecycle::holder_of(submission.state) != lifecycle::Holder::kNobody ||
                       submission.state == lifecycle::SubmissionState::kReleased;
    if (!alive) continue;
    for (const auto& row : submission.categories) declared[row.category] = &submission;
  }
  return declared;
}

// R9, R25: would its next version file for it?
bool would_file(const App& app, const Catalogue& catalogue, const CategoryId& id) {
  if (!catalogue.is_filing_category(id)) return false;
  return std::ranges::none_of(app.completed, [&](const auto& completed) {
    return catalogue.filing_covers(completed.category, id);
  });
}

std::vector<std::string> documents_of(const catalogue::Alternative& alternative) {
  std::vector<std::string> documents;
  for (const auto& requirement : alternative.all_of) {
    documents.push_back(catalogue::describe(requirement, catalogue::Language::kZh));
  }
  return documents;
}

struct Clock {
  DeadlineKind kind;
  std::string_view parameter;
};
// R25: ends by the policy in force when they began.
constexpr Clock kClocks[] = {
    {DeadlineKind::kFilingEnd, "filing_period"},
    {DeadlineKind::kFilingEndWarning, "filing_end_warning"},
    {DeadlineKind::kReviewDue, "review_due"},
    {DeadlineKind::kAnswerLimit, "developer_answer_limit"},
    {DeadlineKind::kLapse, "releasable_lapse"},
    {DeadlineKind::kDownBy, "take_down_grace_max"},
    {DeadlineKind::kDownByWarning, "take_down_warning"},
    {DeadlineKind::kQualificationGrace, "qualification_grace"},
};

bool differs(const Rules& before, const Rules& after, std::string_view parameter) {
  return catalogue::policy_value(before, parameter) != catalogue::policy_value(after, parameter);
}

void add_clocks(const App& app, const Rules& before, const Rules& after, Instant from,
                std::vector<Effect>& effects) {
  const auto running = lifecycle::deadlines(app, before);
  for (const auto& clock : kClocks) {
    if (!differs(before, after, clock.parameter)) continue;
    for (const auto& deadline : running) {
      if (deadline.kind != clock.kind || deadline.due <= from) continue;
      Effect effect;
      effect.effect = WhatIfEffect::kClockKeepsEnd;
      effect.parameter = clock.parameter;
      effect.clock = deadline.kind;
      effect.end = deadline.due;
      effects.push_back(std::move(effect));
    }
  }
  if (!differs(before, after, "qualification_warning")) return;
  const auto moved = lifecycle::deadlines(app, after);
  for (const auto& deadline : running) {
    if (deadline.kind != DeadlineKind::kQualificationWarning || deadline.due <= from) continue;
    const auto same = std::ranges::find_if(moved, [&](const auto& each) {
      return each.kind == deadline.kind && each.ordinal == deadline.ordinal;
    });
    if (same == moved.end()) continue;
    Effect effect;
    effect.effect = WhatIfEffect::kClockMoves;
    effect.parameter = "qualification_warning";
    effect.clock = deadline.kind;
    effect.end = deadline.due;
    effect.would_be = same->due;
    effects.push_back(std::move(effect));
  }
}

// Which parameters decide about this submission's next step.
std::vector<std::string_view> guards_of(const App& app, const Submission& submission,
                                        const Rules& after) {
  using enum lifecycle::SubmissionState;
  std::vector<std::string_view> guards;
  const bool silent = submission.ground == lifecycle::Ground::kSilence;
  if (silent || submission.state == kPreLaunch) {
    guards.insert(guards.end(), {"silence_share_max", "silence_carries", "door_closed_extends"});
  }
  if (submission.state == kChecking) {
    guards.insert(guards.end(),
                  {"pass_onward_when_check_passed", "auto_refuse_rules", "check_attempts_max"});
  }
  if (lifecycle::is_before_the_office(submission.state)) {
    guards.insert(guards.end(), {"second_signature_late_fail", "second_signature_take_down"});
  }
  if (submission.categories.size() > after.categories_max) guards.push_back("categories_max");
  if (lifecycle::is_overseas(app.subject.kind)) {
    guards.insert(guards.end(), {"overseas_authority", "overseas_first_submission_files"});
  }
  return guards;
}

}  // namespace

std::vector<catalogue::Text> newly_needed(const Category& before, const Category& after) {
  std::vector<std::string> asked;
  for (const auto& alternative : before.any_of) {
    for (auto& document : documents_of(alternative)) asked.push_back(std::move(document));
  }
  std::optional<std::vector<catalogue::Text>> fewest;
  for (const auto& alternative : after.any_of) {
    std::vector<catalogue::Text> fresh;
    for (const auto& requirement : alternative.all_of) {
      const auto zh = catalogue::describe(requirement, catalogue::Language::kZh);
      if (std::ranges::find(asked, zh) != asked.end()) continue;
      fresh.push_back({zh, catalogue::describe(requirement, catalogue::Language::kEn)});
    }
    if (!fewest || fresh.size() < fewest->size()) fewest = std::move(fresh);
  }
  return fewest.value_or(std::vector<catalogue::Text>());
}

std::vector<Effect> effects_of(const App& app, const Catalogue& before, const Catalogue& after) {
  std::vector<Effect> effects;
  const auto kind = app.subject.kind;
  for (const auto& [id, submission] : declared_of(app)) {
    const auto* was = before.category(id);
    const auto* is = after.category(id);
    const auto add = [&](WhatIfEffect what) -> Effect& {
      Effect effect;
      effect.effect = what;
      effect.submission = submission->no;
      effect.state = submission->state;
      const auto* known = is != nullptr ? is : was;
      effect.category =
          known != nullptr ? catalogue::named(*known) : catalogue::NamedValue{id, id, id};
      return effects.emplace_back(std::move(effect));
    };
    if (catalogue::can_be_declared(was, kind) && !catalogue::can_be_declared(is, kind)) {
      add(WhatIfEffect::kCategoryClosed);
    }
    const auto documents =
        was != nullptr && is != nullptr ? newly_needed(*was, *is) : std::vector<catalogue::Text>();
    if (!documents.empty()) add(WhatIfEffect::kQualificationNeeded).documents = documents;
    const bool filed = would_file(app, before, id);
    const bool files = would_file(app, after, id);
    if (files && !filed) add(WhatIfEffect::kFilingNeeded);
    if (filed && !files) add(WhatIfEffect::kFilingNotNeeded);
  }
  return effects;
}

std::vector<Effect> effects_of(const App& app, const Rules& before, const Rules& after,
                               Instant from) {
  std::vector<Effect> effects;
  add_clocks(app, before, after, from, effects);
  for (const auto& submission : app.submissions) {
    const bool alive = lifecycle::holder_of(submission.state) != lifecycle::Holder::kNobody ||
                       submission.state == lifecycle::SubmissionState::kReleased;
    if (!alive) continue;
    for (const auto parameter : guards_of(app, submission, after)) {
      if (!differs(before, after, parameter)) continue;
      Effect effect;
      effect.effect = WhatIfEffect::kGuardChanges;
      effect.parameter = parameter;
      effect.submission = submission.no;
      effect.state = submission.state;
      effects.push_back(std::move(effect));
    }
  }
  return effects;
}

}  // namespace baobei::http
