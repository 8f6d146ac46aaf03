// ID tokens: what is believed, and every way in which one was forged.
#include "sign_in/id_token.h"

#include <gmock/gmock.h>

#include <functional>

#include "sign_in/oidc.h"
#include "sign_in/test_provider.h"

namespace baobei::sign_in {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using test::TestProvider;
using testing::ElementsAre;
using testing::HasSubstr;

const Instant kAt = from_micros(1'770'000'000'000'000);

class IdToken : public testing::Test {
 protected:
  static TestProvider& provider() {
    static TestProvider made("https://id.example.com");
    return made;
  }
  static TestProvider& forger() {
    static TestProvider made("https://id.example.com");
    return made;
  }
  static json::object claims() { return provider().claims("alice", "baobei", "nonce-1", kAt); }
  static Expected expected(Instant now = kAt) {
    return {"https://id.example.com", "baobei", "nonce-1", now};
  }
  static ProviderKeys keys() { return ProviderKeys::from(provider().keys()).value(); }
  static Result<IdClaims> read(const std::string& token, Instant now = kAt) {
    return verified(token, keys(), expected(now));
  }
};

TEST_F(IdToken, is_believed_with_each_of_the_three_signatures) {
  for (const std::string kind : {"RS256", "ES256", "EdDSA"}) {
    const auto said = read(provider().signed_token(kind, claims()));
    ASSERT_TRUE(said) << kind << to_string(said.error());
    EXPECT_EQ(said->subject, "alice");
    EXPECT_EQ(said->email, "alice@example.com") << "in lower case";
    EXPECT_THAT(said->methods, ElementsAre("pwd", "otp"));
  }
}

TEST_F(IdToken, is_not_believed_for_how_it_is_signed) {
  const auto real = provider().signed_token("RS256", claims());
  const auto body = real.substr(0, real.rfind('.'));
  auto turned = real;
  turned[turned.size() - 10] = turned[turned.size() - 10] == 'A' ? 'B' : 'A';
  for (const auto& [what, token] : std::vector<std::pair<std::string, std::string>>{
           {"none", TestProvider::unsigned_token(claims())},
           {"none, with another's signature",
            TestProvider::unsigned_token(claims()) + real.substr(real.rfind('.') + 1)},
           {"HMAC with the public key", provider().hmac_token(claims())},
           {"another's RSA key of that name", forger().signed_token("RS256", claims())},
           {"another's curve key", forger().signed_token("ES256", claims())},
           {"another's Ed25519 key", forger().signed_token("EdDSA", claims())},
           {"no signature", body + "."},
           {"half of it", real.substr(0, real.size() - 40)},
           {"a bit turned", turned},
           {"two parts", body},
           {"four parts", real + ".e30"},
           {"RS512",
            provider().token_with(
                "RS256", {{"alg", "RS512"}, {"kid", provider().key_name("RS256")}}, claims())},
           {"PS256",
            provider().token_with(
                "RS256", {{"alg", "PS256"}, {"kid", provider().key_name("RS256")}}, claims())},
           {"the right name, and the kind of another key",
            provider().token_with(
                "EdDSA", {{"alg", "ES256"}, {"kid", provider().key_name("ES256")}}, claims())},
           {"what it asks for is not known",
            provider().token_with("EdDSA",
                                  {{"alg", "EdDSA"},
                                   {"kid", provider().key_name("EdDSA")},
                                   {"crit", json::array{"x"}}},
                                  claims())},
           {"too long", real + std::string(kIdTokenBytesMax, 'A')},
           {"nothing", ""},
           {"no base64url", "!.!.!"}}) {
    const auto said = read(token);
    ASSERT_FALSE(said) << what;
    EXPECT_EQ(said.error().kind, ErrorKind::kUnauthorized) << what << to_string(said.error());
  }
}

TEST_F(IdToken, is_not_believed_for_what_it_says) {
  struct Row {
    std::string what;
    std::function<void(json::object&)> bend;
  };
  const auto at = to_micros(kAt) / 1'000'000;
  for (const auto& row : std::vector<Row>{
           {"another issuer", [](auto& said) { said["iss"] = "https://id.example.com/"; }},
           {"another client", [](auto& said) { said["aud"] = "other"; }},
           {"no client", [](auto& said) { said.erase("aud"); }},
           {"several, without azp",
            [](auto& said) {
              said["aud"] = {"baobei", "other"};
            }},
           {"another party", [](auto& said) { said["azp"] = "other"; }},
           {"another attempt", [](auto& said) { said["nonce"] = "nonce-2"; }},
           {"no attempt", [](auto& said) { said.erase("nonce"); }},
           {"expired", [at](auto& said) { said["exp"] = at - 60; }},
           {"no end", [](auto& said) { said.erase("exp"); }},
           {"an end in words", [](auto& said) { said["exp"] = "tomorrow"; }},
           {"no beginning", [](auto& said) { said.erase("iat"); }},
           {"old", [at](auto& said) { said["iat"] = at - 601; }},
           {"of the future", [at](auto& said) { said["iat"] = at + 61; }},
           {"not valid yet", [at](auto& said) { said["nbf"] = at + 61; }},
           {"nobody", [](auto& said) { said["sub"] = ""; }},
           {"somebody too long", [](auto& said) { said["sub"] = std::string(256, 'a'); }},
           {"a number", [](auto& said) { said["sub"] = 7; }}}) {
    auto said = claims();
    row.bend(said);
    const auto read_as = read(provider().signed_token("ES256", said));
    ASSERT_FALSE(read_as) << row.what;
    EXPECT_EQ(read_as.error().kind, ErrorKind::kUnauthorized) << row.what;
  }
  auto both = claims();
  both["aud"] = json::array{"other", "baobei"};
  both["azp"] = "baobei";
  EXPECT_TRUE(read(provider().signed_token("ES256", both)));
  EXPECT_TRUE(read(provider().signed_token("ES256", claims()), kAt + minutes(5)));
  EXPECT_FALSE(read(provider().signed_token("ES256", claims()), kAt + minutes(6)));
  auto unsure = claims();
  unsure["email_verified"] = "true";
  EXPECT_EQ(read(provider().signed_token("ES256", unsure))->email, "") << "not confirmed";
}

TEST_F(IdToken, keys_are_found_by_name_and_newer_ones_asked_for) {
  TestProvider turning("https://id.example.com");
  const auto before = ProviderKeys::from(turning.keys()).value();
  turning.rotate();
  const auto token = turning.signed_token("RS256", claims());
  EXPECT_EQ(verified(token, before, expected()).error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(verified(token, ProviderKeys::from(turning.keys()).value(), expected()));
  const auto nameless = turning.token_with("ES256", {{"alg", "ES256"}}, claims());
  EXPECT_TRUE(verified(nameless, ProviderKeys::from(turning.keys()).value(), expected()));
}

TEST(ProviderKeySet, takes_what_can_be_used_and_nothing_else) {
  for (const std::string text :
       {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[]})",
        R"({"keys":[{"kty":"oct","k":"c2VjcmV0"}]})",
        R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]})",
        R"({"keys":[{"kty":"OKP","crv":"X25519","x":"AA"}]})",
        R"({"keys":[{"kty":"EC","crv":"P-384","x":"AQ","y":"AQ"}]})", R"({"keys":[7]})"}) {
    EXPECT_FALSE(ProviderKeys::from(text)) << text;
  }
  TestProvider provider("https://id.example.com");
  auto many = parse_json(provider.keys(), 100'000).value();
  auto& list = many.get_object()["keys"].get_array();
  while (list.size() <= kProviderKeysMax) list.push_back(list[0]);
  EXPECT_EQ(ProviderKeys::from(json::serialize(many)).error().kind, ErrorKind::kTooLarge);
}

