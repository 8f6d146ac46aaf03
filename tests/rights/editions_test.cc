// Catalogue and policy as versions by API: proposed, judged by a second operator, in force from
// their instant on to the microsecond, and what follows (R25, DESIGN decision 11).
#include <gmock/gmock.h>

#include <thread>

#include "base/text.h"
#include "engine/engine.h"
#include "lifecycle/refusal.h"
#include "rights/world.h"

namespace baobei::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kSocial = "categories/social.toml";
const std::string kInstant = "2026-12-20T16:00:00Z";

class EditionsTest : public testing::Test {
 protected:
  EditionsTest() { world.clock.set(parse_rfc3339("2026-12-01T00:00:00Z").value()); }

  std::string file(std::string_view name) {
    const auto versions = object_of(world.get("/v1/catalogue/versions", "operator"));
    const std::string current(versions.at("in_force").as_string());
    const auto shown = object_of(
        world.get("/v1/catalogue/versions/" + current + "?file=" + std::string(name), "operator"));
    for (const auto& each : shown.at("files").as_array()) {
      if (each.at("name").as_string() == name) return std::string(each.at("text").as_string());
    }
    ADD_FAILURE() << name;
    return {};
  }
  // The file with the first `from` behind `behind` replaced.
  std::string changed(std::string_view name, std::string_view behind, std::string_view from,
                      std::string_view to) {
    auto text = file(name);
    const auto start = text.find(behind);
    const auto at = text.find(from, start);
    EXPECT_TRUE(start != std::string::npos && at != std::string::npos) << behind << " " << from;
    return text.replace(at, from.size(), to);
  }
  static std::string files_body(std::string_view name, const std::string& text) {
    return json::serialize(json::array{json::object{{"name", name}, {"text", text}}});
  }
  static std::string head(const std::string& version, const std::string& from = kInstant) {
    return R"({"version":")" + version + R"(","effective_from":")" + from +
           R"(","reason":"十二月的名单",)";
  }
  std::string without_forum(const std::string& version, const std::string& from = kInstant) {
    return head(version, from) + R"("files":)" +
           files_body(kSocial, changed(kSocial, "id = \"social-forum\"", "status = \"open\"",
                                       "status = \"retired\"")) +
           "}";
  }
  Answer propose(const std::string& body, const std::string& who = "operator",
                 const std::string& query = "") {
    return world.post("/v1/catalogue/versions" + query, who, body);
  }
  Answer decide(const std::string& kind, const std::string& version, const std::string& verb,
                const std::string& who) {
    return world.post("/v1/" + kind + "/versions/" + version + "/" + verb, who);
  }
  void confirmed(const std::string& kind, const std::string& version) {
    const auto answer = decide(kind, version, "confirm", "second");
    ASSERT_EQ(answer.status, 200) << answer.body;
  }
  void granted(const std::string& subject, const std::string& category) {
    world.on_writer([&](engine::Store& store) {
      EXPECT_TRUE(store.put_grant({subject, category, {}}));
      EXPECT_TRUE(store.put_package({"wx1", sha256("tree"), "1", 1, 1, "developer", {}}));
    });
  }
  engine::Answer submits(const std::string& category) {
    return world.send("wx1", {"developer", Role::kDeveloper, "org-dev", "", ""},
                      lifecycle::Submit{sha256("tree"), {category}, {}, {}, {}});
  }
  std::string state_of(const std::string& kind, const std::string& version) {
    return member(world.get("/v1/" + kind + "/versions/" + version, "operator"), "state");
  }
  RightsWorld world;
};

TEST_F(EditionsTest, BeginsWithWhatTheProgramBrings) {
  const auto list = object_of(world.get("/v1/catalogue/versions", "developer"));
  ASSERT_EQ(list.at("items").as_array().size(), 1U);
  const auto& first = list.at("items").at(0).as_object();
  EXPECT_EQ(first.at("state").as_string(), "in_force");
  EXPECT_EQ(first.at("version"), list.at("in_force"));
  EXPECT_GT(first.at("categories").to_number<int>(), 400);
  EXPECT_FALSE(first.contains("proposed_at")) << "developers see what counts, not who";
  const auto policy = object_of(world.get("/v1/policy", "developer"));
  EXPECT_EQ(policy.at("parameters").as_array().size(), 41U);
  const auto& period = policy.at("parameters").at(0).as_object();
  EXPECT_EQ(period.at("name").as_string(), "filing_period");
  EXPECT_EQ(period.at("value").as_string(), "7d");
  EXPECT_TRUE(period.at("fixed").as_bool());
  EXPECT_EQ(period.at("mark").as_string(), "process");
}

