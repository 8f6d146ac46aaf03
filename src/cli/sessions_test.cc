// Signing in, submitting a folder and waiting, as people type them.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "cli/api_error.h"
#include "cli/sent.h"
#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::kCommandDigest;
using test::problem;
using test::small_server;
using test::TestMachine;

TEST(Login, keeps_a_token_that_works_where_only_its_owner_reads) {
  TestMachine machine;
  machine.variables.erase("BAOBEI_URL");
  machine.variables.erase("BAOBEI_TOKEN");
  machine.in.str("tok-1\n");
  machine.server = [](const HttpRequest& request) {
    if (test::header_of(request, "Authorization") != "Bearer tok-1") {
      return problem(401, "not_signed_in");
    }
    return answer_json(200, {{"person", "p1"}, {"roles", json::array{"reviewer"}}});
  };
  ASSERT_EQ(machine.run({"login", "http://127.0.0.1:8080/", "--as", "reviewer"}), kExitOk)
      << machine.err.str();
  const auto path = machine.folder() + "/config/baobei/credentials.json";
  struct stat info = {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(machine.run({"whoami", "--as", "reviewer"}), kExitOk);
  EXPECT_EQ(machine.connected_to, "http://127.0.0.1:8080");
  EXPECT_EQ(machine.run({"whoami"}), kExitNoRights);  // no such profile
  // The token goes to its own server alone.
  EXPECT_EQ(machine.run({"whoami", "--as", "reviewer", "--url", "http://127.0.0.1:9"}),
            kExitNoRights);
  EXPECT_EQ(test::header_of(machine.requests.back(), "Authorization"), "");
  EXPECT_EQ(machine.out.str().find("tok-1"), std::string::npos);
  EXPECT_EQ(machine.err.str().find("tok-1"), std::string::npos);

  ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
  EXPECT_EQ(machine.run({"whoami", "--as", "reviewer"}), kExitNoRights);
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  EXPECT_EQ(machine.run({"logout", "--as", "reviewer"}), kExitOk);
  EXPECT_EQ(machine.run({"whoami", "--as", "reviewer"}), kExitNoRights);
}

TEST(Login, keeps_no_token_that_does_not_work) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) { return problem(401, "not_signed_in"); };
  EXPECT_EQ(machine.run({"login", "http://127.0.0.1:8080"}), kExitNoRights);
  EXPECT_EQ(machine.run({"login", "http://baobei.example"}), kExitUsage);
  EXPECT_FALSE(std::filesystem::exists(machine.folder() + "/config/baobei/credentials.json"));
}

