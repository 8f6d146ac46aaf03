// Who is who at a provider of identities: bound by an operator, and for whatever takes two by a
// second one (DESIGN decisions 11, 12).

#include <algorithm>

#include "base/text.h"
#include "engine/identity_ports.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/handlers.h"
#include "http/oidc.h"
#include "http/request_json.h"
#include "http/second_person.h"

namespace baobei::http {
namespace {

using engine::IdentityRow;
using engine::IdentityState;
using lifecycle::Role;

struct IdentityBody {
  std::string provider;
  std::optional<std::string> subject;
  std::optional<std::string> email;
};
BOOST_DESCRIBE_STRUCT(IdentityBody, (), (provider, subject, email))

json::object identity_json(const IdentityRow& row, const Services& services) {
  const auto* provider = services.oidc != nullptr ? services.oidc->of_issuer(row.issuer) : nullptr;
  json::object object{{"identity", row.id},
                      {"state", wire_name(row.state)},
                      {"provider", provider != nullptr ? provider->of.id : std::string()},
                      {"issuer", row.issuer},
                      {"person", row.person}};
  if (!row.subject.empty()) object.emplace("subject", row.subject);
  if (!row.email.empty()) object.emplace("email", row.email);
  object.emplace("proposed_by", row.proposed_by);
  object.emplace("proposed_at", format_rfc3339(row.proposed_at));
  if (!row.confirmed_by.empty()) object.emplace("confirmed_by", row.confirmed_by);
  if (row.confirmed_at) object.emplace("confirmed_at", format_rfc3339(*row.confirmed_at));
  if (row.used_at) object.emplace("used_at", format_rfc3339(*row.used_at));
  return object;
}

Response identities_json(const std::vector<IdentityRow>& rows, const std::string& next,
                         const Services& services) {
  json::array items;
  for (const auto& row : rows) items.push_back(identity_json(row, services));
  json::object object{{"items", std::move(items)}};
  if (!next.empty()) object.emplace("next", next);
  return json_text(200, json::serialize(object));
}

// Exactly one of subject and address, of a provider where the person may sign in.
Result<IdentityRow> read_identity(const IdentityBody& body, const engine::PersonRow& person,
                                  const Services& services) {
  const auto* provider = services.oidc != nullptr ? services.oidc->find(body.provider) : nullptr;
  if (provider == nullptr) {
    return fail(ErrorKind::kInvalid, "no such provider is configured", "/provider");
  }
  if (engine::roles_within(person.roles, provider->roles).empty()) {
    return fail(ErrorKind::kInvalid, "no role of this person signs in there", "/provider");
  }
  if (body.subject.has_value() == body.email.has_value()) {
    return fail(ErrorKind::kInvalid, "either 'subject' or 'email' is expected", "/subject");
  }
  IdentityRow row;
  row.issuer = provider->of.issuer;
  row.person = person.id;
  row.subject = body.subject.value_or("");
  const bool fits = row.subject.size() <= sign_in::kSubjectBytesMax && is_utf8(row.subject) &&
                    printable(row.subject) == row.subject;
  if (body.subject && (row.subject.empty() || !fits)) {
    return fail(ErrorKind::kInvalid, "1 to 255 printable bytes are expected", "/subject");
  }
  row.email = sign_in::plain_email(body.email.value_or(""));
  if (body.email && row.email.empty()) {
    return fail(ErrorKind::kInvalid, "an address of ASCII is expected", "/email");
  }
  return row;
}

OrProblem<Response> bind_now(Services& services, IdentityRow row, bool dry, Instant now) {
  TRY_ASSIGN(const auto person, services.directory->person(row.person));
  if (!person.active) {
    return std::unexpected(
        Problem(Error{ErrorKind::kConflict, "the person is not active", person.id}));
  }
  const bool two = std::ranges::any_of(person.roles, needs_second);
  row.proposed_at = now;
  row.state = two ? IdentityState::kProposed : IdentityState::kConfirmed;
  if (!two) row.confirmed_at = now;
  if (!dry) {
    TRY_ASSIGN(row.id, services.identities->bind(row));
  }
  auto object = identity_json(row, services);
  if (dry) object.emplace("dry_run", true);
  const int status = two ? 202 : 201;
  return json_text(dry ? 200 : status, json::serialize(object));
}

OrProblem<Response> decide_now(Services& services, std::uint64_t id, IdentityState to,
                               const lifecycle::PersonId& by, bool dry, Instant now) {
  TRY_ASSIGN(auto row, services.identities->identity(id));
  const bool confirms = to == IdentityState::kConfirmed;
  const bool own = row.person == by || (confirms && row.proposed_by == by);
  if (own) return std::unexpected(another_person_needed());
  const bool fits =
      confirms ? row.state == IdentityState::kProposed : row.state != IdentityState::kRemoved;
  if (!fits) {
    return std::unexpected(
        Problem(Error{ErrorKind::kConflict,
                      confirms ? "it is not proposed any more" : "it was removed before",
                      {}}));
  }
  if (!dry && confirms) TRY(services.identities->confirm(id, by, now));
  if (!dry && !confirms) TRY(services.identities->remove(id));
  row.state = to;
  if (confirms) {
    row.confirmed_by = by;
    row.confirmed_at = now;
  } else {
    row.email.clear();
  }
  auto object = identity_json(row, services);
  if (dry) object.emplace("dry_run", true);
  return json_text(200, json::serialize(object));
}

Reply decide_identity(Call& call, Services& services, IdentityState to) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  if (services.identities == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto id = path_number(call, 0);
  if (!id) return call.problem(id.error());
  return on_desk(call, services,
                 [&services, id = *id, to, by = call.principal.person.id, dry = *dry_run](
                     Instant now) { return decide_now(services, id, to, by, dry, now); });
}

}  // namespace

Reply list_identities(Call& call, Services& services) {
  if (services.identities == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto& person = call.params.at(0);
  const bool may = person == call.principal.person.id || call.viewer().oversees();
  if (!may) return call.problem(ProblemCode::kNotFound);
  const auto known = services.directory->person(person);
  if (!known) return call.problem(known.error());
  const auto rows = services.identities->of_person(person);
  if (!rows) return call.problem(rows.error());
  return identities_json(*rows, "", services);
}

Reply list_all_identities(Call& call, Services& services) {
  if (!call.viewer().oversees()) return call.problem(lifecycle::Refusal::kNoRight);
  if (services.identities == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto state = enum_from_wire<IdentityState>(call.query("state").value_or("confirmed"));
  if (!state) return call.problem(Error{ErrorKind::kInvalid, "not a state", "state"});
  const auto rows = services.identities->in_state(*state, *page);
  if (!rows) return call.problem(rows.error());
  return identities_json(rows->rows, rows->next, services);
}

Reply bind_identity(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  if (services.identities == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto& id = call.params.at(0);
  // Nobody opens a way in for themselves.
  if (id == call.principal.person.id) return call.problem(another_person_needed());
  const auto person = services.directory->person(id);
  if (!person) return call.problem(person.error());
  const auto body = read_body<IdentityBody>(call.request.body);
  if (!body) return call.problem(body.error());
  auto row = read_identity(*body, *person, services);
  if (!row) return call.problem(row.error());
  row->proposed_by = call.principal.person.id;
  return on_desk(call, services, [&services, row = *row, dry = *dry_run](Instant now) {
    return bind_now(services, row, dry, now);
  });
}

Reply confirm_identity(Call& call, Services& services) {
  return decide_identity(call, services, IdentityState::kConfirmed);
}

Reply remove_identity(Call& call, Services& services) {
  return decide_identity(call, services, IdentityState::kRemoved);
}

}  // namespace baobei::http
