// decide(): orders, releases, shares, suspension (R17, R20–R22).
#include "lifecycle/draft.h"

namespace baobei::lifecycle {
namespace {

bool names(const Order& order, const Digest& digest) {
  return contains(order.take_down.digests, digest);
}

bool is_served_digest(const App& app, const Digest& digest) {
  for (const ReleaseNo no : {app.current, app.base}) {
    const auto* release = find_release(app, no);
    if (release != nullptr && release->served && release->digest == digest) return true;
  }
  return false;
}

std::vector<Digest> served_digests(const App& app) {
  std::vector<Digest> digests;
  for (const ReleaseNo no : {app.current, app.base}) {
    const auto* release = find_release(app, no);
    if (release != nullptr && release->served) digests.push_back(release->digest);
  }
  return digests;
}

// R2a: every declared category's qualifications hold at this instant.
bool qualifications_hold(const Draft& draft, const Submission& submission) {
  return std::ranges::all_of(submission.categories, [&](const DeclaredCategory& declared) {
    const auto known =
        std::ranges::find(draft.facts.categories, declared.category, &CategoryFacts::category);
    return known != draft.facts.categories.end() && known->accepted &&
           (!known->valid_until || *known->valid_until > draft.at);
  });
}

Guarded guard_orders(const App& app, const Submission& submission, ReleaseKind kind) {
  const auto standing = standing_orders(app);
  const bool ordered = service_state(app) == ServiceState::kTakeDownOrdered;
  for (const auto* order : standing) {
    const bool service = order->take_down.scope == OrderScope::kService;
    // Before `down_by` a roll-back to an unaffected version is still accepted (R17).
    const bool roll_back_in_time =
        kind == ReleaseKind::kRollBack && !order->carried_out && !names(*order, submission.digest);
    REFUSE_IF(service && !roll_back_in_time, kServiceOrdered);
  }
  REFUSE_IF(is_ordered(app, submission.digest), kVersionOrdered);
  REFUSE_IF(ordered && kind != ReleaseKind::kRollBack, kOnlyNarrowing);
  return std::nullopt;
}

// R9 as of now: what it shows of filing categories is completed, or still rests on open silence.
Guarded guard_filing(const Draft& draft, const Submission& submission, Share share) {
  const App& app = draft.app;
  if (!lacks_a_filing(app, submission)) return std::nullopt;
  REFUSE_IF(lost_its_ground(app, submission), kFilingMissing);
  const auto& entry = *find_entry(app, submission.silence_entry);
  const bool held_back =
      draft.rules.door_closed_extends && draft.at < *entry.end + draft.facts.door_closed;
  REFUSE_IF(held_back, kHeldBack);
  REFUSE_IF(share > draft.rules.silence_share_max, kShareCapped);
  return std::nullopt;
}

// R22: a version order whose ground is no longer served is discharged; a ban of what was never
// served is not.
void discharge_by_release(Draft& draft) {
  for (const auto* order : standing_orders(draft.app)) {
    if (order->take_down.scope != OrderScope::kVersion || order->forbids_release) continue;
    const bool still_served = std::ranges::any_of(
        order->take_down.digests,
        [&](const Digest& digest) { return is_served_digest(draft.app, digest); });
    if (still_served) continue;
    draft.add(OrderDischarged{order->no, DischargeCause::kReleased});
    return discharge_by_release(draft);  // the list above is stale now
  }
}

// R2a: what is known of the qualifications now is what is watched from now on.
void refresh_watches(Draft& draft, SubmissionNo no) {
  const auto categories = find_submission(draft.app, no)->categories;
  for (const auto& declared : categories) {
    const auto known =
        std::ranges::find(draft.facts.categories, declared.category, &CategoryFacts::category);
    if (known == draft.facts.categories.end()) continue;
    const auto watch = std::ranges::find(draft.app.qualifications, declared.category,
                                         &QualificationWatch::category);
    const bool none = watch == draft.app.qualifications.end();
    const auto watched = none ? std::nullopt : std::optional(watch->valid_until);
    const bool lapsed = !none && watch->grace_until.has_value();
    if (lapsed || watched != known->valid_until) {
      draft.add(QualificationRenewed{declared.category, known->valid_until});
    }
  }
}

}  // namespace

ReleaseNo last_unaffected_release(const App& app) {
  for (auto release = app.releases.rbegin(); release != app.releases.rend(); ++release) {
    const bool affected = is_barred(app, release->digest) || is_ordered(app, release->digest);
    if (release->served && !affected) return release->no;
  }
  return 0;
}

std::optional<Refusal> release_guard(const Draft& draft, const Submission& submission, Share share,
                                     ReleaseKind kind) {
  REFUSE_IF(is_barred(draft.app, submission.digest), kVersionBarred);
  REFUSE_IF(contains(draft.facts.digests_barred_everywhere, submission.digest),
            kVersionBarredEverywhere);
  REFUSE_IF(!qualifications_hold(draft, submission), kQualificationLapsed);
  REFUSE_IF(share > kFullShare, kShareOutOfRange);
  if (const auto refusal = guard_orders(draft.app, submission, kind)) return refusal;
  REFUSE_IF(draft.app.suspended, kServiceIsSuspended);
  return guard_filing(draft, submission, share);
}

void release(Draft& draft, const Submission& submission, Share share, ReleaseCause cause) {
  const SubmissionNo no = submission.no;
  draft.add(Released{static_cast<ReleaseNo>(draft.app.releases.size() + 1), no, submission.digest,
                     share, submission.ground, cause});
  if (share == 0) return;
  refresh_watches(draft, no);
  discharge_by_release(draft);
}

void release_by_choice(Draft& draft, SubmissionNo no, ReleaseCause cause) {
  const Submission submission = *find_submission(draft.app, no);
  const bool releasable = submission.state == SubmissionState::kReleasable ||
                          submission.state == SubmissionState::kPreLaunch;
  const bool chosen = submission.release_choice == ReleaseChoice::kAlsoOnSilence ||
                      (submission.release_choice == ReleaseChoice::kOnAnswer &&
                       submission.ground != Ground::kSilence);
  if (!releasable || !chosen) return;
  const Share share =
      submission.ground == Ground::kSilence ? draft.rules.silence_share_max : kFullShare;
  if (share == 0 || release_guard(draft, submission, share, ReleaseKind::kRelease)) return;
  release(draft, submission, share, cause);
}

Guarded decide_on(Draft& draft, const Release& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  REFUSE_IF(submission->state != SubmissionState::kReleasable &&
                submission->state != SubmissionState::kPreLaunch,
            kNotInState);
  const auto refusal = release_guard(draft, *submission, command.share, ReleaseKind::kRelease);
  if (refusal) return refusal;
  release(draft, Submission(*submission), command.share, ReleaseCause::kDeveloper);
  return std::nullopt;
}

// Of what was staged, if anything was, else of what is served.
Guarded decide_on(Draft& draft, const SetShare& command) {
  const App& app = draft.app;
  const auto* release = find_release(app, app.staged != 0 ? app.staged : app.current);
  REFUSE_IF(release != nullptr && release->share == command.share, kNotInState);
  REFUSE_IF(command.share > kFullShare, kShareOutOfRange);
  REFUSE_IF(release == nullptr, kNothingServed);
  const ReleaseNo no = release->no;
  const SubmissionNo submission = release->submission;
  const bool begins = no == app.staged;
  if (command.share > release->share) {
    const auto refusal =
        release_guard(draft, *find_submission(app, submission), command.share, ReleaseKind::kRaise);
    if (refusal) return refusal;
  } else if (const auto* below = find_release(app, app.base)) {
    // The users who leave this version get the one below: no narrowing, if that one has to go.
    REFUSE_IF(is_barred(app, below->digest) || is_ordered(app, below->digest), kOnlyNarrowing);
  }
  draft.add(ShareChanged{no, command.share});
  if (begins) refresh_watches(draft, submission);
  discharge_by_release(draft);
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const RollBack& command) {
  const auto* submission = find_submission(draft.app, command.submission);
  REFUSE_IF(submission == nullptr, kUnknownSubmission);
  const auto* current = find_release(draft.app, draft.app.current);
  REFUSE_IF(current != nullptr && current->submission == command.submission, kNotInState);
  const Share share =
      submission->ground == Ground::kSilence ? draft.rules.silence_share_max : kFullShare;
  const bool released = submission->state == SubmissionState::kReleased;
  if (released) {
    const auto refusal = release_guard(draft, *submission, share, ReleaseKind::kRollBack);
    if (refusal) return refusal;
  }
  REFUSE_IF(!released, kNotReleasedBefore);
  release(draft, Submission(*submission), share, ReleaseCause::kRollBack);
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const Suspend&) {
  REFUSE_IF(draft.app.suspended, kNotInState);
  const auto state = service_state(draft.app);
  REFUSE_IF(state != ServiceState::kServed && state != ServiceState::kTakeDownOrdered,
            kNothingServed);
  draft.add(ServiceSuspended{});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const Resume&) {
  REFUSE_IF(!draft.app.suspended, kNotInState);
  REFUSE_IF(service_state(draft.app) == ServiceState::kTakeDownOrdered, kOnlyNarrowing);
  draft.add(ServiceResumed{});
  return std::nullopt;
}

// ---- orders -------------------------------------------------------------------------------------
namespace {

// Every point of the answer was put right in a submission that the same office passed, or fell
// away.
bool points_are_met(const App& app, const Order& order) {
  return std::ranges::all_of(app.items, [&](const Item& item) {
    if (item.answer != order.answer) return true;
    if (item.answered_by == 0) return item.closed;
    const auto* entry = find_entry(app, find_submission(app, item.answered_by)->entry);
    return entry != nullptr && entry->state == EntryState::kPassed && entry->region == order.region;
  });
}

void take_down(Draft& draft, OrderNo no, bool by_developer) {
  const bool older = find_order(draft.app, no)->take_down.scope == OrderScope::kVersion;
  draft.add(TakenDown{no, by_developer, older ? last_unaffected_release(draft.app) : 0});
  discharge_by_pass(draft);
}

}  // namespace

// R22, docs/adr/0003: the office's own pass of a submission that answers every point of a failed
// answer ends the service order that came with it; not before what failed is down (R17).
void discharge_by_pass(Draft& draft) {
  for (const auto* order : standing_orders(draft.app)) {
    const bool of_answer = order->answer != 0 && order->take_down.scope == OrderScope::kService;
    if (!of_answer || !order->carried_out || !points_are_met(draft.app, *order)) continue;
    draft.add(OrderDischarged{order->no, DischargeCause::kAuthorityPassed});
    return discharge_by_pass(draft);  // the list above is stale now
  }
}

void take_down_due(Draft& draft, OrderNo no) {
  take_down(draft, no, false);
}

// ---- given, signed, revoked, obeyed -------------------------------------------------------------
namespace {

struct OrderTerms {
  OrderNo no = 0;
  ReasonId reason;
  bool content_ground = false;
  TakeDown take_down;
  std::vector<Point> points;
  std::vector<CategoryId> voids;
  RegionCode region;
};

void take_order(Draft& draft, OrderTerms terms) {
  TakeDown& take_down = terms.take_down;
  take_down.down_by = std::max(take_down.down_by, draft.at);
  const auto served = served_digests(draft.app);
  const bool hits_served =
      !served.empty() && (take_down.scope == OrderScope::kService ||
                          std::ranges::any_of(take_down.digests, [&](const Digest& digest) {
                            return contains(served, digest);
                          }));
  TakeDownOrdered ordered;
  ordered.order = terms.no;
  ordered.reason = terms.reason;
  ordered.content_ground = terms.content_ground;
  ordered.forbids_release = !hits_served;
  ordered.points = terms.points;
  ordered.voids = terms.voids;
  ordered.region = terms.region;
  const Instant warn_at = take_down.down_by - draft.rules.take_down_warning;
  if (hits_served && warn_at > draft.at) ordered.warn_at = warn_at;
  const auto barred = take_down.scope == OrderScope::kService ? served : take_down.digests;
  ordered.take_down = take_down;
  draft.add(std::move(ordered));
  for (const auto& digest : barred) {  // R3
    if (terms.content_ground) draft.add(VersionBarred{digest, 0, terms.no});
  }
  for (const auto& category : terms.voids) {  // R21b: only if it says so
    if (is_completed(draft.app, category)) draft.add(FilingVoided{category});
  }
}

}  // namespace

Guarded decide_on(Draft& draft, const OrderTakeDown& command) {
  const bool officer = draft.actor.role == Role::kOfficer;
  const RegionCode region = officer ? draft.actor.region : RegionCode();
  REFUSE_IF(officer && region != office_region(draft.app.subject, draft.rules), kNotYourRegion);
  REFUSE_IF(command.reason.empty(), kReasonMissing);
  REFUSE_IF(command.take_down.down_by > draft.at + draft.rules.take_down_grace_max,
            kDownByBeyondGrace);
  OrderTerms terms{static_cast<OrderNo>(draft.app.orders.size() + 1),
                   command.reason,
                   command.content_ground,
                   command.take_down,
                   command.points,
                   command.voids,
                   region};
  if (terms.take_down.scope == OrderScope::kVersion && terms.take_down.digests.empty()) {
    terms.take_down.digests = served_digests(draft.app);
  }
  const bool unknown_version =
      std::ranges::any_of(terms.take_down.digests, [&](const Digest& digest) {
        return std::ranges::find(draft.app.submissions, digest, &Submission::digest) ==
               draft.app.submissions.end();
      });
  const bool names_nothing =
      terms.take_down.scope == OrderScope::kVersion && terms.take_down.digests.empty();
  REFUSE_IF(unknown_version || names_nothing, kNothingToTakeDown);
  if (draft.rules.second_signature_take_down) {
    draft.add(OrderProposed{terms.no, terms.reason, terms.content_ground, terms.take_down,
                            terms.points, terms.voids, terms.region});
    return std::nullopt;
  }
  take_order(draft, std::move(terms));
  return std::nullopt;
}

namespace {

bool gave(const Actor& actor, const Order& order) {
  return actor.role == Role::kOfficer ? actor.region == order.region : order.region.empty();
}

}  // namespace

Guarded decide_on(Draft& draft, const SignOrder& command) {
  const auto* order = find_order(draft.app, command.order);
  REFUSE_IF(order == nullptr, kUnknownOrder);
  REFUSE_IF(order->by == draft.actor.person, kSamePerson);
  REFUSE_IF(!gave(draft.actor, *order), kNotYourOrder);
  REFUSE_IF(!order->proposed || order->state != OrderState::kStanding, kNotInState);
  take_order(draft, {order->no, order->reason, order->content_ground, order->take_down,
                     order->points, order->voids, order->region});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const RevokeOrder& command) {
  const auto* order = find_order(draft.app, command.order);
  REFUSE_IF(order == nullptr, kUnknownOrder);
  REFUSE_IF(!gave(draft.actor, *order), kNotYourOrder);
  REFUSE_IF(order->state == OrderState::kRevoked, kNotInState);
  // Its versions are barred by the answer, so nothing else takes them down (R17).
  const bool waits = order->state == OrderState::kStanding && !order->carried_out;
  REFUSE_IF(order->answer != 0 && waits, kOrderOfAnswer);
  draft.add(OrderRevoked{command.order, command.text});
  const auto bars = draft.app.bars;
  for (const auto& bar : bars) {
    if (bar.order == command.order) draft.add(BarLifted{bar.digest, 0, bar.order});
  }
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const TakeDownNow& command) {
  const auto* order = find_order(draft.app, command.order);
  REFUSE_IF(order == nullptr, kUnknownOrder);
  const bool pending =
      order->state == OrderState::kStanding && !order->proposed && !order->carried_out;
  REFUSE_IF(!pending, kNotInState);
  take_down(draft, command.order, true);
  return std::nullopt;
}

}  // namespace baobei::lifecycle
