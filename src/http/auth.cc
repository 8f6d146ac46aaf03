#include "http/auth.h"

#include "base/bytes.h"
#include "base/text.h"

namespace baobei::http {

Result<engine::Principal> authenticate(const Head& head, engine::Reader& reader, Instant now) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto value = head.header("Authorization");
  const auto scheme = value.substr(0, kScheme.size());
  if (!equal_ignoring_case(scheme, kScheme)) {
    return fail(ErrorKind::kUnauthorized, "no bearer token");
  }
  const auto token = trim(value.substr(kScheme.size()));
  if (token.empty() || token.size() > kTokenBytesMax) {
    return fail(ErrorKind::kUnauthorized, "not a token of ours");
  }
  return reader.authenticate(sha256(token), now);
}

lifecycle::Actor actor_of(const engine::Principal& principal, lifecycle::Role role) {
  const auto& person = principal.person;
  lifecycle::Actor actor;
  actor.person = person.id;
  actor.role = role;
  actor.org = person.org;
  actor.unit = person.unit;
  if (role == lifecycle::Role::kOfficer) actor.region = person.region;
  return actor;
}

}  // namespace baobei::http
