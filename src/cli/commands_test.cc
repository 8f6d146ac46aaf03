// Command lines as people type them, and what they ask of the API.

#include "cli/commands.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "cli/api_error.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/sent.h"
#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::check_sent;
using test::kCommandDigest;
using test::problem;
using test::Sent;
using test::small_server;
using test::TestMachine;

TEST(Commands, of_developers_ask_for_what_they_say) {
  const std::string digest = "\"digest\":\"" + kCommandDigest + "\"";
  for (const auto& row : std::vector<Sent>{
           {{"submit", "wx1", "--digest", kCommandDigest, "--category", "a", "--category", "b",
             "--release-choice", "on_answer", "--answer", "2=mended = well", "--notes", "n"},
            "POST",
            "/v1/apps/wx1/submissions",
            "{" + digest +
                R"(,"categories":["a","b"],"release_choice":"on_answer","notes":"n",)"
                R"("item_answers":[{"item":2,"text":"mended = well"}]})"},
           {{"submit", "wx1", "--digest", kCommandDigest, "--category", "a", "--dry-run"},
            "POST",
            "/v1/apps/wx1/submissions?dry_run=true",
            "{" + digest + R"(,"categories":["a"]})"},
           {{"submit", "wx1", "--digest", kCommandDigest, "--category", "a", "--ugc", "text",
             "--ugc", "picture", "--ugc-method", "people", "--ugc-team", "--ugc-text", "so"},
            "POST",
            "/v1/apps/wx1/submissions",
            "{" + digest + R"(,"categories":["a"],"ugc":{"scenes":["text","picture"],)" +
                R"("methods":["people"],"audit_team":true,"text":"so"}})"},
           {{"submit", "wx1", "--digest", kCommandDigest, "--category", "a", "--ugc", "none"},
            "POST",
            "/v1/apps/wx1/submissions",
            "{" + digest + R"(,"categories":["a"],"ugc":{"scenes":[]}})"},
           {{"form", "pictures", "wx1"}, "GET", "/v1/apps/wx1/form-pictures", ""},
           {{"form", "erase-picture", "wx1", "pic_1", "--yes"},
            "POST",
            "/v1/apps/wx1/form-pictures/pic_1/erase",
            ""},
           {{"form", "test-account", "wx1", "1"},
            "GET",
            "/v1/apps/wx1/submissions/1/test-account",
            ""},
           {{"form", "erase-test-account", "wx1", "1", "--yes"},
            "POST",
            "/v1/apps/wx1/submissions/1/test-account/erase",
            ""}}) {
    check_sent(row);
  }
}

