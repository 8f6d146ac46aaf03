// How long what is kept, what a hold keeps beyond that, and who looked at a case (DESIGN decision
// 7, R24).
#include <gmock/gmock.h>

#include "http/log_proofs.h"
#include "rights/steps.h"

namespace baobei::test {
namespace {

using std::chrono::hours;
using testing::HasSubstr;
using testing::Not;

constexpr auto kDay = hours(24);
const std::string kIfFirst = "If-Match: \"application-1\"\r\n";

class KeepingTest : public testing::Test {
 protected:
  KeepingTest() { world.person("auditor", "org-op", {Role::kAuditor}); }

  std::string upload(const std::string& bytes = kPdf) {
    const auto uploaded = world.post("/v1/subjects/sub-1/documents", "developer", bytes);
    EXPECT_EQ(uploaded.status, 201) << uploaded.body;
    return member(uploaded, "document");
  }
  // An application with one document; its number.
  std::string apply() {
    const auto made =
        world.post("/v1/subjects/sub-1/applications", "developer",
                   R"({"category":"social-forum","documents":[{"document":)" + upload() + "}]}");
    EXPECT_EQ(made.status, 201) << made.body;
    return member(made, "application");
  }
  void refuse(const std::string& application) {
    const auto refused = world.post("/v1/applications/" + application + "/refuse", "operator",
                                    R"({"reasons":[{"reason":"document_illegible"}]})", kIfFirst);
    EXPECT_EQ(refused.status, 200) << refused.body;
  }
  void days_pass(int days) { world.clock.set(world.clock.now() + days * kDay); }
  // {"count","held"} of a kind.
  std::pair<std::int64_t, std::int64_t> swept(const std::string& kind, bool dry = false) {
    const auto answer =
        world.post(std::string("/v1/retention/sweep") + (dry ? "?dry_run=true" : ""), "operator");
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto object = object_of(answer);
    for (const auto& item : object.at("swept").as_array()) {
      if (item.at("kind").as_string() != kind) continue;
      return {item.at("count").to_number<std::int64_t>(),
              item.at("held").to_number<std::int64_t>()};
    }
    return {-1, -1};
  }
  std::string hold_on(const std::string& what) {
    const auto made =
        world.post("/v1/holds", "operator", "{" + what + R"(,"ground":"协助执行通知书"})");
    EXPECT_EQ(made.status, 202) << made.body;
    return member(made, "hold");
  }
  int step(const std::string& hold, const std::string& action, const std::string& who,
           const std::string& body = "") {
    return world.post("/v1/holds/" + hold + "/" + action, who, body).status;
  }
  RightsWorld world;
};

TEST_F(KeepingTest, WhatIsPastItsTimeGoesAndTheLogStaysAsItWas) {
  using Counts = std::pair<std::int64_t, std::int64_t>;
  const auto application = apply();
  const auto waiting = upload(kPng);
  refuse(application);
  EXPECT_EQ(swept("documents"), Counts(0, 0));
  const auto before = world.get("/v1/log/entries", "auditor").body;
  days_pass(31);
  EXPECT_EQ(swept("loose_documents", true), Counts(1, 0));
  EXPECT_NE(world.stored_bytes(waiting), "") << "a dry run takes nothing";
  EXPECT_EQ(swept("loose_documents"), Counts(1, 0));
  EXPECT_EQ(world.stored_bytes(waiting), "");
  EXPECT_NE(world.stored_bytes("1"), "");
  days_pass(1'066);
  EXPECT_EQ(swept("documents"), Counts(1, 0));
  EXPECT_EQ(world.stored_bytes("1"), "");
  EXPECT_EQ(swept("documents"), Counts(0, 0)) << "once";
  const auto shown = world.get("/v1/applications/" + application, "operator").body;
  EXPECT_THAT(shown, HasSubstr("document_erased")) << "the record says so";
  EXPECT_EQ(world.get("/v1/log/entries", "auditor").body, before);
  const auto retention = world.get("/v1/retention", "auditor");
  EXPECT_THAT(retention.body, HasSubstr(R"("last":{"at")"));
  EXPECT_THAT(retention.body, HasSubstr(R"("days":1095,"default_days":1095)"));
  EXPECT_EQ(world.get("/v1/retention", "developer").status, 403);
  EXPECT_EQ(world.post("/v1/retention/sweep", "auditor").status, 403);
}

TEST_F(KeepingTest, BytesThatNothingNamesAreLookedForOnceADay) {
  swept("documents", true);
  EXPECT_EQ(world.unnamed_sweeps(), 0U) << "a dry run takes nothing";
  swept("documents");
  swept("documents");
  EXPECT_EQ(world.unnamed_sweeps(), 1U);
  days_pass(1);
  swept("documents");
  EXPECT_EQ(world.unnamed_sweeps(), 2U);
}

TEST_F(KeepingTest, WhatAGrantRestsOnIsKeptWhileItStands) {
  const auto application = apply();
  const auto accepted =
      world.post("/v1/applications/" + application + "/accept", "operator", "{}", kIfFirst);
  ASSERT_EQ(accepted.status, 200) << accepted.body;
  days_pass(5'000);
  EXPECT_EQ(swept("documents").first, 0);
  const auto revoked = world.post("/v1/subjects/sub-1/grants/social-forum/revoke", "operator",
                                  R"({"reasons":[{"reason":"licence_withdrawn"}]})");
  ASSERT_EQ(revoked.status, 200) << revoked.body;
  days_pass(1'094);
  EXPECT_EQ(swept("documents").first, 0);
  days_pass(2);
  EXPECT_EQ(swept("documents").first, 1);
}

// A paper answer is a person's letter: its scan goes like every document does.
TEST_F(KeepingTest, ScansGoSomeTimeAfterTheirEntryHasEndedAndNotUnderAHold) {
  using Counts = std::pair<std::int64_t, std::int64_t>;
  is_before_the_office(world, "wx1", sha256("package"), lifecycle::Channel::kTranscribed);
  const std::string scans = "/v1/apps/wx1/filings/1/scans";
  const auto taken = world.post(scans + "?received=2026-03-02T09:00:00Z", "operator", kPdf);
  ASSERT_EQ(taken.status, 201) << taken.body;
  const auto scan = scans + "/" + member(taken, "scan");
  days_pass(3'000);
  EXPECT_EQ(swept("scans"), Counts(0, 0)) << "its entry is open";
  must(world, "wx1", developer(), lifecycle::Withdraw{1});
  days_pass(1'094);
  EXPECT_EQ(swept("scans"), Counts(0, 0));
  const auto hold = hold_on(R"("app":"wx1")");
  days_pass(2);
  EXPECT_EQ(swept("scans"), Counts(0, 1));
  EXPECT_EQ(world.post(scan + "/erase", "operator").status, 409) << "a legal hold";
  EXPECT_EQ(step(hold, "reject", "second"), 200);
  EXPECT_EQ(world.post(scan + "/erase?dry_run=true", "operator").status, 200);
  EXPECT_EQ(world.get(scan, "operator").status, 200) << "a dry run takes nothing";
  EXPECT_EQ(swept("scans"), Counts(1, 0));
  EXPECT_EQ(swept("scans"), Counts(0, 0)) << "once";
  EXPECT_EQ(world.get(scan, "operator").status, 404);
  EXPECT_THAT(world.get(scans, "operator").body, HasSubstr("erased_at"));
}

TEST_F(KeepingTest, TokensAndInvitationsGoSomeTimeAfterTheirEnd) {
  EXPECT_EQ(world.post("/v1/people/stranger/invitations", "operator").status, 201);
  const auto ends = format_rfc3339(world.clock.now() + 30 * kDay);
  EXPECT_EQ(world
                .post("/v1/people/developer/tokens", "developer",
                      R"({"label":"ci","expires":")" + ends + "\"}")
                .status,
            201);
  days_pass(40);
  EXPECT_EQ(swept("invitations").first, 1);
  EXPECT_EQ(swept("sign_in_tokens").first, 0);
  days_pass(90);
  EXPECT_EQ(swept("sign_in_tokens").first, 1);
  EXPECT_EQ(world.get("/v1/me", "developer").status, 200) << "without an end it stays";
}

TEST_F(KeepingTest, NothingUnderAHoldIsErasedOrSwept) {
  using Counts = std::pair<std::int64_t, std::int64_t>;
  const auto application = apply();
  refuse(application);
  const auto hold = hold_on(R"("app":"wx1")");
  const auto erase = "/v1/applications/" + application + "/documents/1/erase";
  const auto answer = world.post(erase, "operator");
  EXPECT_EQ(answer.status, 409);
  EXPECT_THAT(answer.body, HasSubstr("legal_hold")) << "a hold on a case holds its subject's";
  days_pass(1'200);
  EXPECT_EQ(swept("documents"), Counts(0, 1));
  EXPECT_EQ(world.post("/v1/subjects/sub-1/erase-documents", "operator").status, 409);
  world.on_writer([](engine::Store& store) {
    EXPECT_TRUE(store.put_person({"developer", "org-dev", "", "x", {}, "", false}));
  });
  const auto refused = world.post("/v1/people/developer/erase", "operator");
  EXPECT_THAT(refused.body, HasSubstr("legal_hold"));
  EXPECT_THAT(member(refused, "detail_en"), HasSubstr("Holds: " + hold + " (mini-program wx1)"));
  world.on_writer([](engine::Store& store) {
    EXPECT_TRUE(store.put_person({"bystander", "org-dev", "", "x", {}, "", false}));
  });
  EXPECT_EQ(world.post("/v1/people/bystander/erase", "operator").status, 200)
      << "who had nothing to do with the case is not held";
  EXPECT_EQ(step(hold, "confirm", "operator"), 403) << "never who proposed it";
  EXPECT_EQ(step(hold, "lift", "operator", R"({"ground":"终结"})"), 409) << "not confirmed yet";
  EXPECT_EQ(step(hold, "confirm", "second"), 200);
  EXPECT_EQ(step(hold, "confirm", "second"), 409);
  EXPECT_EQ(step(hold, "lift", "second", R"({"ground":""})"), 400);
  EXPECT_EQ(step(hold, "lift", "second", R"({"ground":"终结"})"), 200);
  EXPECT_EQ(world.post(erase, "operator").status, 409) << "to be lifted, and holds";
  EXPECT_EQ(step(hold, "reject", "operator"), 200);
  EXPECT_EQ(step(hold, "lift", "second", R"({"ground":"终结"})"), 200);
  EXPECT_EQ(step(hold, "confirm", "second"), 403);
  EXPECT_EQ(step(hold, "confirm", "operator"), 200);
  EXPECT_EQ(swept("documents"), Counts(1, 0));
  EXPECT_EQ(world.post("/v1/people/developer/erase", "operator").status, 200);
  const auto kept = world.get("/v1/holds?state=lifted", "auditor").body;
  EXPECT_THAT(kept, HasSubstr(R"("lift_ground":"终结")"));
}

TEST_F(KeepingTest, AHoldStandsOnTheCaseForThoseWhoWatchOver) {
  const auto etag = world.get("/v1/apps/wx1", "operator").header("ETag");
  const auto hold = hold_on(R"("subject":"sub-1")");
  EXPECT_EQ(world.post("/v1/holds", "second", R"({"subject":"sub-1","ground":"再次"})").status,
            409);
  for (const std::string who : {"operator", "auditor"}) {
    const auto shown = world.get("/v1/apps/wx1", who);
    EXPECT_THAT(shown.body, HasSubstr("协助执行通知书")) << who;
    EXPECT_NE(shown.header("ETag"), etag) << who;
  }
  for (const std::string who : {"developer", "reviewer"}) {
    EXPECT_THAT(world.get("/v1/apps/wx1", who).body, Not(HasSubstr("holds"))) << who;
  }
  EXPECT_EQ(step(hold, "reject", "operator"), 200);
  EXPECT_EQ(world.get("/v1/apps/wx1", "operator").header("ETag"), etag);
  for (const std::string body :
       {R"({"ground":"x"})", R"({"app":"wx1","subject":"sub-1","ground":"x"})",
        R"({"app":"wx1","ground":" "})", R"({"app":"wx1"})"}) {
    EXPECT_EQ(world.post("/v1/holds", "operator", body).status, 400) << body;
  }
  EXPECT_EQ(world.post("/v1/holds", "operator", R"({"app":"wx9","ground":"x"})").status, 404);
  EXPECT_EQ(world.get("/v1/holds", "reviewer").status, 403);
  EXPECT_EQ(world.get("/v1/holds?state=x", "operator").status, 400);
  EXPECT_EQ(step("99", "confirm", "second"), 404);
}

TEST_F(KeepingTest, EveryDocumentOfASubjectIsErasedAtOnce) {
  const auto application = apply();
  upload(kPng);
  const auto path = "/v1/subjects/sub-1/erase-documents";
  EXPECT_EQ(member(world.post(path + std::string("?dry_run=true"), "operator"), "erased"), "2");
  EXPECT_NE(world.stored_bytes("1"), "");
  EXPECT_EQ(member(world.post(path, "operator"), "erased"), "2");
  EXPECT_EQ(world.stored_bytes("1"), "");
  EXPECT_EQ(world.stored_bytes("2"), "");
  EXPECT_EQ(world.get("/v1/applications/" + application + "/documents/1", "operator").status, 404);
  EXPECT_EQ(member(world.post(path, "operator"), "erased"), "0");
  EXPECT_EQ(world.post(path, "developer").status, 403);
  EXPECT_EQ(world.post("/v1/subjects/nobody/erase-documents", "operator").status, 404);
}

TEST_F(KeepingTest, WhoLooksOverACaseIsOnRecord) {
  const auto rows = [&] { return world.get("/v1/apps/wx1/accesses", "operator").body; };
  EXPECT_EQ(world.get("/v1/apps/wx1", "developer").status, 200);
  EXPECT_EQ(world.get("/v1/apps/wx1", "officer").status, 404) << "not laid before the office";
  EXPECT_EQ(world.get("/v1/apps/wx9", "auditor").status, 404);
  EXPECT_EQ(rows(), R"({"items":[]})");
  EXPECT_EQ(world.get("/v1/apps/wx1", "auditor").status, 200);
  EXPECT_THAT(rows(), HasSubstr(R"("person":"auditor","role":"auditor","what":"/v1/apps/{app}")"));
  const auto once = rows();
  EXPECT_EQ(world.get("/v1/apps/wx1", "auditor").status, 200);
  EXPECT_EQ(rows(), once) << "one row an hour";
  EXPECT_EQ(world.get("/v1/apps/wx1/events", "auditor").status, 200);
  EXPECT_THAT(rows(), HasSubstr("/events"));
  world.clock.set(world.clock.now() + hours(1));
  EXPECT_EQ(world.get("/v1/apps/wx1", "auditor").status, 200);
  EXPECT_NE(rows(), once);
  EXPECT_EQ(world.get("/v1/apps/wx1/accesses", "developer").status, 403);
  EXPECT_EQ(world.get("/v1/apps/wx9/accesses", "operator").status, 404);
}

// They open many things of many cases: one row for each case and hour, none for a list.
TEST_F(KeepingTest, WhoWorksOnACaseIsOnRecordOnce) {
  const auto rows = [&](const std::string& query = "") {
    return object_of(world.get("/v1/accesses" + query, "auditor")).at("items").as_array();
  };
  EXPECT_EQ(world.get("/v1/apps", "reviewer").status, 200);
  EXPECT_EQ(world.get("/v1/submissions", "reviewer").status, 200);
  EXPECT_EQ(rows().size(), 0U);
  for (const std::string who : {"reviewer", "operator"}) {
    for (const std::string rest : {"", "/events", "/packages", "/darkness"}) {
      EXPECT_EQ(world.get("/v1/apps/wx1" + rest, who).status, 200) << rest;
    }
    const auto none = world.get("/v1/apps/wx1/packages/" + std::string(64, '0') + "/files", who);
    EXPECT_EQ(none.status, 404);
  }
  ASSERT_EQ(rows().size(), 4U) << "the case and its versions, for each";
  const auto one = rows("?person=reviewer");
  ASSERT_EQ(one.size(), 2U);
  EXPECT_EQ(one[1].at("role").as_string(), "reviewer");
  EXPECT_EQ(one[1].at("what").as_string(), "/v1/apps/{app}");
  EXPECT_EQ(one[1].at("app").as_string(), "wx1");
  world.clock.set(world.clock.now() + hours(1));
  const auto since = "&since=" + format_rfc3339(world.clock.now());
  EXPECT_EQ(world.get("/v1/apps/wx1", "reviewer").status, 200);
  EXPECT_EQ(rows("?app=wx1" + since).size(), 1U);
  EXPECT_EQ(rows("?app=wx9").size(), 0U);
}

TEST_F(KeepingTest, DocumentsAreInTheRecordOfAllReadings) {
  const auto application = apply();
  const auto path = "/v1/applications/" + application + "/documents/1";
  EXPECT_EQ(world.get(path, "operator").status, 200);
  const auto all = world.get("/v1/accesses?person=operator", "auditor").body;
  EXPECT_THAT(all, HasSubstr(R"("application":)" + application + R"(,"document":1)"));
  EXPECT_THAT(world.get("/v1/accesses?app=wx1", "auditor").body, Not(HasSubstr("document")));
  const auto table = world.ask("GET", "/v1/accesses", "auditor", "", "Accept: text/csv\r\n");
  EXPECT_THAT(table.body, HasSubstr("\"application\""));
}

// R23: what was refused to a reviewer is not only kept, it is read.
TEST_F(KeepingTest, RefusedAttemptsAreOnRecord) {
  const auto empty = world.get("/v1/attempts", "auditor");
  EXPECT_EQ(empty.body, R"({"items":[]})");
  const auto refused = world.post("/v1/apps/wx1/submissions/7/pass", "reviewer",
                                  R"({"digest":")" + std::string(64, '0') + R"(","present":[]})",
                                  "If-Match: \"review-1\"\r\n");
  EXPECT_EQ(refused.status, 404) << refused.body;
  const auto list = object_of(world.get("/v1/attempts?person=reviewer", "operator")).at("items");
  ASSERT_EQ(list.as_array().size(), 1U);
  const auto& row = list.at(0).as_object();
  EXPECT_EQ(row.at("person").as_string(), "reviewer");
  EXPECT_EQ(row.at("app").as_string(), "wx1");
  EXPECT_EQ(row.at("command").as_string(), "pass_review");
  EXPECT_EQ(row.at("refusal").as_string(), member(refused, "refusal"));
  EXPECT_FALSE(row.at("why").as_string().empty());
  EXPECT_EQ(world.get("/v1/attempts?person=operator", "operator").body, R"({"items":[]})");
  EXPECT_EQ(world.get("/v1/attempts?app=wx9", "operator").body, R"({"items":[]})");
  EXPECT_EQ(world.get("/v1/attempts?since=2030-01-01T00:00:00Z", "operator").body,
            R"({"items":[]})");
  for (const std::string who : {"developer", "reviewer", "officer"}) {
    EXPECT_EQ(world.get("/v1/attempts", who).status, 403) << who;
    EXPECT_EQ(world.get("/v1/accesses", who).status, 403) << who;
  }
  const auto table = world.ask("GET", "/v1/attempts", "auditor", "", "Accept: text/csv\r\n");
  EXPECT_EQ(table.status, 200);
  EXPECT_THAT(table.body, HasSubstr("\"command\""));
}

// Not the copy for the person, and no secret of anybody's.
TEST_F(KeepingTest, AnAuditorReadsWhatIsARecord) {
  EXPECT_EQ(world.get("/v1/people/developer/tokens", "auditor").status, 200);
  EXPECT_EQ(world.get("/v1/people/developer/data", "auditor").status, 403);
  EXPECT_EQ(world.get("/v1/office-keys?region=33", "auditor").status, 200);
  EXPECT_EQ(world.get("/v1/filings/bundle?region=33", "auditor").status, 200);
  EXPECT_EQ(world.get("/v1/webhooks", "auditor").status, 400) << "of which organisation?";
  EXPECT_EQ(world.get("/v1/webhooks?org=org-dev", "auditor").status, 200);
  EXPECT_EQ(world.post("/v1/people/developer/tokens", "auditor", "{}").status, 403);
}

}  // namespace
}  // namespace baobei::test
