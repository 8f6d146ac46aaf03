#include "sign_in/test_provider.h"

#include <cjose/cjose.h>
#include <sodium.h>

#include <array>
#include <cstdlib>

#include "sign_in/base64.h"

namespace baobei::sign_in::test {
namespace {

struct FreeJwk {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
using Jwk = std::unique_ptr<cjose_jwk_t, FreeJwk>;

json::object public_part(const Jwk& key) {
  cjose_err error{};
  char* text = cjose_jwk_to_json(key.get(), false, &error);
  CHECK(text != nullptr, error.message);
  auto value = parse_json(text, 10'000).value();
  std::free(text);  // NOLINT: the library allocated it
  return value.get_object();
}

// The signature of cjose over header and payload, as the token's third part.
std::string signed_by(const Jwk& key, const json::object& header, const std::string& payload) {
  cjose_err error{};
  cjose_header_t* fields = cjose_header_new(&error);
  for (const auto& member : header) {
    CHECK(cjose_header_set(fields, std::string(member.key()).c_str(),
                           std::string(member.value().as_string()).c_str(), &error),
          error.message);
  }
  cjose_jws_t* jws =
      cjose_jws_sign(key.get(), fields, reinterpret_cast<const std::uint8_t*>(payload.data()),
                     payload.size(), &error);
  CHECK(jws != nullptr, error.message);
  const char* text = nullptr;
  CHECK(cjose_jws_export(jws, &text, &error), error.message);
  std::string token = text;
  cjose_jws_release(jws);
  cjose_header_release(fields);
  return token;
}

}  // namespace

struct TestProvider::Keys {
  Keys() {
    CHECK(sodium_init() >= 0);
    cjose_err error{};
    rsa.reset(cjose_jwk_create_RSA_random(2'048, nullptr, 0, &error));
    p256.reset(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error));
    CHECK(rsa != nullptr && p256 != nullptr, error.message);
    crypto_sign_keypair(ed_public.data(), ed_secret.data());
  }
  Jwk rsa;
  Jwk p256;
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> ed_public{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> ed_secret{};
};

TestProvider::TestProvider(std::string issuer)
    : issuer_(std::move(issuer)), keys_(std::make_unique<Keys>()) {}
TestProvider::~TestProvider() = default;

void TestProvider::rotate() {
  ++generation_;
  keys_ = std::make_unique<Keys>();
}

std::string TestProvider::key_name(const std::string& kind) const {
  return kind + "-" + std::to_string(generation_);
}

std::string TestProvider::discovery(bool names_issuer) const {
  return json::serialize(
      json::object{{"issuer", issuer_},
                   {"authorization_endpoint", issuer_ + "/auth"},
                   {"token_endpoint", issuer_ + "/token"},
                   {"jwks_uri", issuer_ + "/jwks"},
                   {"authorization_response_iss_parameter_supported", names_issuer}});
}

std::string TestProvider::keys() const {
  auto rsa = public_part(keys_->rsa);
  rsa["kid"] = key_name("RS256");
  rsa["use"] = "sig";
  auto p256 = public_part(keys_->p256);
  p256["kid"] = key_name("ES256");
  const auto x = base64url({reinterpret_cast<const char*>(keys_->ed_public.data()), 32});
  const json::object ed{{"kty", "OKP"}, {"crv", "Ed25519"}, {"x", x}, {"kid", key_name("EdDSA")}};
  const json::object secret{{"kty", "oct"}, {"k", "c2VjcmV0"}, {"kid", "oct"}};
  return json::serialize(json::object{{"keys", json::array{rsa, p256, ed, secret}}});
}

json::object TestProvider::claims(const std::string& subject, const std::string& client,
                                  const std::string& nonce, Instant now) const {
  const auto seconds = to_micros(now) / 1'000'000;
  return {{"iss", issuer_},
          {"sub", subject},
          {"aud", client},
          {"nonce", nonce},
          {"iat", seconds},
          {"exp", seconds + 300},
          {"email_verified", true},
          {"email", subject + "@Example.com"},
          {"amr", json::array{"pwd", "otp"}}};
}

std::string TestProvider::signed_token(const std::string& kind, const json::object& claims) const {
  return token_with(kind, {{"alg", kind}, {"kid", key_name(kind)}}, claims);
}

std::string TestProvider::token_with(const std::string& kind, const json::object& header,
                                     const json::object& claims) const {
  const auto payload = json::serialize(claims);
  if (kind == "RS256") return signed_by(keys_->rsa, header, payload);
  if (kind == "ES256") return signed_by(keys_->p256, header, payload);
  const auto text = base64url(json::serialize(header)) + "." + base64url(payload);
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                       keys_->ed_secret.data());
  return text + "." +
         base64url({reinterpret_cast<const char*>(signature.data()), signature.size()});
}

std::string TestProvider::unsigned_token(const json::object& claims) {
  return base64url(R"({"alg":"none"})") + "." + base64url(json::serialize(claims)) + ".";
}

std::string TestProvider::hmac_token(const json::object& claims) const {
  const auto header = json::serialize(json::object{{"alg", "HS256"}, {"kid", key_name("RS256")}});
  const auto text = base64url(header) + "." + base64url(json::serialize(claims));
  const auto known = json::serialize(public_part(keys_->rsa));
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(known.data()),
                              known.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                text.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  return text + "." + base64url({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

}  // namespace baobei::sign_in::test
