// Jobs by API: what one sends counts as received at once, and is carried out by today's rights
// (R13, R25).
#include <gmock/gmock.h>

#include <thread>

#include "engine/engine.h"
#include "engine/ports.h"
#include "rights/steps.h"

namespace baobei::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class JobsTest : public testing::Test {
 protected:
  // In filing at the office of region 33.
  void files(lifecycle::Channel channel = lifecycle::Channel::kDesk,
             const std::string& app = "wx1") {
    is_before_the_office(world, app, digest, channel);
  }
  std::string answers_body() const {
    return R"({"kind":"filing_answers","items":[{"app":"wx1","entry":1,"digest":")" +
           to_hex(digest) +
           R"(","verdict":"fail","points":[{"code":"unspecified","text":"改"}]},)" +
           R"({"app":"wx-nowhere","entry":1,"digest":")" + to_hex(digest) +
           R"(","verdict":"pass"}]})";
  }
  json::object ended(const std::string& id, const std::string& who) {
    for (int i = 0; i < 400; ++i) {
      auto job = object_of(world.get("/v1/jobs/" + id, who));
      if (job.at("state").as_string() != "running") return job;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ADD_FAILURE() << "it does not end";
    return {};
  }
  std::string state_of_entry() {
    const auto file = object_of(world.get("/v1/apps/wx1", "reviewer"));
    return std::string(file.at("entries").as_array().at(0).at("state").as_string());
  }

  RightsWorld world;
  const Digest digest = sha256("package");
};

TEST_F(JobsTest, ItemsAreReceivedWithTheRequestAndHaveResultsOfTheirOwn) {
  files();
  const auto taken = world.post("/v1/jobs", "officer", answers_body());
  ASSERT_EQ(taken.status, 202) << taken.body;
  const auto job = ended(member(taken, "job"), "officer");
  EXPECT_EQ(job.at("accepted").to_number<int>(), 1);
  EXPECT_EQ(job.at("refused").to_number<int>(), 1);
  EXPECT_EQ(state_of_entry(), "failed");
  const auto items = object_of(world.get("/v1/jobs/" + member(taken, "job") + "/items", "officer"));
  const auto& list = items.at("items").as_array();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].at("result").at("app").as_string(), "wx1");
  EXPECT_EQ(list[1].at("problem").at("refusal").as_string(), "not_registered");
  EXPECT_EQ(world.get("/v1/jobs/" + member(taken, "job"), "operator").status, 404)
      << "whose it is, alone";
}

TEST_F(JobsTest, ADryRunChangesNothingAndAnswersForEach) {
  files();
  const auto tried = world.post("/v1/jobs?dry_run=true", "officer", answers_body());
  ASSERT_EQ(tried.status, 200) << tried.body;
  EXPECT_THAT(tried.body, HasSubstr(R"("state":"accepted")"));
  EXPECT_THAT(tried.body, HasSubstr(R"("refusal":"not_registered")"));
  EXPECT_EQ(state_of_entry(), "running");
  EXPECT_EQ(object_of(world.get("/v1/jobs", "officer")).at("items").as_array().size(), 0U);
}

