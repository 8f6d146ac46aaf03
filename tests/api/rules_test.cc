// Packs of rules that two operators put in force judge from their instant on, and reports name
// them; over kills of the server.
#include "rules.h"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

namespace baobei::api {
namespace {

// Finds the sample by what it says of itself.
std::string pack_of(const std::string& word, const std::string& expect) {
  return "id = \"neighbourhood\"\nversion = \"1\"\nerror = true\n"
         "title = { zh = \"邻里\", en = \"Neighbourhood\" }\n"
         "why = { zh = \"试行规则\", en = \"A rule on trial\" }\n"
         "what_to_do = { zh = \"无需处理\", en = \"Do nothing\" }\n\n"
         "[[terms]]\nid = \"word\"\nwords = [\"" +
         word +
         "\"]\n\n"
         "[[combination]]\nlevel = \"high\"\nneeds = [\"word\"]\n"
         "message = { zh = \"出现该词\", en = \"the word is there\" }\n\n"
         "[[example]]\nname = \"found\"\nexpect = \"" +
         expect + "\"\ntexts = [\"text: " + word +
         "\"]\n\n[[example]]\nname = \"harmless\"\nexpect = \"none\"\ntexts = [\"text: 天气\"]\n";
}

class RulesInForce : public testing::Test {
 protected:
  std::string body(const std::string& version, const std::string& text, int hours) {
    const auto now = parse_rfc3339(story_.now()).value();
    return json::serialize(json::object{
        {"version", version},
        {"effective_from", format_rfc3339(now + std::chrono::hours(hours))},
        {"reason", "试行"},
        {"files",
         json::array{json::object{{"name", "packs/neighbourhood.toml"}, {"text", text}}}}});
  }
  json::value report() {
    return story_.contract.send({"checkVersion", "developer", {kA, digest_}}, 200).json();
  }
  static std::string rules_in(const json::value& report) {
    return std::string(report.at("versions").at("rules").as_string());
  }
  static bool finds(const json::value& report, const std::string& rule) {
    for (const auto& finding : report.at("findings").as_array()) {
      if (finding.at("rule").as_string() == rule) return true;
    }
    return false;
  }
  json::value version(const std::string& name) {
    return story_.contract.send({"getRuleVersion", "operator", {name}}, 200).json();
  }
  void restart() {
    story_.program.kill();
    story_.program.start();
  }

  Story story_;
  std::string digest_;
};

TEST_F(RulesInForce, JudgeFromTheirInstantOnAndAreNamedByReports) {
  auto& contract = story_.contract;
  story_.registers(kA);
  digest_ = story_.uploads(kA, "rules");
  const auto before = report();
  EXPECT_EQ(rules_in(before), version("builtin").at("rules").as_string());
  EXPECT_FALSE(finds(before, "content/neighbourhood"));

  const auto wrong = contract.send(
      {"proposeRules", "operator", {}, body("wrong", pack_of("邻里", "low"), 3)}, 400);
  EXPECT_THAT(wrong.body, testing::HasSubstr("packs/neighbourhood.toml"));
  EXPECT_THAT(wrong.body, testing::HasSubstr("comes out as high"));

  contract.send({"proposeRules", "operator", {}, body("rules-2", pack_of("邻里", "high"), 3)}, 202);
  restart();
  contract.send({"confirmRules", "second_operator", {"rules-2"}}, 200);
  EXPECT_EQ(version("rules-2").at("state").as_string(), "to_come");
  EXPECT_EQ(rules_in(report()), rules_in(before)) << "not before its instant";
  restart();
  story_.moves_clock("4h");  // the sandbox's clock stood still while the program was down
  const auto after = report();
  EXPECT_TRUE(finds(after, "content/neighbourhood"));
  EXPECT_EQ(rules_in(after), version("rules-2").at("rules").as_string());
  EXPECT_NE(rules_in(after), rules_in(before));
  restart();
  EXPECT_TRUE(finds(report(), "content/neighbourhood")) << "a restart reads the record";

  // A submission is checked by it as well, and its report says so.
  const auto no = story_.submits(kA, "rules-2");
  const auto kept = contract.send({"getReport", "reviewer", {kA, no}}, 200).json();
  EXPECT_TRUE(finds(kept, "content/neighbourhood"));
  EXPECT_EQ(rules_in(kept), rules_in(after));
  contract.send({"withdrawRules", "operator", {"rules-2"}}, 409);

  // Back to the program's own: a version that starts from them.
  const auto now = parse_rfc3339(story_.now()).value();
  contract.send({"proposeRules",
                 "operator",
                 {},
                 R"({"version":"rules-3","base":"builtin","effective_from":")" +
                     format_rfc3339(now + std::chrono::hours(2)) + R"(","reason":"r","files":[]})"},
                202);
  contract.send({"confirmRules", "second_operator", {"rules-3"}}, 200);
  story_.moves_clock("3h");
  EXPECT_EQ(rules_in(report()), rules_in(before));
}

// What people decided is what a version is measured by.
TEST_F(RulesInForce, AreRehearsedOverWhatPeopleDecided) {
  auto& contract = story_.contract;
  story_.registers(kA);
  const auto no = story_.submits(kA, "first");
  story_.passes(kA, no);
  digest_ = story_.digest();
  contract.send({"proposeRules", "operator", {}, body("noisy", pack_of("邻里", "high"), 3)}, 202);
  const auto begun =
      contract.send({"beginRehearsal", "operator", {}, R"({"version":"noisy"})"}, 202).json();
  const std::string id(begun.at("rehearsal").as_string());
  json::value shown;
  for (int i = 0; i < 2'400; ++i) {
    shown = contract.send({"getRehearsal", "operator", {id}}, 200).json();
    if (shown.at("state").as_string() != "running") break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ASSERT_EQ(shown.at("state").as_string(), "done") << json::serialize(shown);
  EXPECT_EQ(shown.at("against").as_string(), "builtin");
  const auto& result = shown.at("result");
  EXPECT_TRUE(result.at("could_not_check").as_array().empty());
  bool told = false;
  for (const auto& change : result.at("changes").as_array()) {
    if (change.at("answer").as_string() != "content/neighbourhood") continue;
    told = true;
    EXPECT_EQ(change.at("before").to_number<int>(), 0);
    EXPECT_GE(change.at("after").to_number<int>(), 1);
    EXPECT_THAT(json::serialize(change.at("gained")), testing::HasSubstr(digest_));
  }
  EXPECT_TRUE(told) << json::serialize(result);
  restart();
  const auto kept = contract.send({"getRehearsal", "operator", {id}}, 200).json();
  EXPECT_EQ(json::serialize(kept.at("result")), json::serialize(result)) << "kept over a kill";
}

}  // namespace
}  // namespace baobei::api
