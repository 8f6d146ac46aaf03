#include "http/auth.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/text.h"

namespace baobei::http {

namespace {

std::string_view cookie_of(const Head& head) {
  return cookie_value(head, kSessionCookie);
}

Result<Digest> bearer_hash_of(const Head& head) {
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

}  // namespace

std::string_view cookie_value(const Head& head, std::string_view name) {
  auto rest = head.header("Cookie");
  while (!rest.empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    const auto pair = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = pair.find('=');
    if (equals == pair.npos || pair.substr(0, equals) != name) continue;
    return pair.substr(equals + 1);
  }
  return {};
}

Result<Digest> token_hash_of(const Head& head) {
  const auto cookie = cookie_of(head);
  const bool rests_on_it = head.header("Authorization").empty() && !cookie.empty();
  if (!rests_on_it) return bearer_hash_of(head);
  if (cookie.size() > kTokenBytesMax) return fail(ErrorKind::kUnauthorized, "not a session");
  return sha256(cookie);
}

bool from_this_site(const Head& head) {
  const auto site = head.header("Sec-Fetch-Site");
  if (!site.empty()) return site == "same-origin";
  const auto origin = head.header("Origin");
  const auto scheme = origin.find("://");
  if (scheme == origin.npos) return false;
  return !head.header("Host").empty() && origin.substr(scheme + 3) == head.header("Host");
}

bool foreign_origin(const Head& head) {
  const bool reads = head.method == Method::kGet || head.method == Method::kHead;
  if (reads || !head.header("Authorization").empty() || cookie_of(head).empty()) return false;
  return !from_this_site(head);
}

Result<engine::Principal> authenticate(const Head& head, engine::Reader& reader, Instant now) {
  TRY_ASSIGN(const auto hash, token_hash_of(head));
  return reader.authenticate(hash, now);
}

Result<engine::HostRow> authenticate_host(const Head& head, engine::Hosts& hosts) {
  TRY_ASSIGN(const auto hash, bearer_hash_of(head));
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
