// The directory by API: who may see and change whom, and what takes a second operator (DESIGN
// decisions 11 and 12).
#include "engine/directory.h"

#include <gmock/gmock.h>

#include "rights/steps.h"
#include "rights/world.h"
#include "store/backup.h"

namespace baobei::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class DirectoryTest : public testing::Test {
 protected:
  DirectoryTest() {
    world.person("owner", "org-dev", {Role::kDeveloper});
    world.on_writer([this](engine::Store&) {
      EXPECT_TRUE(
          world.directory().put_owner("org-dev", "owner", true, {"operator", world.clock.now()}));
    });
  }
  Answer put(const std::string& target, const std::string& who, const std::string& body) {
    return world.ask("PUT", target, who, body);
  }
  std::string issue(const std::string& person, const std::string& who,
                    const std::string& more = "") {
    const auto answer =
        world.post("/v1/people/" + person + "/tokens", who,
                   R"({"label":"ci","expires":"2026-04-01T00:00:00Z")" + more + "}");
    EXPECT_EQ(answer.status, 201) << answer.body;
    return member(answer, "secret");
  }
  int with_token(const std::string& secret, std::string_view method, const std::string& target,
                 const std::string& body = "") {
    return world.ask(method, target, "", body, "Authorization: Bearer " + secret + "\r\n").status;
  }
  RightsWorld world;
};

const std::string kReviewer =
    R"({"org":"org-op","name":"审核员丙","unit":"review","roles":["reviewer"]})";
const std::string kDeveloper = R"({"org":"org-dev","name":"开发者丙","roles":["developer"]})";
const std::string kOfficer =
    R"({"org":"org-office","name":"经办人","roles":["officer"],"region":"33"})";

TEST_F(DirectoryTest, AnOperatorRecordsWhoNeedsNoSecond) {
  const auto made = put("/v1/people/dev-3", "operator", kDeveloper);
  EXPECT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(member(world.get("/v1/people/dev-3", "operator"), "roles"), R"(["developer"])");
  EXPECT_EQ(put("/v1/people/rev-3", "operator", kReviewer).status, 202) << "over others";
  EXPECT_EQ(put("/v1/orgs/org-new", "operator", R"({"kind":"agency","name":"新服务商"})").status,
            200);
  EXPECT_THAT(world.get("/v1/orgs", "operator").body, HasSubstr("org-new"));
  const auto subject =
      put("/v1/subjects/sub-9", "operator",
          R"({"org":"org-dev","name":"新主体","kind":"enterprise","region":"33"})");
  EXPECT_EQ(subject.status, 200) << subject.body;
  EXPECT_THAT(world.get("/v1/subjects", "developer").body, HasSubstr("sub-9"));
  EXPECT_THAT(world.get("/v1/subjects", "stranger").body, Not(HasSubstr("sub-9")));
}

TEST_F(DirectoryTest, RowsTellWhoseTheyAreByName) {
  ASSERT_EQ(put("/v1/orgs/org-dev", "operator", R"({"kind":"developer","name":"示例团队"})").status,
            200);
  const auto version = sha256("tree");
  has_version(world, "wx1", version, "tools-calculator");
  is_submitted(world, "wx1", version, "tools-calculator");
  const auto applied =
      world.post("/v1/subjects/sub-1/applications", "developer", R"({"category":"tools-weather"})");
  ASSERT_EQ(applied.status, 201) << applied.body;
  const auto row = [&](const std::string& list) {
    return object_of(world.get(list, "operator")).at("items").at(0).as_object();
  };
  for (const std::string list : {"/v1/apps", "/v1/apps?detail=true", "/v1/submissions",
                                 "/v1/submissions?detail=true&owner=org-dev"}) {
    EXPECT_EQ(row(list).at("owner_name"), "示例团队") << list;
  }
  EXPECT_EQ(row("/v1/apps").at("subject_name"), "一家公司");
  EXPECT_EQ(row("/v1/applications").at("subject_name"), "一家公司");
  EXPECT_EQ(row("/v1/subjects").at("org_name"), "示例团队");
}

