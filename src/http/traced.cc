#include "http/traced.h"

#include "engine/access_ports.h"

namespace baobei::http {
namespace {

using lifecycle::Role;

constexpr std::string_view kCases = "/v1/apps/{app}";

constexpr std::string_view kRecordOfIt = "/v1/apps/{app}/accesses";
constexpr std::string_view kVersions = "/v1/apps/{app}/packages/{digest}";

// Of a person with several, the one that looks from furthest away.
constexpr Role kTraced[] = {Role::kAuditor, Role::kOfficer, Role::kOperator, Role::kSeniorReviewer,
                            Role::kReviewer};

std::optional<Role> role_of(const engine::Viewer& viewer) {
  for (const auto role : kTraced) {
    if (viewer.has(role)) return role;
  }
  return std::nullopt;
}

bool looks_over(Role role) {
  return role == Role::kAuditor || role == Role::kOfficer;
}

// What the row says was read: the address, or for those who work on cases every day the case or
// one of its versions, whatever they open of it.
std::string_view what_of(const Call& call, Role role) {
  if (looks_over(role)) return call.route->pattern;
  return call.route->pattern.starts_with(kVersions) ? kVersions : kCases;
}

std::string key_of(const Call& call, Role role) {
  const auto& person = call.principal.person.id;
  if (looks_over(role)) return person + " " + call.request.head.path;
  return person + " " + call.params.at(0) + " " + std::string(what_of(call, role));
}

// The route's own answer, whichever way it comes.
void handle(const std::shared_ptr<Call>& call, Services& services, const Done& done) {
  auto reply = call->route->handle(*call, services);
  if (auto* response = std::get_if<Response>(&reply)) return done(std::move(*response));
  std::get<Pending>(reply)(done);
}

}  // namespace

bool Traces::is_due(const std::string& key, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = recorded_.find(key);
  return found == recorded_.end() || now - found->second >= kTraceEvery;
}

void Traces::recorded(const std::string& key, Instant now) {
  const std::lock_guard lock(mutex_);
  if (recorded_.size() >= kTracesKept) recorded_.clear();  // the next look is recorded once more
  recorded_[key] = now;
}

bool leaves_trace(const Call& call, const Services& services) {
  const auto viewer = call.viewer();
  const auto role = role_of(viewer);
  const bool of_case =
      call.route->kind == RouteKind::kRead && call.route->access == Access::kPerson &&
      call.route->pattern.starts_with(kCases) && call.route->pattern != kRecordOfIt;
  if (services.case_accesses == nullptr || services.traces == nullptr) return false;
  if (!role || !of_case) return false;
  return services.traces->is_due(key_of(call, *role), services.clock.now()) &&
         services.reader.app(viewer, call.params.at(0)).has_value();
}

Reply traced(Call call, Services& services) {
  const auto role = role_of(call.viewer()).value_or(Role::kAuditor);
  const engine::CaseAccessRow row{0,
                                  call.params.at(0),
                                  call.principal.person.id,
                                  role,
                                  std::string(what_of(call, role)),
                                  services.clock.now()};
  auto kept = std::make_shared<Call>(std::move(call));
  return Pending([&services, row, kept](Done done) {
    const bool taken = services.commands.on_writer([&services, row, kept, done] {
      const auto recorded = services.case_accesses->record(row);
      if (!recorded) {
        services.report(recorded.error());
        return done(kept->problem(recorded.error()));
      }
      services.traces->recorded(key_of(*kept, row.role), row.at);
      const bool works =
          services.background.run([&services, kept, done] { handle(kept, services, done); });
      if (!works) done(kept->problem(ProblemCode::kBusy));
    });
    if (!taken) done(kept->problem(ProblemCode::kBusy));
  });
}

}  // namespace baobei::http
