// Signing in: passwords, second factors, sessions, invitations, and what others may not bring about
// (DESIGN decision 12).
#include <gmock/gmock.h>

#include <future>

#include "engine/sign_in_ports.h"
#include "http/sign_in_means.h"
#include "rights/world.h"
#include "sign_in/one_time.h"
#include "sign_in/password.h"
#include "sign_in/seal.h"

namespace baobei::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

const std::string kPassword = "correct horse battery";

class SignInTest : public testing::Test {
 protected:
  SignInTest() { set_password("developer"); }
  void set_password(const std::string& person, const std::string& password = kPassword) {
    const auto hash = sign_in::hash_password(password).value();
    world.on_writer([&](engine::Store&) {
      EXPECT_TRUE(world.sign_ins().put_password(person, hash, world.clock.now(), {}));
    });
  }
  Answer sign_in_as(const std::string& person, const std::string& password = kPassword,
                    const std::string& more = "", const std::string& lines = "") {
    return world.post(
        "/v1/sign-in", "",
        R"({"person":")" + person + R"(","password":")" + password + "\"" + more + "}", lines);
  }
  std::string session_of(const std::string& person, const std::string& more = "") {
    const auto answer = sign_in_as(person, kPassword, more);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return member(answer, "token");
  }
  Answer with(const std::string& session, std::string_view method, const std::string& target,
              const std::string& body = "") {
    return world.ask(method, target, "", body, "Authorization: Bearer " + session + "\r\n");
  }
  // The raw secret behind the base 32 of the answer.
  std::string code_now(const std::string& person) {
    const auto row = world.sign_ins().credentials(person).value();
    const auto secret = world.seal().unseal(row.factor, "totp:" + person).value();
    return sign_in::code_of_step(secret, sign_in::step_at(world.clock.now()));
  }
  // With its recovery codes.
  json::array set_up_factor(const std::string& person, const std::string& session) {
    const auto begun =
        with(session, "POST", "/v1/me/second-factor", R"({"current":")" + kPassword + "\"}");
    EXPECT_EQ(begun.status, 201) << begun.body;
    const auto confirmed = with(session, "POST", "/v1/me/second-factor/confirm",
                                R"({"code":")" + code_now(person) + "\"}");
    EXPECT_EQ(confirmed.status, 200) << confirmed.body;
    return object_of(confirmed).at("recovery_codes").as_array();
  }
  RightsWorld world;
};

TEST_F(SignInTest, ASessionIsThePersonUntilItEnds) {
  const auto session = session_of("developer");
  EXPECT_EQ(member(with(session, "GET", "/v1/me"), "person"), "developer");
  EXPECT_EQ(with(session, "POST", "/v1/apps/wx1/suspend").status, 409) << "a right, in no state";
  EXPECT_EQ(with(session, "POST", "/v1/sign-out").status, 204);
  EXPECT_EQ(with(session, "GET", "/v1/me").status, 401);
  const auto next = session_of("developer");
  world.clock.set(world.clock.now() + engine::kSessionLifetime);
  EXPECT_EQ(with(next, "GET", "/v1/me").status, 401);
  EXPECT_EQ(world.post("/v1/sign-out", "developer").status, 409) << "a token is revoked instead";
}

TEST_F(SignInTest, WrongOnesReadAlike) {
  world.on_writer([](engine::Store& store) {
    EXPECT_TRUE(store.put_person({"gone", "org-dev", "", "gone", {Role::kDeveloper}, "", false}));
  });
  set_password("gone");
  const auto wrong = sign_in_as("developer", "another password");
  EXPECT_EQ(wrong.status, 401);
  for (const std::string who : {"nobody", "stranger", "gone"}) {
    const auto answer = sign_in_as(who);
    EXPECT_EQ(answer.status, 401) << who;
    EXPECT_EQ(answer.body, wrong.body) << who;
  }
  EXPECT_THAT(wrong.body, HasSubstr("wrong_sign_in"));
  EXPECT_EQ(world.post("/v1/sign-in", "", R"({"person":"a b","password":"x"})").status, 400);
  EXPECT_EQ(world.post("/v1/sign-in", "", R"({"person":"a"})").status, 400);
}