TEST_F(JobsTest, SayWhichRowIsWrongBeforeAnythingIsTaken) {
  const auto wrong = world.post(
      "/v1/jobs", "officer",
      R"({"kind":"filing_answers","items":[{"app":"wx1","entry":1,"digest":"x","verdict":"pass"}]})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(member(wrong, "pointer"), "/items/0/digest");
  for (const std::string body :
       {R"({"kind":"pass","items":[{}]})", R"({"kind":"release","items":[]})",
        R"({"kind":"release","items":[{"app":"wx1","submission":1,"entry":1}]})",
        R"({"kind":"hand_over","items":[{"app":"wx1","entry":1,"verdict":"pass"}]})",
        R"({"kind":"release","items":[{"app":"wx1","submission":1}],"more":1})"}) {
    EXPECT_EQ(world.post("/v1/jobs", "developer", body).status, 400) << body;
  }
  EXPECT_EQ(world.post("/v1/jobs", "developer", answers_body()).status, 403)
      << "answers are not a developer's to give";
}

TEST_F(JobsTest, AnOfficeOfAnotherRegionLearnsNothing) {
  files();
  world.person("officer-44", "org-office", {Role::kOfficer}, "", "44");
  const auto taken = world.post("/v1/jobs", "officer-44", answers_body());
  ASSERT_EQ(taken.status, 202) << taken.body;
  const auto job = ended(member(taken, "job"), "officer-44");
  EXPECT_EQ(job.at("refused").to_number<int>(), 2);
  const auto items =
      object_of(world.get("/v1/jobs/" + member(taken, "job") + "/items", "officer-44"));
  EXPECT_EQ(items.at("items").as_array().at(0).at("problem").at("refusal").as_string(),
            "not_registered");
  EXPECT_EQ(state_of_entry(), "running");
}

// R10a: paper is transcribed by one operator and typed again, or compared, by another.
TEST_F(JobsTest, APaperAnswerCountsOnceASecondOperatorHasTypedTheSame) {
  files(lifecycle::Channel::kTranscribed);
  const std::string entry = "/v1/apps/wx1/filings/1";
  must(world, "wx1", house_operator(), lifecycle::RecordHandOver{1});
  const auto body = [&](const std::string& text, const std::string& more = "") {
    return R"({"digest":")" + to_hex(digest) +
           R"(","verdict":"fail","points":[{"code":"unspecified","text":")" + text + "\"}]" + more +
           "}";
  };
  const auto without = world.post(entry + "/answer", "operator", body("改"));
  EXPECT_EQ(without.status, 400);
  EXPECT_EQ(member(without, "pointer"), "/scan");
  const auto kept = world.post(entry + "/scans?received=2026-03-01T00:00:00Z", "operator", kPdf);
  ASSERT_EQ(kept.status, 201) << kept.body;
  const auto scan = R"(,"scan":")" + member(kept, "scan") + "\"";
  const auto first = world.post(entry + "/answer", "operator", body("改", scan));
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(state_of_entry(), "running") << "one of two";
  const std::string sign = "/v1/apps/wx1/answers/1/sign";
  EXPECT_EQ(world.post(sign, "second").status, 400);
  const auto other = world.post(sign, "second", R"({"again":)" + body("别的") + "}");
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(member(other, "pointer"), "/again/points");
  EXPECT_EQ(world.post(sign, "operator", R"({"again":)" + body("改") + "}").status, 403)
      << "never the same";
  const auto second = world.post(sign, "second", R"({"again":)" + body("改") + "}");
  EXPECT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(state_of_entry(), "failed");
}

// R11: each side adds and sees what is its own to; the clock does not stop for any of it.
TEST_F(JobsTest, AnOfficeAsksForMaterialAndGetsItWithItsDocuments) {
  files();
  world.person("officer-44", "org-office", {Role::kOfficer}, "", "44");
  const std::string entry = "/v1/apps/wx1/filings/1";
  const auto before = object_of(world.get("/v1/apps/wx1", "reviewer"));
  const std::string ask = R"({"text":"请提供处置制度"})";
  const std::string scans = entry + "/scans";
  EXPECT_EQ(world.post(scans, "developer", kPdf).status, 409) << "nothing is asked for";
  for (const char* who : {"developer", "reviewer", "operator"}) {
    EXPECT_EQ(world.post(entry + "/requests", who, ask).status, 403) << who;
  }
  EXPECT_EQ(world.post(entry + "/requests", "officer-44", ask).status, 404);
  ASSERT_EQ(world.post(entry + "/requests", "officer", ask).status, 200);
  const auto added = world.post(scans, "developer", kPdf);
  ASSERT_EQ(added.status, 201) << added.body;
  const auto document = member(added, "scan");
  EXPECT_EQ(world.post(scans, "reviewer", kPdf).status, 403);
  EXPECT_EQ(world.post(scans, "officer-44", kPdf).status, 404);
  const auto letter = member(world.post(scans, "officer", kPng), "scan");
  const auto reply = [&](const std::string& id) {
    return world.post("/v1/apps/wx1/requests/1/reply", "developer",
                      R"({"text":"见附件","documents":[")" + id + "\"]}");
  };
  EXPECT_EQ(member(reply(letter), "pointer"), "/documents/0") << "the office's own";
  ASSERT_EQ(reply(document).status, 200);
  EXPECT_EQ(world.get(scans + "/" + document, "officer").status, 200);
  EXPECT_EQ(world.get(scans + "/" + document, "developer").status, 200);
  EXPECT_EQ(world.get(scans + "/" + letter, "developer").status, 404) << "no answer names it yet";
  EXPECT_EQ(world.post(scans + "/" + document + "/erase", "developer").status, 403);
  EXPECT_EQ(world.post(scans + "/" + document + "/erase", "officer").status, 403);
  const auto after = object_of(world.get("/v1/apps/wx1", "reviewer"));
  EXPECT_EQ(after.at("entries").at(0).at("end"), before.at("entries").at(0).at("end"));
  EXPECT_EQ(after.at("deadlines"), before.at("deadlines"));
  EXPECT_EQ(after.at("requests").at(0).at("state").as_string(), "replied");
  const auto answered =
      world.post(entry + "/answer", "officer",
                 R"({"digest":")" + to_hex(digest) +
                     R"(","verdict":"pass","reply_number":"浙网信复〔2026〕12号","letter":")" +
                     letter + "\"}");
  ASSERT_EQ(answered.status, 200) << answered.body;
  EXPECT_EQ(world.get(scans + "/" + letter, "developer").status, 200);
  const auto shown = object_of(world.get(scans, "developer")).at("items").as_array();
  ASSERT_EQ(shown.size(), 2U);
  for (const auto& scan : shown) EXPECT_TRUE(scan.at("accesses").as_array().empty());
  EXPECT_THAT(world.get("/v1/answers", "developer").body, HasSubstr("浙网信复〔2026〕12号"));
  EXPECT_THAT(world.get("/v1/inbox", "developer").body, HasSubstr("浙网信复〔2026〕12号"));
}