TEST(Commands, of_developers_ask_for_what_they_say_of_a_case) {
  for (const auto& row : std::vector<Sent>{
           {{"withdraw", "wx1", "1", "--yes"}, "POST", "/v1/apps/wx1/submissions/1/withdraw", ""},
           {{"appeal", "wx1", "1", "why"},
            "POST",
            "/v1/apps/wx1/submissions/1/appeal",
            R"({"text":"why"})"},
           {{"reply", "wx1", "1", "so"},
            "POST",
            "/v1/apps/wx1/submissions/1/answer",
            R"({"text":"so"})"},
           {{"choose", "wx1", "1", "by_hand"},
            "POST",
            "/v1/apps/wx1/submissions/1/release-choice",
            R"({"choice":"by_hand"})"},
           {{"release", "wx1", "1", "--share", "12.5%"},
            "POST",
            "/v1/apps/wx1/release",
            R"({"submission":1,"share":1250})"},
           {{"release", "wx1", "1"},
            "POST",
            "/v1/apps/wx1/release",
            R"({"submission":1,"share":10000})"},
           {{"share", "wx1", "25"}, "POST", "/v1/apps/wx1/share", R"({"share":2500})"},
           {{"roll-back", "wx1", "1"}, "POST", "/v1/apps/wx1/roll-back", R"({"submission":1})"},
           {{"suspend", "wx1", "-y"}, "POST", "/v1/apps/wx1/suspend", ""},
           {{"resume", "wx1"}, "POST", "/v1/apps/wx1/resume", ""},
           {{"inbox", "--unread"}, "GET", "/v1/inbox?unread=true&limit=20", ""},
           {{"inbox", "--read", "7"}, "POST", "/v1/inbox/7/read", ""},
           {{"events", "wx/1"}, "GET", "/v1/apps/wx%2F1/events?limit=50", ""},
           {{"manifest", "wx1", "--device", "d 1"}, "GET", "/d/wx1/manifest?device=d%201", ""},
           {{"packages", "wx1"}, "GET", "/v1/apps/wx1/packages?limit=50", ""},
           {{"accesses", "wx1"}, "GET", "/v1/apps/wx1/accesses?limit=50", ""},
           {{"accesses", "wx1", "--person", "rev-1", "--limit", "9"},
            "GET",
            "/v1/accesses?person=rev-1&app=wx1&limit=9",
            ""},
           {{"attempts", "--since", "2026-03-01T08:00:00+08:00"},
            "GET",
            "/v1/attempts?since=2026-03-01T00%3A00%3A00Z&limit=50",
            ""},
           {{"category-steps", "sub-1", "--person", "op-1"},
            "GET",
            "/v1/category-steps?person=op-1&subject=sub-1&limit=50",
            ""},
           {{"changes", "--about", "sub-1", "--person", "op-1"},
            "GET",
            "/v1/directory/steps?person=op-1&about=sub-1&limit=50",
            ""},
           {{"order", "comply", "wx1", "1", "--yes"}, "POST", "/v1/apps/wx1/orders/1/comply", ""},
           {{"app", "authorise", "wx1", "org-2", "--until", "+30d"},
            "POST",
            "/v1/apps/wx1/agencies",
            R"({"agency":"org-2","until":"2026-04-01T00:00:00Z"})"},
           {{"app", "end-authorisation", "wx1", "org-2"},
            "DELETE",
            "/v1/apps/wx1/agencies/org-2",
            ""},
           {{"categories", "社区", "--filing"},
            "GET",
            "/v1/categories?q=%E7%A4%BE%E5%8C%BA&filing=true",
            ""}}) {
    check_sent(row);
  }
}

TEST(Commands, of_the_platform_ask_for_what_they_say) {
  const std::string digest = "\"digest\":\"" + kCommandDigest + "\"";
  for (const auto& row : std::vector<Sent>{
           {{"review", "queue"}, "GET", "/v1/submissions?state=reviewing&detail=true&limit=50", ""},
           {{"review", "queue", "--by-risk", "--why", "overdue,risk", "--owner", "o", "--json"},
            "GET",
            "/v1/submissions?state=reviewing&sort=risk&why=overdue%2Crisk&owner=o&detail=true"
            "&limit=50",
            ""},
           {{"review", "dismiss", "wx1", "1", "secrets/x", "--file", "a.js", "--line", "7",
             "--reason", "example"},
            "POST",
            "/v1/apps/wx1/submissions/1/findings/dismiss",
            R"({"rule":"secrets/x","reason":"example","file":"a.js","line":7})"},
           {{"review", "take-back", "wx1", "2", "--reason", "a key"},
            "POST",
            "/v1/apps/wx1/dismissals/2/take-back",
            R"({"reason":"a key"})"},
           {{"review", "dismissals", "wx1", "--standing"},
            "GET",
            "/v1/apps/wx1/dismissals?standing=true&limit=50",
            ""},
           {{"review", "pass", "wx1", "1", "--all-present"},
            "POST",
            "/v1/apps/wx1/submissions/1/pass",
            "{" + digest + R"(,"present":["social-forum"]})"},
           {{"review", "refuse", "wx1", "1", "--reason", "category_undeclared:social-live=page 3"},
            "POST",
            "/v1/apps/wx1/submissions/1/refuse",
            "{" + digest +
                R"(,"reasons":[{"reason":"category_undeclared","category":"social-live",)"
                R"("text":"page 3"}]})"},
           {{"review", "ask", "wx1", "1", "who?"},
            "POST",
            "/v1/apps/wx1/submissions/1/question",
            R"({"text":"who?"})"},
           {{"review", "decide-appeal", "wx1", "1", "right", "--uphold"},
            "POST",
            "/v1/apps/wx1/submissions/1/decide-appeal",
            R"({"uphold":true,"text":"right"})"},
           {{"review", "stop", "wx1", "1", "never_gambling", "-y"},
            "POST",
            "/v1/apps/wx1/submissions/1/stop",
            R"({"reason":{"reason":"never_gambling"}})"},
           {{"review", "revoke-pass", "wx1", "1", "never_gambling", "-y"},
            "POST",
            "/v1/apps/wx1/submissions/1/revoke-pass",
            R"({"reason":{"reason":"never_gambling"}})"}}) {
    check_sent(row);
  }
}