TEST(Discovery, is_of_the_issuer_that_was_asked) {
  TestProvider provider("https://id.example.com");
  const auto read = discovery_from(provider.discovery(), "https://id.example.com");
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->token_endpoint, "https://id.example.com/token");
  EXPECT_TRUE(read->names_issuer);
  EXPECT_TRUE(read->takes_basic);
  EXPECT_FALSE(discovery_from(provider.discovery(), "https://other.example.com")) << "mix-up";
  EXPECT_FALSE(discovery_from("{", "https://id.example.com"));
  EXPECT_FALSE(discovery_from(R"({"issuer":"https://id.example.com"})", "https://id.example.com"));
  EXPECT_FALSE(discovery_from(
      R"({"issuer":"i","authorization_endpoint":"javascript:x","token_endpoint":"https://a/t",)"
      R"("jwks_uri":"https://a/k"})",
      "i"));
  EXPECT_EQ(discovery_url("https://a.example/"),
            "https://a.example/.well-known/openid-configuration");
  EXPECT_EQ(discovery_url("https://a.example/r"),
            "https://a.example/r/.well-known/openid-configuration");
}

TEST(Discovery, the_way_there_carries_what_ties_the_answer_to_it) {
  const Provider provider{"corp",        "Corp",   "https://a",
                          "baobei & co", "s:cret", "https://b/v1/sign-in/oidc/corp/callback"};
  Discovery discovery{"https://a/auth?tenant=1", "https://a/token", "https://a/jwks", true, true};
  // RFC 7636, appendix B.
  const Attempt attempt{"state", "nonce", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};
  const auto url = authorization_url(provider, discovery, attempt);
  EXPECT_THAT(url, testing::StartsWith("https://a/auth?tenant=1&response_type=code"));
  for (const char* part :
       {"client_id=baobei%20%26%20co", "state=state", "nonce=nonce", "code_challenge_method=S256",
        "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        "redirect_uri=https%3A%2F%2Fb%2Fv1%2Fsign-in%2Foidc%2Fcorp%2Fcallback"}) {
    EXPECT_THAT(url, HasSubstr(part));
  }
  EXPECT_THAT(url, testing::Not(HasSubstr("s:cret")));
  const auto request = token_request(provider, discovery, "c/ode", attempt.verifier);
  EXPECT_THAT(request.body, HasSubstr("code=c%2Fode"));
  EXPECT_THAT(request.body, HasSubstr("code_verifier=dBjftJeZ"));
  EXPECT_THAT(request.body, testing::Not(HasSubstr("cret")));
  EXPECT_THAT(request.headers,
              testing::Contains("Authorization: Basic YmFvYmVpJTIwJTI2JTIwY286cyUzQWNyZXQ="));
  discovery.takes_basic = false;
  EXPECT_THAT(token_request(provider, discovery, "c", "v").body,
              HasSubstr("client_secret=s%3Acret"));
  const auto one = new_attempt();
  const auto other = new_attempt();
  EXPECT_NE(one.state, other.state);
  EXPECT_EQ(one.verifier.size(), 43U);
}

TEST(Discovery, addresses_are_compared_in_one_form) {
  EXPECT_EQ(plain_email("Alice.B@Example.COM"), "alice.b@example.com");
  for (const std::string odd :
       {"", "alice", "@b", "a@", "a@b@c", "a b@c", "a@b\n", "\"a\"@b", "<a@b>", "阿@b.cn"}) {
    EXPECT_EQ(plain_email(odd), "") << odd;
  }
}

}  // namespace
}  // namespace baobei::sign_in
