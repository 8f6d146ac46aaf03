#include "sign_in/id_token.h"

#include <cjose/cjose.h>
#include <sodium.h>

#include <algorithm>
#include <cmath>

#include "base/bytes.h"
#include "base/json.h"
#include "base/text.h"
#include "sign_in/base64.h"
#include "sign_in/oidc.h"

namespace baobei::sign_in {
namespace {

constexpr std::size_t kRsaBytesMin = 256;  // 2,048 bits
constexpr std::size_t kRsaBytesMax = 1'024;
constexpr std::size_t kMethodsMax = 16;

struct FreeJwk {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
struct FreeJws {
  void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};

std::unexpected<Error> unbelieved(std::string what) {
  return fail(ErrorKind::kUnauthorized, "the provider's ID token: " + std::move(what));
}

std::string text_of(const json::object& object, const char* name) {
  const auto* found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

// ---- keys ------------------------------------------------------------------------------------

bool holds_bytes(const std::string& text, std::size_t least, std::size_t most) {
  const auto bytes = from_base64url(text);
  if (!bytes) return false;
  const auto first = std::min(bytes->find_first_not_of('\0'), bytes->size());
  const auto length = bytes->size() - first;
  return length >= least && length <= most;
}

std::optional<ProviderKeys::Key> rsa_key(const json::object& jwk) {
  const auto n = text_of(jwk, "n");
  const auto e = text_of(jwk, "e");
  if (!holds_bytes(n, kRsaBytesMin, kRsaBytesMax) || !holds_bytes(e, 1, 8)) return std::nullopt;
  const json::object kept{{"kty", "RSA"}, {"n", n}, {"e", e}};
  return ProviderKeys::Key{KeyKind::kRsa, {}, json::serialize(kept), {}};
}

std::optional<ProviderKeys::Key> p256_key(const json::object& jwk) {
  const auto x = text_of(jwk, "x");
  const auto y = text_of(jwk, "y");
  const bool fits =
      text_of(jwk, "crv") == "P-256" && holds_bytes(x, 1, 32) && holds_bytes(y, 1, 32);
  if (!fits) return std::nullopt;
  const json::object kept{{"kty", "EC"}, {"crv", "P-256"}, {"x", x}, {"y", y}};
  return ProviderKeys::Key{KeyKind::kP256, {}, json::serialize(kept), {}};
}

std::optional<ProviderKeys::Key> ed25519_key(const json::object& jwk) {
  const auto x = from_base64url(text_of(jwk, "x"));
  const bool fits =
      text_of(jwk, "crv") == "Ed25519" && x && x->size() == crypto_sign_PUBLICKEYBYTES;
  if (!fits) return std::nullopt;
  return ProviderKeys::Key{KeyKind::kEd25519, {}, {}, *x};
}

std::optional<ProviderKeys::Key> key_from(const json::value& value) {
  if (!value.is_object()) return std::nullopt;
  const auto& jwk = value.get_object();
  const auto use = text_of(jwk, "use");
  if (jwk.contains("d") || (!use.empty() && use != "sig")) return std::nullopt;
  const auto kind = text_of(jwk, "kty");
  std::optional<ProviderKeys::Key> key;
  if (kind == "RSA") key = rsa_key(jwk);
  if (kind == "EC") key = p256_key(jwk);
  if (kind == "OKP") key = ed25519_key(jwk);
  if (key) key->id = text_of(jwk, "kid");
  return key;
}

// ---- the token's parts -----------------------------------------------------------------------

struct Parts {
  json::object header;
  std::string_view payload;    // as sent
  std::string_view signed_by;  // header and payload, as sent
  std::string signature;
};

Result<json::object> object_in(std::string_view encoded) {
  const auto text = from_base64url(encoded);
  if (!text) return unbelieved("no base64url");
  auto value = parse_json(*text, kIdTokenBytesMax);
  if (!value || !value->is_object()) return unbelieved("no JSON object");
  return std::move(value->get_object());
}

Result<Parts> parts_of(const std::string& token) {
  if (token.size() > kIdTokenBytesMax) return unbelieved("too long");
  const std::string_view text = token;
  const auto first = text.find('.');
  const auto last = text.rfind('.');
  const bool three = first != text.npos && first != last && text.find('.', first + 1) == last;
  if (!three) return unbelieved("not three parts");
  Parts parts;
  TRY_ASSIGN(parts.header, object_in(text.substr(0, first)));
  parts.payload = text.substr(first + 1, last - first - 1);
  parts.signed_by = text.substr(0, last);
  const auto signature = from_base64url(text.substr(last + 1));
  if (!signature || signature->empty()) return unbelieved("no signature");
  parts.signature = *signature;
  return parts;
}

Result<KeyKind> kind_of(const json::object& header) {
  if (header.contains("crit")) return unbelieved("it asks for what is not known here");
  const auto algorithm = text_of(header, "alg");
  if (algorithm == "RS256") return KeyKind::kRsa;
  if (algorithm == "ES256") return KeyKind::kP256;
  if (algorithm == "EdDSA") return KeyKind::kEd25519;
  return unbelieved("an algorithm that is not taken");
}

// The library reads header and signature once more, from the token as it was sent.
bool holds_by_library(const std::string& token, const ProviderKeys::Key& key) {
  cjose_err error{};
  const std::unique_ptr<cjose_jwk_t, FreeJwk> jwk(
      cjose_jwk_import(key.jwk.data(), key.jwk.size(), &error));
  if (jwk == nullptr) return false;
  const std::unique_ptr<cjose_jws_t, FreeJws> jws(
      cjose_jws_import(token.data(), token.size(), &error));
  if (jws == nullptr) return false;
  const char* algorithm =
      cjose_header_get(cjose_jws_get_protected(jws.get()), CJOSE_HDR_ALG, &error);
  const std::string_view wanted = key.kind == KeyKind::kRsa ? "RS256" : "ES256";
  if (algorithm == nullptr || algorithm != wanted) return false;
  return cjose_jws_verify(jws.get(), jwk.get(), &error);
}

bool holds(const std::string& token, const Parts& parts, const ProviderKeys::Key& key) {
  if (key.kind != KeyKind::kEd25519) return holds_by_library(token, key);
  if (parts.signature.size() != crypto_sign_BYTES) return false;
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  return crypto_sign_verify_detached(bytes(parts.signature), bytes(parts.signed_by),
                                     parts.signed_by.size(), bytes(key.public_key)) == 0;
}

// ---- its claims ------------------------------------------------------------------------------

// NumericDate; some providers send fractions.
std::optional<Instant> instant_of(const json::object& claims, const char* name) {
  constexpr double kSecondsMax = 4e11;
  const auto* found = claims.if_contains(name);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  const auto seconds = found->to_number<double>();
  if (!(seconds >= 0 && seconds <= kSecondsMax)) return std::nullopt;
  return from_micros(static_cast<std::int64_t>(seconds) * 1'000'000);
}

Status check_audience(const json::object& claims, const std::string& client_id) {
  const auto* audience = claims.if_contains("aud");
  bool ours = false;
  bool others = false;
  const auto look = [&](const json::value& one) {
    const bool same = one.is_string() && one.get_string() == client_id;
    ours = ours || same;
    others = others || !same;
  };
  if (audience != nullptr && audience->is_array()) {
    for (const auto& one : audience->get_array()) look(one);
  } else if (audience != nullptr) {
    look(*audience);
  }
  if (!ours) return unbelieved("it is for another client");
  const bool named = claims.contains("azp");
  if (named && text_of(claims, "azp") != client_id) return unbelieved("it is of another client");
  if (others && !named) return unbelieved("it is for several, and does not say whose");
  return {};
}

Status check_times(const json::object& claims, Instant now) {
  const auto expires = instant_of(claims, "exp");
  const auto issued = instant_of(claims, "iat");
  if (!expires || !issued) return unbelieved("it does not say since when and until when");
  if (now >= *expires + kClockSkewMax) return unbelieved("it has expired");
  if (*issued > now + kClockSkewMax) return unbelieved("it is of the future");
  if (now - *issued > kIdTokenAgeMax) return unbelieved("it is old");
  if (!claims.contains("nbf")) return {};
  const auto begins = instant_of(claims, "nbf");
  if (!begins || *begins > now + kClockSkewMax) return unbelieved("it is not valid yet");
  return {};
}

Result<IdClaims> claims_from(const json::object& claims, const Expected& expected) {
  if (text_of(claims, "iss") != expected.issuer) return unbelieved("it is of another issuer");
  TRY(check_audience(claims, expected.client_id));
  TRY(check_times(claims, expected.now));
  if (!equal_constant_time(text_of(claims, "nonce"), expected.nonce)) {
    return unbelieved("it is not of this attempt");
  }
  IdClaims said;
  said.subject = text_of(claims, "sub");
  const bool fits = !said.subject.empty() && said.subject.size() <= kSubjectBytesMax &&
                    printable(said.subject) == said.subject;
  if (!fits) return unbelieved("it does not say who");
  const auto* confirmed = claims.if_contains("email_verified");
  const bool sure = confirmed != nullptr && confirmed->is_bool() && confirmed->get_bool();
  if (sure) said.email = plain_email(text_of(claims, "email"));
  const auto* methods = claims.if_contains("amr");
  if (methods != nullptr && methods->is_array() && methods->get_array().size() <= kMethodsMax) {
    for (const auto& method : methods->get_array()) {
      if (method.is_string()) said.methods.emplace_back(method.get_string());
    }
  }
  return said;
}

}  // namespace

Result<ProviderKeys> ProviderKeys::from(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kProviderDocumentBytesMax));
  const auto* keys = value.is_object() ? value.get_object().if_contains("keys") : nullptr;
  if (keys == nullptr || !keys->is_array()) return fail(ErrorKind::kInvalid, "this is no key set");
  if (keys->get_array().size() > kProviderKeysMax) {
    return fail(ErrorKind::kTooLarge, "the provider has more than 32 keys");
  }
  ProviderKeys found;
  for (const auto& each : keys->get_array()) {
    if (auto key = key_from(each)) found.keys_.push_back(std::move(*key));
  }
  if (found.empty()) {
    return fail(ErrorKind::kInvalid, "the provider has no key for RS256, ES256 or EdDSA");
  }
  return found;
}

const ProviderKeys::Key* ProviderKeys::find(KeyKind kind,
                                            const std::optional<std::string>& id) const {
  const Key* only = nullptr;
  for (const auto& key : keys_) {
    if (key.kind != kind) continue;
    if (id && key.id == *id) return &key;
    if (id) continue;
    if (only != nullptr) return nullptr;
    only = &key;
  }
  return only;
}

Result<IdClaims> verified(const std::string& id_token, const ProviderKeys& keys,
                          const Expected& expected) {
  TRY_ASSIGN(const auto parts, parts_of(id_token));
  TRY_ASSIGN(const auto kind, kind_of(parts.header));
  std::optional<std::string> id;
  if (parts.header.contains("kid")) id = text_of(parts.header, "kid");
  const auto* key = keys.find(kind, id);
  if (key == nullptr) return fail(ErrorKind::kNotFound, "the provider's ID token: no such key");
  if (!holds(id_token, parts, *key)) return unbelieved("its signature does not hold");
  TRY_ASSIGN(const auto claims, object_in(parts.payload));
  return claims_from(claims, expected);
}

}  // namespace baobei::sign_in