TEST_F(SignInTest, FailuresCostTimeAndLockNobodyOut) {
  for (int i = 0; i < 4; ++i) EXPECT_EQ(sign_in_as("developer", "wrong password!").status, 401);
  const auto slowed = sign_in_as("developer");
  EXPECT_EQ(slowed.status, 429) << "the right one waits as well";
  EXPECT_EQ(slowed.header("Retry-After"), "1");
  EXPECT_THAT(slowed.body, HasSubstr("too_many_tries"));
  world.clock.set(world.clock.now() + seconds(1));
  EXPECT_EQ(sign_in_as("developer").status, 200);
  EXPECT_EQ(sign_in_as("developer", "wrong password!").status, 401) << "forgotten";
}

TEST_F(SignInTest, ANetworkThatGuessesAtManyWaitsToo) {
  set_password("reviewer");
  int waited = 0;
  for (int i = 0; i < 33; ++i) {
    waited += sign_in_as("guess-" + std::to_string(i), "wrong password!").status == 429 ? 1 : 0;
  }
  EXPECT_EQ(waited, 2);
  EXPECT_EQ(sign_in_as("reviewer").status, 429);
  world.clock.set(world.clock.now() + seconds(2));
  EXPECT_EQ(sign_in_as("reviewer").status, 200);
}

TEST_F(SignInTest, ACookieIsForPagesOfThisSite) {
  const auto answer =
      sign_in_as("developer", kPassword, R"(,"cookie":true)", "Sec-Fetch-Site: same-origin\r\n");
  EXPECT_EQ(member(answer, "token"), "") << "not within reach of a script";
  const auto line = answer.header("Set-Cookie");
  EXPECT_THAT(line, HasSubstr("__Host-baobei="));
  for (const char* part : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"}) {
    EXPECT_THAT(line, HasSubstr(part));
  }
  const auto cookie = "Cookie: other=1; " + line.substr(0, line.find(';')) + "\r\n";
  EXPECT_EQ(world.ask("GET", "/v1/me", "", "", cookie).status, 200);
  const std::string suspend = "/v1/apps/wx1/suspend";
  const auto from = [&](const std::string& lines) {
    return world.ask("POST", suspend, "", "", cookie + lines).status;
  };
  EXPECT_EQ(from(""), 403);
  EXPECT_EQ(from("Sec-Fetch-Site: cross-site\r\n"), 403);
  EXPECT_EQ(from("Sec-Fetch-Site: same-site\r\n"), 403);
  EXPECT_EQ(from("Origin: https://elsewhere.example\r\n"), 403);
  EXPECT_EQ(from("Origin: null\r\n"), 403);
  EXPECT_EQ(from("Sec-Fetch-Site: same-origin\r\n"), 409);
  const auto foreign = world.ask("POST", "/v1/subjects/sub-1/documents", "", kPdf, cookie);
  EXPECT_THAT(foreign.body, HasSubstr("foreign_origin")) << "before the body is read";
  const auto out =
      world.ask("POST", "/v1/sign-out", "", "", cookie + "Sec-Fetch-Site: same-origin\r\n");
  EXPECT_EQ(out.status, 204);
  EXPECT_THAT(out.header("Set-Cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(world.ask("GET", "/v1/me", "", "", cookie).status, 401);
}

// Login CSRF: without a cookie yet there was nothing that the origin was asked for.
TEST_F(SignInTest, AForeignPageSignsNobodyIn) {
  for (const std::string lines :
       {"", "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n",
        "Sec-Fetch-Site: none\r\n", "Origin: https://elsewhere.example\r\n", "Origin: null\r\n"}) {
    const auto answer = sign_in_as("developer", kPassword, R"(,"cookie":true)", lines);
    EXPECT_EQ(answer.status, 403) << lines;
    EXPECT_THAT(answer.body, HasSubstr("foreign_origin"));
    EXPECT_EQ(answer.header("Set-Cookie"), "") << lines;
  }
  const std::string host = "Origin: http://localhost\r\n";  // what the test's client calls it
  EXPECT_EQ(sign_in_as("developer", kPassword, R"(,"cookie":true)", host).status, 200);
  EXPECT_EQ(sign_in_as("developer", kPassword, "", "Origin: https://x.example\r\n").status, 200)
      << "a secret in the answer is no cookie";
}

TEST_F(SignInTest, ASecondFactorIsAskedForAndSpent) {
  const auto session = session_of("developer");
  const auto recovery = set_up_factor("developer", session);
  ASSERT_EQ(recovery.size(), sign_in::kRecoveryCodes);
  EXPECT_THAT(sign_in_as("developer").body, HasSubstr("second_factor_needed"));
  EXPECT_EQ(sign_in_as("developer", "wrong password!", R"(,"code":"123456")").status, 401);
  world.clock.set(world.clock.now() + seconds(30));
  const auto code = R"(,"code":")" + code_now("developer") + "\"";
  EXPECT_EQ(sign_in_as("developer", kPassword, code).status, 200);
  EXPECT_EQ(sign_in_as("developer", kPassword, code).status, 401) << "good once";
  const auto spare = R"(,"code":")" + std::string(recovery[0].as_string()) + "\"";
  EXPECT_EQ(sign_in_as("developer", kPassword, spare).status, 200);
  EXPECT_EQ(sign_in_as("developer", kPassword, spare).status, 401) << "good once";
  const auto state = with(session, "GET", "/v1/me/sign-in");
  EXPECT_EQ(member(state, "second_factor"), "true");
  EXPECT_EQ(member(state, "recovery_codes_left"), "9");
  EXPECT_EQ(
      with(session, "POST", "/v1/me/second-factor", R"({"current":")" + kPassword + "\"}").status,
      409)
      << "there is one";
  world.clock.set(world.clock.now() + minutes(10));
  EXPECT_EQ(with(session, "POST", "/v1/me/second-factor/remove",
                 R"({"current":")" + kPassword + R"(","code":")" + code_now("developer") + "\"}")
                .status,
            204);
  EXPECT_EQ(sign_in_as("developer").status, 200);
}

