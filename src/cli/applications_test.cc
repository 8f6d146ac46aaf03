// Categories of a subject on a command line, and what it asks of the API.

#include <gtest/gtest.h>

#include <fstream>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::TestMachine;

HttpResponse desk_server(const HttpRequest& request) {
  if (request.target == "/v1/server") return answer_json(200, {{"time", "2026-03-02T00:00:00Z"}});
  if (request.method == "GET" && request.target == "/v1/applications/3") {
    return answer_json(
        200, {{"application", 3},
              {"category", "social-forum"},
              {"state", "refused"},
              {"etag", "\"application-1\""},
              {"reasons", json::array{json::object{
                              {"reason", "document_illegible"},
                              {"text", "page 2"},
                              {"title", json::object{{"zh", "不清晰"}, {"en", "illegible"}}},
                              {"advice", json::object{{"zh", "重扫"}, {"en", "rescan"}}}}}}});
  }
  if (request.target.ends_with("/documents/7")) {
    HttpResponse file;
    file.status = 200;
    file.headers["content-type"] = "application/pdf";
    file.body = "%PDF-1";
    return file;
  }
  if (!request.upload_path.empty()) return answer_json(201, {{"document", 7}});
  if (request.target.starts_with("/v1/subjects/s/categories")) {
    return answer_json(
        200,
        {{"items",
          json::array{json::object{
              {"id", "social-forum"},
              {"name_zh", "社交-社区/论坛"},
              {"name_en", "Social - Community and forum"},
              {"may_apply", false},
              {"why", json::object{{"zh", "等着"}, {"en", "one waits"}}},
              {"grant", json::object{{"valid", false}, {"valid_until", "2026-03-01T00:00:00Z"}}},
              {"any_of",
               json::array{json::object{
                   {"all_of", json::array{json::object{
                                  {"document", json::object{{"zh", "许可证"}, {"en", "licence"}}},
                                  {"conditions", json::array{}}}}}}}}}}}});
  }
  return answer_json(
      200,
      {{"subject", "s"}, {"category", "social-forum"}, {"application", 3}, {"state", "applied"}});
}

struct Asked {
  std::vector<std::string> line;
  std::string method, target, body, if_match;
};

TEST(Categories, of_a_subject_ask_for_what_they_say) {
  TestMachine folder;
  const auto scan = folder.folder() + "/scan, 2.pdf";
  std::ofstream(scan) << "%PDF-1";
  const std::string etag = "\"application-1\"";
  for (const auto& row : std::vector<Asked>{
           {{"categories", "show", "s"}, "GET", "/v1/subjects/s/categories", "", ""},
           {{"categories", "show", "s", "--held", "--search", "论坛"},
            "GET",
            "/v1/subjects/s/categories?q=%E8%AE%BA%E5%9D%9B&held=true",
            "",
            ""},
           {{"categories", "apply", "s", "social-forum", "--document",
             scan + ",number=A,1,expires=+1d", "--answer", "1=rescanned", "--words", "w"},
            "POST",
            "/v1/subjects/s/applications",
            R"({"category":"social-forum","documents":[{"expires":"2026-03-03T00:00:00Z",)"
            R"("number":"A,1","document":7}],"answers":[{"reason":1,"text":"rescanned"}],)"
            R"("words":"w"})",
            ""},
           {{"categories", "applications", "--state", "applied", "--limit", "5"},
            "GET",
            "/v1/applications?state=applied&limit=5",
            "",
            ""},
           {{"categories", "withdraw", "3"}, "POST", "/v1/applications/3/withdraw", "", etag},
           {{"categories", "accept", "3", "--valid-until", "+1d", "--etag", "\"application-9\""},
            "POST",
            "/v1/applications/3/accept",
            R"({"valid_until":"2026-03-03T00:00:00Z"})",
            "\"application-9\""},
           {{"categories", "refuse", "3", "--reason", "document_illegible=page 2", "--remark", "r"},
            "POST",
            "/v1/applications/3/refuse",
            R"({"reasons":[{"reason":"document_illegible","text":"page 2"}],"remark":"r"})",
            etag},
           {{"categories", "revoke-grant", "s", "social-forum", "--reason", "licence_withdrawn",
             "--yes", "--dry-run"},
            "POST",
            "/v1/subjects/s/grants/social-forum/revoke?dry_run=true",
            R"({"reasons":[{"reason":"licence_withdrawn"}]})",
            ""},
           {{"categories", "renew-grant", "s", "social-forum", "--remark", "renewed"},
            "POST",
            "/v1/subjects/s/grants/social-forum/renew",
            R"({"remark":"renewed"})",
            ""},
       }) {
    TestMachine machine;
    machine.server = desk_server;
    std::string shown;
    for (const auto& word : row.line) shown += word + " ";
    ASSERT_EQ(machine.run(row.line), kExitOk) << shown << machine.err.str();
    ASSERT_FALSE(machine.requests.empty()) << shown;
    const auto& last = machine.requests.back();
    EXPECT_EQ(last.method, row.method) << shown;
    EXPECT_EQ(last.target, row.target) << shown;
    EXPECT_EQ(last.body, row.body) << shown;
    EXPECT_EQ(test::header_of(last, "If-Match"), row.if_match) << shown;
  }
}

TEST(Categories, are_shown_in_the_readers_language) {
  for (const auto& [language, words] :
       {std::pair<std::string, std::vector<std::string>>{"zh", {"等着", "已过期"}},
        {"en", {"one waits", "lapsed"}}}) {
    TestMachine machine;
    machine.server = desk_server;
    ASSERT_EQ(machine.run({"categories", "show", "s", "--lang", language}), kExitOk);
    for (const auto& word : words) {
      EXPECT_NE(machine.out.str().find(word), std::string::npos) << machine.out.str();
    }
  }
  TestMachine one;
  one.server = desk_server;
  ASSERT_EQ(one.run({"categories", "show", "s", "social-forum"}), kExitOk);
  EXPECT_NE(one.out.str().find("licence"), std::string::npos) << one.out.str();
  TestMachine refused;
  refused.server = desk_server;
  ASSERT_EQ(refused.run({"categories", "applications", "3"}), kExitOk);
  for (const char* word : {"illegible", "page 2", "rescan", "\"application-1\""}) {
    EXPECT_NE(refused.out.str().find(word), std::string::npos) << refused.out.str();
  }
}

TEST(Categories, documents_are_saved_as_they_come) {
  TestMachine machine;
  machine.server = desk_server;
  const auto path = machine.folder() + "/saved.pdf";
  ASSERT_EQ(machine.run({"categories", "document", "3", "7", "--output", path}), kExitOk)
      << machine.err.str();
  std::ifstream file(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "%PDF-1");
}

TEST(Categories, faults_of_the_line_reach_no_server) {
  for (const auto& line : std::vector<std::vector<std::string>>{
           {"categories", "apply", "s"},
           {"categories", "apply", "s", "c", "--answer", "one=x"},
           {"categories", "refuse", "3", "--reason", "=x"},
           {"categories", "applications", "x"},
           {"categories", "revoke-grant", "s", "c", "--reason", "r"},
       }) {
    TestMachine machine;
    machine.server = desk_server;
    EXPECT_EQ(machine.run(line), kExitUsage) << line.back() << machine.err.str();
    for (const auto& request : machine.requests) EXPECT_EQ(request.method, "GET");
  }
}

}  // namespace
}  // namespace baobei::cli