// R19: filings are of the subject that they were made for, and its notices go to its organisation.
TEST_F(DirectoryTest, WhatMakesASubjectThisOneIsNotOverwritten) {
  const auto put_subject = [&](const std::string& id, const std::string& org,
                               const std::string& kind, const std::string& more = "") {
    return put("/v1/subjects/" + id, "operator",
               R"({"org":")" + org + R"(","name":"改名","kind":")" + kind + "\"" + more + "}");
  };
  const std::string at_home = R"(,"region":"33")";
  const auto code =
      put_subject("sub-1", "org-dev", "enterprise", at_home + R"(,"credit_code":"code-2")");
  EXPECT_EQ(code.status, 409) << code.body;
  EXPECT_THAT(code.body, HasSubstr("a new credit code is a new subject"));
  EXPECT_THAT(code.body, HasSubstr("新的统一社会信用代码即为新主体"));
  EXPECT_EQ(member(code, "pointer"), "/credit_code");
  const auto kind = put_subject("sub-1", "org-dev", "media", at_home);
  EXPECT_EQ(kind.status, 409) << kind.body;
  EXPECT_EQ(member(kind, "pointer"), "/kind");
  const auto org = put_subject("sub-1", "org-other", "enterprise", at_home);
  EXPECT_EQ(org.status, 409) << "wx1 is its mini-program: " << org.body;
  EXPECT_EQ(member(org, "pointer"), "/org");
  EXPECT_THAT(world.get("/v1/subjects", "developer").body,
              AllOf(HasSubstr("一家公司"), HasSubstr("code-1")))
      << "nothing of what was refused";
  // Name and region change; the code that is not given stays and is not to be changed on the way.
  EXPECT_EQ(put_subject("sub-1", "org-dev", "enterprise", R"(,"region":"44")").status, 200);
  EXPECT_THAT(world.get("/v1/subjects", "developer").body,
              AllOf(HasSubstr("改名"), HasSubstr("code-1"), HasSubstr(R"("region":"44")")));
  EXPECT_EQ(
      put_subject("sub-1", "org-dev", "enterprise", at_home + R"(,"credit_code":"code-2")").status,
      409);
  // A first code is filled in. Nothing names sub-2 yet: it may go to another organisation.
  const std::string first = R"(,"region":"44","credit_code":"code-9")";
  EXPECT_EQ(put_subject("sub-2", "org-other", "personal", first).status, 200);
  EXPECT_EQ(put_subject("sub-2", "org-dev", "personal", first).status, 200);
  EXPECT_THAT(world.get("/v1/subjects", "developer").body, HasSubstr("code-9"));
  const auto applied = world.post("/v1/subjects/sub-2/applications", "developer",
                                  R"({"category":"tools-calculator"})");
  ASSERT_EQ(applied.status, 201) << applied.body;
  EXPECT_EQ(put_subject("sub-2", "org-other", "personal", first).status, 409) << "it applied";
}

TEST_F(DirectoryTest, RightsOverOthersTakeASecondOperator) {
  const auto proposed = put("/v1/people/off-9", "operator", kOfficer);
  EXPECT_EQ(proposed.status, 202) << proposed.body;
  const auto path = "/v1/proposals/" + member(proposed, "proposal");
  EXPECT_EQ(world.get("/v1/people/off-9", "operator").status, 404) << "not in force yet";
  EXPECT_EQ(world.post(path + "/confirm", "operator").status, 403) << "not by whoever proposed it";
  EXPECT_EQ(world.post(path + "/confirm", "reviewer").status, 403);
  EXPECT_EQ(world.post(path + "/confirm?dry_run=true", "second").status, 200);
  EXPECT_EQ(world.get("/v1/people/off-9", "operator").status, 404);
  EXPECT_EQ(world.post(path + "/confirm", "second").status, 200);
  EXPECT_EQ(member(world.get("/v1/people/off-9", "operator"), "region"), "33");
  EXPECT_EQ(world.post(path + "/confirm", "second").status, 409);
  // The same rights again are no grant; another region, or organisation, is one.
  EXPECT_EQ(put("/v1/people/off-9", "operator", kOfficer).status, 200);
  const auto moved =
      put("/v1/people/off-9", "operator",
          R"({"org":"org-office","name":"经办人","roles":["officer"],"region":"44"})");
  EXPECT_EQ(moved.status, 202);
  // Taking rights away takes one operator.
  EXPECT_EQ(put("/v1/people/off-9", "operator",
                R"({"org":"org-office","name":"经办人","roles":[],"active":false})")
                .status,
            200);
  EXPECT_EQ(member(world.get("/v1/people/off-9", "operator"), "active"), "false");
}

