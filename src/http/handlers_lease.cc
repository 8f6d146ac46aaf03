// A reviewer's word to colleagues that a case is being looked at (review_leases.h).

#include "base/json.h"
#include "http/case_file.h"
#include "http/desk_reply.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "http/review_leases.h"

namespace baobei::http {
namespace {

struct LeaseBody {
  std::optional<bool> take_over;
};
BOOST_DESCRIBE_STRUCT(LeaseBody, (), (take_over))

// The submission of the path, for whoever reviews.
OrProblem<lifecycle::SubmissionNo> reviewed_submission(const Call& call, Services& services) {
  const auto app = visible_case(call, services);
  if (!app) return std::unexpected(Problem(lifecycle::Refusal::kNotRegistered));
  if (auto lacks =
          lacks_any_role(call, {lifecycle::Role::kReviewer, lifecycle::Role::kSeniorReviewer})) {
    return std::unexpected(std::move(*lacks));
  }
  const auto no = path_number(call, 1);
  if (!no) return std::unexpected(Problem(no.error()));
  if (*no < 1 || *no > app->submissions.size()) {
    return std::unexpected(Problem(ProblemCode::kNotFound));
  }
  if (services.leases == nullptr) return std::unexpected(Problem(ProblemCode::kUnavailable));
  return lifecycle::SubmissionNo(*no);
}

}  // namespace

Reply take_lease(Call& call, Services& services) {
  const auto no = reviewed_submission(call, services);
  if (!no) return call.problem(no.error());
  const auto body = read_body<LeaseBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto how =
      body->take_over.value_or(false) ? ReviewLeases::Take::kOver : ReviewLeases::Take::kIfFree;
  const auto& person = call.principal.person.id;
  const auto lease =
      services.leases->take(call.params.at(0), *no, person, how, services.clock.now());
  if (lease.person != person) {
    const auto until = format_rfc3339(lease.until);
    Problem held(ProblemCode::kLeaseHeld);
    held.detail = {
        lease.person + " 正在看这个提审，到 " + until + " 为止；要接手请附上 take_over。",
        "Looked at by " + lease.person + " until " + until + "; take it over with take_over."};
    held.members.emplace_back("person", lease.person);
    held.members.emplace_back("until", until);
    return call.problem(held);
  }
  return json_text(200, json::serialize(json::object{{"person", lease.person},
                                                     {"until", format_rfc3339(lease.until)}}));
}

Reply give_up_lease(Call& call, Services& services) {
  const auto no = reviewed_submission(call, services);
  if (!no) return call.problem(no.error());
  services.leases->give_up(call.params.at(0), *no, call.principal.person.id);
  Response response;
  response.status = 204;
  return response;
}

}  // namespace baobei::http
