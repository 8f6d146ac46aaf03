// Signing in with a provider of identities, by API: who is let in, who is not, and every forgery,
// replay and mix-up on the way (DESIGN decision 12). The provider is played here; a real one is
// asked in tests/oidc.
#include "http/oidc.h"

#include <gmock/gmock.h>

#include <map>

#include "engine/sign_in_ports.h"
#include "rights/world.h"
#include "sign_in/test_provider.h"

namespace baobei::test {
namespace {

using sign_in::test::TestProvider;
using std::chrono::minutes;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kClient = "baobei";

// A parameter of an address.
std::string parameter(const std::string& url, const std::string& name) {
  const auto at = url.find(name + "=");
  if (at == std::string::npos) return {};
  const auto begin = at + name.size() + 1;
  return url.substr(begin, url.find('&', begin) - begin);
}

// What a browser has after it was sent on to the provider.
struct Begun {
  std::string location;
  std::string cookie;
  std::string state() const { return parameter(location, "state"); }
  std::string nonce() const { return parameter(location, "nonce"); }
};

class OidcTest : public testing::Test {
 protected:
  OidcTest() {
    world.person("auditor", "org-op", {Role::kAuditor});
    std::vector<http::OidcProvider> providers;
    for (const auto* provider : {&corp, &other}) {
      const std::string id = provider == &corp ? "corp" : "other";
      const std::vector<Role> roles = {Role::kReviewer, Role::kOperator, Role::kDeveloper};
      providers.push_back({{id, "统一身份", provider->issuer(), kClient, "secret",
                            "https://here.example/v1/sign-in/oidc/" + id + "/callback"},
                           roles,
                           id == "other"});
    }
    world.provide_identities(std::make_unique<http::Oidc>(
        std::move(providers), [this](const http::FetchRequest& asked) { return fetched(asked); }));
  }

  Result<http::Fetched> fetched(const http::FetchRequest& asked) {
    if (down) return fail(ErrorKind::kUnavailable, "nobody listens");
    auto& provider = asked.url.starts_with(corp.issuer()) ? corp : other;
    const auto path = asked.url.substr(provider.issuer().size());
    ++asked_for[path];
    if (path == "/.well-known/openid-configuration") {
      return http::Fetched{200, provider.discovery(names_issuer)};
    }
    if (path == "/jwks") return http::Fetched{200, provider.keys()};
    EXPECT_EQ(path, "/token");
    last_request = asked.body;
    if (token.empty()) return http::Fetched{400, R"({"error":"invalid_grant"})"};
    return http::Fetched{200, json::serialize(json::object{{"id_token", token}})};
  }

  Begun begin(const std::string& provider = "corp", const std::string& back = "") {
    const auto answer = world.get("/v1/sign-in/oidc/" + provider + back, "");
    EXPECT_EQ(answer.status, 303) << answer.body;
    return {answer.header("Location"), cookie_in(answer)};
  }
  static std::string cookie_in(const Answer& answer) {
    const auto line = answer.header("Set-Cookie");
    return "Cookie: " + line.substr(0, line.find(';')) + "\r\n";
  }
  Answer come_back(const Begun& begun, const std::string& more = "&iss=https://corp.example",
                   const std::string& provider = "corp", const std::string& lines = "") {
    return world.ask(
        "GET", "/v1/sign-in/oidc/" + provider + "/callback?code=c1&state=" + begun.state() + more,
        "", "", begun.cookie + lines);
  }
  // The provider says that it is this one, in the way of the attempt.
  void says(const Begun& begun, const std::string& subject, TestProvider* by = nullptr) {
    auto& provider = by != nullptr ? *by : corp;
    token = provider.signed_token(
        "RS256", provider.claims(subject, kClient, begun.nonce(), world.clock.now()));
  }
  Answer arrive(const std::string& subject) {
    const auto begun = begin();
    says(begun, subject);
    return come_back(begun);
  }
  // Bound by both operators.
  std::string bind(const std::string& person, const std::string& what) {
    const auto made = world.post("/v1/people/" + person + "/identities", "operator",
                                 R"({"provider":"corp",)" + what + "}");
    EXPECT_EQ(made.status, 202) << made.body;
    const auto id = member(made, "identity");
    EXPECT_EQ(world.post("/v1/identities/" + id + "/confirm", "second").status, 200);
    return id;
  }
  Answer with_session(const Answer& arrived, std::string_view method, const std::string& target) {
    return world.ask(method, target, "", "",
                     cookie_in(arrived) + "Sec-Fetch-Site: same-origin\r\n");
  }