TEST_F(DirectoryTest, ARejectedProposalChangesNothing) {
  const auto proposed =
      put("/v1/people/reviewer", "operator",
          R"({"org":"org-op","name":"r","roles":["reviewer","senior_reviewer"]})");
  ASSERT_EQ(proposed.status, 202);
  const auto path = "/v1/proposals/" + member(proposed, "proposal");
  EXPECT_EQ(world.post(path + "/reject", "operator").status, 200) << "one may take it back";
  EXPECT_EQ(member(world.get("/v1/people/reviewer", "operator"), "roles"), R"(["reviewer"])");
  EXPECT_THAT(world.get("/v1/proposals", "operator").body, HasSubstr("\"items\":[]"));
  EXPECT_THAT(world.get("/v1/proposals?state=rejected", "operator").body, HasSubstr("reviewer"));
}

TEST_F(DirectoryTest, ActsOfOnePersonAreOnRecord) {
  world.person("auditor", "org-op", {Role::kAuditor});
  ASSERT_EQ(put("/v1/people/dev-3", "operator", kDeveloper).status, 200);
  ASSERT_EQ(put("/v1/people/dev-3", "second",
                R"({"org":"org-dev","name":"开发者丙","roles":["developer"],"active":false})")
                .status,
            200);
  ASSERT_EQ(
      put("/v1/orgs/org-new?dry_run=true", "operator", R"({"kind":"agency","name":"新"})").status,
      200);
  ASSERT_EQ(world
                .post("/v1/orgs/org-dev/people", "owner",
                      R"({"person":"dev-4","name":"开发者丁","owner":true})")
                .status,
            201);
  const auto host = world.post("/v1/hosts", "operator", R"({"name":"华东"})");
  ASSERT_EQ(host.status, 201) << host.body;
  ASSERT_EQ(world.ask("DELETE", "/v1/hosts/" + member(host, "host"), "second").status, 204);
  const auto listed = [&](const std::string& query) {
    const auto answer = object_of(world.get("/v1/directory/steps" + query, "auditor"));
    std::string lines;
    for (const auto& item : answer.at("items").as_array()) {
      lines += std::string(item.at("what").as_string()) + " " +
               std::string(item.at("person").as_string()) + "\n";
    }
    return lines;
  };
  EXPECT_EQ(listed("?about=dev-3"), "person_changed second\nperson_recorded operator\n");
  EXPECT_EQ(listed("?about=dev-4"), "owner_made owner\nperson_recorded owner\n");
  EXPECT_EQ(listed("?about=" + member(host, "host")), "host_revoked second\nhost_added operator\n");
  EXPECT_EQ(listed("?about=org-new"), "") << "a dry run changes nothing";
  const auto all = world.get("/v1/directory/steps?person=second", "auditor");
  EXPECT_THAT(all.body, HasSubstr(R"({"field":"active","before":"true","after":"false"})"));
  EXPECT_THAT(world.get("/v1/directory/steps", "auditor").body, Not(HasSubstr("开发者")));
}

TEST_F(DirectoryTest, NobodyChangesTheirOwnRights) {
  EXPECT_EQ(put("/v1/people/operator", "operator",
                R"({"org":"org-op","name":"o","roles":["operator","officer"],"region":"33"})")
                .status,
            403);
}

TEST_F(DirectoryTest, AnOwnerInvitesIntoTheirOwnOrganisationAlone) {
  const std::string body = R"({"person":"dev-2","name":"开发者乙"})";
  EXPECT_EQ(world.post("/v1/orgs/org-dev/people", "developer", body).status, 404) << "no owner";
  EXPECT_EQ(world.post("/v1/orgs/org-other/people", "owner", body).status, 404);
  const auto made = world.post("/v1/orgs/org-dev/people", "owner", body);
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(member(made, "roles"), R"(["developer"])");
  EXPECT_EQ(world.post("/v1/orgs/org-dev/people", "owner", body).status, 409);
  EXPECT_EQ(
      world.post("/v1/orgs/org-dev/people", "owner", R"({"person":"stranger","name":"x"})").status,
      409)
      << "nobody is taken over";
  EXPECT_THAT(world.get("/v1/orgs/org-dev/people", "owner").body, HasSubstr("dev-2"));
  const auto secret = issue("dev-2", "owner");
  EXPECT_EQ(with_token(secret, "GET", "/v1/me"), 200);
  EXPECT_EQ(world
                .post("/v1/people/stranger/tokens", "owner",
                      R"({"label":"x","expires":"2026-04-01T00:00:00Z"})")
                .status,
            404);
}

