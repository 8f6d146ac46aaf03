// Figures: what everybody may know of waiting, and what those who run it look at.

#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "engine/statistics.h"
#include "engine/webhook_ports.h"
#include "http/desk_reply.h"
#include "http/handlers.h"
#include "http/published_figures.h"
#include "http/visible_version.h"

namespace baobei::http {
namespace {

using engine::MeasuredSubmission;
using lifecycle::Role;

constexpr std::uint32_t kDays = 30;
constexpr std::uint32_t kDaysMax = 366;

Result<std::uint32_t> days_of(const Call& call) {
  const auto text = call.query("days");
  if (!text) return kDays;
  std::uint32_t days = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), days);
  const bool whole = error == std::errc() && end == text->data() + text->size();
  if (whole && days >= 1 && days <= kDaysMax) return days;
  return fail(ErrorKind::kInvalid, "1 to 366 days are expected", "days");
}

// Few enough that whoever asks for all of them makes no work of it.
Result<std::uint32_t> published_days_of(const Call& call) {
  auto days = days_of(call);
  if (days && std::ranges::count(kPublishedDays, *days) > 0) return days;
  return fail(ErrorKind::kInvalid, "7, 30, 90 or 366 days are expected", "days");
}

json::object quantiles_json(const engine::Quantiles& quantiles) {
  json::object object{{"count", quantiles.count}};
  if (quantiles.count == 0) return object;
  object.emplace("p10_us", quantiles.p10.count());
  object.emplace("p50_us", quantiles.p50.count());
  object.emplace("p90_us", quantiles.p90.count());
  object.emplace("p99_us", quantiles.p99.count());
  object.emplace("max_us", quantiles.max.count());
  return object;
}

