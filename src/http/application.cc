#include "http/application.h"

#include <algorithm>

#include "http/auth.h"
#include "http/call.h"
#include "http/desk.h"
#include "http/traced.h"

namespace baobei::http {
namespace {

constexpr std::uint64_t kSmallBodyMax = 4 * 1024;

Response not_allowed(const Head& head, const std::string& allow) {
  if (head.method == Method::kOptions) {
    Response response;
    response.status = 204;
    response.headers.push_back({"Allow", allow});
    return response;
  }
  Problem problem(ProblemCode::kMethodNotAllowed);
  problem.headers.push_back({"Allow", allow});
  return problem_response(problem, preferred_language(head.header("Accept-Language")));
}

std::uint64_t file_bytes_max(RouteKind kind, const Settings& settings) {
  if (kind == RouteKind::kPiece) return settings.piece_bytes_max;
  return kind == RouteKind::kDocument ? engine::kDocumentBytesMax : settings.package_bytes_max;
}

// Auditors read all and change nothing but their own sign-in: no step of a case, no
// acknowledgement, no record.
bool only_looks(const engine::Principal& principal, RouteKind kind) {
  const auto& roles = principal.person.roles;
  const bool auditor = std::ranges::find(roles, lifecycle::Role::kAuditor) != roles.end();
  return auditor && kind != RouteKind::kRead && kind != RouteKind::kOwn;
}

}  // namespace

ApiApplication::ApiApplication(Services& services)
    : services_(services), router_(all_routes(), services.sandbox()) {
  CHECK(services.check_version != nullptr);
  CHECK(services.contents != nullptr && services.uploads != nullptr);
  CHECK(services.partials != nullptr && services.hosts != nullptr && services.feed != nullptr);
  CHECK(services.hub != nullptr && services.calendars != nullptr);
  CHECK(services.counts != nullptr && services.search != nullptr);
  CHECK(services.inbox_marks != nullptr && services.keys != nullptr);
  for (const auto& route : all_routes()) {
    const auto found = std::ranges::find_if(query_names(), [&](const QueryNames& names) {
      return names.pattern == route.pattern && names.method == name(route.method);
    });
    CHECK(found != query_names().end(), std::string(route.pattern));
    queries_.push_back(&*found);
  }
}

const web_files::WebFile* ApiApplication::desk_file(const Head& head) const {
  const bool reads = head.method == Method::kGet || head.method == Method::kHead;
  return reads && services_.desks != nullptr ? services_.desks->find(head.path) : nullptr;
}

void ApiApplication::admit_body(const Head& head, RouteKind kind, Language language,
                                Admission& admission) const {
  switch (kind) {
    case RouteKind::kRead:
      break;
    case RouteKind::kWrite:
    case RouteKind::kOwn:
      admission.body_bytes_max = kSmallBodyMax;
      break;
    case RouteKind::kCommand:
    case RouteKind::kDesk:
      admission.body_bytes_max = kCommandBodyMax;
      break;
    case RouteKind::kJob:
      admission.body_bytes_max = kJobBodyMax;
      break;
    case RouteKind::kTexts:
    case RouteKind::kUpload:
    case RouteKind::kPiece:
    case RouteKind::kDocument: {
      const bool texts = kind == RouteKind::kTexts;
      admission.body_bytes_max = texts ? kTextsBodyMax : file_bytes_max(kind, services_.settings);
      if (!texts) admission.place = BodyPlace::kFile;
      // Nobody fills disk or memory without a token.
      const auto principal = authenticate(head, services_.reader, services_.clock.now());
      if (!principal) {
        admission.refused = problem_response(principal.error(), language);
      } else if (foreign_origin(head)) {
        admission.refused = problem_response(ProblemCode::kForeignOrigin, language);
      } else if (only_looks(*principal, kind)) {
        admission.refused = problem_response(lifecycle::Refusal::kNoRight, language);
      } else if (principal->read_only) {
        admission.refused = problem_response(ProblemCode::kForbidden, language);
      }
      break;
    }
  }
}

Admission ApiApplication::admit(const Head& head) {
  Admission admission;
  const auto match = router_.find(head.method, head.path);
  const auto language = preferred_language(head.header("Accept-Language"));
  if (match.allow.empty()) {
    // Answered here, so that a body sent to a desk's address is never read.
    const auto* file = desk_file(head);
    admission.refused = file != nullptr ? desk_response(*file, head)
                                        : problem_response(ProblemCode::kNoSuchRoute, language);
    return admission;
  }
  if (match.route == nullptr) {
    admission.refused = not_allowed(head, match.allow);
    return admission;
  }
  admit_body(head, match.route->kind, language, admission);
  const auto row = static_cast<std::size_t>(match.route - all_routes().data());
  if (const auto known = check_query(head.query, *queries_[row]); !known && !admission.refused) {
    admission.refused = problem_response(known.error(), language);
  }
  return admission;
}

Reply ApiApplication::receive(Request request) {
  Call call;
  auto match = router_.find(request.head.method, request.head.path);
  CHECK(match.route != nullptr, request.head.path);
  call.route = match.route;
  const bool stamped =
      call.route->kind == RouteKind::kCommand || call.route->kind == RouteKind::kJob;
  if (stamped) call.ticket = services_.commands.stamp();
  call.params = std::move(match.params);
  call.language = preferred_language(request.head.header("Accept-Language"));
  call.request = std::move(request);
  if (call.route->access == Access::kHost) {
    auto host = authenticate_host(call.request.head, *services_.hosts);
    if (!host) return call.problem(host.error());
    call.host = std::move(*host);
  } else if (call.route->access != Access::kPublic) {
    auto principal = authenticate(call.request.head, services_.reader, services_.clock.now());
    if (!principal) return call.problem(principal.error());
    call.principal = std::move(*principal);
    if (foreign_origin(call.request.head)) return call.problem(ProblemCode::kForeignOrigin);
    const auto kind = call.route->kind;
    if (only_looks(call.principal, kind)) return call.problem(lifecycle::Refusal::kNoRight);
    const bool own = kind == RouteKind::kOwn && call.principal.session;
    if (call.principal.read_only && kind != RouteKind::kRead && !own) {
      return call.problem(ProblemCode::kForbidden);
    }
  }
  if (leaves_trace(call, services_)) return traced(std::move(call), services_);
  return call.route->handle(call, services_);
}

Response ApiApplication::refuse(Fault fault, const Head& head) {
  return problem_response(code_of(fault), preferred_language(head.header("Accept-Language")));
}

}  // namespace baobei::http