TEST_F(DirectoryTest, ATokenDoesWhatItWasIssuedForUntilItEnds) {
  const auto read = issue("developer", "developer", R"(,"read_only":true)");
  EXPECT_EQ(with_token(read, "GET", "/v1/apps/wx1"), 200);
  EXPECT_EQ(with_token(read, "POST", "/v1/apps/wx1/suspend"), 403);
  EXPECT_EQ(with_token(read, "POST", "/v1/subjects/sub-1/documents", kPdf), 403);
  EXPECT_EQ(with_token(read, "POST", "/v1/people/developer/tokens",
                       R"({"label":"x","expires":"2026-04-01T00:00:00Z"})"),
            403)
      << "and makes no better one";
  const auto full = issue("developer", "developer");
  const auto listed = world.get("/v1/people/developer/tokens", "developer");
  EXPECT_THAT(listed.body, Not(HasSubstr(full)));
  EXPECT_THAT(listed.body, Not(HasSubstr(to_hex(sha256(full)))));
  const auto id = to_hex(sha256(full)).substr(0, 16);
  EXPECT_EQ(world.post("/v1/people/developer/tokens/" + id + "/revoke", "stranger").status, 404);
  EXPECT_EQ(world.post("/v1/people/developer/tokens/" + id + "/revoke", "developer").status, 200);
  EXPECT_EQ(with_token(full, "GET", "/v1/me"), 401);
  world.clock.set(parse_rfc3339("2026-04-01T00:00:00Z").value());
  EXPECT_EQ(with_token(read, "GET", "/v1/me"), 401);
}

TEST_F(DirectoryTest, AnOperatorIssuesNoTokenThatASecondWouldHaveToAllow) {
  EXPECT_EQ(world
                .post("/v1/people/officer/tokens", "operator",
                      R"({"label":"x","expires":"2026-04-01T00:00:00Z"})")
                .status,
            403);
  EXPECT_FALSE(issue("stranger", "operator").empty());
  EXPECT_FALSE(issue("operator", "operator", R"(,"roles":["operator"])").empty());
}

TEST_F(DirectoryTest, ErasingAPersonBreaksNoProof) {
  ASSERT_EQ(world.post("/v1/apps/wx1/agencies", "developer", R"({"agency":"org-agency"})").status,
            200);
  const auto path = world.scratch.file("baobei.db");
  const auto before = store::verify(path);
  ASSERT_TRUE(before) << to_string(before.error());
  const auto told = world.get("/v1/people/developer/data", "developer");
  EXPECT_THAT(told.body, HasSubstr("\"agency_authorised\""));
  EXPECT_EQ(world.get("/v1/people/developer/data", "stranger").status, 404);
  EXPECT_EQ(world.post("/v1/people/developer/erase", "owner").status, 403);
  EXPECT_EQ(world.post("/v1/people/developer/erase", "operator").status, 409) << "still active";
  ASSERT_EQ(put("/v1/people/developer", "operator",
                R"({"org":"org-dev","name":"developer","roles":[],"active":false})")
                .status,
            200);
  EXPECT_EQ(world.post("/v1/people/developer/erase?dry_run=true", "operator").status, 200);
  EXPECT_EQ(member(world.get("/v1/people/developer", "operator"), "name"), "developer");
  EXPECT_EQ(world.post("/v1/people/developer/erase", "operator").status, 200);
  EXPECT_EQ(member(world.get("/v1/people/developer", "operator"), "name"), "");
  EXPECT_EQ(world.get("/v1/me", "developer").status, 401);
  const auto rest = object_of(world.get("/v1/people/developer/data", "operator"));
  EXPECT_TRUE(rest.at("tokens").as_array().empty());
  EXPECT_FALSE(rest.at("acts").as_array().empty()) << "the record names the id";
  EXPECT_TRUE(rest.contains("erased_at"));
  EXPECT_EQ(put("/v1/people/developer", "operator",
                R"({"org":"org-dev","name":"somebody else","roles":["developer"]})")
                .status,
            409)
      << "the id is nobody's again";
  const auto after = store::verify(path);
  ASSERT_TRUE(after) << to_string(after.error());
  EXPECT_EQ(after->events, before->events);
}