// Signs in "dev-1" with "pw-1", and a code where it is told to want one.
class PasswordLogin : public testing::Test {
 protected:
  PasswordLogin() {
    machine.variables.erase("BAOBEI_URL");
    machine.variables.erase("BAOBEI_TOKEN");
    machine.server = [this](const HttpRequest& request) -> Result<HttpResponse> {
      if (request.target == "/v1/me") {
        if (test::header_of(request, "Authorization") != "Bearer bs_1") {
          return problem(401, "not_signed_in");
        }
        return answer_json(200, {{"person", "dev-1"}, {"roles", json::array{"developer"}}});
      }
      if (request.target == "/v1/sign-out") return answer_json(204, nullptr);
      EXPECT_EQ(request.target, "/v1/sign-in");
      EXPECT_EQ(test::header_of(request, "Authorization"), "");
      const auto body = *parse_json(request.body, 10'000);
      const auto code = View(body)["code"].text();
      if (View(body)["person"].text() != "dev-1" || View(body)["password"].text() != "pw-1") {
        return problem(401, "wrong_sign_in");
      }
      if (wants_code && code.empty()) return problem(401, "second_factor_needed");
      if (wants_code && code != "123456") return problem(401, "wrong_sign_in");
      return answer_json(200, {{"token", "bs_1"}, {"second_factor_needed", needs_factor}});
    };
  }

  int login(const std::string& typed, std::vector<std::string> more = {}) {
    machine.requests.clear();
    machine.in.clear();
    machine.in.str(typed);
    std::vector<std::string> line{"login", "http://127.0.0.1:8080", "--person", "dev-1"};
    line.insert(line.end(), more.begin(), more.end());
    return machine.run(line);
  }
  std::size_t sign_ins() const {
    std::size_t count = 0;
    for (const auto& request : machine.requests) count += request.target == "/v1/sign-in" ? 1 : 0;
    return count;
  }
  std::string said() const { return machine.out.str() + machine.err.str(); }

  TestMachine machine;
  bool wants_code = false;
  bool needs_factor = false;
};

TEST_F(PasswordLogin, keeps_the_session_and_shows_no_secret) {
  ASSERT_EQ(login("pw-1\n"), kExitOk) << said();
  EXPECT_EQ(sign_ins(), 1U);
  EXPECT_EQ(machine.requests.front().body, R"({"person":"dev-1","password":"pw-1"})");
  EXPECT_EQ(said().find("pw-1"), std::string::npos) << said();
  EXPECT_EQ(said().find("bs_1"), std::string::npos) << said();
  EXPECT_EQ(machine.run({"whoami"}), kExitOk) << said();
  ASSERT_EQ(machine.run({"logout"}), kExitOk);
  EXPECT_EQ(machine.requests.back().target, "/v1/sign-out");
  EXPECT_EQ(test::header_of(machine.requests.back(), "Authorization"), "Bearer bs_1");
  EXPECT_EQ(machine.run({"whoami"}), kExitNoRights);
}

TEST_F(PasswordLogin, asks_for_the_code_that_the_server_wants) {
  wants_code = true;
  ASSERT_EQ(login("pw-1\n123456\n"), kExitOk) << said();
  EXPECT_EQ(sign_ins(), 2U);
  ASSERT_EQ(login("pw-1\n", {"--code", "123456"}), kExitOk) << said();
  EXPECT_EQ(sign_ins(), 1U);
  EXPECT_EQ(login("pw-1\n", {"--code", "000000"}), kExitNoRights);
  EXPECT_EQ(sign_ins(), 1U);
}

TEST_F(PasswordLogin, keeps_nothing_of_a_wrong_password) {
  EXPECT_EQ(login("pw-2\n"), kExitNoRights);
  EXPECT_NE(said().find("title wrong_sign_in"), std::string::npos) << said();
  EXPECT_FALSE(std::filesystem::exists(machine.folder() + "/config/baobei/credentials.json"));
}

TEST_F(PasswordLogin, says_that_a_second_factor_has_to_be_set_up) {
  needs_factor = true;
  ASSERT_EQ(login("pw-1\n"), kExitOk);
  EXPECT_NE(machine.err.str().find("baobei account second-factor"), std::string::npos);
}

// What is asked for is read from standard input, a line each.
TEST(Account, redeems_an_invitation_without_a_token) {
  TestMachine machine;
  machine.in.str(" inv-1 \nnew password\n");
  ASSERT_EQ(machine.run({"account", "redeem", "https://baobei.example"}), kExitOk)
      << machine.err.str();
  EXPECT_EQ(machine.connected_to, "https://baobei.example");
  ASSERT_EQ(machine.requests.size(), 1U);
  const auto& sent = machine.requests.front();
  EXPECT_EQ(sent.target, "/v1/invitations/redeem");
  EXPECT_EQ(sent.body, R"({"invitation":"inv-1","password":"new password"})");
  EXPECT_EQ(test::header_of(sent, "Authorization"), "");
  EXPECT_EQ((machine.out.str() + machine.err.str()).find("inv-1"), std::string::npos);
  EXPECT_EQ(machine.run({"account", "redeem", "ftp://baobei.example"}), kExitUsage);
  machine.server = [](const HttpRequest&) { return problem(404, "not_found"); };
  EXPECT_EQ(machine.run({"account", "redeem", "https://baobei.example"}), kExitNotFound);
}

TEST(Account, changes_the_password_with_the_one_that_holds) {
  TestMachine machine;
  machine.in.str("old one\nnew one\n");
  ASSERT_EQ(machine.run({"account", "password"}), kExitOk) << machine.err.str();
  EXPECT_EQ(machine.requests.back().target, "/v1/me/password");
  EXPECT_EQ(machine.requests.back().body, R"({"current":"old one","password":"new one"})");
  machine.server = [](const HttpRequest&) { return problem(401, "wrong_sign_in"); };
  machine.out.str("");
  EXPECT_EQ(machine.run({"account", "password"}), kExitNoRights);
  EXPECT_TRUE(machine.out.str().empty()) << machine.out.str();
}

TEST(Account, sets_up_a_second_factor_and_takes_it_away) {
  TestMachine machine;
  machine.server = [](const HttpRequest& request) {
    if (request.target.ends_with("/confirm")) {
      return answer_json(200, {{"recovery_codes", json::array{"r-1", "r-2"}}});
    }
    if (request.target.ends_with("/remove")) return answer_json(204, nullptr);
    return answer_json(200, {{"secret", "JBSWY3DP"}, {"uri", "otpauth://totp/a"}});
  };
  machine.in.str("pw-1\npw-1\n");
  ASSERT_EQ(machine.run({"account", "second-factor"}), kExitOk) << machine.err.str();
  EXPECT_EQ(machine.requests.back().target, "/v1/me/second-factor");
  EXPECT_EQ(machine.requests.back().body, R"({"current":"pw-1"})");
  EXPECT_EQ(machine.out.str(), "JBSWY3DP\notpauth://totp/a\n");
  machine.out.str("");
  ASSERT_EQ(machine.run({"account", "confirm", "123456"}), kExitOk);
  EXPECT_EQ(machine.requests.back().body, R"({"code":"123456"})");
  EXPECT_EQ(machine.out.str(), "r-1\nr-2\n");
  ASSERT_EQ(machine.run({"account", "remove-second-factor", "654321"}), kExitOk);
  EXPECT_EQ(machine.requests.back().target, "/v1/me/second-factor/remove");
  EXPECT_EQ(machine.requests.back().body, R"({"current":"pw-1","code":"654321"})");
}

TEST(Submit, sends_a_folder_once_and_waits_for_the_review) {
  TestMachine machine;
  const auto sample = std::string(BAOBEI_SOURCE_DIR) + "/samples/unit-converter";
  const auto package = LocalPackage::open(sample);
  ASSERT_TRUE(package.has_value()) << to_string(package.error());
  const auto digest = to_hex(package->digest());
  int looks = 0;
  bool uploaded = false;
  machine.server = [&](const HttpRequest& request) {
    if (request.target.starts_with("/v1/apps/wx1/packages") && request.method == "POST") {
      uploaded = true;
      return answer_json(201, {{"digest", digest}, {"files", 1}, {"bytes", 2}});
    }
    if (request.target == "/v1/apps/wx1/packages?limit=200") {
      json::array items;
      if (uploaded) items.push_back(json::object{{"digest", digest}});
      return answer_json(200, {{"items", items}});
    }
    if (request.target == "/v1/apps/wx1/submissions/4") {
      const bool done = ++looks == 3;
      return answer_json(200, {{"state", done ? "refused" : "reviewing"},
                               {"holder", done ? "nobody" : "platform"}});
    }
    return answer_json(
        201, {{"app", "wx1"},
              {"revision", 9},
              {"events", json::array{json::object{{"type", "submitted"}, {"submission", 4}}}}});
  };
  const std::vector<std::string> line = {"submit",           "wx1",   sample, "--category",
                                         "tools-calculator", "--wait"};
  EXPECT_EQ(machine.run(line), kExitRefused) << machine.err.str();
  EXPECT_EQ(looks, 3);
  EXPECT_TRUE(uploaded);
  machine.requests.clear();
  EXPECT_EQ(machine.run({"submit", "wx1", sample, "--category", "tools-calculator"}), kExitOk);
  for (const auto& request : machine.requests) EXPECT_TRUE(request.upload_path.empty());
}

// The exit code of `submit --wait` where the submission ends up in `state`, held by `holder`.
int waited_for(TestMachine& machine, const std::string& state, const std::string& holder) {
  machine.server = [state, holder](const HttpRequest& request) {
    if (request.target == "/v1/apps/wx1/submissions/4") {
      return answer_json(200, {{"state", state}, {"holder", holder}});
    }
    return answer_json(
        201, {{"app", "wx1"},
              {"revision", 9},
              {"events", json::array{json::object{{"type", "submitted"}, {"submission", 4}}}}});
  };
  return machine.run({"submit", "wx1", "--digest", kCommandDigest, "--category", "a", "--wait",
                      "--timeout", "10s"});
}

TEST(Submit, that_waits_ends_as_the_review_does) {
  for (const auto& [state, holder, code] : {std::tuple{"filing", "authority", kExitOk},
                                            {"releasable", "developer", kExitOk},
                                            {"waiting_for_developer", "developer", kExitOk},
                                            {"refused", "nobody", kExitRefused},
                                            {"withdrawn", "nobody", kExitRefused}}) {
    TestMachine machine;
    EXPECT_EQ(waited_for(machine, state, holder), code) << state << machine.err.str();
    EXPECT_TRUE(machine.slept.empty()) << state;
  }
}

TEST(Submit, that_waits_says_when_its_time_was_up) {
  TestMachine machine;
  EXPECT_EQ(waited_for(machine, "reviewing", "platform"), kExitWaiting);
  EXPECT_EQ(machine.slept.size(), 5U);  // every two seconds of ten
  EXPECT_NE(machine.err.str().find("Still waiting when the time was up"), std::string::npos);
}

TEST(Upload, says_how_far_it_is_on_a_terminal_alone) {
  const auto sample = std::string(BAOBEI_SOURCE_DIR) + "/samples/unit-converter";
  const auto package = LocalPackage::open(sample);
  ASSERT_TRUE(package.has_value());
  const auto digest = to_hex(package->digest());
  for (const auto& [terminal, json_wanted, shown] :
       {std::tuple{true, false, true}, {true, true, false}, {false, false, false}}) {
    TestMachine machine;
    machine.terminal = terminal;
    machine.server = [&](const HttpRequest& request) {
      if (request.progress) {
        request.progress(1, 4);
        request.progress(4, 4);
      }
      return answer_json(201, {{"digest", digest}, {"files", 1}, {"bytes", 2}});
    };
    std::vector<std::string> line{"upload", "wx1", sample};
    if (json_wanted) line.push_back("--json");
    ASSERT_EQ(machine.run(line), kExitOk) << machine.err.str();
    const auto text = machine.err.str();
    EXPECT_EQ(text.find("Uploading 25 %") != std::string::npos, shown) << text;
    EXPECT_EQ(text.find("Uploading 100 %") != std::string::npos, shown) << text;
    EXPECT_EQ(text.empty(), !shown) << text;
    EXPECT_EQ(parse_json(machine.out.str(), 10'000).has_value(), json_wanted) << machine.out.str();
  }
}

TEST(Submit, trusts_no_other_digest) {
  TestMachine machine;
  const auto sample = std::string(BAOBEI_SOURCE_DIR) + "/samples/unit-converter";
  machine.server = [](const HttpRequest&) {
    return answer_json(201, {{"digest", kCommandDigest}});
  };
  EXPECT_EQ(machine.run({"upload", "wx1", sample}), kExitCouldNot);
  EXPECT_EQ(machine.run({"upload", "wx1", machine.folder() + "/nothing"}), kExitNotFound);
}

TEST(Status, watches_until_it_is_the_developers_turn_or_the_time_is_up) {
  TestMachine machine;
  int looks = 0;
  machine.server = [&](const HttpRequest& request) -> HttpResponse {
    if (request.target == "/v1/server") return answer_json(200, {{"time", "2026-03-02T00:00:00Z"}});
    const bool done = ++looks > 2;
    return answer_json(
        200,
        {{"app", "wx1"},
         {"revision", looks},
         {"submissions", json::array{json::object{{"no", 1},
                                                  {"state", done ? "pre_launch" : "filing"},
                                                  {"holder", done ? "developer" : "authority"}}}}});
  };
  EXPECT_EQ(machine.run({"status", "wx1", "--watch"}), kExitOk);
  EXPECT_EQ(machine.slept.size(), 2U);
  machine.server = small_server;
  EXPECT_EQ(machine.run({"status", "wx1", "--watch", "--timeout", "10s"}), kExitWaiting);
}

}  // namespace
}  // namespace baobei::cli