// What a body names is looked up for those alone who see the case.
TEST_F(JobsTest, LettersAndDocumentsTellNobodyWhatIsThere) {
  files();
  world.person("officer-44", "org-office", {Role::kOfficer}, "", "44");
  ASSERT_EQ(world.post("/v1/apps/wx1/filings/1/requests", "officer", R"({"text":"?"})").status,
            200);
  const auto answer = [&](const std::string& app, const std::string& who) {
    return world.post(
        "/v1/apps/" + app + "/filings/1/answer", who,
        R"({"digest":")" + to_hex(digest) + R"(","verdict":"pass","letter":"scn_nothing"})");
  };
  const auto reply = [&](const std::string& app, const std::string& who) {
    return world.post("/v1/apps/" + app + "/requests/1/reply", who,
                      R"({"text":"见附件","documents":["scn_nothing"]})");
  };
  for (const std::string who : {"stranger", "officer-44"}) {
    EXPECT_EQ(answer("wx1", who).status, 404) << who;
    EXPECT_EQ(answer("wx1", who).body, answer("wx-nowhere", who).body) << who;
  }
  EXPECT_EQ(reply("wx1", "stranger").status, 404);
  EXPECT_EQ(reply("wx1", "stranger").body, reply("wx-nowhere", "stranger").body);
  EXPECT_EQ(member(answer("wx1", "officer"), "pointer"), "/letter") << "whose entry it is";
  EXPECT_EQ(member(reply("wx1", "developer"), "pointer"), "/documents/0");
  EXPECT_EQ(answer("wx1", "reviewer").status, 403);
  EXPECT_THAT(world.get("/v1/attempts?person=reviewer", "operator").body,
              HasSubstr(R"("command":"answer_filing")"))
      << "R23";
}

