#include "http/directory_json.h"

#include <algorithm>
#include <set>

namespace baobei::http {

using lifecycle::Role;

json::object org_json(const engine::OrgRow& org) {
  json::object object{{"org", org.id}, {"kind", org.kind}, {"name", org.name}};
  if (!org.region.empty()) object.emplace("region", org.region);
  return object;
}

json::object person_json(const engine::PersonRow& person) {
  json::object object{{"person", person.id}, {"org", person.org}, {"name", person.name}};
  if (!person.unit.empty()) object.emplace("unit", person.unit);
  object.emplace("roles", to_json(person.roles));
  if (!person.region.empty()) object.emplace("region", person.region);
  object.emplace("active", person.active);
  return object;
}

json::object proposal_json(const engine::ProposalRow& proposal) {
  json::object object{{"proposal", proposal.id},
                      {"state", wire_name(proposal.state)},
                      {"person", person_json(proposal.person)},
                      {"proposed_by", proposal.proposed_by},
                      {"proposed_at", format_rfc3339(proposal.proposed_at)}};
  if (!proposal.decided_by.empty()) object.emplace("decided_by", proposal.decided_by);
  if (proposal.decided_at) object.emplace("decided_at", format_rfc3339(*proposal.decided_at));
  return object;
}

json::object token_json(const engine::IssuedToken& issued, Instant now) {
  const auto& token = issued.token;
  json::object object{{"token_id", issued.id()}, {"person", token.person}, {"label", token.label}};
  object.emplace("roles", to_json(issued.roles));
  object.emplace("read_only", issued.read_only);
  object.emplace("session", issued.session);
  if (!issued.issued_by.empty()) {
    object.emplace("issued_by", issued.issued_by);
    object.emplace("issued_at", format_rfc3339(issued.issued_at));
  }
  if (token.expires) object.emplace("expires", format_rfc3339(*token.expires));
  const bool over = token.revoked || (token.expires && *token.expires <= now);
  object.emplace("revoked", token.revoked);
  object.emplace("valid", !over);
  return object;
}

Result<bool> may_manage(const Call& call, Services& services, const lifecycle::OrgId& org) {
  if (call.viewer().has(Role::kOperator)) return true;
  if (call.principal.person.org != org || !call.viewer().has(Role::kDeveloper)) return false;
  return services.directory->is_owner(org, call.principal.person.id);
}

Result<bool> may_look(const Call& call, Services& services, const lifecycle::OrgId& org) {
  if (call.viewer().oversees()) return true;
  return may_manage(call, services, org);
}

OrProblem<engine::PersonRow> managed_person(const Call& call, Services& services) {
  if (services.directory == nullptr) return std::unexpected(Problem(ProblemCode::kUnavailable));
  auto person = services.directory->person(call.params.at(0));
  if (!person) return std::unexpected(Problem(person.error()));
  if (person->id == call.principal.person.id) return std::move(*person);
  const auto may = may_manage(call, services, person->org);
  if (!may) return std::unexpected(Problem(may.error()));
  if (!*may) return std::unexpected(Problem(ProblemCode::kNotFound));
  return std::move(*person);
}

bool needs_second(Role role) {
  return role != Role::kDeveloper;
}

bool grants_what_needs_second(const std::optional<engine::PersonRow>& before,
                              const engine::PersonRow& after) {
  if (!after.active) return false;
  const auto had = [&](Role role) {
    if (!before || !before->active) return false;
    const bool moved =
        before->org != after.org || (role == Role::kOfficer && before->region != after.region);
    return !moved && std::ranges::find(before->roles, role) != before->roles.end();
  };
  return std::ranges::any_of(after.roles,
                             [&](Role role) { return needs_second(role) && !had(role); });
}

Status check_region(const std::string& region, Services& services) {
  if (services.catalogue(services.clock.now()).region(region) != nullptr) return {};
  return fail(ErrorKind::kInvalid, "no such province", "/region");
}

Response listed(json::array items, const std::string& next) {
  json::object object;
  object.emplace("items", std::move(items));
  if (!next.empty()) object.emplace("next", next);
  return json_text(200, json::serialize(object));
}

Response recorded(json::object object, bool dry_run, int status) {
  if (dry_run) object.emplace("dry_run", true);
  return json_text(dry_run ? 200 : status, json::serialize(object));
}

Reply on_desk(Call& call, Services& services, std::function<OrProblem<Response>(Instant)> work) {
  if (services.directory == nullptr) return call.problem(ProblemCode::kUnavailable);
  return Pending([&services, work = std::move(work), person = call.principal.person,
                  language = call.language](Done done) {
    const bool taken = services.commands.on_writer([&services, work, person, language, done] {
      // R25: whoever acts is still who signed in, as stored at this moment.
      const auto now = services.directory->person(person.id);
      const bool still = now && now->active && now->org == person.org &&
                         std::ranges::includes(std::set(now->roles.begin(), now->roles.end()),
                                               std::set(person.roles.begin(), person.roles.end()));
      if (!still) return done(problem_response(lifecycle::Refusal::kNoRight, language));
      auto response = work(services.clock.now());
      if (response) return done(std::move(*response));
      done(problem_response(response.error(), language));
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

}  // namespace baobei::http
