#include "http/oidc.h"

#include <algorithm>

namespace baobei::http {
namespace {

std::unexpected<Error> unreachable(const std::string& why) {
  return fail(ErrorKind::kUnavailable, "the provider of identities: " + why);
}

}  // namespace

Oidc::Oidc(std::vector<OidcProvider> providers, Fetch fetch)
    : providers_(std::move(providers)), fetch_(std::move(fetch)) {}

const OidcProvider* Oidc::find(const std::string& id) const {
  const auto found = std::ranges::find_if(
      providers_, [&](const OidcProvider& provider) { return provider.of.id == id; });
  return found == providers_.end() ? nullptr : &*found;
}

const OidcProvider* Oidc::of_issuer(const std::string& issuer) const {
  const auto found = std::ranges::find_if(
      providers_, [&](const OidcProvider& provider) { return provider.of.issuer == issuer; });
  return found == providers_.end() ? nullptr : &*found;
}

Result<std::string> Oidc::document(const std::string& url) {
  auto answer = fetch_({url, {"Accept: application/json"}, {}});
  if (!answer) return unreachable(to_string(answer.error()));
  if (answer->status != 200) return unreachable("status " + std::to_string(answer->status));
  return std::move(answer->body);
}

Result<sign_in::Discovery> Oidc::discovery(const OidcProvider& provider, Instant now) {
  {
    const std::lock_guard lock(mutex_);
    const auto& known = known_[provider.of.id];
    const bool fresh = known.discovered && now - *known.discovered < kDocumentLife;
    if (fresh) return known.discovery;
  }
  TRY_ASSIGN(const auto text, document(sign_in::discovery_url(provider.of.issuer)));
  const auto read = sign_in::discovery_from(text, provider.of.issuer);
  if (!read) return unreachable(to_string(read.error()));
  const std::lock_guard lock(mutex_);
  auto& known = known_[provider.of.id];
  known.discovery = *read;
  known.discovered = now;
  return *read;
}

Result<sign_in::ProviderKeys> Oidc::keys(const OidcProvider& provider,
                                         const sign_in::Discovery& discovery, bool newer,
                                         Instant now) {
  {
    const std::lock_guard lock(mutex_);
    const auto& known = known_[provider.of.id];
    const auto life = newer ? kKeysEvery : kDocumentLife;
    const bool fresh = known.fetched_keys && now - *known.fetched_keys < life;
    if (fresh) return known.keys;
  }
  TRY_ASSIGN(const auto text, document(discovery.jwks_uri));
  const auto read = sign_in::ProviderKeys::from(text);
  if (!read) return unreachable(to_string(read.error()));
  const std::lock_guard lock(mutex_);
  auto& known = known_[provider.of.id];
  known.keys = *read;
  known.fetched_keys = now;
  return *read;
}

Result<sign_in::IdClaims> Oidc::claims(const OidcProvider& provider, const std::string& code,
                                       const sign_in::Attempt& attempt, Instant now) {
  TRY_ASSIGN(const auto discovery, this->discovery(provider, now));
  auto request = sign_in::token_request(provider.of, discovery, code, attempt.verifier);
  const auto answer =
      fetch_({discovery.token_endpoint, std::move(request.headers), std::move(request.body)});
  if (!answer) return unreachable(to_string(answer.error()));
  // RFC 6749, 5.2: the code is wrong, was used, or is another client's.
  if (answer->status == 400)
    return fail(ErrorKind::kUnauthorized, "the provider takes no such code");
  if (answer->status != 200) return unreachable("status " + std::to_string(answer->status));
  const auto token = sign_in::id_token_of(answer->body);
  if (!token) return unreachable(to_string(token.error()));
  const sign_in::Expected expected{provider.of.issuer, provider.of.client_id, attempt.nonce, now};
  TRY_ASSIGN(const auto known, keys(provider, discovery, false, now));
  auto claims = sign_in::verified(*token, known, expected);
  const bool rotated = !claims && claims.error().kind == ErrorKind::kNotFound;
  if (rotated) {
    TRY_ASSIGN(const auto newer, keys(provider, discovery, true, now));
    claims = sign_in::verified(*token, newer, expected);
  }
  if (!claims) return fail(ErrorKind::kUnauthorized, claims.error().message);
  return claims;
}

bool Oidc::first_answer(const std::string& state, Instant until, Instant now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(answered_, [&](const auto& each) { return each.second <= now; });
  if (answered_.size() >= kAnsweredMax) return false;
  return answered_.emplace(state, until).second;
}

}  // namespace baobei::http