// The register is read in larger pieces than a page has: each answer stands on one page.
TEST_F(JobsTest, AnOfficesNumberIsFoundPageByPage) {
  const std::pair<std::string, std::string> given[] = {
      {"wx1", "复11号"}, {"wx2", "函12号"}, {"wx3", "复13号"}};
  for (const auto& [app, number] : given) {
    if (app != "wx1") is_registered(world, app);
    files(lifecycle::Channel::kDesk, app);
    world.clock.set(world.clock.now() + std::chrono::seconds(1));
    const auto answered = world.post("/v1/apps/" + app + "/filings/1/answer", "officer",
                                     R"({"digest":")" + to_hex(digest) +
                                         R"(","verdict":"pass","reply_number":")" + number + "\"}");
    ASSERT_EQ(answered.status, 200) << answered.body;
  }
  const auto found = [&](const std::string& words, int limit) {
    std::string apps;
    std::string after;
    for (int page = 0; page < 9; ++page) {
      const auto shown = object_of(world.get(
          "/v1/answers?q=" + words + "&limit=" + std::to_string(limit) + after, "operator"));
      for (const auto& item : shown.at("items").as_array()) {
        apps += std::string(item.at("app").as_string()) + " ";
      }
      const auto* next = shown.if_contains("next");
      if (next == nullptr) return apps;
      apps += "| ";
      after = "&after=" + std::string(next->as_string());
    }
    return apps + "without end";
  };
  EXPECT_EQ(found("%E5%A4%8D1", 50), "wx3 wx1 ");
  EXPECT_THAT(found("%E5%A4%8D1", 1), testing::StartsWith("wx3 | wx1 "));
  EXPECT_EQ(found("12%E5%8F%B7", 1), "wx2 | ");
  EXPECT_EQ(found("99", 1), "");
}

// DESIGN decision 7: as of every case that one opens; its own office was given it.
TEST_F(JobsTest, WhoeverReadsABundleLeavesATraceInEachOfItsCases) {
  files();
  world.person("auditor", "org-op", {Role::kAuditor});
  const auto bundle = [&](const std::string& who, const std::string& region = "33") {
    const auto given = world.get("/v1/filings/bundle?region=" + region, who);
    EXPECT_EQ(given.status, 200) << given.body;
    return given.body;
  };
  const auto rows = [&](const std::string& who) {
    return object_of(world.get("/v1/accesses?person=" + who, "auditor")).at("items").as_array();
  };
  EXPECT_THAT(bundle("officer"), HasSubstr("wx1"));
  EXPECT_THAT(bundle("operator", "44"), Not(HasSubstr("wx1")));
  EXPECT_TRUE(rows("officer").empty());
  EXPECT_TRUE(rows("operator").empty()) << "nothing of it was shown";
  for (const std::string who : {"operator", "auditor"}) {
    EXPECT_THAT(bundle(who), HasSubstr("wx1"));
    const auto left = rows(who);
    ASSERT_EQ(left.size(), 1U) << who;
    EXPECT_EQ(left[0].at("app").as_string(), "wx1");
    EXPECT_EQ(left[0].at("role").as_string(), who);
    EXPECT_EQ(left[0].at("what").as_string(), "/v1/filings/bundle");
  }
  bundle("operator");
  EXPECT_EQ(rows("operator").size(), 1U) << "one row an hour";
  world.clock.set(world.clock.now() + std::chrono::hours(1));
  bundle("operator");
  EXPECT_EQ(rows("operator").size(), 2U);
}

TEST_F(JobsTest, ARowKeepsTheNumberAndNoOtherEntrysLetter) {
  files();
  const auto row = [&](const std::string& more) {
    return R"({"kind":"filing_answers","items":[{"app":"wx1","entry":1,"digest":")" +
           to_hex(digest) + R"(","verdict":"pass")" + more + "}]}";
  };
  EXPECT_EQ(world.post("/v1/jobs", "officer", row(R"(,"reply_number":"=1")")).status, 400);
  const auto foreign = world.post("/v1/jobs", "officer", row(R"(,"letter":"scn_nothing")"));
  ASSERT_EQ(foreign.status, 202) << foreign.body;
  ended(member(foreign, "job"), "officer");
  EXPECT_EQ(state_of_entry(), "running");
  const auto taken = world.post("/v1/jobs", "officer", row(R"(,"reply_number":"复12号")"));
  ASSERT_EQ(taken.status, 202) << taken.body;
  ended(member(taken, "job"), "officer");
  EXPECT_EQ(state_of_entry(), "passed");
  EXPECT_THAT(world.get("/v1/apps/wx1", "developer").body, HasSubstr("复12号"));
}

}  // namespace
}  // namespace baobei::test
