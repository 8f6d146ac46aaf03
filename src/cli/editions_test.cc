// What the commands about versions of catalogue and policy ask, and what they show.
#include <gmock/gmock.h>

#include <fstream>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::TestMachine;
using ::testing::HasSubstr;

void put_toml(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path) << text;
}

HttpResponse server_at_noon(const HttpRequest& request, const json::value& otherwise) {
  if (request.target == "/v1/server") {
    return answer_json(200, json::object{{"time", "2026-12-01T12:00:00Z"}});
  }
  return answer_json(200, otherwise);
}

TEST(EditionCommands, ask_for_what_they_say) {
  struct Row {
    std::vector<std::string> line;
    std::string method;
    std::string target;
    std::string body;
  };
  for (const auto& row : std::vector<Row>{
           {{"catalogue", "versions"}, "GET", "/v1/catalogue/versions?limit=50", ""},
           {{"catalogue", "show", "v1", "--file", "reasons.toml"},
            "GET",
            "/v1/catalogue/versions/v1?file=reasons.toml",
            ""},
           {{"catalogue", "diff", "v1", "--against", "v0"},
            "GET",
            "/v1/catalogue/versions/v1/diff?against=v0",
            ""},
           {{"catalogue", "what-if", "v1"},
            "GET",
            "/v1/catalogue/versions/v1/what-if?limit=50",
            ""},
           {{"catalogue", "confirm", "v1"}, "POST", "/v1/catalogue/versions/v1/confirm", ""},
           {{"catalogue", "withdraw", "v1"}, "POST", "/v1/catalogue/versions/v1/withdraw", ""},
           {{"rules", "versions"}, "GET", "/v1/rules/versions?limit=50", ""},
           {{"rules", "show", "r1"}, "GET", "/v1/rules/versions/r1", ""},
           {{"rules", "confirm", "r1"}, "POST", "/v1/rules/versions/r1/confirm", ""},
           {{"rules", "withdraw", "r1"}, "POST", "/v1/rules/versions/r1/withdraw", ""},
           {{"rules", "rehearsals"}, "GET", "/v1/rules/rehearsals", ""},
           {{"rules", "rehearsal", "reh_1"}, "GET", "/v1/rules/rehearsals/reh_1", ""},
           {{"rules", "stop-rehearsal", "reh_1"}, "POST", "/v1/rules/rehearsals/reh_1/stop", ""},
           {{"rules", "rehearse-stored", "r1", "--packages", "5", "--no-wait"},
            "POST",
            "/v1/rules/rehearsals",
            R"({"version":"r1","packages":5})"},
           {{"rules", "propose", "r1", "--from", "+36h", "--reason", "why", "--strike", "vpn"},
            "POST",
            "/v1/rules/versions",
            R"({"files":[{"name":"packs/vpn.toml"}],"version":"r1",)"
            R"("effective_from":"2026-12-03T00:00:00Z","reason":"why"})"},
           {{"policy", "show"}, "GET", "/v1/policy", ""},
           {{"policy", "show", "p1"}, "GET", "/v1/policy/versions/p1", ""},
           {{"policy", "what-if", "--set", "review_due=48h", "--set", "categories_max=6", "--set",
             "silence_carries=true", "--set", "auto_refuse_rules=a/b,c/d", "--set",
             "overseas_authority=11"},
            "POST",
            "/v1/policy/what-if?limit=50",
            R"({"parameters":{"review_due":"48h","categories_max":6,"silence_carries":true,)"
            R"("auto_refuse_rules":["a/b","c/d"],"overseas_authority":"11"}})"},
           {{"policy", "propose", "p1", "--from", "+36h", "--reason", "why", "--set",
             "review_due=48h"},
            "POST",
            "/v1/policy/versions",
            R"({"parameters":{"review_due":"48h"},"version":"p1",)"
            R"("effective_from":"2026-12-03T00:00:00Z","reason":"why"})"},
           {{"policy", "confirm", "p1"}, "POST", "/v1/policy/versions/p1/confirm", ""}}) {
    TestMachine machine;
    machine.server = [](const HttpRequest& request) {
      return server_at_noon(request, json::object{});
    };
    ASSERT_EQ(machine.run(row.line), kExitOk) << row.target << machine.err.str();
    const auto& last = machine.requests.back();
    EXPECT_EQ(last.method, row.method) << row.target;
    EXPECT_EQ(last.target, row.target);
    EXPECT_EQ(last.body, row.body) << row.target;
  }
}

