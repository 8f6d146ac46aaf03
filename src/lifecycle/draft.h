// A decision being made: the case file as it will be after the events drafted so far.
// Threads: one. Owner: decide() and settle().
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "lifecycle/lifecycle.h"

namespace baobei::lifecycle {

struct Draft {
  App app;
  const Facts& facts;
  const Rules& rules;
  Actor actor;
  Instant at;
  std::vector<Event> events;

  void add(EventData data) {
    Event event{at, actor, std::move(data)};
    app = apply(std::move(app), event);
    events.push_back(std::move(event));
  }
};

template <typename T>
bool contains(const std::vector<T>& list, const T& value) {
  return std::ranges::find(list, value) != list.end();
}

// Settles everything due at or before `draft.at`, each at its own instant, by the clock.
void settle_into(Draft& draft);

// R20: releases by itself where the developer chose so and every guard holds.
void release_by_choice(Draft& draft, SubmissionNo no, ReleaseCause cause);

// The first guard that forbids serving this submission to `share`, in order of precedence.
enum class ReleaseKind { kRelease, kRaise, kRollBack };
std::optional<Refusal> release_guard(const Draft& draft, const Submission& submission, Share share,
                                     ReleaseKind kind);
void release(Draft& draft, const Submission& submission, Share share, ReleaseCause cause);

// R9, R10: what follows a pass.
void pass(Draft& draft, SubmissionNo no, std::vector<CategoryId> present, bool by_reference);
void start_filing(Draft& draft, EntryNo entry, Channel channel);
// R16, policy silence_carries: an open entry in silence whose categories cover `category`; 0: none.
EntryNo carrying_entry(const Draft& draft, const CategoryId& category);

// The last version that was served and is neither barred nor named by a version order; 0: none.
ReleaseNo last_unaffected_release(const App& app);
// R17: what was not down by its instant is taken down at it.
void take_down_due(Draft& draft, OrderNo no);
void discharge_by_pass(Draft& draft);

// R19: the open entry ends as moved and enters at the new office, notice and period anew.
void move_entry(Draft& draft, EntryNo no);

// R21b: what hangs on an answer or order lapses with it.
void lapse_consequences_of_answer(Draft& draft, AnswerNo no);

// One overload per command; std::nullopt: accepted, the events are in the draft.
using Guarded = std::optional<Refusal>;
#define BAOBEI_DECIDE(Type) Guarded decide_on(Draft& draft, const Type& command)
BAOBEI_DECIDE(RegisterApp);
BAOBEI_DECIDE(AuthoriseAgency);
BAOBEI_DECIDE(EndAuthorisation);
BAOBEI_DECIDE(ChangeSubject);
BAOBEI_DECIDE(Submit);
BAOBEI_DECIDE(RecordCheck);
BAOBEI_DECIDE(AskDeveloper);
BAOBEI_DECIDE(AnswerQuestion);
BAOBEI_DECIDE(PassReview);
BAOBEI_DECIDE(RefuseReview);
BAOBEI_DECIDE(Appeal);
BAOBEI_DECIDE(DecideAppeal);
BAOBEI_DECIDE(Withdraw);
BAOBEI_DECIDE(RevokePass);
BAOBEI_DECIDE(StopCase);
BAOBEI_DECIDE(ChooseRelease);
BAOBEI_DECIDE(RecordHandOver);
BAOBEI_DECIDE(AnswerFiling);
BAOBEI_DECIDE(SignAnswer);
BAOBEI_DECIDE(AmendAnswer);
BAOBEI_DECIDE(RevokeAnswer);
BAOBEI_DECIDE(RequestMaterial);
BAOBEI_DECIDE(ReplyToRequest);
BAOBEI_DECIDE(OrderTakeDown);
BAOBEI_DECIDE(SignOrder);
BAOBEI_DECIDE(RevokeOrder);
BAOBEI_DECIDE(Release);
BAOBEI_DECIDE(SetShare);
BAOBEI_DECIDE(RollBack);
BAOBEI_DECIDE(TakeDownNow);
BAOBEI_DECIDE(Suspend);
BAOBEI_DECIDE(Resume);
BAOBEI_DECIDE(Settle);
#undef BAOBEI_DECIDE

// Returns the refusal from the enclosing decide_on.
#define REFUSE_IF(condition, refusal)       \
  do {                                      \
    if (condition) return Refusal::refusal; \
  } while (false)

}  // namespace baobei::lifecycle
