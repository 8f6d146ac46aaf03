// The operator's decisions: an application accepted or refused, a grant renewed or taken back
// (R2, R2a).

#include "http/application_json.h"
#include "http/desk_reply.h"
#include "http/handlers.h"
#include "http/reason_json.h"

namespace baobei::http {
namespace {

using catalogue::ReasonUse;
using lifecycle::Role;

struct AcceptBody {
  std::optional<std::string> valid_until;
  std::optional<std::string> remark;
};
BOOST_DESCRIBE_STRUCT(AcceptBody, (), (valid_until, remark))

struct ReasonsBody {
  std::vector<ReasonBody> reasons;
  std::optional<std::string> remark;
};
BOOST_DESCRIBE_STRUCT(ReasonsBody, (), (reasons, remark))

// The subject and the category of the path; the refusal where the subject does not hold it.
engine::StepRequest on_grant(const Call& call, const engine::SubjectRow& subject,
                             Services& services) {
  engine::StepRequest request;
  request.subject = subject.subject.id;
  request.terms =
      terms_of(services.catalogue(services.clock.now()), call.params.at(1), subject.subject.kind);
  return request;
}

Result<std::vector<lifecycle::Reason>> read_all(const std::vector<ReasonBody>& bodies,
                                                ReasonUse use,
                                                const catalogue::Catalogue& catalogue,
                                                Words& words) {
  TRY(check_rows(bodies, "/reasons"));
  std::vector<lifecycle::Reason> reasons;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    const auto pointer = "/reasons/" + std::to_string(i);
    TRY_ASSIGN(auto reason, read_reason(bodies[i], catalogue, words, pointer, use));
    reasons.push_back(std::move(reason));
  }
  return reasons;
}

Result<std::optional<Instant>> read_until(const AcceptBody& body) {
  if (!body.valid_until) return std::nullopt;
  TRY_ASSIGN(const auto until, read_instant(*body.valid_until, "/valid_until"));
  return std::optional(until);
}

// The application of the path with what decides on it; a problem where it is not there.
OrProblem<engine::StepRequest> on_application(const Call& call, Services& services) {
  auto application = visible_application(call, services);
  if (!application) return std::unexpected(application.error());
  auto subject = services.reader.subject(application->subject);
  if (!subject) return std::unexpected(Problem(subject.error()));
  engine::StepRequest request;
  request.subject = application->subject;
  request.application = application->id;
  request.terms = terms_of(services.catalogue(services.clock.now()), application->category,
                           subject->subject.kind);
  return request;
}

}  // namespace

Reply accept_application(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  auto request = on_application(call, services);
  if (!request) return call.problem(request.error());
  const auto revision = application_revision_of(call.request.head);
  if (!revision) return call.problem(revision.error());
  const auto body = read_body<AcceptBody>(call.request.body);
  if (!body) return call.problem(body.error());
  engine::AcceptStep step;
  step.expected = *revision;
  const auto until = read_until(*body);
  if (!until) return call.problem(until.error());
  step.valid_until = *until;
  Words words;
  const auto remark =
      words.keep("application_remark", body->remark.value_or(""), "/remark", Need::kOptional);
  if (!remark) return call.problem(remark.error());
  step.remark = *remark;
  request->step = step;
  request->texts = words.take();
  return send_step(call, services, Role::kOperator, std::move(*request));
}

Reply refuse_application(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  auto request = on_application(call, services);
  if (!request) return call.problem(request.error());
  const auto revision = application_revision_of(call.request.head);
  if (!revision) return call.problem(revision.error());
  const auto body = read_body<ReasonsBody>(call.request.body);
  if (!body) return call.problem(body.error());
  Words words;
  const auto& catalogue = services.catalogue(services.clock.now());
  auto reasons = read_all(body->reasons, ReasonUse::kApplication, catalogue, words);
  if (!reasons) return call.problem(reasons.error());
  const auto remark =
      words.keep("application_remark", body->remark.value_or(""), "/remark", Need::kOptional);
  if (!remark) return call.problem(remark.error());
  request->step = engine::RefuseStep{*revision, std::move(*reasons), *remark};
  request->texts = words.take();
  return send_step(call, services, Role::kOperator, std::move(*request));
}

Reply list_grants(Call& call, Services& services) {
  const auto lacks = lacks_any_role(call, {Role::kDeveloper, Role::kOperator, Role::kAuditor});
  if (lacks) return call.problem(*lacks);
  const auto subject = visible_subject(call, services);
  if (!subject) return call.problem(subject.error());
  const auto grants = services.reader.grants(subject->subject.id);
  if (!grants) return call.problem(grants.error());
  const Instant now = services.clock.now();
  const auto& catalogue = services.catalogue(now);
  json::array items;
  for (const auto& grant : *grants) {
    json::object item{{"category", grant.category}};
    if (const auto* category = catalogue.category(grant.category)) {
      item.emplace("name_zh", category->full_name(Language::kZh));
      item.emplace("name_en", category->full_name(Language::kEn));
    }
    if (grant.valid_until) item.emplace("valid_until", format_rfc3339(*grant.valid_until));
    item.emplace("valid", !grant.valid_until || now < *grant.valid_until);
    items.push_back(std::move(item));
  }
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Reply renew_grant(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  const auto subject = visible_subject(call, services);
  if (!subject) return call.problem(subject.error());
  const auto body = read_body<AcceptBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto until = read_until(*body);
  if (!until) return call.problem(until.error());
  Words words;
  const auto remark =
      words.keep("grant_remark", body->remark.value_or(""), "/remark", Need::kRequired);
  if (!remark) return call.problem(remark.error());
  auto request = on_grant(call, *subject, services);
  request.step = engine::RenewStep{*until, *remark};
  request.texts = words.take();
  return send_step(call, services, Role::kOperator, std::move(request));
}

Reply revoke_grant(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  const auto subject = visible_subject(call, services);
  if (!subject) return call.problem(subject.error());
  const auto body = read_body<ReasonsBody>(call.request.body);
  if (!body) return call.problem(body.error());
  Words words;
  const auto& catalogue = services.catalogue(services.clock.now());
  auto reasons = read_all(body->reasons, ReasonUse::kGrant, catalogue, words);
  if (!reasons) return call.problem(reasons.error());
  const auto remark =
      words.keep("grant_remark", body->remark.value_or(""), "/remark", Need::kOptional);
  if (!remark) return call.problem(remark.error());
  auto request = on_grant(call, *subject, services);
  request.step = engine::RevokeStep{std::move(*reasons), *remark};
  request.texts = words.take();
  return send_step(call, services, Role::kOperator, std::move(request));
}

}  // namespace baobei::http