TEST(Commands, of_the_office_ask_for_what_they_say) {
  const std::string digest = "\"digest\":\"" + kCommandDigest + "\"";
  for (const auto& row : std::vector<Sent>{
           {{"filing", "hand-over", "wx1", "2"}, "POST", "/v1/apps/wx1/filings/2/hand-over", ""},
           {{"filing", "answer", "wx1", "2", "--pass"},
            "POST",
            "/v1/apps/wx1/filings/2/answer",
            R"({"verdict":"pass",)" + digest + "}"},
           {{"filing", "answer", "wx1", "2", "--fail", "-y", "--point", "unspecified=see letter",
             "--scope", "version", "--down-by", "+2h", "--hits", "1", "--voids", "social-live"},
            "POST",
            "/v1/apps/wx1/filings/2/answer",
            R"({"verdict":"fail",)" + digest +
                R"(,"points":[{"code":"unspecified","text":"see letter"}],"hits":[1],)"
                R"("voids":["social-live"],"scope":"version","down_by":"2026-03-02T02:00:00Z"})"},
           {{"filing", "sign", "wx1", "1"}, "POST", "/v1/apps/wx1/answers/1/sign", ""},
           {{"filing", "amend", "wx1", "1", "--point", "a=b"},
            "POST",
            "/v1/apps/wx1/answers/1/amend",
            R"({"points":[{"code":"a","text":"b"}]})"},
           {{"filing", "revoke", "wx1", "1", "mistaken", "-y"},
            "POST",
            "/v1/apps/wx1/answers/1/revoke",
            R"({"text":"mistaken"})"},
           {{"order", "give", "wx1", "--reason", "order_by_law", "-y"},
            "POST",
            "/v1/apps/wx1/orders",
            R"({"reason":"order_by_law","scope":"service"})"},
           {{"order", "sign", "wx1", "1"}, "POST", "/v1/apps/wx1/orders/1/sign", ""},
           {{"order", "revoke", "wx1", "1", "-y"}, "POST", "/v1/apps/wx1/orders/1/revoke", ""},
           {{"app", "register", "wx1", "--name", "n", "--subject", "s", "--owner", "o"},
            "POST",
            "/v1/apps",
            R"({"app":"wx1","name":"n","subject":"s","owner":"o"})"},
           {{"app", "move", "wx1", "--subject", "s", "--region", "44", "-y"},
            "POST",
            "/v1/apps/wx1/subject",
            R"({"subject":"s","region":"44"})"},
           {{"clock", "--by", "7d"}, "POST", "/v1/sandbox/clock", R"({"by":"7d"})"}}) {
    check_sent(row);
  }
}

TEST(Commands, bind_a_decision_to_what_was_seen) {
  TestMachine machine;
  machine.server = small_server;
  ASSERT_EQ(machine.run({"review", "pass", "wx1", "1"}), kExitOk);
  EXPECT_EQ(test::header_of(machine.requests.back(), "If-Match"), "\"review-9\"");
  ASSERT_EQ(machine.run({"review", "pass", "wx1", "1", "--etag", "\"review-5\""}), kExitOk);
  EXPECT_EQ(test::header_of(machine.requests.back(), "If-Match"), "\"review-5\"");
}

TEST(Commands, that_are_typed_wrong_ask_for_nothing) {
  for (const auto& line : std::vector<std::vector<std::string>>{
           {},
           {"fly"},
           {"review"},
           {"submit"},
           {"submit", "wx1", "--category", "a"},
           {"submit", "wx1", "folder", "--digest", kCommandDigest, "--category", "a"},
           {"submit", "wx1", "--digest", kCommandDigest, "--answer", "no number"},
           {"release", "wx1", "0"},
           {"release", "wx1", "one"},
           {"release", "wx1", "1", "--share", "101%"},
           {"share", "wx1", "-5"},
           {"filing", "answer", "wx1", "2"},
           {"filing", "answer", "wx1", "2", "--pass", "--fail"},
           {"review", "refuse", "wx1", "1"},
           {"review", "decide-appeal", "wx1", "1", "t"},
           {"clock", "--by", "7d", "--to", "2026-03-02T00:00:00Z"},
           {"apps", "--lang", "fr"},
           {"apps", "--colour"},
           {"suspend", "wx1"},  // asks, and nobody is there to answer
           {"order", "give", "wx1", "--reason", "order_by_law"}}) {
    TestMachine machine;
    machine.server = small_server;
    std::string shown;
    for (const auto& word : line) shown += word + " ";
    EXPECT_EQ(machine.run(line), kExitUsage) << shown;
    EXPECT_TRUE(machine.requests.empty()) << shown;
    EXPECT_FALSE(machine.err.str().empty()) << shown;
  }
}

