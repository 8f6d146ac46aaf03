// What the commands about versions ask and show.

#include <gmock/gmock.h>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::problem;
using test::TestMachine;
using ::testing::HasSubstr;

const std::string kVersionDigest(64, 'a');

HttpResponse versions_server(const HttpRequest& request) {
  const auto& target = request.target;
  if (target == "/v1/apps/wx1/submissions/3") return answer_json(200, {{"digest", kVersionDigest}});
  if (target == "/v1/apps/wx1/packages?limit=200") {
    json::array items;
    for (const auto& digest : {std::string(64, 'b'), std::string(63, 'b') + "c", kVersionDigest}) {
      items.push_back(json::object{{"digest", digest}});
    }
    return answer_json(200, {{"items", items}});
  }
  if (target.starts_with("/v1/apps/wx1/packages/" + kVersionDigest + "/files/pages/a%20b.js")) {
    return answer_json(200, {{"path", "pages/a b.js"},
                             {"text", true},
                             {"lines", json::array{"Page({", "\tdata\x1b[2J", "})"}},
                             {"cut", json::array{2}},
                             {"next", 4}});
  }
  if (target.starts_with("/v1/apps/wx1/packages/" + kVersionDigest + "/files")) {
    return answer_json(200, {{"items", json::array{json::object{{"path", "app.json"},
                                                                {"size", 12},
                                                                {"kind", "data"},
                                                                {"content", kVersionDigest}}}}});
  }
  if (target.starts_with("/v1/apps/wx1/submissions/3/findings")) {
    return answer_json(
        200, {{"items", json::array{json::object{
                            {"rule", "structure/a"},
                            {"severity", "error"},
                            {"message_zh", "缺页面"},
                            {"message_en", "a page is missing"},
                            {"advice_en", "add it"},
                            {"file", "app.json"},
                            {"line", 2},
                            {"excerpt", {{"from", 1}, {"lines", json::array{"{", " x", "}"}}}}}}}});
  }
  return problem(404, "not_found");
}

TEST(VersionCommands, find_a_version_by_submission_digest_or_its_first_digits) {
  const std::string wanted = "/v1/apps/wx1/packages/" + kVersionDigest + "/files?limit=200";
  for (const auto& name : std::vector<std::string>{"3", "aaaaaa", kVersionDigest}) {
    TestMachine machine;
    machine.server = versions_server;
    EXPECT_EQ(machine.run({"version", "files", "wx1", name}), kExitOk) << machine.err.str();
    EXPECT_EQ(machine.requests.back().target, wanted);
    EXPECT_THAT(machine.out.str(), HasSubstr("app.json"));
  }
  for (const std::string name : {"bbbbbb", "ffffff", "ab", "x"}) {
    TestMachine machine;
    machine.server = versions_server;
    EXPECT_EQ(machine.run({"version", "files", "wx1", name}), kExitNotFound) << name;
    EXPECT_THAT(machine.err.str(), HasSubstr(name));
  }
}

TEST(VersionCommands, show_source_that_cannot_move_the_cursor) {
  TestMachine machine;
  machine.server = versions_server;
  EXPECT_EQ(machine.run({"version", "show", "wx1", "3", "pages/a b.js", "--from", "1"}), kExitOk);
  EXPECT_EQ(machine.requests.back().target,
            "/v1/apps/wx1/packages/" + kVersionDigest + "/files/pages/a%20b.js?from=1&lines=1000");
  EXPECT_EQ(machine.out.str(), "Page({\n    data\xEF\xBF\xBD[2J\n})\n");
  EXPECT_THAT(machine.err.str(), HasSubstr("--from 4"));
}

TEST(VersionCommands, show_what_is_new) {
  const json::object change{{"aspect", "interfaces"},
                            {"key", "wx.getLocation"},
                            {"change", "added"},
                            {"file", "a.js"},
                            {"line", 7}};
  const json::object moved{{"path", "b.js"}, {"change", "moved"}, {"moved_from", "a.js"}};
  const json::object comparison{
      {"against", std::string(64, 'c')},
      {"categories",
       json::object{{"added", json::array{"social-forum"}}, {"removed", json::array{}}}},
      {"outline", json::array{change}},
      {"outline_left_out", 2},
      {"files", json::array{moved}},
      {"file_counts", json::object{{"added", 0}, {"removed", 0}, {"changed", 0}, {"moved", 1}}}};
  const json::object hunk{{"from_before", 1},
                          {"lines_before", 1},
                          {"from_after", 1},
                          {"lines_after", 1},
                          {"lines", json::array{"-old", "+new\ttab"}}};
  TestMachine machine;
  machine.server = [&](const HttpRequest& request) {
    if (request.target.find("/diff?") == std::string::npos) return versions_server(request);
    if (request.target.find("file=") == std::string::npos) return answer_json(200, comparison);
    return answer_json(200, {{"text", true}, {"hunks", json::array{hunk}}});
  };
  const std::string path = "/v1/apps/wx1/packages/" + kVersionDigest + "/diff";
  EXPECT_EQ(machine.run({"version", "diff", "wx1", "3", "--against", "nothing"}), kExitOk);
  EXPECT_EQ(machine.requests.back().target, path + "?against=nothing");
  for (const char* shown : {"wx.getLocation", "a.js:7", "social-forum", "a.js → b.js", "2 more"}) {
    EXPECT_THAT(machine.out.str(), HasSubstr(shown));
  }
  EXPECT_EQ(machine.run({"version", "diff", "wx1", "3", "--against", "aaaaaa", "--file", "a b.js"}),
            kExitOk);
  EXPECT_EQ(machine.requests.back().target, path + "?against=" + kVersionDigest + "&file=a%20b.js");
  EXPECT_THAT(machine.out.str(), HasSubstr("@@ -1,1 +1,1 @@\n-old\n+new    tab\n"));
}

TEST(VersionCommands, show_findings_with_their_lines) {
  TestMachine machine;
  machine.server = versions_server;
  EXPECT_EQ(machine.run({"version", "findings", "wx1", "3", "--severity", "error"}), kExitOk);
  EXPECT_THAT(machine.requests.back().target, HasSubstr("findings?severity=error&limit="));
  EXPECT_THAT(machine.out.str(), HasSubstr("a page is missing"));
  EXPECT_THAT(machine.out.str(), HasSubstr("> 2   x"));
  TestMachine chinese;
  chinese.server = versions_server;
  EXPECT_EQ(chinese.run({"version", "findings", "wx1", "3", "--lang", "zh"}), kExitOk);
  EXPECT_THAT(chinese.out.str(), HasSubstr("缺页面"));
  TestMachine machine_json;
  machine_json.server = versions_server;
  EXPECT_EQ(machine_json.run({"version", "findings", "wx1", "3", "--json"}), kExitOk);
  EXPECT_THAT(machine_json.out.str(), HasSubstr("\"rule\":\"structure/a\""));
}

}  // namespace
}  // namespace baobei::cli