TEST_F(EditionsTest, TakesTwoOperatorsAndNeverTheSameOneTwice) {
  EXPECT_EQ(propose(without_forum("v1"), "reviewer").status, 403);
  EXPECT_EQ(propose(without_forum("v1"), "developer").status, 403);
  const auto proposed = propose(without_forum("v1"));
  ASSERT_EQ(proposed.status, 202) << proposed.body;
  EXPECT_EQ(state_of("catalogue", "v1"), "proposed");
  EXPECT_EQ(world.get("/v1/catalogue/versions/v1", "developer").status, 404);
  EXPECT_THAT(world.get("/v1/catalogue/versions", "developer").body, Not(HasSubstr("v1")));
  const auto own = decide("catalogue", "v1", "confirm", "operator");
  EXPECT_EQ(own.status, 403);
  EXPECT_EQ(member(own, "refusal"), "same_person");
  EXPECT_EQ(member(own, "rule"), "") << "the house's own order, no rule of the process";
  EXPECT_EQ(decide("catalogue", "v1", "confirm", "reviewer").status, 403);
  confirmed("catalogue", "v1");
  EXPECT_EQ(decide("catalogue", "v1", "confirm", "second").status, 409);
  EXPECT_EQ(state_of("catalogue", "v1"), "to_come");
  EXPECT_EQ(member(world.get("/v1/categories/social-forum", ""), "status"), "open");
  EXPECT_EQ(member(world.get("/v1/catalogue/versions/v1", "developer"), "state"), "to_come");
  const auto again =
      head("v1", "2026-12-21T16:00:00Z") + R"("files":)" + files_body(kSocial, file(kSocial)) + "}";
  const auto taken = propose(again);
  EXPECT_EQ(taken.status, 409) << "the name is taken" << taken.body;
}

TEST_F(EditionsTest, CountsFromItsInstantToTheMicrosecond) {
  granted("sub-1", "social-forum");
  ASSERT_EQ(propose(without_forum("v1")).status, 202);
  confirmed("catalogue", "v1");
  const auto instant = parse_rfc3339(kInstant).value();
  world.clock.set(instant - Duration(1));
  EXPECT_EQ(member(world.get("/v1/categories/social-forum", ""), "status"), "open");
  const auto before = submits("social-forum");
  ASSERT_EQ(before.kind, engine::AnswerKind::kAccepted) << before.detail;
  const auto& submitted = std::get<lifecycle::Submitted>(before.events.at(0).data);
  EXPECT_NE(submitted.catalogue_version, "v1") << "as at submission";
  EXPECT_EQ(world.post("/v1/apps/wx1/submissions/1/withdraw", "developer").status, 200);
  world.clock.set(instant);
  EXPECT_EQ(state_of("catalogue", "v1"), "in_force");
  const auto at = submits("social-forum");
  ASSERT_EQ(at.kind, engine::AnswerKind::kRefused);
  EXPECT_EQ(at.refusal, lifecycle::Refusal::kCategoryNotOpen);
  world.clock.set(instant + Duration(1));
  EXPECT_EQ(submits("social-forum").refusal, lifecycle::Refusal::kCategoryNotOpen);
  EXPECT_EQ(member(world.get("/v1/categories/social-forum", ""), "status"), "retired");
}

