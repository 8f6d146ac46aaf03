// apply(): orders, releases, shares, suspension; and what they mean for delivery.
#include <algorithm>
#include <array>

#include "lifecycle/apply_detail.h"
#include "lifecycle/draft.h"
#include "lifecycle/lifecycle.h"

namespace baobei::lifecycle {
namespace {

bool hits_what_is_served(const App& app, const Order& order) {
  if (order.take_down.scope == OrderScope::kService) return app.current != 0;
  const auto& named = order.take_down.digests;
  return std::ranges::any_of(std::array{app.current, app.base}, [&](ReleaseNo no) {
    const auto* release = find_release(app, no);
    return release != nullptr && std::ranges::find(named, release->digest) != named.end();
  });
}

}  // namespace

namespace apply_detail {
namespace {

void add_items_of_order(App& app, const std::vector<Point>& points, OrderNo order) {
  for (const auto& point : points) {
    app.items.push_back({static_cast<ItemNo>(app.items.size() + 1), 0, order, point, 0, false});
  }
}

void move_reviews(App& app) {
  for (auto& each : app.submissions) {
    if (is_in_review(each.state)) each.review_revision = app.revision;
  }
}

// R2a: from the first release on, the qualifications behind it are watched.
void watch_qualifications(App& app, const Submission& released) {
  for (const auto& declared : released.categories) {
    const bool watched = std::ranges::any_of(
        app.qualifications, [&](const auto& watch) { return watch.category == declared.category; });
    if (!watched && declared.valid_until) {
      app.qualifications.push_back(
          {declared.category, *declared.valid_until, false, std::nullopt, false});
    }
  }
}

bool is_pending(const Order& order) {
  return order.state == OrderState::kStanding && !order.proposed && !order.carried_out;
}

void carry_out(Order& order, Instant at) {
  order.carried_out = true;
  order.carried_out_at = at;
  order.warn_at.reset();
}

// May go on below a new release, for the users outside its share.
bool may_stay(const App& app, const ReleaseRecord* release) {
  return !app.down && release != nullptr && !is_barred(app, release->digest) &&
         !is_ordered(app, release->digest);
}

// Users outside the share keep what most of them have: the full release below, or its base.
void begin(App& app, const ReleaseRecord& release) {
  const auto* below = find_release(app, app.current);
  if (below != nullptr && below->share < kFullShare) below = find_release(app, app.base);
  const bool shared = release.share < kFullShare && may_stay(app, below);
  app.base = shared ? below->no : 0;
  app.current = release.no;
  app.staged = 0;
}

// R20: all users get the older version; one on silence comes back to the share that it had.
void serve_instead(App& app, ReleaseRecord& older) {
  if (submission(app, older.submission).ground != Ground::kSilence) older.share = kFullShare;
}

void mark_served(App& app, ReleaseRecord& release, Instant at) {
  release.served = true;
  app.ever_served = true;
  app.down = false;
  auto& released = submission(app, release.submission);
  move_if_possible(released, SubmissionTrigger::kReleased, at);
  for (auto& item : app.items) {
    if (item.answered_by == released.no) item.closed = true;
  }
  watch_qualifications(app, released);
}

Order& order_record(App& app, const Event& event, OrderNo no) {
  CHECK(no >= 1 && no <= app.orders.size() + 1);
  if (no == app.orders.size() + 1) {
    app.orders.emplace_back().by = event.actor.person;
  }
  auto& record = order(app, no);
  record.no = no;
  record.at = event.at;
  return record;
}

}  // namespace

void on(App& app, const Event& event, const OrderProposed& data) {
  auto& proposed = order_record(app, event, data.order);
  proposed.proposed = true;
  proposed.reason = data.reason;
  proposed.content_ground = data.content_ground;
  proposed.take_down = data.take_down;
  proposed.points = data.points;
  proposed.voids = data.voids;
  proposed.region = data.region;
}

void on(App& app, const Event& event, const TakeDownOrdered& data) {
  auto& ordered = order_record(app, event, data.order);
  ordered.proposed = false;
  ordered.answer = data.answer;
  ordered.reason = data.reason;
  ordered.content_ground = data.content_ground;
  ordered.forbids_release = data.forbids_release;
  ordered.carried_out = data.forbids_release;  // nothing is served, so nothing has to go
  ordered.take_down = data.take_down;
  ordered.points = data.points;
  ordered.voids = data.voids;
  ordered.region = data.region;
  ordered.warn_at = data.warn_at;
  if (data.answer == 0) add_items_of_order(app, data.points, data.order);
  move_reviews(app);
}

void on(App& app, const Event&, const TakeDownWarned& data) {
  order(app, data.order).warn_at.reset();
}

void on(App& app, const Event& event, const TakenDown& data) {
  carry_out(order(app, data.order), event.at);
  app.current = data.served_instead;
  app.base = 0;
  if (data.served_instead == 0) {
    app.down = true;
    app.suspended = false;
  } else {
    serve_instead(app, row(app.releases, data.served_instead));
  }
  for (auto& other : app.orders) {  // nothing of it is left to take down
    if (is_pending(other) && !hits_what_is_served(app, other)) carry_out(other, event.at);
  }
}

void on(App& app, const Event&, const OrderDischarged& data) {
  auto& discharged = order(app, data.order);
  discharged.state = OrderState::kDischarged;
  discharged.warn_at.reset();
  move_reviews(app);
}

void on(App& app, const Event&, const OrderRevoked& data) {
  auto& revoked = order(app, data.order);
  revoked.state = OrderState::kRevoked;
  revoked.proposed = false;
  revoked.warn_at.reset();
  for (auto& item : app.items) {
    if (item.order == data.order) item.closed = true;
  }
  move_reviews(app);
}

void on(App& app, const Event& event, const Released& data) {
  CHECK(data.release == app.releases.size() + 1);
  app.releases.push_back({data.release, data.submission, data.digest, data.share, event.at, false});
  submission(app, data.submission).ground = data.ground;
  if (data.share == 0) {
    app.staged = data.release;
    return;
  }
  begin(app, app.releases.back());
  mark_served(app, app.releases.back(), event.at);
}

void on(App& app, const Event& event, const ShareChanged& data) {
  auto& changed = row(app.releases, data.release);
  changed.share = data.share;
  if (data.release == app.staged) begin(app, changed);
  if (data.share == kFullShare) app.base = 0;
  if (data.share > 0) mark_served(app, changed, event.at);
}

void on(App& app, const Event&, const ServiceSuspended&) {
  app.suspended = true;
}

void on(App& app, const Event&, const ServiceResumed&) {
  app.suspended = false;
}

}  // namespace apply_detail

namespace {

template <typename Row>
const Row* find_row(const std::vector<Row>& rows, std::uint32_t no) {
  return no >= 1 && no <= rows.size() ? &rows[no - 1] : nullptr;
}

}  // namespace

const Submission* find_submission(const App& app, SubmissionNo no) {
  return find_row(app.submissions, no);
}
const Entry* find_entry(const App& app, EntryNo no) {
  return find_row(app.entries, no);
}
const Answer* find_answer(const App& app, AnswerNo no) {
  return find_row(app.answers, no);
}
const Order* find_order(const App& app, OrderNo no) {
  return find_row(app.orders, no);
}
const ReleaseRecord* find_release(const App& app, ReleaseNo no) {
  return find_row(app.releases, no);
}

bool is_barred(const App& app, const Digest& digest) {
  return std::ranges::find(app.bars, digest, &Bar::digest) != app.bars.end();
}

bool is_ordered(const App& app, const Digest& digest) {
  return std::ranges::any_of(app.orders, [&](const Order& order) {
    return !order.proposed && order.state != OrderState::kRevoked &&
           order.take_down.scope == OrderScope::kVersion &&
           std::ranges::find(order.take_down.digests, digest) != order.take_down.digests.end();
  });
}

bool is_completed(const App& app, const CategoryId& category) {
  return std::ranges::find(app.completed, category, &CompletedFiling::category) !=
         app.completed.end();
}

bool is_covered(const App& app, const Submission& submission, const CategoryId& category) {
  if (is_completed(app, category)) return true;
  const auto declared =
      std::ranges::find(submission.categories, category, &DeclaredCategory::category);
  if (declared == submission.categories.end() || !declared->carries_filing_of) return false;
  return std::ranges::any_of(*declared->carries_filing_of,
                             [&](const CategoryId& former) { return is_completed(app, former); });
}

bool lacks_a_filing(const App& app, const Submission& submission) {
  const auto* entry = find_entry(app, submission.entry);
  const bool first_of_overseas =
      entry != nullptr && entry->categories.empty() && entry->state != EntryState::kStopped;
  if (first_of_overseas && !app.ever_completed) return true;
  return std::ranges::any_of(submission.present, [&](const CategoryId& category) {
    return !is_covered(app, submission, category);
  });
}

bool rests_on_silence(const App& app, const Submission& submission) {
  const auto* silent = find_entry(app, submission.silence_entry);
  if (submission.ground != Ground::kSilence || silent == nullptr) return false;
  const auto& laid = silent->categories;
  return silent->state == EntryState::kSilent &&
         std::ranges::all_of(submission.present, [&](const CategoryId& category) {
           return is_covered(app, submission, category) ||
                  std::ranges::find(laid, category) != laid.end();
         });
}

bool lost_its_ground(const App& app, const Submission& submission) {
  return lacks_a_filing(app, submission) && !rests_on_silence(app, submission);
}

std::vector<const Order*> standing_orders(const App& app) {
  std::vector<const Order*> standing;
  for (const auto& order : app.orders) {
    if (order.state == OrderState::kStanding && !order.proposed) standing.push_back(&order);
  }
  return standing;
}

ServiceState service_state(const App& app) {
  if (app.down) return ServiceState::kDown;
  if (!app.ever_served || app.current == 0) return ServiceState::kNeverServed;
  // Ordered until the order is carried out or ended, even where a roll-back has just removed what
  // it names: the discharge is an event of its own (R22).
  const auto standing = standing_orders(app);
  if (std::ranges::any_of(standing, [](const Order* order) { return !order->carried_out; })) {
    return ServiceState::kTakeDownOrdered;
  }
  return app.suspended ? ServiceState::kSuspended : ServiceState::kServed;
}

Serving serving(const App& app, Instant now) {
  Serving result;
  result.dark = app.down;
  bool older_only = false;
  // The timer may be late; the endpoint is not (R13, R20).
  for (const auto* order : standing_orders(app)) {
    const bool due = !order->carried_out && order->take_down.down_by <= now;
    if (!due || !hits_what_is_served(app, *order)) continue;
    result.dark = result.dark || order->take_down.scope == OrderScope::kService;
    older_only = true;
  }
  const ReleaseNo older = older_only ? last_unaffected_release(app) : 0;
  result.dark = result.dark || (older_only && older == 0);
  if (result.dark || app.suspended || app.current == 0) return result;
  if (older_only) {
    const auto& release = *find_release(app, older);
    const bool on_silence = find_submission(app, release.submission)->ground == Ground::kSilence;
    result.current = older;
    result.share = on_silence ? release.share : kFullShare;
    return result;
  }
  result.current = app.current;
  result.share = find_release(app, app.current)->share;
  result.base = app.base;
  return result;
}

TimeByHolder time_by_holder(const Submission& submission, Instant now) {
  TimeByHolder held = submission.held;
  if (submission.finished_at) return held;
  const Duration open = now - submission.held_since;
  switch (holder_of(submission.state)) {
    case Holder::kDeveloper:
      held.developer += open;
      break;
    case Holder::kPlatform:
      held.platform += open;
      break;
    case Holder::kAuthority:
      held.authority += open;
      break;
    case Holder::kNobody:
      break;
  }
  return held;
}

}  // namespace baobei::lifecycle