TEST_F(SignInTest, WhoNeedsASecondFactorOnlyReadsWithoutOne) {
  set_password("officer");
  const auto answer = sign_in_as("officer");
  EXPECT_EQ(member(answer, "read_only"), "true");
  EXPECT_EQ(member(answer, "second_factor_needed"), "true");
  const auto session = member(answer, "token");
  EXPECT_EQ(with(session, "GET", "/v1/filings").status, 200);
  EXPECT_EQ(with(session, "POST", "/v1/apps/wx1/orders", "{}").status, 403);
  set_up_factor("officer", session);
  EXPECT_EQ(with(session, "POST", "/v1/apps/wx1/orders", "{}").status, 403) << "sign in again";
  world.clock.set(world.clock.now() + seconds(30));
  const auto again = sign_in_as("officer", kPassword, R"(,"code":")" + code_now("officer") + "\"");
  EXPECT_EQ(member(again, "read_only"), "false") << again.body;
}

TEST_F(SignInTest, OnesOwnPasswordIsChangedWithThePresentOne) {
  const auto mine = session_of("developer");
  const auto other = session_of("developer");
  const auto change = [&](const std::string& current, const std::string& next) {
    return with(mine, "POST", "/v1/me/password",
                R"({"current":")" + current + R"(","password":")" + next + "\"}")
        .status;
  };
  EXPECT_EQ(change("wrong password!", "a better one by far"), 401);
  EXPECT_EQ(change(kPassword, "short"), 400);
  EXPECT_EQ(change(kPassword, "a better one by far"), 204);
  EXPECT_EQ(with(mine, "GET", "/v1/me").status, 200);
  EXPECT_EQ(with(other, "GET", "/v1/me").status, 401) << "others end";
  EXPECT_EQ(sign_in_as("developer").status, 401);
  EXPECT_EQ(sign_in_as("developer", "a better one by far").status, 200);
}

