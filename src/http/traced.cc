#include "http/traced.h"

#include "engine/access_ports.h"

namespace baobei::http {
namespace {

using lifecycle::Role;

constexpr std::string_view kCases = "/v1/apps/{app}";

Role role_of(const engine::Viewer& viewer) {
  return viewer.has(Role::kAuditor) ? Role::kAuditor : Role::kOfficer;
}

std::string key_of(const Call& call) {
  return call.principal.person.id + " " + call.request.head.path;
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
  const bool looks_over = viewer.has(Role::kAuditor) || viewer.has(Role::kOfficer);
  const bool of_case = call.route->kind == RouteKind::kRead &&
                       call.route->access == Access::kPerson &&
                       call.route->pattern.starts_with(kCases);
  if (services.case_accesses == nullptr || services.traces == nullptr) return false;
  if (!looks_over || !of_case) return false;
  return services.traces->is_due(key_of(call), services.clock.now()) &&
         services.reader.app(viewer, call.params.at(0)).has_value();
}

Reply traced(Call call, Services& services) {
  const engine::CaseAccessRow row{0,
                                  call.params.at(0),
                                  call.principal.person.id,
                                  role_of(call.viewer()),
                                  std::string(call.route->pattern),
                                  services.clock.now()};
  auto kept = std::make_shared<Call>(std::move(call));
  return Pending([&services, row, kept](Done done) {
    const bool taken = services.commands.on_writer([&services, row, kept, done] {
      const auto recorded = services.case_accesses->record(row);
      if (!recorded) {
        services.report(recorded.error());
        return done(kept->problem(recorded.error()));
      }
      services.traces->recorded(key_of(*kept), row.at);
      const bool works =
          services.background.run([&services, kept, done] { handle(kept, services, done); });
      if (!works) done(kept->problem(ProblemCode::kBusy));
    });
    if (!taken) done(kept->problem(ProblemCode::kBusy));
  });
}

}  // namespace baobei::http
