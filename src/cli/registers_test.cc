// What the commands on registers, counts, material and documents ask of the API, and what they
// show.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::TestMachine;
using ::testing::HasSubstr;

const std::string kRegisterDigest(64, 'b');

HttpResponse office_server(const HttpRequest& request) {
  if (request.target == "/v1/server") {
    return answer_json(200, {{"time", "2026-03-02T00:00:00Z"}, {"sandbox", true}});
  }
  if (request.method == "GET" && request.target == "/v1/apps/wx1") {
    const json::object submission{{"no", 1}, {"digest", kRegisterDigest}};
    const json::object asked{{"no", 3},
                             {"entry", 2},
                             {"at", "2026-03-02T00:00:00Z"},
                             {"state", "replied"},
                             {"text", nullptr},
                             {"reply", json::object{{"at", "2026-03-03T00:00:00Z"},
                                                    {"text", "see it"},
                                                    {"documents", json::array{"scn_9"}}}}};
    return answer_json(200, {{"app", "wx1"},
                             {"submissions", json::array{submission}},
                             {"requests", json::array{asked}},
                             {"entries", json::array{json::object{{"no", 2}, {"submission", 1}}}}});
  }
  if (request.target == "/v1/filings/counts") {
    return answer_json(200,
                       {{"items", json::array{json::object{
                                      {"state", "running"}, {"count", 10000}, {"exact", false}}}}});
  }
  return answer_json(200, {{"app", "wx1"}, {"revision", 3}, {"events", json::array{}}});
}

struct RegisterLine {
  std::vector<std::string> line;
  std::string method;
  std::string target;
  std::string body;
};

const std::vector<RegisterLine>& register_lines() {
  static const std::vector<RegisterLine> kLines = {
      {{"filing", "answer", "wx1", "2", "--pass", "--reply-number", "12-A"},
       "POST",
       "/v1/apps/wx1/filings/2/answer",
       R"({"verdict":"pass","digest":")" + kRegisterDigest + R"(","reply_number":"12-A"})"},
      {{"filing", "request", "wx1", "2", "please", "--by", "+2h"},
       "POST",
       "/v1/apps/wx1/filings/2/requests",
       R"({"text":"please","wanted_by":"2026-03-02T02:00:00Z"})"},
      {{"filing", "reply", "wx1", "3", "here"},
       "POST",
       "/v1/apps/wx1/requests/3/reply",
       R"({"text":"here"})"},
      {{"filing", "answers", "--state", "effective", "--late", "--find", "12"},
       "GET",
       "/v1/answers?state=effective&late=true&q=12&limit=50",
       ""},
      {{"filing", "counts"}, "GET", "/v1/filings/counts", ""},
      {{"review", "counts"}, "GET", "/v1/submissions/counts", ""},
      {{"order", "list", "--state", "standing"}, "GET", "/v1/orders?state=standing&limit=50", ""},
      {{"filing", "key", "list"}, "GET", "/v1/office-keys", ""},
      {{"filing", "scan", "erase", "wx1", "2", "scn_1", "-y"},
       "POST",
       "/v1/apps/wx1/filings/2/scans/scn_1/erase",
       ""},
      {{"categories", "erase-document", "4", "7", "-y"},
       "POST",
       "/v1/applications/4/documents/7/erase",
       ""},
      {{"categories", "readers", "4"}, "GET", "/v1/applications/4/accesses", ""}};
  return kLines;
}

TEST(Registers, ask_for_what_they_say) {
  for (const auto& row : register_lines()) {
    TestMachine machine;
    machine.server = office_server;
    std::string shown;
    for (const auto& word : row.line) shown += word + " ";
    ASSERT_EQ(machine.run(row.line), kExitOk) << shown << machine.err.str();
    ASSERT_FALSE(machine.requests.empty()) << shown;
    const auto& last = machine.requests.back();
    EXPECT_EQ(last.method, row.method) << shown;
    EXPECT_EQ(last.target, row.target) << shown;
    EXPECT_EQ(last.body, row.body) << shown;
  }
}

TEST(Registers, show_what_was_asked_for_and_that_words_were_erased) {
  TestMachine machine;
  machine.server = office_server;
  ASSERT_EQ(machine.run({"filing", "requests", "wx1", "--lang", "en"}), kExitOk);
  EXPECT_THAT(machine.out.str(), HasSubstr("request 3"));
  EXPECT_THAT(machine.out.str(), HasSubstr("(erased)"));
  EXPECT_THAT(machine.out.str(), HasSubstr("see it"));
  EXPECT_THAT(machine.out.str(), HasSubstr("scn_9"));
}

TEST(Registers, say_where_a_count_is_not_all) {
  TestMachine machine;
  machine.server = office_server;
  ASSERT_EQ(machine.run({"filing", "counts"}), kExitOk);
  EXPECT_THAT(machine.out.str(), HasSubstr("running  10000"));
  EXPECT_THAT(machine.out.str(), Not(HasSubstr("yes")));
}

}  // namespace
}  // namespace baobei::cli
