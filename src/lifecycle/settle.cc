// deadlines() and settle(): what the case file does by itself, and when (R13).
#include <tuple>

#include "lifecycle/draft.h"

namespace baobei::lifecycle {
namespace {

// More ends than this at one stroke means that settling does not settle.
constexpr int kSettleStepsMax = 10'000;

class DeadlineList {
 public:
  void add(DeadlineKind kind, std::uint32_t ordinal, std::optional<Instant> due) {
    if (due) list_.push_back({kind, ordinal, *due});
  }
  std::vector<Deadline> take() {
    std::ranges::sort(list_);
    return std::move(list_);
  }

 private:
  std::vector<Deadline> list_;
};

void add_submissions(DeadlineList& list, const App& app) {
  for (const auto& submission : app.submissions) {
    if (!submission.review_late) {
      list.add(DeadlineKind::kReviewDue, submission.no, submission.review_due);
    }
    list.add(DeadlineKind::kAnswerLimit, submission.no, submission.answer_by);
    list.add(DeadlineKind::kLapse, submission.no, submission.lapse_at);
  }
}

void add_orders(DeadlineList& list, const App& app) {
  for (const auto* order : standing_orders(app)) {
    if (order->carried_out) continue;
    list.add(DeadlineKind::kDownBy, order->no, order->take_down.down_by);
    list.add(DeadlineKind::kDownByWarning, order->no, order->warn_at);
  }
}

void add_qualifications(DeadlineList& list, const App& app, const Rules& rules) {
  for (std::uint32_t i = 0; i < app.qualifications.size(); ++i) {
    const auto& watch = app.qualifications[i];
    if (watch.grace_ended) continue;
    if (watch.grace_until) {
      list.add(DeadlineKind::kQualificationGrace, i, watch.grace_until);
      continue;
    }
    list.add(DeadlineKind::kQualificationExpiry, i, watch.valid_until);
    if (!watch.warned) {
      list.add(DeadlineKind::kQualificationWarning, i,
               watch.valid_until - rules.qualification_warning);
    }
  }
}

const CategoryFacts* find_category(const Facts& facts, const CategoryId& category) {
  const auto found = std::ranges::find(facts.categories, category, &CategoryFacts::category);
  return found == facts.categories.end() ? nullptr : &*found;
}

// R2a: renewed in time, or else lapsed. One that was taken back and given again with the same end
// has lapsed and is renewed.
void settle_qualification(Draft& draft, std::uint32_t position, DeadlineKind kind) {
  const QualificationWatch watch = draft.app.qualifications[position];
  const auto* known = find_category(draft.facts, watch.category);
  const bool renewed = known != nullptr && known->accepted &&
                       (!known->valid_until || *known->valid_until > draft.at);
  if (renewed && (known->valid_until != watch.valid_until || watch.grace_until)) {
    draft.add(QualificationRenewed{watch.category, known->valid_until});
  } else if (kind == DeadlineKind::kQualificationWarning) {
    draft.add(QualificationWarned{watch.category});
  } else if (kind == DeadlineKind::kQualificationExpiry) {
    draft.add(QualificationLapsed{watch.category, draft.at + draft.rules.qualification_grace});
  } else {
    draft.add(QualificationGraceEnded{watch.category});
  }
}

void settle_filing_end(Draft& draft, EntryNo no) {
  draft.add(FilingPeriodEnded{no});
  release_by_choice(draft, find_entry(draft.app, no)->submission, ReleaseCause::kOnSilence);
}

void settle_one(Draft& draft, const Deadline& deadline) {
  switch (deadline.kind) {
    case DeadlineKind::kFilingEnd:
      return settle_filing_end(draft, deadline.ordinal);
    case DeadlineKind::kFilingEndWarning:
      return draft.add(FilingEndWarned{deadline.ordinal});
    case DeadlineKind::kDownBy:
      return take_down_due(draft, deadline.ordinal);
    case DeadlineKind::kDownByWarning:
      return draft.add(TakeDownWarned{deadline.ordinal});
    case DeadlineKind::kReviewDue:
      return draft.add(ReviewOverdue{deadline.ordinal});
    case DeadlineKind::kAnswerLimit:
      return draft.add(SubmissionWithdrawn{deadline.ordinal, WithdrawCause::kNoAnswerInTime});
    case DeadlineKind::kLapse:
      return draft.add(SubmissionLapsed{deadline.ordinal});
    case DeadlineKind::kQualificationWarning:
    case DeadlineKind::kQualificationExpiry:
    case DeadlineKind::kQualificationGrace:
      return settle_qualification(draft, deadline.ordinal, deadline.kind);
    case DeadlineKind::kAuthorisationEnd:
      return draft.add(AuthorisationEnded{draft.app.agencies[deadline.ordinal].org});
  }
}

}  // namespace

std::vector<Deadline> deadlines(const App& app, const Rules& rules) {
  DeadlineList list;
  for (const auto& entry : app.entries) {
    if (entry.state != EntryState::kRunning) continue;
    list.add(DeadlineKind::kFilingEnd, entry.no, entry.end);
    list.add(DeadlineKind::kFilingEndWarning, entry.no, entry.warn_at);
  }
  add_submissions(list, app);
  add_orders(list, app);
  add_qualifications(list, app, rules);
  for (std::uint32_t i = 0; i < app.agencies.size(); ++i) {
    list.add(DeadlineKind::kAuthorisationEnd, i, app.agencies[i].until);
  }
  return list.take();
}

void settle_into(Draft& draft) {
  const Instant until = draft.at;
  const Actor actor = draft.actor;
  draft.actor = Actor{};  // the clock
  for (int step = 0;; ++step) {
    CHECK(step < kSettleStepsMax, "settling does not end");
    const auto pending = deadlines(draft.app, draft.rules);
    const auto next = std::ranges::min_element(pending, {}, [](const Deadline& deadline) {
      return std::tuple(deadline.due, deadline.kind, deadline.ordinal);
    });
    if (next == pending.end() || next->due > until) break;
    draft.at = next->due;
    settle_one(draft, *next);
  }
  draft.at = until;
  draft.actor = actor;
}

std::vector<Event> settle(const App& app, const Facts& facts, Instant now, const Rules& rules) {
  Draft draft{app, facts, rules, Actor{}, now, {}};
  settle_into(draft);
  return std::move(draft.events);
}

}  // namespace baobei::lifecycle
