// Figures: what everybody may know of waiting, and what those who run it look at.

#include <charconv>

#include "base/json.h"
#include "engine/statistics.h"
#include "http/desk_reply.h"
#include "http/handlers.h"

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

// What waits for the platform, as a whole: figures of everybody's, and nobody's cases.
Result<json::object> queue_json(Services& services) {
  const engine::Viewer all{"", "", {Role::kReviewer}, ""};
  TRY_ASSIGN(const auto counts, services.counts->by_state(all, engine::CountedList::kSubmissions));
  std::uint64_t waiting = 0;
  bool exact = true;
  for (const auto& row : counts) {
    if (row.state != "checking" && row.state != "reviewing") continue;
    waiting += row.count;
    exact = exact && row.exact;
  }
  return json::object{{"count", waiting}, {"exact", exact}};
}

// The parts that both answers have.
Result<json::object> waiting_json(Services& services, std::uint32_t days,
                                  const std::vector<MeasuredSubmission>& reviewed) {
  TRY_ASSIGN(const auto up_to, services.statistics->up_to());
  TRY_ASSIGN(auto queue, queue_json(services));
  json::object object{{"days", days},
                      {"at", format_rfc3339(services.clock.now())},
                      {"events_behind", up_to.head - up_to.taken_in},
                      {"queue", std::move(queue)},
                      {"wait", quantiles_json(engine::quantiles_of(engine::waits_of(reviewed)))}};
  if (const auto estimate = engine::estimate_of(reviewed)) {
    object.emplace("estimate", estimate_json(*estimate));
  }
  return object;
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

Result<json::object> statistics_json(const Call& call, Services& services, std::uint32_t days) {
  const auto from = services.clock.now() - std::chrono::hours(24 * days);
  TRY_ASSIGN(const auto reviewed, services.statistics->reviewed(from));
  TRY_ASSIGN(auto object, waiting_json(services, days, reviewed));
  TRY_ASSIGN(const auto finished, services.statistics->finished(from));
  TRY_ASSIGN(const auto ended, services.statistics->ended(from));
  TRY_ASSIGN(const auto late, services.statistics->lateness());
  object.emplace("held", holders_json(finished));
  object.emplace("silence", silence_json(ended));
  object.emplace("lateness", quantiles_json(engine::quantiles_of(late)));
  object.emplace("reviewers", reviewers_json(reviewed, call.viewer()));
  return object;
}

}  // namespace

Reply get_waiting(Call& call, Services& services) {
  if (services.statistics == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto days = days_of(call);
  if (!days) return call.problem(days.error());
  const auto from = services.clock.now() - std::chrono::hours(24 * *days);
  const auto reviewed = services.statistics->reviewed(from);
  if (!reviewed) return call.problem(reviewed.error());
  const auto object = waiting_json(services, *days, *reviewed);
  if (!object) return call.problem(object.error());
  return json_text(200, json::serialize(*object));
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
