// What two operators put in force outlives the server: killed after the confirmation and killed
// again after the instant, it judges as the record says (R25).
#include "editions.h"

#include <gmock/gmock.h>

namespace baobei::api {
namespace {

class EditionRestart : public testing::Test {
 protected:
  void restart() {
    program_.kill();
    program_.start();
  }
  std::string now() {
    const auto value = contract_.send({"getSandboxClock", "operator"}, 200).json();
    return std::string(value.at("now").as_string());
  }
  void moves_clock(const std::string& body) {
    contract_.send({"moveSandboxClock", "operator", {}, body}, 200);
  }
  std::string status_of_forum() {
    const auto value = contract_.send({"getCategory", "", {"social-forum"}}, 200).json();
    return std::string(value.at("status").as_string());
  }
  std::string state_of(const std::string& operation, const std::string& version) {
    const auto value = contract_.send({operation, "operator", {version}}, 200).json();
    return std::string(value.at("state").as_string());
  }

  Program program_;
  Contract contract_{program_};
};

TEST_F(EditionRestart, JudgesByTheRecordAfterKills) {
  const auto start = parse_rfc3339(now()).value();
  const auto instant = format_rfc3339(start + std::chrono::hours(48));
  contract_.send({"proposeCatalogue", "operator", {}, retire_forum(contract_, "cat-k", instant)},
                 202);
  contract_.send({"proposePolicy",
                  "operator",
                  {},
                  R"({"version":"pol-k","effective_from":")" + instant +
                      R"(","reason":"r","parameters":{"categories_max":7}})"},
                 202);
  restart();
  EXPECT_EQ(state_of("getCatalogueVersion", "cat-k"), "proposed") << "a proposal outlives a kill";
  contract_.send({"confirmCatalogue", "operator", {"cat-k"}}, 403);
  contract_.send({"confirmCatalogue", "second_operator", {"cat-k"}}, 200);
  contract_.send({"confirmPolicy", "second_operator", {"pol-k"}}, 200);
  restart();
  EXPECT_EQ(state_of("getCatalogueVersion", "cat-k"), "to_come");
  EXPECT_EQ(state_of("getPolicyVersion", "pol-k"), "to_come");
  EXPECT_EQ(status_of_forum(), "open");
  const auto just_before = format_rfc3339(start + std::chrono::hours(48) - Duration(1'000'000));
  moves_clock(R"({"to":")" + just_before + "\"}");
  EXPECT_EQ(status_of_forum(), "open");
  restart();
  moves_clock(R"({"to":")" + format_rfc3339(start + std::chrono::hours(49)) + "\"}");
  EXPECT_EQ(status_of_forum(), "retired");
  EXPECT_EQ(state_of("getCatalogueVersion", "cat-k"), "in_force");
  restart();
  EXPECT_EQ(status_of_forum(), "retired") << "and after its instant";
  EXPECT_EQ(state_of("getPolicyVersion", "pol-k"), "in_force");
  const auto server = contract_.send({"getServer", ""}, 200).json();
  EXPECT_EQ(server.at("catalogue_version").as_string(), "cat-k");
  EXPECT_EQ(server.at("policy_version").as_string(), "pol-k");
  contract_.send({"withdrawCatalogue", "operator", {"cat-k"}}, 409);
}

}  // namespace
}  // namespace baobei::api