TEST_F(SignInTest, AnInvitationSetsThePasswordOnce) {
  const auto made = world.post("/v1/people/stranger/invitations", "operator");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto redeem = [&](const std::string& password) {
    return world
        .post("/v1/invitations/redeem", "",
              R"({"invitation":")" + member(made, "invitation") + R"(","password":")" + password +
                  "\"}")
        .status;
  };
  EXPECT_EQ(redeem("short"), 400) << "and may be tried again";
  EXPECT_EQ(redeem(kPassword), 204);
  EXPECT_EQ(redeem(kPassword), 401);
  EXPECT_EQ(sign_in_as("stranger").status, 200);
  const auto late = world.post("/v1/people/stranger/invitations", "operator");
  world.clock.set(world.clock.now() + engine::kInvitationLifetime);
  EXPECT_EQ(world
                .post("/v1/invitations/redeem", "",
                      R"({"invitation":")" + member(late, "invitation") +
                          R"(","password":"correct horse battery"})")
                .status,
            401);
}

TEST_F(SignInTest, AnInvitationIsNoWayRoundTheSecondOperator) {
  struct Row {
    std::string person, who;
    int status;
  };
  for (const auto& row : {Row{"officer", "operator", 403}, Row{"reviewer", "operator", 403},
                          Row{"operator", "operator", 403}, Row{"second", "operator", 403},
                          Row{"developer", "developer", 403}, Row{"developer", "stranger", 404},
                          Row{"nobody", "operator", 404}, Row{"stranger", "operator", 201}}) {
    EXPECT_EQ(world.post("/v1/people/" + row.person + "/invitations", row.who).status, row.status)
        << row.person << " " << row.who;
  }
  const auto proposed =
      world.ask("PUT", "/v1/people/off-9", "operator",
                R"({"org":"org-office","name":"经办人","roles":["officer"],"region":"33"})");
  const auto path = "/v1/proposals/" + member(proposed, "proposal") + "/confirm";
  const auto confirmed = world.post(path, "second");
  ASSERT_EQ(confirmed.status, 200) << confirmed.body;
  const auto secret =
      std::string(object_of(confirmed).at("invitation").at("invitation").as_string());
  EXPECT_EQ(world
                .post("/v1/invitations/redeem", "",
                      R"({"invitation":")" + secret + R"(","password":"correct horse battery"})")
                .status,
            204);
  EXPECT_EQ(sign_in_as("off-9").status, 200);
}

// Hashing takes memory and processor: what is more than may wait is told so and costs no try.
TEST_F(SignInTest, IsBusyWhereTooManyWait) {
  std::promise<void> started;
  std::promise<void> go_on;
  const std::shared_future<void> gone = go_on.get_future().share();
  ASSERT_TRUE(world.hashing().run([&started, gone] {
    started.set_value();
    gone.wait();
  }));
  started.get_future().wait();
  for (std::size_t i = 0; i < http::kHashingWaitingMax; ++i) {
    ASSERT_TRUE(world.hashing().run([] {}));
  }
  for (int i = 0; i < 6; ++i) {
    const auto busy = sign_in_as("developer", "wrong password!");
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(member(busy, "type"), "urn:baobei:problem:busy");
    EXPECT_EQ(busy.header("Retry-After"), "1");
    EXPECT_THAT(member(busy, "detail_zh"), HasSubstr("等待处理的请求过多"));
    EXPECT_THAT(member(busy, "detail_en"), HasSubstr("Too much is waiting"));
  }
  go_on.set_value();
  // Whoever comes right after may still find it full.
  Answer answer;
  do answer = sign_in_as("developer");
  while (answer.status == 503);
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_F(SignInTest, NothingIsStoredAsItIs) {
  const auto session = session_of("developer");
  set_up_factor("developer", session);
  const auto row = world.sign_ins().credentials("developer").value();
  EXPECT_THAT(row.password_hash, HasSubstr("$argon2id$"));
  EXPECT_THAT(row.password_hash, Not(HasSubstr(kPassword)));
  const auto tokens = world.get("/v1/people/developer/tokens", "developer");
  EXPECT_THAT(tokens.body, Not(HasSubstr(session)));
  EXPECT_THAT(tokens.body, HasSubstr(R"("session":true)"));
}

}  // namespace
}  // namespace baobei::test