// Part by part, a page of rows at a time, until `next` is absent.
TEST_F(DirectoryTest, WhatSomebodyDidIsToldToThemAsAWhole) {
  constexpr std::size_t kChanges = engine::kPageMax + 1;
  for (std::size_t n = 1; n <= kChanges; ++n) {
    const auto name = R"({"kind":"agency","name":"服务商 )" + std::to_string(n) + "\"}";
    ASSERT_EQ(put("/v1/orgs/org-new", "operator", name).status, 200);
  }
  ASSERT_EQ(world.get("/v1/apps/wx1", "operator").status, 200);
  const std::string path = "/v1/people/operator/data";
  const auto first = object_of(world.get(path, "operator"));
  const auto acts = first.at("acts").as_array().size();
  const auto steps = first.at("directory_steps").as_array().size();
  EXPECT_EQ(acts + steps, engine::kPageMax) << "a page of whatever part";
  EXPECT_THAT(first.at("readings").as_array(), testing::IsEmpty()) << "not yet";
  const std::string next(first.at("next").as_string());
  EXPECT_THAT(next, testing::StartsWith("directory_steps:"));
  const auto second = object_of(world.get(path + "?after=" + next, "operator"));
  EXPECT_THAT(second.at("acts").as_array(), testing::IsEmpty()) << "told before";
  const auto& rest = second.at("directory_steps").as_array();
  ASSERT_EQ(steps + rest.size(), kChanges + 1) << "and whom the fixture made an owner";
  EXPECT_EQ(rest.back().at("what"), "owner_made") << "the oldest";
  ASSERT_EQ(second.at("readings").as_array().size(), 1u);
  EXPECT_EQ(second.at("readings").at(0).at("app"), "wx1");
  EXPECT_FALSE(second.contains("next"));
  for (const std::string place : {"x", "acts", "acts:-1", "acts:1x", "letters:", "readings:zz"}) {
    const auto refused = world.get(path + "?after=" + place, "operator");
    EXPECT_EQ(refused.status, 400) << place;
    EXPECT_EQ(member(refused, "pointer"), "after") << place;
  }
}

TEST_F(DirectoryTest, WhatIsAskedIsChecked) {
  struct Row {
    std::string method, target, who, body;
    int status;
  };
  const std::vector<Row> rows = {
      {"GET", "/v1/orgs", "developer", "", 403},
      {"GET", "/v1/orgs", "reviewer", "", 403},
      {"GET", "/v1/subjects", "officer", "", 403},
      {"GET", "/v1/proposals", "developer", "", 403},
      {"GET", "/v1/proposals?state=odd", "operator", "", 400},
      {"GET", "/v1/people/stranger", "developer", "", 404},
      {"GET", "/v1/people/developer", "developer", "", 200},
      {"GET", "/v1/people/developer/tokens", "stranger", "", 404},
      {"PUT", "/v1/people/p", "developer", kReviewer, 403},
      {"PUT", "/v1/people/a%20b", "operator", kReviewer, 400},
      {"PUT", "/v1/people/p", "operator", R"({"org":"nobody","name":"n","roles":[]})", 400},
      {"PUT", "/v1/people/p", "operator", R"({"org":"org-op","name":"n","roles":["clock"]})", 400},
      {"PUT", "/v1/people/p", "operator", R"({"org":"org-op","name":"n","roles":["boss"]})", 400},
      {"PUT", "/v1/people/p", "operator",
       R"({"org":"org-op","name":"n","roles":["reviewer","reviewer"]})", 400},
      {"PUT", "/v1/people/p", "operator",
       R"({"org":"org-op","name":"n","roles":["officer"],"region":"99"})", 400},
      {"PUT", "/v1/orgs/o", "operator", R"({"kind":"guild","name":"n"})", 400},
      {"PUT", "/v1/orgs/o", "operator", R"({"kind":"office","name":"n"})", 400},
      {"PUT", "/v1/subjects/s", "operator", R"({"org":"org-dev","name":"n","kind":"enterprise"})",
       400},
      {"POST", "/v1/people/developer/tokens", "developer",
       R"({"label":"x","expires":"2026-03-02T09:00:00Z"})", 400},
      {"POST", "/v1/people/developer/tokens", "developer",
       R"({"label":"x","expires":"2028-03-02T09:00:00Z"})", 400},
      {"POST", "/v1/people/developer/tokens", "developer",
       R"({"label":"x","expires":"2026-04-01T00:00:00Z","roles":["operator"]})", 400},
      {"POST", "/v1/people/developer/tokens/0000000000000000/revoke", "developer", "", 404},
      {"POST", "/v1/proposals/99/confirm", "operator", "", 404},
  };
  for (const auto& row : rows) {
    const auto answer = world.ask(row.method, row.target, row.who, row.body);
    EXPECT_EQ(answer.status, row.status)
        << row.method << " " << row.target << " " << row.who << "\n"
        << answer.body;
  }
}

}  // namespace
}  // namespace baobei::test
