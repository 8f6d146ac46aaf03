// The program as it is shipped on data whose mark lies ahead of its clock: it says so, decides
// nothing, and can be read.

#include <gmock/gmock.h>

#include "contract.h"

namespace baobei::api {
namespace {

using ::testing::HasSubstr;

std::string member(const Reply& reply, const char* name) {
  const auto value = reply.json();
  const auto* found = value.is_object() ? value.get_object().if_contains(name) : nullptr;
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

TEST(Clock, ThatFellBackIsToldAndNothingIsDecided) {
  Program program;
  Contract contract(program);
  const auto& app = program.app();
  const auto before = member(contract.send({"getCase", "developer", {app}}, 200), "revision");
  program.serve_behind_its_mark();

  Call readiness{"getReadiness", ""};
  const auto chinese = contract.send(readiness, 503);
  EXPECT_THAT(member(chinese, "detail"), HasSubstr("时钟不可信"));
  readiness.header_lines = "Accept-Language: en\r\n";
  const auto english = contract.send(readiness, 503);
  EXPECT_THAT(member(english, "detail"), HasSubstr("the clock is not to be trusted"));
  EXPECT_EQ(member(english, "detail_zh"), member(chinese, "detail"));
  contract.send({"getHealth", ""}, 200);

  Call command{"authoriseAgency", "developer", {app}, R"({"agency":"org-agency"})"};
  const auto refused = contract.send(command, 503);
  EXPECT_EQ(member(refused, "type"), "urn:baobei:problem:unavailable");
  EXPECT_EQ(member(refused, "title"), "暂不可用");
  EXPECT_NE(refused.header("Retry-After"), "");
  command.header_lines = "Accept-Language: en\r\n";
  EXPECT_EQ(member(contract.send(command, 503), "title"), "Unavailable");

  const auto after = contract.send({"getCase", "developer", {app}}, 200);
  EXPECT_EQ(member(after, "revision"), before) << "nothing was decided";
  contract.send({"listInbox", "developer"}, 200);
  contract.send({"listSubmissions", "reviewer"}, 200);
  contract.send({"listCategories", ""}, 200);
}

}  // namespace
}  // namespace baobei::api
