#include "http/auth.h"

#include "base/bytes.h"
#include "base/text.h"

namespace baobei::http {

Result<Digest> token_hash_of(const Head& head) {
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
  return sha256(token);
}

Result<engine::Principal> authenticate(const Head& head, engine::Reader& reader, Instant now) {
  TRY_ASSIGN(const auto hash, token_hash_of(head));
  return reader.authenticate(hash, now);
}

Result<engine::HostRow> authenticate_host(const Head& head, engine::Hosts& hosts) {
  TRY_ASSIGN(const auto hash, token_hash_of(head));
  return hosts.authenticate(hash);
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
