// Tokens: issued with scope and expiry, told once, kept as a hash, listed without their secret,
// revoked (DESIGN decision 12).

#include <algorithm>

#include "http/directory_json.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "http/second_person.h"

namespace baobei::http {
namespace {

using lifecycle::Role;

// Longer lives are for the machine's own `baobei admin token`.
constexpr auto kTokenLifeMax = std::chrono::hours(24 * 366);

struct TokenBody {
  std::string label;
  std::string expires;
  std::optional<std::vector<Role>> roles;  // that it may act in; absent: all of the person's
  std::optional<bool> read_only;
};
BOOST_DESCRIBE_STRUCT(TokenBody, (), (label, expires, roles, read_only))

// An operator's token for somebody else would be a way round the second operator.
bool may_issue(const Call& call, const engine::PersonRow& person) {
  if (person.id == call.principal.person.id) return true;
  return std::ranges::none_of(person.roles, needs_second);
}

Result<engine::IssuedToken> read_token(const TokenBody& body, const engine::PersonRow& person,
                                       const Call& call, Instant now) {
  TRY(check_name(body.label, "/label"));
  engine::IssuedToken issued;
  TRY_ASSIGN(const auto expires, read_instant(body.expires, "/expires"));
  if (expires <= now || expires > now + kTokenLifeMax) {
    return fail(ErrorKind::kInvalid, "an instant within the next 366 days is expected", "/expires");
  }
  issued.roles = body.roles.value_or(std::vector<Role>{});
  if (body.roles && body.roles->empty()) {
    return fail(ErrorKind::kInvalid, "name at least one role, or leave them out", "/roles");
  }
  // A token gives no more than the one it was asked for with.
  const bool self = person.id == call.principal.person.id;
  const auto& bound = self ? call.principal.person.roles : person.roles;
  for (const auto role : issued.roles) {
    if (std::ranges::find(bound, role) == bound.end()) {
      return fail(ErrorKind::kInvalid, "the person has no such role here", "/roles");
    }
  }
  if (issued.roles.empty() && bound != person.roles) issued.roles = bound;
  issued.read_only = body.read_only.value_or(false);
  issued.token = {{}, person.id, body.label, expires, false};
  issued.issued_by = call.principal.person.id;
  issued.issued_at = now;
  return issued;
}

// Whose tokens may be changed, and for an auditor anybody: which there are is a record of who could
// have done what.
OrProblem<engine::PersonRow> listed_person(const Call& call, Services& services) {
  auto managed = managed_person(call, services);
  if (managed || !call.viewer().has(Role::kAuditor)) return managed;
  if (services.directory == nullptr) return managed;
  auto person = services.directory->person(call.params.at(0));
  if (!person) return std::unexpected(Problem(person.error()));
  return std::move(*person);
}

}  // namespace

Reply list_tokens(Call& call, Services& services) {
  const auto person = listed_person(call, services);
  if (!person) return call.problem(person.error());
  const auto rows = services.directory->tokens(person->id);
  if (!rows) return call.problem(rows.error());
  const Instant now = services.clock.now();
  json::array items;
  for (const auto& row : *rows) items.push_back(token_json(row, now));
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

// The secret is in this answer and nowhere else: not in a log, not under an idempotency key.
Reply issue_token(Call& call, Services& services) {
  const auto person = managed_person(call, services);
  if (!person) return call.problem(person.error());
  if (!may_issue(call, *person)) return call.problem(another_person_needed());
  const auto body = read_body<TokenBody>(call.request.body);
  if (!body) return call.problem(body.error());
  auto issued = read_token(*body, *person, call, services.clock.now());
  if (!issued) return call.problem(issued.error());
  return on_desk(call, services,
                 [&services, issued = *issued](Instant now) mutable -> OrProblem<Response> {
                   const auto secret = random_id("bb");
                   issued.token.token_hash = sha256(secret);
                   TRY(services.directory->issue_token(issued));
                   auto object = token_json(issued, now);
                   object.emplace("secret", secret);
                   return json_text(201, json::serialize(object));
                 });
}

Reply revoke_token(Call& call, Services& services) {
  const auto person = managed_person(call, services);
  if (!person) return call.problem(person.error());
  return on_desk(
      call, services,
      [&services, person = person->id, id = call.params.at(1)](Instant) -> OrProblem<Response> {
        TRY(services.directory->revoke_token(person, id));
        return json_text(200, json::serialize(json::object{{"token_id", id}, {"revoked", true}}));
      });
}

}  // namespace baobei::http