TEST(EditionCommands, send_the_files_that_a_catalogue_may_change) {
  TestMachine machine;
  const auto folder = machine.folder() + "/changed";
  put_toml(folder + "/categories/social.toml", "slug = \"social\"\n");
  put_toml(folder + "/policy.toml", "no = 1\n");
  machine.server = [](const HttpRequest& request) {
    return server_at_noon(request, json::object{{"version", "v1"}});
  };
  ASSERT_EQ(machine.run({"catalogue", "propose", "v1", "--from", "2026-12-20T16:00:00Z", "--reason",
                         "why", "--files", folder}),
            kExitOk)
      << machine.err.str();
  EXPECT_EQ(machine.requests.back().body,
            R"({"files":[{"name":"categories/social.toml","text":"slug = \"social\"\n"}],)"
            R"("version":"v1","effective_from":"2026-12-20T16:00:00Z","reason":"why"})");
  std::filesystem::remove_all(folder + "/categories");
  EXPECT_EQ(machine.run({"catalogue", "what-if", "--files", folder}), kExitUsage);
  EXPECT_EQ(machine.run({"policy", "what-if", "--set", "nothing"}), kExitUsage);
}

TEST(EditionCommands, show_every_fault_of_the_files) {
  TestMachine machine;
  const auto folder = machine.folder() + "/changed";
  put_toml(folder + "/reasons.toml", "x = 1\n");
  machine.server = [](const HttpRequest& request) {
    if (request.target == "/v1/server") return server_at_noon(request, nullptr);
    return answer_json(
        400, json::object{{"type", "urn:baobei:problem:invalid_catalogue"},
                          {"status", 400},
                          {"title_en", "Faulty catalogue"},
                          {"faults", json::array{json::object{{"file", "reasons.toml"},
                                                              {"line", 7},
                                                              {"fault_zh", "缺失"},
                                                              {"fault_en", "'id' is missing"}}}}});
  };
  EXPECT_NE(machine.run({"catalogue", "what-if", "--files", folder}), kExitOk);
  EXPECT_THAT(machine.err.str(), HasSubstr("reasons.toml:7  'id' is missing"));
}

TEST(EditionCommands, show_differences_and_what_would_be_touched) {
  TestMachine machine;
  machine.server = [](const HttpRequest& request) {
    const json::object category{{"code", "social-forum"}, {"zh", "社区"}, {"en", "Community"}};
    const json::object none{
        {"added", json::array{}}, {"struck", json::array{}}, {"changed", json::array{}}};
    if (request.target.contains("/diff")) {
      const json::object change{
          {"what", "open_to"},
          {"added", json::array{}},
          {"struck",
           json::array{json::object{{"code", "media"}, {"zh", "媒体"}, {"en", "media"}}}}};
      json::object changed{{"added", json::array{}},
                           {"struck", json::array{}},
                           {"changed", json::array{json::object{
                                           {"row", category}, {"changes", json::array{change}}}}}};
      return answer_json(200, json::object{{"categories", changed}, {"regions", none}});
    }
    return answer_json(
        200,
        json::object{
            {"cases", 1},
            {"served", 0},
            {"looked_at", 3},
            {"complete", true},
            {"effects", json::array{json::object{{"effect", "category_closed"}, {"cases", 1}}}},
            {"items", json::array{json::object{
                          {"app", "wx1"},
                          {"app_name", "论坛"},
                          {"subject_kind", "media"},
                          {"effects", json::array{json::object{{"effect", "category_closed"},
                                                               {"category", category}}}}}}}});
  };
  ASSERT_EQ(machine.run({"catalogue", "diff", "v1"}), kExitOk) << machine.err.str();
  EXPECT_THAT(machine.out.str(), HasSubstr("social-forum Community"));
  EXPECT_THAT(machine.out.str(), HasSubstr("- media"));
  ASSERT_EQ(machine.run({"catalogue", "what-if", "v1"}), kExitOk) << machine.err.str();
  EXPECT_THAT(machine.out.str(), HasSubstr("wx1"));
  EXPECT_THAT(machine.out.str(), HasSubstr("category closes"));
}

}  // namespace
}  // namespace baobei::cli