TEST_F(EditionsTest, TellsSubjectsWhoseCategoryClosesOnce) {
  granted("sub-1", "social-forum");
  ASSERT_EQ(propose(without_forum("v1")).status, 202);
  confirmed("catalogue", "v1");
  EXPECT_THAT(world.get("/v1/inbox", "developer").body, Not(HasSubstr("grant_renewed")));
  world.clock.set(parse_rfc3339(kInstant).value());
  std::string shown;
  for (int i = 0; i < 200 && !shown.contains("\"finished\":true"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    shown = world.get("/v1/catalogue/versions/v1", "operator").body;
  }
  EXPECT_THAT(shown, HasSubstr("\"told\":1"));
  const auto inbox = object_of(world.get("/v1/inbox", "developer"));
  int told = 0;
  for (const auto& item : inbox.at("items").as_array()) {
    told += item.at("kind").as_string() == "grant_renewed" ? 1 : 0;
  }
  EXPECT_EQ(told, 1);
  EXPECT_THAT(world.get("/v1/inbox", "stranger").body, Not(HasSubstr("grant_renewed")));
}

TEST_F(EditionsTest, IsFollowedAndNeverEditedOrTakenBack) {
  ASSERT_EQ(propose(without_forum("v1")).status, 202);
  ASSERT_EQ(propose(without_forum("v2", "2026-12-21T00:00:00Z")).status, 202);
  confirmed("catalogue", "v1");
  const auto stale = decide("catalogue", "v2", "confirm", "second");
  EXPECT_EQ(stale.status, 409) << "it follows what is the newest no more";
  EXPECT_THAT(stale.body, HasSubstr("propose it anew"));
  EXPECT_EQ(propose(without_forum("v3", "2026-12-19T00:00:00Z")).status, 400)
      << "not before what is confirmed";
  EXPECT_EQ(decide("catalogue", "v2", "withdraw", "operator").status, 200);
  EXPECT_EQ(decide("catalogue", "v2", "withdraw", "operator").status, 409);
  EXPECT_EQ(decide("catalogue", "v1", "withdraw", "operator").status, 200)
      << "to come: one operator takes it back";
  EXPECT_EQ(state_of("catalogue", "v1"), "withdrawn");
  world.clock.set(parse_rfc3339(kInstant).value());
  EXPECT_EQ(member(world.get("/v1/categories/social-forum", ""), "status"), "open");
  ASSERT_EQ(propose(without_forum("v4", "2026-12-25T00:00:00Z")).status, 202);
  confirmed("catalogue", "v4");
  world.clock.set(parse_rfc3339("2026-12-25T00:00:00Z").value());
  EXPECT_EQ(decide("catalogue", "v4", "withdraw", "operator").status, 409);
}

TEST_F(EditionsTest, TakesNoticeAhead) {
  EXPECT_EQ(propose(without_forum("v1", "2026-12-01T00:59:59.999999Z")).status, 400);
  EXPECT_EQ(propose(without_forum("v1", "2029-12-01T00:00:00Z")).status, 400);
  ASSERT_EQ(propose(without_forum("v1", "2026-12-01T01:00:00Z")).status, 202);
  world.clock.set(parse_rfc3339("2026-12-01T00:59:00.000001Z").value());
  EXPECT_EQ(decide("catalogue", "v1", "confirm", "second").status, 409) << "under a minute ahead";
  world.clock.set(parse_rfc3339("2026-12-01T00:59:00Z").value());
  EXPECT_EQ(decide("catalogue", "v1", "confirm", "second").status, 200);
}

TEST_F(EditionsTest, NamesFileLineAndFault) {
  const auto text =
      changed(kSocial, "id = \"social-forum\"", "status = \"open\"", "status = \"ajar\"");
  const auto answer = propose(head("v1") + R"("files":)" + files_body(kSocial, text) + "}");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(member(answer, "type"), "urn:baobei:problem:invalid_catalogue");
  const auto faults = object_of(answer).at("faults").as_array();
  ASSERT_EQ(faults.size(), 1U) << answer.body;
  EXPECT_EQ(faults[0].at("file").as_string(), kSocial);
  EXPECT_GT(faults[0].at("line").to_number<int>(), 0);
  EXPECT_THAT(std::string(faults[0].at("fault_en").as_string()), HasSubstr("'ajar' is none of"));
  EXPECT_THAT(std::string(faults[0].at("fault_zh").as_string()), HasSubstr("不在以下取值之中"));
  for (const std::string name : {"policy.toml", "packs/gambling.toml", "../../etc/passwd"}) {
    const auto other = propose(head("v1") + R"("files":)" + files_body(name, "a = 1") + "}");
    EXPECT_EQ(other.status, 400) << name;
    EXPECT_EQ(member(other, "type"), "urn:baobei:problem:invalid_catalogue") << other.body;
  }
  const auto broken = propose(head("v1") + R"("files":)" + files_body(kSocial, "= [") + "}");
  EXPECT_THAT(broken.body, HasSubstr(kSocial));
  auto fewer = file(kSocial);
  fewer.replace(fewer.rfind("[[category]]"), std::string::npos, "");
  const auto gone = propose(head("v1") + R"("files":)" + files_body(kSocial, fewer) + "}");
  EXPECT_THAT(gone.body, HasSubstr("retire it instead")) << "cases go on naming it";
  const auto struck = propose(head("v1") + R"("files":[{"name":"regions.toml"}]})");
  EXPECT_THAT(struck.body, HasSubstr("regions.toml"));
  EXPECT_EQ(propose(head("v1") + R"("files":[]})").status, 400) << "nothing changes";
  EXPECT_EQ(world.get("/v1/catalogue/versions/v1", "operator").status, 404);
}

TEST_F(EditionsTest, SaysWhatItChangesByMeaning) {
  auto text = changed(kSocial, "id = \"social-forum\"", "subjects = [\"non_personal\"]",
                      "subjects = [\"enterprise\"]");
  ASSERT_EQ(
      propose(head("v1") + R"("files":)" + files_body(kSocial, "\n# moved\n" + text) + "}").status,
      202);
  const auto diff = object_of(world.get("/v1/catalogue/versions/v1/diff", "operator"));
  const auto& categories = diff.at("categories").as_object();
  EXPECT_TRUE(categories.at("added").as_array().empty());
  EXPECT_TRUE(categories.at("struck").as_array().empty());
  ASSERT_EQ(categories.at("changed").as_array().size(), 1U) << json::serialize(diff);
  const auto& row = categories.at("changed").at(0).as_object();
  EXPECT_EQ(row.at("row").at("code").as_string(), "social-forum");
  const auto& change = row.at("changes").at(0).as_object();
  EXPECT_EQ(change.at("what").as_string(), "open_to");
  EXPECT_TRUE(change.at("added").as_array().empty());
  EXPECT_EQ(change.at("struck").as_array().size(), 4U) << json::serialize(change);
  EXPECT_TRUE(diff.at("regions").at("changed").as_array().empty());
  EXPECT_EQ(world.get("/v1/catalogue/versions/v1/diff?against=none", "operator").status, 404);
}

TEST_F(EditionsTest, TellsWhatACatalogueWouldTouch) {
  granted("sub-1", "social-forum");
  const auto body = R"({"files":)" +
                    files_body(kSocial, changed(kSocial, "id = \"social-forum\"",
                                                "status = \"open\"", "status = \"retired\"")) +
                    "}";
  const auto nothing = object_of(world.post("/v1/catalogue/what-if", "operator", body));
  EXPECT_EQ(nothing.at("cases").to_number<int>(), 0);
  EXPECT_EQ(nothing.at("looked_at").to_number<int>(), 1);
  ASSERT_EQ(submits("social-forum").kind, engine::AnswerKind::kAccepted);
  const auto touched = object_of(world.post("/v1/catalogue/what-if", "operator", body));
  EXPECT_EQ(touched.at("cases").to_number<int>(), 1) << json::serialize(touched);
  EXPECT_TRUE(touched.at("complete").as_bool());
  const auto& item = touched.at("items").at(0).as_object();
  EXPECT_EQ(item.at("app").as_string(), "wx1");
  EXPECT_EQ(item.at("effects").at(0).at("effect").as_string(), "category_closed");
  EXPECT_EQ(world.post("/v1/catalogue/what-if", "reviewer", body).status, 403);
  // The same before proposing, and of what is proposed.
  const auto dry = object_of(propose(without_forum("v1"), "operator", "?dry_run=true"));
  EXPECT_EQ(dry.at("what_if").at("cases").to_number<int>(), 1);
  EXPECT_EQ(world.get("/v1/catalogue/versions/v1", "operator").status, 404) << "keeps nothing";
  ASSERT_EQ(propose(without_forum("v1")).status, 202);
  const auto stored = world.get("/v1/catalogue/versions/v1/what-if", "second");
  EXPECT_THAT(stored.body, HasSubstr("category_closed"));
  // A filing that was needed, and is no more.
  const auto unfiled =
      changed(kSocial, "id = \"social-forum\"", "kind = \"CAC7\"", "kind = \"NRTA\"");
  const auto less = world.post("/v1/catalogue/what-if", "operator",
                               R"({"files":)" + files_body(kSocial, unfiled) + "}");
  EXPECT_THAT(less.body, HasSubstr("filing_not_needed"));
}

TEST_F(EditionsTest, HoldsPolicyToItsLimits) {
  const auto tries = [&](const std::string& parameters) {
    return world.post("/v1/policy/versions", "operator",
                      head("p1") + R"("parameters":)" + parameters + "}");
  };
  struct Row {
    const char* parameters;
    const char* pointer;
  };
  for (const auto& row :
       {Row{R"({"filing_period":"6d"})", "/parameters/filing_period"},
        Row{R"({"review_due":"59m"})", "/parameters/review_due"},
        Row{R"({"review_due":72})", "/parameters/review_due"},
        Row{R"({"categories_max":51})", "/parameters/categories_max"},
        Row{R"({"categories_max":-1})", "/parameters/categories_max"},
        Row{R"({"silence_share_max":10001})", "/parameters/silence_share_max"},
        Row{R"({"silence_carries":"yes"})", "/parameters/silence_carries"},
        Row{R"({"overseas_authority":"99"})", "/parameters/overseas_authority"},
        Row{R"({"auto_refuse_rules":["no/rule"]})", "/parameters/auto_refuse_rules"},
        Row{R"({"take_down_warning":"25h"})", "/parameters/take_down_warning"},
        Row{R"({"unheard_of":1})", "/parameters/unheard_of"}}) {
    const auto answer = tries(row.parameters);
    EXPECT_EQ(answer.status, 400) << row.parameters << answer.body;
    EXPECT_EQ(member(answer, "pointer"), row.pointer) << row.parameters;
  }
  EXPECT_EQ(tries(R"({"categories_max":5})").status, 400) << "nothing changes";
  EXPECT_EQ(tries(R"({"filing_period":"7d","categories_max":6})").status, 202);
}

TEST_F(EditionsTest, LetsClocksRunByThePolicyTheyStartedUnder) {
  granted("sub-1", "social-forum");
  ASSERT_EQ(world
                .post("/v1/policy/versions", "operator",
                      head("p1") + R"("parameters":{"review_due":"24h","categories_max":1}})")
                .status,
            202);
  const auto early = submits("social-forum");
  ASSERT_EQ(early.kind, engine::AnswerKind::kAccepted);
  const auto due = std::get<lifecycle::Submitted>(early.events.at(0).data).review_due;
  // Its due instant lies behind the other policy's beginning only if that is near: ask from there.
  const auto what_if = object_of(world.get("/v1/policy/versions/p1/what-if", "second"));
  EXPECT_EQ(what_if.at("parameters").as_array().size(), 2U);
  const auto now = object_of(
      world.post("/v1/policy/what-if", "operator", R"({"parameters":{"review_due":"24h"}})"));
  EXPECT_THAT(json::serialize(now), HasSubstr("clock_keeps_end"));
  EXPECT_THAT(json::serialize(now), HasSubstr(format_rfc3339(due)));
  EXPECT_EQ(decide("policy", "p1", "confirm", "operator").status, 403);
  confirmed("policy", "p1");
  const auto coming = world.get("/v1/policy", "developer");
  EXPECT_THAT(coming.body, HasSubstr(R"("to_come":[{"value":"1d")"));
  EXPECT_EQ(world.post("/v1/apps/wx1/submissions/1/withdraw", "developer").status, 200);
  world.clock.set(parse_rfc3339(kInstant).value());
  EXPECT_EQ(state_of("policy", "p1"), "in_force");
  const auto late = submits("social-forum");
  ASSERT_EQ(late.kind, engine::AnswerKind::kAccepted) << late.detail;
  const auto& submitted = std::get<lifecycle::Submitted>(late.events.at(0).data);
  EXPECT_EQ(submitted.policy_version, "p1");
  EXPECT_EQ(submitted.review_due, parse_rfc3339(kInstant).value() + std::chrono::hours(24));
  EXPECT_EQ(due, parse_rfc3339("2026-12-04T00:00:00Z").value()) << "the old one ran by the old";
}

}  // namespace
}  // namespace baobei::test
