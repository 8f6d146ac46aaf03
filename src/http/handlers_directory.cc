// Who exists, by API: organisations and people; and the second operator who confirms what one alone
// may not grant (DESIGN decision 11).

#include <charconv>

#include "engine/personal_data.h"
#include "engine/sign_in_ports.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "http/second_person.h"
#include "lifecycle/rights.h"

namespace baobei::http {
namespace {

using engine::ProposalState;
using lifecycle::Role;

struct OrgBody {
  std::string kind;
  std::string name;
  std::optional<std::string> region;
};
BOOST_DESCRIBE_STRUCT(OrgBody, (), (kind, name, region))

struct PersonBody {
  std::string org;
  std::string name;
  std::optional<std::string> unit;
  std::vector<Role> roles;
  std::optional<std::string> region;
  std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(PersonBody, (), (org, name, unit, roles, region, active))

struct InviteBody {
  std::string person;
  std::string name;
  std::optional<std::string> unit;
  std::optional<bool> owner;
};
BOOST_DESCRIBE_STRUCT(InviteBody, (), (person, name, unit, owner))

Result<engine::OrgRow> read_org(const std::string& id, const OrgBody& body, Services& services) {
  TRY(check_id(id, "org"));
  TRY(check_name(body.name, "/name"));
  const bool known = body.kind == "developer" || body.kind == "agency" || body.kind == "operator" ||
                     body.kind == "office";
  if (!known) {
    return fail(ErrorKind::kInvalid, "developer, agency, operator or office is expected", "/kind");
  }
  const auto region = body.region.value_or("");
  if (body.kind == "office") TRY(check_region(region, services));
  return engine::OrgRow{id, body.kind, body.name, region};
}

Result<engine::PersonRow> read_person(const std::string& id, const PersonBody& body,
                                      Services& services) {
  TRY(check_id(id, "person"));
  TRY(check_id(body.org, "/org"));
  TRY(check_name(body.name, "/name"));
  const auto unit = body.unit.value_or("");
  if (!unit.empty()) TRY(check_name(unit, "/unit"));
  engine::PersonRow person{
      id, body.org, unit, body.name, {}, body.region.value_or(""), body.active.value_or(true)};
  for (const auto role : body.roles) {
    person.roles.push_back(role);
    if (role == Role::kOfficer) TRY(check_region(person.region, services));
  }
  const auto fits = lifecycle::check_roles(person.roles);
  if (!fits) return fail(ErrorKind::kInvalid, fits.error().message, "/roles");
  const auto org = services.directory->org(body.org);
  if (!org && org.error().kind != ErrorKind::kNotFound) return std::unexpected(org.error());
  if (!org) return fail(ErrorKind::kInvalid, "no such organisation", "/org");
  return person;
}

OrProblem<Response> put_person_now(Services& services, const engine::PersonRow& person,
                                   const lifecycle::PersonId& by, bool dry_run, Instant now) {
  std::optional<engine::PersonRow> before;
  auto found = services.directory->person(person.id);
  if (found) before = std::move(*found);
  if (!found && found.error().kind != ErrorKind::kNotFound) {
    return std::unexpected(Problem(found.error()));
  }
  // Whoever was erased is nobody again: the log goes on naming the id.
  if (services.personal_data != nullptr) {
    TRY_ASSIGN(const auto erased, services.personal_data->erased(person.id));
    if (erased) {
      return std::unexpected(
          Problem(Error{ErrorKind::kConflict, "was erased and is nobody's again", person.id}));
    }
  }
  if (grants_what_needs_second(before, person)) {
    engine::ProposalRow proposal;
    proposal.person = person;
    proposal.proposed_by = by;
    proposal.proposed_at = now;
    if (!dry_run) {
      const auto id = services.directory->propose(proposal);
      if (!id) return std::unexpected(Problem(id.error()));
      proposal.id = *id;
    }
    return recorded(proposal_json(proposal), dry_run, 202);
  }
  if (!dry_run) {
    const auto put = services.directory->put_person(person, {by, now});
    if (!put) return std::unexpected(Problem(put.error()));
  }
  return recorded(person_json(person), dry_run);
}

OrProblem<Response> decide(Services& services, std::uint64_t id, ProposalState state,
                           const lifecycle::PersonId& by, bool dry_run, Instant now) {
  auto proposal = services.directory->proposal(id);
  if (!proposal) return std::unexpected(Problem(proposal.error()));
  const bool own = proposal->proposed_by == by || proposal->person.id == by;
  if (own && state == ProposalState::kConfirmed) {
    return std::unexpected(another_person_needed());
  }
  if (proposal->state != ProposalState::kProposed) {
    return std::unexpected(
        Problem(Error{ErrorKind::kConflict, "the proposal was decided before", {}}));
  }
  if (!dry_run) {
    const auto decided = services.directory->decide_proposal(id, state, by, now);
    if (!decided) return std::unexpected(Problem(decided.error()));
  }
  proposal->state = state;
  proposal->decided_by = by;
  proposal->decided_at = now;
  auto object = proposal_json(*proposal);
  const bool may_come = state == ProposalState::kConfirmed && !dry_run && proposal->person.active;
  if (may_come && services.sign_ins != nullptr) {
    // Two have agreed to this person: only now can a first password be set.
    TRY_ASSIGN(const auto credentials, services.sign_ins->credentials(proposal->person.id));
    if (credentials.password_hash.empty()) {
      TRY_ASSIGN(auto invitation, invite(services, proposal->person.id, by, false, now));
      object.emplace("invitation", std::move(invitation));
    }
  }
  return recorded(std::move(object), dry_run);
}

Reply decide_proposal(Call& call, Services& services, ProposalState state) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto id = path_number(call, 0);
  if (!id) return call.problem(id.error());
  return on_desk(call, services,
                 [&services, id = *id, state, by = call.principal.person.id, dry = *dry_run](
                     Instant now) { return decide(services, id, state, by, dry, now); });
}

}  // namespace

Reply list_orgs(Call& call, Services& services) {
  if (!call.viewer().oversees()) return call.problem(lifecycle::Refusal::kNoRight);
  if (services.directory == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto rows = services.directory->orgs(*page);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : rows->rows) items.push_back(org_json(row));
  return listed(std::move(items), rows->next);
}

Reply put_org(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto body = read_body<OrgBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto org = read_org(call.params.at(0), *body, services);
  if (!org) return call.problem(org.error());
  return on_desk(call, services,
                 [&services, org = *org, by = call.principal.person.id,
                  dry = *dry_run](Instant now) -> OrProblem<Response> {
                   if (!dry) TRY(services.directory->put_org(org, {by, now}));
                   return recorded(org_json(org), dry);
                 });
}

Reply list_people(Call& call, Services& services) {
  if (services.directory == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto& org = call.params.at(0);
  const auto may = may_look(call, services, org);
  if (!may) return call.problem(may.error());
  if (!*may) return call.problem(ProblemCode::kNotFound);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto rows = services.directory->people(org, *page);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : rows->rows) items.push_back(person_json(row));
  return listed(std::move(items), rows->next);
}

// A developer of one's own organisation: nothing that needs a second operator can come of it.
Reply invite_person(Call& call, Services& services) {
  if (services.directory == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto& org = call.params.at(0);
  const auto may = may_manage(call, services, org);
  if (!may) return call.problem(may.error());
  if (!*may) return call.problem(ProblemCode::kNotFound);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto body = read_body<InviteBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const PersonBody as{org, body->name, body->unit, {Role::kDeveloper}, {}, {}};
  const auto person = read_person(body->person, as, services);
  if (!person) return call.problem(person.error());
  return on_desk(
      call, services,
      [&services, person = *person, owner = body->owner.value_or(false),
       by = call.principal.person.id, dry = *dry_run](Instant now) -> OrProblem<Response> {
        const engine::Act act{by, now};
        if (services.directory->person(person.id)) {
          return std::unexpected(
              Problem(Error{ErrorKind::kConflict, "there is a person of this id", "/person"}));
        }
        if (!dry) TRY(services.directory->put_person(person, act));
        if (!dry && owner) {
          TRY(services.directory->put_owner(person.org, person.id, true, act));
        }
        auto object = person_json(person);
        object.emplace("owner", owner);
        return recorded(std::move(object), dry, 201);
      });
}

Reply get_person(Call& call, Services& services) {
  if (services.directory == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto person = services.directory->person(call.params.at(0));
  if (!person) return call.problem(person.error());
  const auto may = may_look(call, services, person->org);
  if (!may) return call.problem(may.error());
  const bool self = person->id == call.principal.person.id;
  if (!*may && !self) return call.problem(ProblemCode::kNotFound);
  const auto owner = services.directory->is_owner(person->org, person->id);
  if (!owner) return call.problem(owner.error());
  auto object = person_json(*person);
  object.emplace("owner", *owner);
  return json_text(200, json::serialize(object));
}

Reply put_person(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  if (services.directory == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto body = read_body<PersonBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto person = read_person(call.params.at(0), *body, services);
  if (!person) return call.problem(person.error());
  // Nobody gives or takes their own rights.
  if (person->id == call.principal.person.id) {
    return call.problem(another_person_needed());
  }
  return on_desk(call, services,
                 [&services, person = *person, by = call.principal.person.id, dry = *dry_run](
                     Instant now) { return put_person_now(services, person, by, dry, now); });
}

Reply list_proposals(Call& call, Services& services) {
  if (!call.viewer().oversees()) return call.problem(lifecycle::Refusal::kNoRight);
  if (services.directory == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto state = enum_from_wire<ProposalState>(call.query("state").value_or("proposed"));
  if (!state) return call.problem(Error{ErrorKind::kInvalid, "not a state", "state"});
  const auto rows = services.directory->proposals(*state, *page);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : rows->rows) items.push_back(proposal_json(row));
  return listed(std::move(items), rows->next);
}

Reply confirm_proposal(Call& call, Services& services) {
  return decide_proposal(call, services, ProposalState::kConfirmed);
}

Reply reject_proposal(Call& call, Services& services) {
  return decide_proposal(call, services, ProposalState::kRejected);
}

}  // namespace baobei::http