TEST(Commands, ask_a_person_before_what_is_hard_to_take_back) {
  for (const auto& [typed, code] :
       std::vector<std::pair<std::string, int>>{{"yes\n", kExitOk}, {"no\n", kExitCouldNot}}) {
    TestMachine machine;
    machine.server = small_server;
    machine.terminal = true;
    machine.in.str(typed);
    EXPECT_EQ(machine.run({"suspend", "wx1"}), code);
    EXPECT_EQ(machine.requests.empty(), code != kExitOk);
  }
}

TEST(Commands, say_why_not_in_the_readers_language) {
  for (const char* language : {"zh", "en"}) {
    TestMachine machine;
    machine.server = [](const HttpRequest&) { return problem(409, "version_barred"); };
    EXPECT_EQ(machine.run({"resume", "wx1", "--lang", language}), kExitRefused);
    const bool zh = std::string(language) == "zh";
    const auto text = machine.err.str();
    EXPECT_NE(text.find(zh ? "题 version_barred (R3)" : "title version_barred (R3)"),
              std::string::npos)
        << text;
    EXPECT_NE(text.find(zh ? "建议：议" : "What to do: advice"), std::string::npos) << text;
    EXPECT_TRUE(machine.out.str().empty());
  }
}

TEST(Commands, print_one_json_value_for_programs) {
  TestMachine machine;
  machine.server = small_server;
  ASSERT_EQ(machine.run({"status", "wx1", "--json"}), kExitOk);
  EXPECT_TRUE(parse_json(machine.out.str(), 100'000).has_value()) << machine.out.str();
  machine.out.str("");
  machine.server = [](const HttpRequest&) { return problem(404, "not_found"); };
  ASSERT_EQ(machine.run({"status", "wx1", "--json"}), kExitNotFound);
  EXPECT_TRUE(parse_json(machine.out.str(), 100'000).has_value()) << machine.out.str();
}

TEST(Fields, are_read_strictly) {
  EXPECT_EQ(share_of("100 %").value_or(-1), 10'000);
  EXPECT_EQ(share_of("0").value_or(-1), 0);
  EXPECT_EQ(share_of("0.05%").value_or(-1), 5);
  for (const char* wrong : {"", "%", "1e2", "100.01", "1.234", "1.", "-1", "1000"}) {
    EXPECT_FALSE(share_of(wrong).has_value()) << wrong;
  }
  EXPECT_FALSE(point_of("=text", "code").has_value());
  EXPECT_FALSE(item_answer_of("0=text").has_value());
  EXPECT_FALSE(item_answer_of("1=").has_value());
  EXPECT_FALSE(number_of("4294967296").has_value());
}

TEST(Words, of_what_was_typed_wrongly_are_in_the_language_of_who_typed_it) {
  for (const auto& [language, text] :
       {std::pair{"zh", "比例应为 0 至 100 %"}, {"en", "a share is 0 to 100 %"}}) {
    TestMachine machine;
    EXPECT_EQ(machine.run({"share", "wx1", "300%", "--lang", language}), kExitUsage);
    EXPECT_NE(machine.err.str().find(text), std::string::npos) << machine.err.str();
  }
  const auto error = api_error(
      {ErrorKind::kInvalid, "'soon' is not a duration such as 7d, 24h or 1h30m", "--timeout"});
  EXPECT_NE(error.title.zh.find("--timeout: “soon”不是 7d、24h 或 1h30m 这样的时长"),
            std::string::npos)
      << error.title.zh;
  EXPECT_NE(error.title.en.find("--timeout: 'soon' is not a duration"), std::string::npos);
}

TEST(Commands, of_reviewers_show_what_the_check_found_in_their_language) {
  for (const auto& [language, text] : {std::pair{"zh", "页面不存在"}, {"en", "no such page"}}) {
    TestMachine machine;
    machine.server = [](const HttpRequest&) {
      const json::object finding{{"rule", "structure/page-files-missing"},
                                 {"severity", "error"},
                                 {"message", "页面不存在"},
                                 {"message_en", "no such page"},
                                 {"file", "app.json"},
                                 {"line", 3}};
      const json::object remark{{"file", "app.js"},
                                {"line", 7},
                                {"rule", "quality/lazy-code"},
                                {"reason", "one page"},
                                {"until", "2099-01-01"}};
      return answer_json(200, {{"outcome", "findings"},
                               {"findings", json::array{finding}},
                               {"remarks", json::array{remark}}});
    };
    ASSERT_EQ(machine.run({"review", "report", "wx1", "1", "--lang", language}), kExitOk);
    EXPECT_NE(machine.out.str().find(std::string("app.json:3  ") + text), std::string::npos)
        << machine.out.str();
    EXPECT_NE(machine.out.str().find("app.js:7  quality/lazy-code"), std::string::npos);
  }
}

TEST(Directory, tells_all_that_is_kept_of_a_person_in_one_document) {
  TestMachine machine;
  machine.server = [](const HttpRequest& request) -> Result<HttpResponse> {
    const auto row = [](int n) { return json::array{json::object{{"n", n}}}; };
    if (request.target == "/v1/people/dev-2/data") {
      return answer_json(200, {{"name", "开发者乙"},
                               {"tokens", row(9)},
                               {"acts", row(1)},
                               {"readings", json::array()},
                               {"next", "readings:c/1"}});
    }
    EXPECT_EQ(request.target, "/v1/people/dev-2/data?after=readings%3Ac%2F1");
    return answer_json(
        200,
        {{"name", "开发者乙"}, {"tokens", row(9)}, {"acts", json::array()}, {"readings", row(2)}});
  };
  EXPECT_EQ(machine.run({"directory", "data", "dev-2"}), kExitOk) << machine.err.str();
  EXPECT_EQ(machine.requests.size(), 2U);
  const auto told = parse_json(machine.out.str(), 1'000'000);
  ASSERT_TRUE(told.has_value()) << machine.out.str();
  const View view(*told);
  EXPECT_EQ(view["tokens"].items().size(), 1U) << "of one answer";
  EXPECT_EQ(view["acts"].items().size(), 1U);
  EXPECT_EQ(view["readings"].items().size(), 1U);
  EXPECT_FALSE(view["next"].is_there());
}

TEST(Directory, says_where_what_is_kept_goes_on_when_it_has_no_end) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) -> Result<HttpResponse> {
    return answer_json(200, {{"acts", json::array{1}}, {"next", "acts:7"}});
  };
  EXPECT_EQ(machine.run({"directory", "data", "dev-2"}), kExitOk);
  EXPECT_EQ(machine.requests.size(), kPagesMax);
  EXPECT_NE(machine.err.str().find("--after acts:7"), std::string::npos) << machine.err.str();
  EXPECT_NE(machine.out.str().find("acts:7"), std::string::npos);
}

TEST(Documents, show_every_command_and_every_exit_code) {
  TestMachine machine;
  Invocation invocation(machine.environment(), Language::kEn);
  CLI::App app("", "baobei");
  add_client_commands(app, invocation);
  const auto commands = test::collect(app);
  EXPECT_GT(commands.size(), 40U);
  const auto read = [](const std::string& name) {
    std::ifstream file(std::string(BAOBEI_SOURCE_DIR) + "/docs/" + name);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const auto manual = read("cli.md");
  for (const auto& command : commands) {
    EXPECT_NE(manual.find("baobei " + command), std::string::npos) << command;
  }
  const auto codes = read("exit-codes.md");
  for (const int code : {kExitOk, kExitRefused, kExitCouldNot, kExitNotFound, kExitNoRights,
                         kExitUsage, kExitNoServer, kExitWaiting}) {
    EXPECT_NE(codes.find("| " + std::to_string(code) + " |"), std::string::npos) << code;
  }
}

}  // namespace
}  // namespace baobei::cli
