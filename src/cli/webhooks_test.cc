// What the commands about webhooks ask, and what they show.
#include <gmock/gmock.h>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::TestMachine;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(WebhookCommands, ask_for_what_they_say) {
  struct Row {
    std::vector<std::string> line;
    std::string method;
    std::string target;
    std::string body;
  };
  const std::string one = "/v1/webhooks/whk_1";
  for (const auto& row : std::vector<Row>{
           {{"add", "https://a.example/"},
            "POST",
            "/v1/webhooks",
            R"({"url":"https://a.example/"})"},
           {{"add", "https://a.example/", "--type", "submitted", "--type", "released", "--app",
             "wx1", "--label", "x", "--after", "7"},
            "POST",
            "/v1/webhooks",
            R"({"url":"https://a.example/","app":"wx1","types":["submitted","released"],)"
            R"("label":"x","after":"7"})"},
           {{"list"}, "GET", "/v1/webhooks", ""},
           {{"pause", "whk_1"}, "POST", one + "/pause", ""},
           {{"resume", "whk_1"}, "POST", one + "/resume", "{}"},
           {{"resume", "whk_1", "--skip"}, "POST", one + "/resume", R"({"skip":true})"},
           {{"rotate", "whk_1"}, "POST", one + "/rotate", "{}"},
           {{"rotate", "whk_1", "--keep-hours", "0"},
            "POST",
            one + "/rotate",
            R"({"keep_hours":0})"},
           {{"remove", "whk_1", "-y"}, "DELETE", one, ""}}) {
    TestMachine machine;
    machine.server = [](const HttpRequest&) { return answer_json(200, json::object{}); };
    auto line = row.line;
    line.insert(line.begin(), "webhook");
    ASSERT_EQ(machine.run(line), kExitOk) << row.line[0] << machine.err.str();
    const auto& last = machine.requests.back();
    EXPECT_EQ(last.method, row.method) << row.line[0];
    EXPECT_EQ(last.target, row.target) << row.line[0];
    EXPECT_EQ(last.body, row.body) << row.line[0];
  }
}

TEST(WebhookCommands, show_a_secret_alone_where_a_script_reads) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) {
    return answer_json(201, json::object{{"webhook", "whk_1"}, {"secret", "whsec_abc"}});
  };
  ASSERT_EQ(machine.run({"webhook", "add", "https://a.example/"}), kExitOk);
  EXPECT_EQ(machine.out.str(), "whsec_abc\n");
  EXPECT_THAT(machine.err.str(), HasSubstr("whk_1"));
}

TEST(WebhookCommands, say_whether_a_receiver_took_it) {
  for (const std::string outcome : {"delivered", "refused"}) {
    TestMachine machine;
    machine.server = [&](const HttpRequest&) {
      return answer_json(200,
                         json::object{{"outcome", outcome}, {"status", 418}, {"took_us", 12'345}});
    };
    const int code = machine.run({"webhook", "resend", "whk_1", "4711"});
    EXPECT_EQ(code, outcome == "delivered" ? kExitOk : kExitRefused);
    EXPECT_EQ(machine.requests.back().body, R"({"log_index":4711})");
    EXPECT_THAT(machine.out.str(), HasSubstr("418"));
    EXPECT_THAT(machine.out.str(), HasSubstr("12 ms"));
  }
}

// What a receiver says reaches a terminal as text alone.
TEST(WebhookCommands, show_the_attempts_of_one) {
  TestMachine machine;
  machine.server = [](const HttpRequest& request) {
    if (!request.target.contains("/attempts")) {
      return answer_json(200, json::object{{"webhook", "whk_1"}, {"state", "gave_up"}});
    }
    return answer_json(200,
                       json::object{{"items", json::array{json::object{{"outcome", "too_slow"},
                                                                       {"type", "released"},
                                                                       {"log_index", 4711},
                                                                       {"answer", "\x1b[2J"}}}}});
  };
  ASSERT_EQ(machine.run({"webhook", "show", "whk_1"}), kExitOk) << machine.err.str();
  EXPECT_THAT(machine.out.str(), HasSubstr("4711"));
  EXPECT_THAT(machine.out.str(), HasSubstr("gave up"));
  EXPECT_THAT(machine.out.str(), HasSubstr("too slow"));
  EXPECT_THAT(machine.out.str(), Not(HasSubstr("\x1b[2J")));
}

}  // namespace
}  // namespace baobei::cli