// Hundredths of a percent, as every share of the API.
std::int64_t share_of(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<std::int64_t>((part * 10'000 + whole / 2) / whole);
}

json::object estimate_json(const engine::Estimate& estimate) {
  json::object object{{"low_us", estimate.low.count()},
                      {"high_us", estimate.high.count()},
                      {"meant_to_hold", 8'000},
                      {"based_on", estimate.based_on},
                      {"tested", estimate.tested}};
  if (estimate.tested > 0) object.emplace("held", share_of(estimate.hits, estimate.tested));
  return object;
}

struct Queue {
  std::uint64_t waiting = 0;
  bool exact = true;
};

// What waits for the platform, as a whole: figures of everybody's, and nobody's cases.
Result<Queue> queue_of(Services& services) {
  const engine::Viewer all{"", "", {Role::kReviewer}, ""};
  TRY_ASSIGN(const auto counts, services.counts->by_state(all, engine::CountedList::kSubmissions));
  Queue queue;
  for (const auto& row : counts) {
    if (row.state != "checking" && row.state != "reviewing") continue;
    queue.waiting += row.count;
    queue.exact = queue.exact && row.exact;
  }
  return queue;
}

json::object queue_json(const Queue& queue) {
  return {{"count", queue.waiting}, {"exact", queue.exact}};
}

// For everybody: "at least none, and fewer than so many".
json::object published_queue(const Queue& queue) {
  if (!queue.exact || queue.waiting >= kPublishedLeast) return queue_json(queue);
  return {{"count", 0}, {"exact", false}, {"below", kPublishedLeast}};
}

json::object published_quantiles(const engine::Quantiles& quantiles) {
  if (quantiles.count < kPublishedLeast) {
    return {{"count", 0}, {"below", kPublishedLeast}};
  }
  auto object = quantiles_json(quantiles);
  object.erase("max_us");
  // Of fewer it is the longest, or nearly.
  if (quantiles.count < kPublishedLeast * 100) object.erase("p99_us");
  return object;
}

// The parts that both answers have, but for the figures that tell of few.
Result<json::object> waiting_json(Services& services, std::uint32_t days,
                                  const std::vector<MeasuredSubmission>& reviewed) {
  TRY_ASSIGN(const auto up_to, services.statistics->up_to());
  json::object object{{"days", days},
                      {"at", format_rfc3339(services.clock.now())},
                      {"events_behind", up_to.head - up_to.taken_in}};
  if (const auto estimate = engine::estimate_of(reviewed)) {
    object.emplace("estimate", estimate_json(*estimate));
  }
  return object;
}

Instant begin_of(Services& services, std::uint32_t days) {
  return services.clock.now() - std::chrono::hours(24 * days);
}

Result<std::string> published_json(Services& services, std::uint32_t days) {
  TRY_ASSIGN(const auto reviewed, services.statistics->reviewed(begin_of(services, days)));
  TRY_ASSIGN(auto object, waiting_json(services, days, reviewed));
  TRY_ASSIGN(const auto queue, queue_of(services));
  object.emplace("queue", published_queue(queue));
  object.emplace("wait", published_quantiles(engine::quantiles_of(engine::waits_of(reviewed))));
  return json::serialize(object);
}

json::object holders_json(const std::vector<MeasuredSubmission>& finished) {
  std::vector<Duration> developer;
  std::vector<Duration> platform;
  std::vector<Duration> authority;
  for (const auto& row : finished) {
    developer.push_back(row.held.developer);
    platform.push_back(row.held.platform);
    authority.push_back(row.held.authority);
  }
  return {{"developer", quantiles_json(engine::quantiles_of(std::move(developer)))},
          {"platform", quantiles_json(engine::quantiles_of(std::move(platform)))},
          {"authority", quantiles_json(engine::quantiles_of(std::move(authority)))}};
}

json::array silence_json(const std::vector<engine::MeasuredEntry>& ended) {
  json::array items;
  for (const auto& [region, row] : engine::silence_by_region(ended)) {
    items.push_back(json::object{{"region", region},
                                 {"ended", row.ended},
                                 {"silent", row.silent},
                                 {"share", share_of(row.silent, row.ended)}});
  }
  return items;
}

// Of the webhooks of all organisations; whose, is nobody's here to know.
json::object deliveries_json(const engine::DeliveryHours& counted) {
  json::array hours;
  for (const auto& row : counted.hours) {
    hours.push_back(json::object{{"hour", format_rfc3339(row.hour)},
                                 {"delivered", row.delivered},
                                 {"failed", row.failed}});
  }
  return {{"hours", std::move(hours)}, {"whole", counted.whole}};
}

// Figures of single people are for those who answer for them, and for themselves.
json::array reviewers_json(const std::vector<MeasuredSubmission>& reviewed,
                           const engine::Viewer& viewer) {
  const bool all = viewer.oversees() || viewer.has(Role::kSeniorReviewer);
  json::array items;
  for (const auto& [person, row] : engine::by_reviewer(reviewed)) {
    if (!all && person != viewer.person) continue;
    items.push_back(json::object{{"person", person},
                                 {"decided", row.decided},
                                 {"refused", row.refused},
                                 {"wait", quantiles_json(row.wait)}});
  }
  return items;
}

json::array rules_json(const std::vector<engine::RuleDay>& days) {
  json::array items;
  for (const auto& row : engine::by_rule(days)) {
    items.push_back(json::object{{"rule", row.rule},
                                 {"found", row.found},
                                 {"refused_with", row.refused_with},
                                 {"passed_with", row.passed_with}});
  }
  return items;
}

Result<json::object> statistics_json(const Call& call, Services& services, std::uint32_t days) {
  const auto from = begin_of(services, days);
  TRY_ASSIGN(const auto reviewed, services.statistics->reviewed(from));
  TRY_ASSIGN(auto object, waiting_json(services, days, reviewed));
  TRY_ASSIGN(const auto queue, queue_of(services));
  TRY_ASSIGN(const auto rules, services.statistics->rules(from));
  object.emplace("queue", queue_json(queue));
  object.emplace("wait", quantiles_json(engine::quantiles_of(engine::waits_of(reviewed))));
  object.emplace("rules", rules_json(rules));
  TRY_ASSIGN(const auto finished, services.statistics->finished(from));
  TRY_ASSIGN(const auto ended, services.statistics->ended(from));
  TRY_ASSIGN(const auto late, services.statistics->lateness());
  object.emplace("held", holders_json(finished));
  object.emplace("silence", silence_json(ended));
  object.emplace("lateness", quantiles_json(engine::quantiles_of(late)));
  object.emplace("reviewers", reviewers_json(reviewed, call.viewer()));
  if (services.webhooks != nullptr && call.viewer().oversees()) {
    TRY_ASSIGN(const auto counted, services.webhooks->deliveries(from));
    object.emplace("deliveries", deliveries_json(counted));
  }
  return object;
}

}  // namespace

Result<std::string> PublishedFigures::waiting(Services& services, std::uint32_t days) {
  const auto now = services.clock.now();
  if (auto body = fresh(days, now)) return std::move(*body);
  TRY_ASSIGN(auto body, published_json(services, days));
  const std::lock_guard lock(mutex_);
  kept_[days] = {now, body};
  return body;
}

std::optional<std::string> PublishedFigures::fresh(std::uint32_t days, Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(days);
  if (found == kept_.end()) return std::nullopt;
  const auto& kept = found->second;
  if (now < kept.at || now - kept.at >= kPublishedEvery) return std::nullopt;
  return kept.body;
}

namespace {

Response published_response(std::string body) {
  auto response = json_text(200, std::move(body));
  response.headers.push_back({"Cache-Control", "public, max-age=60"});
  return response;
}

}  // namespace

Reply get_waiting(Call& call, Services& services) {
  const bool there = services.statistics != nullptr && services.published != nullptr;
  if (!there) return call.problem(ProblemCode::kUnavailable);
  const auto days = published_days_of(call);
  if (!days) return call.problem(days.error());
  if (auto body = services.published->fresh(*days, services.clock.now())) {
    return published_response(std::move(*body));
  }
  return in_background(call, services, [&services, days = *days, language = call.language] {
    auto body = services.published->waiting(services, days);
    return body ? published_response(std::move(*body)) : problem_response(body.error(), language);
  });
}

Reply get_statistics(Call& call, Services& services) {
  const auto lacks = lacks_any_role(
      call, {Role::kOperator, Role::kSeniorReviewer, Role::kReviewer, Role::kAuditor});
  if (lacks) return call.problem(*lacks);
  if (services.statistics == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto days = days_of(call);
  if (!days) return call.problem(days.error());
  const auto object = statistics_json(call, services, *days);
  if (!object) return call.problem(object.error());
  return json_text(200, json::serialize(*object));
}

}  // namespace baobei::http