  RightsWorld world;
  TestProvider corp{"https://corp.example"};
  TestProvider other{"https://other.example"};
  std::string token;
  std::string last_request;
  std::map<std::string, int> asked_for;
  bool names_issuer = true;
  bool down = false;
};

TEST_F(OidcTest, APersonWhomTwoOperatorsBoundSignsIn) {
  EXPECT_THAT(world.get("/v1/server", "").body,
              HasSubstr(R"("providers":[{"provider":"corp","name":"统一身份"})"));
  bind("reviewer", R"("subject":"alice")");
  const auto begun = begin("corp", "?back=/review");
  EXPECT_THAT(begun.location, StartsWith("https://corp.example/auth?response_type=code"));
  EXPECT_THAT(begun.cookie, Not(HasSubstr(begun.state()))) << "sealed";
  says(begun, "alice");
  const auto arrived = come_back(begun);
  ASSERT_EQ(arrived.status, 303) << arrived.body;
  EXPECT_EQ(arrived.header("Location"), "/review");
  EXPECT_THAT(last_request, HasSubstr("code=c1"));
  EXPECT_THAT(last_request, HasSubstr("code_verifier="));
  for (const char* part : {"__Host-baobei=", "; Secure", "; HttpOnly", "; SameSite=Strict"}) {
    EXPECT_THAT(arrived.header("Set-Cookie"), HasSubstr(part));
  }
  EXPECT_THAT(arrived.head, HasSubstr("__Host-baobei-oidc=; Path=/; Max-Age=0"));
  EXPECT_EQ(member(with_session(arrived, "GET", "/v1/me"), "person"), "reviewer");
  const auto identity = world.get("/v1/people/reviewer/identities", "auditor");
  EXPECT_THAT(identity.body, HasSubstr(R"("confirmed_by":"second")"));
  EXPECT_THAT(identity.body, HasSubstr("used_at"));
  EXPECT_EQ(asked_for["/jwks"], 1);
  EXPECT_EQ(arrive("alice").status, 303);
  EXPECT_EQ(asked_for["/jwks"], 1) << "kept";
}

TEST_F(OidcTest, NobodyComesIntoBeingBySigningIn) {
  const auto arrived = arrive("mallory");
  EXPECT_EQ(arrived.status, 403);
  EXPECT_THAT(arrived.body, HasSubstr("identity_unknown"));
  EXPECT_EQ(member(arrived, "subject"), "mallory");
  EXPECT_EQ(member(arrived, "issuer"), "https://corp.example");
  const auto proposed = world.post("/v1/people/reviewer/identities", "operator",
                                   R"({"provider":"corp","subject":"mallory"})");
  EXPECT_EQ(arrive("mallory").status, 403) << "proposed is not bound";
  const auto path = "/v1/identities/" + member(proposed, "identity");
  EXPECT_EQ(world.post(path + "/confirm", "operator").status, 403) << "never who proposed it";
  EXPECT_EQ(world.post(path + "/confirm", "auditor").status, 403);
  EXPECT_EQ(world.post(path + "/confirm?dry_run=true", "second").status, 200);
  EXPECT_EQ(world.post(path + "/confirm", "second").status, 200);
  EXPECT_EQ(world.post(path + "/confirm", "second").status, 409) << "once";
  EXPECT_EQ(arrive("mallory").status, 303);
}

TEST_F(OidcTest, AnAddressBindsTheFirstSubjectThatItsProviderConfirms) {
  bind("reviewer", R"("email":"Alice@example.com")");
  const auto unsure = begin();
  auto said = corp.claims("alice", kClient, unsure.nonce(), world.clock.now());
  said["email_verified"] = false;
  token = corp.signed_token("RS256", said);
  EXPECT_EQ(come_back(unsure).status, 403) << "not confirmed";
  EXPECT_EQ(arrive("alice").status, 303);
  const auto again = begin();
  auto impostor = corp.claims("alice2", kClient, again.nonce(), world.clock.now());
  impostor["email"] = "alice@example.com";
  token = corp.signed_token("RS256", impostor);
  EXPECT_EQ(come_back(again).status, 403) << "the address is alice's by now";
  EXPECT_EQ(arrive("alice").status, 303);
}

TEST_F(OidcTest, AnInvitationBindsOnce) {
  const auto proposed = world.ask("PUT", "/v1/people/rev-9", "operator",
                                  R"({"org":"org-op","name":"审核员","roles":["reviewer"]})");
  const auto confirmed =
      world.post("/v1/proposals/" + member(proposed, "proposal") + "/confirm", "second");
  const auto secret =
      std::string(object_of(confirmed).at("invitation").at("invitation").as_string());
  const auto prepare = [&](const std::string& invitation, const std::string& lines) {
    return world.post("/v1/sign-in/oidc/corp", "", R"({"invitation":")" + invitation + "\"}",
                      lines);
  };
  const std::string here = "Sec-Fetch-Site: same-origin\r\n";
  EXPECT_EQ(prepare(secret, "Sec-Fetch-Site: cross-site\r\n").status, 403);
  EXPECT_EQ(prepare(std::string(300, 'x'), here).status, 400);
  const auto sent = [&](const std::string& invitation, const std::string& subject) {
    const auto answer = prepare(invitation, here);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const Begun begun{member(answer, "location"), cookie_in(answer)};
    says(begun, subject);
    return come_back(begun);
  };
  EXPECT_EQ(sent("bi_nothing", "carol").status, 401);
  const auto arrived = sent(secret, "carol");
  ASSERT_EQ(arrived.status, 303) << arrived.body;
  EXPECT_EQ(member(with_session(arrived, "GET", "/v1/me"), "person"), "rev-9");
  EXPECT_EQ(sent(secret, "dave").status, 401) << "spent";
  EXPECT_EQ(arrive("carol").status, 303) << "bound for good";
}

TEST_F(OidcTest, ForgedTokensOpenNothing) {
  bind("reviewer", R"("subject":"alice")");
  TestProvider forger(corp.issuer());
  using Forge = std::function<std::string(const Begun&)>;
  const auto real = [&](const Begun& begun) {
    return corp.claims("alice", kClient, begun.nonce(), world.clock.now());
  };
  for (const auto& [what, forge] : std::vector<std::pair<std::string, Forge>>{
           {"another's key",
            [&](const Begun& begun) { return forger.signed_token("RS256", real(begun)); }},
           {"no signature", [&](const Begun& begun) { return forger.unsigned_token(real(begun)); }},
           {"HMAC with the public key",
            [&](const Begun& begun) { return corp.hmac_token(real(begun)); }},
           {"another attempt's nonce",
            [&](const Begun&) {
              return corp.signed_token("RS256",
                                       corp.claims("alice", kClient, "another", world.clock.now()));
            }},
           {"expired",
            [&](const Begun& begun) {
              return corp.signed_token("RS256", corp.claims("alice", kClient, begun.nonce(),
                                                            world.clock.now() - minutes(7)));
            }},
           {"another client's",
            [&](const Begun& begun) {
              return corp.signed_token(
                  "RS256", corp.claims("alice", "other", begun.nonce(), world.clock.now()));
            }},
           {"another issuer's",
            [&](const Begun& begun) {
              return other.signed_token(
                  "RS256", other.claims("alice", kClient, begun.nonce(), world.clock.now()));
            }},
           {"nothing", [](const Begun&) { return "x"; }},
           {"no code of ours", [](const Begun&) { return ""; }}}) {
    const auto begun = begin();
    token = forge(begun);
    const auto answer = come_back(begun);
    EXPECT_EQ(answer.status, 401) << what << answer.body;
    EXPECT_THAT(answer.body, HasSubstr("wrong_sign_in")) << what;
    EXPECT_THAT(answer.head, Not(HasSubstr("__Host-baobei="))) << what;
  }
  EXPECT_EQ(arrive("alice").status, 303);
}

TEST_F(OidcTest, AnAnswerIsForOneAttemptOfOneBrowser) {
  bind("reviewer", R"("subject":"alice")");
  const auto first = begin();
  says(first, "alice");
  const auto second = begin();
  EXPECT_EQ(come_back({first.location, ""}).status, 401) << "another browser";
  EXPECT_EQ(come_back({first.location, second.cookie}).status, 401) << "another attempt";
  EXPECT_EQ(come_back({first.location, first.cookie.substr(0, 60) + "00\r\n"}).status, 401);
  EXPECT_EQ(come_back(first, "&iss=https://other.example").status, 401) << "mix-up";
  EXPECT_EQ(come_back(first).status, 401) << "and that attempt is over";
  const auto crossed = begin("other");
  says(crossed, "alice");
  EXPECT_EQ(come_back(crossed).status, 401) << "begun with another provider";
  const auto silent = begin();
  says(silent, "alice");
  EXPECT_EQ(come_back(silent, "").status, 401) << "it said that it names itself";
  const auto third = begin();
  says(third, "alice");
  EXPECT_EQ(come_back(third).status, 303);
  EXPECT_EQ(come_back(third).status, 401) << "replayed";
  const auto late = begin();
  says(late, "alice");
  world.clock.set(world.clock.now() + minutes(10));
  EXPECT_EQ(come_back(late).status, 401);
  EXPECT_EQ(world.get("/v1/sign-in/oidc/corp/callback?code=x", "").status, 400);
  const auto refused = begin();
  EXPECT_EQ(come_back(refused, "&error=access_denied&iss=https://corp.example").status, 401);
}

TEST_F(OidcTest, WhoMayComeIsTheOperatorsToSay) {
  const auto bound = [&](const std::string& person, const std::string& who,
                         const std::string& body) {
    return world.post("/v1/people/" + person + "/identities", who, body).status;
  };
  const std::string alice = R"({"provider":"corp","subject":"alice"})";
  EXPECT_EQ(bound("officer", "operator", alice), 400) << "officers never";
  EXPECT_EQ(bound("auditor", "operator", alice), 400) << "not configured here";
  EXPECT_EQ(bound("operator", "operator", alice), 403) << "nobody for themselves";
  EXPECT_EQ(bound("reviewer", "reviewer", alice), 403);
  EXPECT_EQ(bound("nobody", "operator", alice), 404);
  for (const std::string body :
       {R"({"provider":"nowhere","subject":"a"})", R"({"provider":"corp"})",
        R"({"provider":"corp","subject":""})", R"({"provider":"corp","email":"x"})",
        R"({"provider":"corp","subject":"a","email":"a@b.cn"})", "["}) {
    EXPECT_EQ(bound("reviewer", "operator", body), 400) << body;
  }
  EXPECT_EQ(bound("developer", "operator", alice), 201) << "one is enough for a developer";
  EXPECT_EQ(bound("reviewer", "operator", alice), 409) << "somebody's";
  EXPECT_EQ(world.get("/v1/people/developer/identities", "stranger").status, 404);
  EXPECT_EQ(world.get("/v1/people/developer/identities", "developer").status, 200);
  EXPECT_EQ(world.get("/v1/identities", "reviewer").status, 403);
  EXPECT_THAT(world.get("/v1/identities", "auditor").body, HasSubstr("alice"));
  EXPECT_EQ(world.get("/v1/identities?state=x", "operator").status, 400);
}

TEST_F(OidcTest, NoMoreRolesComeThanTheConfigurationLetsIn) {
  bind("reviewer", R"("subject":"alice")");
  world.person("reviewer", "org-op", {Role::kReviewer, Role::kOfficer}, "review", "33");
  const auto arrived = arrive("alice");
  EXPECT_EQ(member(with_session(arrived, "GET", "/v1/me"), "roles"), R"(["reviewer"])");
  world.person("reviewer", "org-op", {Role::kOfficer}, "review", "33");
  EXPECT_EQ(arrive("alice").status, 403) << "an officer by now";
  world.on_writer([](engine::Store& store) {
    EXPECT_TRUE(store.put_person({"reviewer", "org-op", "", "x", {Role::kReviewer}, "", false}));
  });
  EXPECT_EQ(arrive("alice").status, 401) << "inactive";
}

TEST_F(OidcTest, ASecondFactorHasToBeShownOrVouchedFor) {
  world.person("third", "org-op", {Role::kOperator});
  bind("third", R"("subject":"olga")");
  const auto reads_only = [&](const Answer& arrived) {
    return with_session(arrived, "POST", "/v1/people/developer/invitations").status == 403;
  };
  EXPECT_FALSE(reads_only(arrive("olga"))) << "its amr says otp";
  const auto begun = begin();
  auto said = corp.claims("olga", kClient, begun.nonce(), world.clock.now());
  said["amr"] = json::array{"pwd"};
  token = corp.signed_token("RS256", said);
  EXPECT_TRUE(reads_only(come_back(begun)));
  const auto elsewhere = world.post("/v1/people/third/identities", "operator",
                                    R"({"provider":"other","subject":"olga"})");
  const auto path = "/v1/identities/" + member(elsewhere, "identity") + "/confirm";
  EXPECT_EQ(world.post(path, "third").status, 403) << "nor whom it is about";
  EXPECT_EQ(world.post(path, "second").status, 200);
  const auto vouched = begin("other");
  said = other.claims("olga", kClient, vouched.nonce(), world.clock.now());
  said.erase("amr");
  token = other.signed_token("EdDSA", said);
  EXPECT_FALSE(reads_only(come_back(vouched, "&iss=https://other.example", "other")));
}

TEST_F(OidcTest, ARemovedBindingEndsItsSessions) {
  const auto id = bind("reviewer", R"("subject":"alice")");
  const auto arrived = arrive("alice");
  EXPECT_EQ(with_session(arrived, "GET", "/v1/me").status, 200);
  EXPECT_EQ(world.post("/v1/identities/" + id + "/remove", "reviewer").status, 403);
  EXPECT_EQ(world.post("/v1/identities/" + id + "/remove", "operator").status, 200);
  EXPECT_EQ(with_session(arrived, "GET", "/v1/me").status, 401);
  EXPECT_EQ(arrive("alice").status, 403);
  EXPECT_EQ(world.post("/v1/identities/" + id + "/remove", "operator").status, 409);
  EXPECT_EQ(world.post("/v1/identities/99/remove", "operator").status, 404);
}

TEST_F(OidcTest, KeysAreRotatedAndMadeUpNamesCostNothing) {
  bind("reviewer", R"("subject":"alice")");
  EXPECT_EQ(arrive("alice").status, 303);
  world.clock.set(world.clock.now() + minutes(1));
  corp.rotate();
  EXPECT_EQ(arrive("alice").status, 303);
  EXPECT_EQ(asked_for["/jwks"], 2);
  for (int i = 0; i < 5; ++i) {
    const auto begun = begin();
    token = corp.token_with("RS256", {{"alg", "RS256"}, {"kid", "made-up"}},
                            corp.claims("alice", kClient, begun.nonce(), world.clock.now()));
    EXPECT_EQ(come_back(begun).status, 401);
  }
  EXPECT_EQ(asked_for["/jwks"], 2) << "not within half a minute";
}

TEST_F(OidcTest, AProviderThatFailsIsNamedAndABrowserGetsAPage) {
  down = true;
  const auto answer = world.get("/v1/sign-in/oidc/corp", "");
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.body, HasSubstr("provider_failed"));
  const std::string browser = "Accept: text/html,*/*\r\n";
  const auto page = world.ask("GET", "/v1/sign-in/oidc/corp", "", "", browser);
  EXPECT_EQ(page.status, 303);
  EXPECT_EQ(page.header("Location"), "/sign-in?problem=provider_failed");
  down = false;
  const auto begun = begin();
  says(begun, "mallory");
  const auto unknown = come_back(begun, "&iss=https://corp.example", "corp", browser);
  EXPECT_EQ(unknown.header("Location"),
            "/sign-in?problem=identity_unknown&issuer=https%3A%2F%2Fcorp.example&subject=mallory");
  EXPECT_EQ(world.get("/v1/sign-in/oidc/nowhere", "").status, 404);
  for (const std::string back :
       {"//evil.example", "https://evil.example", "/%5Cevil.example", "evil", "/a%0Ab"}) {
    EXPECT_EQ(world.get("/v1/sign-in/oidc/corp?back=" + back, "").status, 400) << back;
  }
}

}  // namespace
}  // namespace baobei::test
