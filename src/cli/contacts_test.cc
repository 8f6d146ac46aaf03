// contact … on a command line, and what it asks of the API.

#include <gtest/gtest.h>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

HttpResponse contact_server(const HttpRequest& request) {
  using test::answer_json;
  if (request.method != "GET") return answer_json(200, {{"subject", "s"}});
  if (request.target.ends_with("/nobody/contact")) return answer_json(200, {{"subject", "nobody"}});
  return answer_json(200, {{"subject", "s"},
                           {"name", "责任人"},
                           {"phone", "+861000000001"},
                           {"changed_at", "2026-03-02T00:00:00Z"}});
}

struct ContactAsked {
  std::vector<std::string> line;
  std::string method, target, body;
};

TEST(Contacts, ask_for_what_they_say) {
  for (const auto& row : std::vector<ContactAsked>{
           {{"contact", "of", "wx1"}, "GET", "/v1/apps/wx1/contact", ""},
           {{"contact", "show", "s"}, "GET", "/v1/subjects/s/contact", ""},
           {{"contact", "set", "s", "--name", "n", "--phone", "010-0000 0001"},
            "PUT",
            "/v1/subjects/s/contact",
            R"({"name":"n","phone":"010-0000 0001"})"},
           {{"contact", "remove", "s", "--yes", "--dry-run"},
            "DELETE",
            "/v1/subjects/s/contact?dry_run=true",
            ""},
           {{"filing", "list", "--channel", "transcribed", "--find", "01000000001"},
            "GET",
            "/v1/filings?q=01000000001&channel=transcribed&limit=50",
            ""}}) {
    test::TestMachine machine;
    machine.server = contact_server;
    ASSERT_EQ(machine.run(row.line), kExitOk) << row.target << machine.err.str();
    ASSERT_FALSE(machine.requests.empty()) << row.target;
    EXPECT_EQ(machine.requests.back().method, row.method);
    EXPECT_EQ(machine.requests.back().target, row.target);
    EXPECT_EQ(machine.requests.back().body, row.body);
  }
}

TEST(Contacts, show_the_number_or_that_nobody_is_named) {
  test::TestMachine machine;
  machine.server = contact_server;
  ASSERT_EQ(machine.run({"contact", "show", "s"}), kExitOk);
  EXPECT_NE(machine.out.str().find("+861000000001"), std::string::npos) << machine.out.str();
  test::TestMachine other;
  other.server = contact_server;
  ASSERT_EQ(other.run({"contact", "show", "nobody"}), kExitOk);
  EXPECT_NE(other.out.str().find("nobody"), std::string::npos) << other.out.str();
}

}  // namespace
}  // namespace baobei::cli
