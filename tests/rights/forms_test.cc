// What a submission's form brings: pictures, how a reviewer signs in, what users publish; who is
// shown it, and when it goes (DESIGN decision 7). And what a dry run foresees.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "engine/form_ports.h"
#include "rights/world.h"

namespace baobei::test {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

const std::string kSubmissions = "/v1/apps/wx1/submissions";
const std::string kPictures = "/v1/apps/wx1/form-pictures";
const std::string kAccount =
    R"("test_account":{"account":"tester","password":"Pass-7731-word","remarks":"首页右上"})";

class FormsTest : public testing::Test {
 protected:
  FormsTest() {
    world.person("auditor", "org-op", {Role::kAuditor});
    world.on_writer([&](engine::Store& store) {
      EXPECT_TRUE(store.put_grant({"sub-1", "social-forum", std::nullopt}));
      EXPECT_TRUE(store.put_grant({"sub-1", "tools-calculator", std::nullopt}));
      EXPECT_TRUE(store.put_office({"33", lifecycle::Channel::kHandOver}));
      EXPECT_TRUE(store.put_package({"wx1", digest, "1", 1, 1, "developer", world.clock.now()}));
    });
  }
  std::string body(const std::string& more, const std::string& category = "social-forum") const {
    return R"({"digest":")" + to_hex(digest) + R"(","categories":[")" + category + "\"]" +
           (more.empty() ? "" : "," + more) + "}";
  }
  std::string picture(const std::string& bytes = kPng) {
    const auto kept = world.post(kPictures, "developer", bytes);
    EXPECT_EQ(kept.status, 201) << kept.body;
    return member(kept, "picture");
  }
  void withdraw(const std::string& no) {
    EXPECT_EQ(world.post(kSubmissions + "/" + no + "/withdraw", "developer").status, 200);
  }
  // Everything that lies in the data folder.
  std::string disk() {
    std::string all;
    for (const auto& file : fs::recursive_directory_iterator(world.scratch.path())) {
      if (!file.is_regular_file()) continue;
      std::ifstream in(file.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }
  std::pair<std::int64_t, std::int64_t> swept(const std::string& kind) {
    const auto object = object_of(world.post("/v1/retention/sweep", "operator"));
    for (const auto& item : object.at("swept").as_array()) {
      if (item.at("kind").as_string() != kind) continue;
      return {item.at("count").to_number<std::int64_t>(),
              item.at("held").to_number<std::int64_t>()};
    }
    return {-1, -1};
  }

  const Digest digest = sha256("package");
  RightsWorld world;
};

TEST_F(FormsTest, ReviewersSignInWithWhatTheDeveloperGaveAndNobodyElseIsToldIt) {
  const auto made = world.post(kSubmissions, "developer", body(kAccount));
  ASSERT_EQ(made.status, 201) << made.body;
  const auto account = kSubmissions + "/1/test-account";
  const auto shown = world.get(account, "reviewer");
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_EQ(member(shown, "account"), "tester");
  EXPECT_EQ(member(shown, "password"), "Pass-7731-word");
  EXPECT_EQ(member(shown, "remarks"), "首页右上");
  for (const char* who : {"developer", "operator", "auditor"}) {
    EXPECT_EQ(world.get(account, who).status, 403) << who;
  }
  EXPECT_THAT(world.get("/v1/apps/wx1/accesses", "operator").body,
              HasSubstr("/v1/apps/{app}/submissions/{no}/test-account"));
  for (const std::string path : {"/v1/apps/wx1", "/v1/apps/wx1/submissions/1",
                                 "/v1/apps/wx1/events", "/v1/log/entries", "/v1/feed"}) {
    const auto answer = world.get(path, "operator");
    EXPECT_THAT(answer.body, Not(HasSubstr("7731"))) << path;
    EXPECT_THAT(answer.body, Not(HasSubstr("tester"))) << path;
  }
  EXPECT_THAT(world.get("/v1/apps/wx1/submissions/1", "reviewer").body,
              HasSubstr(R"("test_account":true)"));
  EXPECT_THAT(disk(), Not(HasSubstr("Pass-7731-word"))) << "sealed on the disk";
}

TEST_F(FormsTest, ALaterSubmissionDoesNotTakeTheAccountOver) {
  ASSERT_EQ(world.post(kSubmissions, "developer", body(kAccount)).status, 201);
  withdraw("1");
  ASSERT_EQ(world.post(kSubmissions, "developer", body("")).status, 201);
  EXPECT_EQ(world.get(kSubmissions + "/2/test-account", "reviewer").status, 404);
  EXPECT_THAT(world.get(kSubmissions + "/2", "reviewer").body,
              HasSubstr(R"("test_account":false)"));
}

TEST_F(FormsTest, AnAccountIsErasedOnceAndGoesWithTimeAndNotUnderAHold) {
  using Counts = std::pair<std::int64_t, std::int64_t>;
  ASSERT_EQ(world.post(kSubmissions, "developer", body(kAccount)).status, 201);
  const auto account = kSubmissions + "/1/test-account";
  EXPECT_EQ(world.post(account + "/erase", "reviewer").status, 403);
  EXPECT_EQ(world.post(account + "/erase?dry_run=true", "developer").status, 200);
  EXPECT_EQ(world.get(account, "reviewer").status, 200) << "a dry run takes nothing";
  EXPECT_EQ(world.post(account + "/erase", "developer").status, 200);
  EXPECT_EQ(world.post(account + "/erase", "developer").status, 404);
  EXPECT_EQ(world.get(account, "reviewer").status, 404);
  withdraw("1");
  ASSERT_EQ(world.post(kSubmissions, "developer", body(kAccount)).status, 201);
  const auto second = kSubmissions + "/2/test-account";
  const auto shown = kPictures + "/" + picture();
  const auto hold =
      member(world.post("/v1/holds", "operator", R"({"app":"wx1","ground":"案件"})"), "hold");
  EXPECT_EQ(world.post(second + "/erase", "developer").status, 409) << "a legal hold";
  const auto kept = world.post(shown + "/erase", "developer");
  EXPECT_EQ(kept.status, 409);
  EXPECT_EQ(member(kept, "type"), "urn:baobei:problem:legal_hold");
  world.clock.set(world.clock.now() + 181 * hours(24));
  EXPECT_EQ(swept("test_accounts"), Counts(0, 1));
  EXPECT_EQ(world.post("/v1/holds/" + hold + "/reject", "second").status, 200);
  EXPECT_EQ(swept("test_accounts"), Counts(1, 0));
  EXPECT_EQ(world.get(second, "reviewer").status, 404);
}

TEST_F(FormsTest, ADryRunKeepsNoAccount) {
  const auto tried = world.post(kSubmissions + "?dry_run=true", "developer", body(kAccount));
  ASSERT_EQ(tried.status, 200) << tried.body;
  EXPECT_EQ(world.get(kSubmissions + "/1", "reviewer").status, 404);
  world.clock.set(world.clock.now() + 181 * hours(24));
  EXPECT_EQ(swept("test_accounts"), (std::pair<std::int64_t, std::int64_t>(0, 0)));
}

TEST_F(FormsTest, PicturesAreShownWithTheSubmissionThatNamesThem) {
  const auto first = picture();
  const auto loose = picture(kJpeg);
  const auto made =
      world.post(kSubmissions, "developer", body(R"("pictures":[")" + first + R"("])"));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(world.get(kSubmissions + "/1", "reviewer").body, HasSubstr(first));
  const auto shown = world.get(kPictures + "/" + first, "reviewer");
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(shown.body, kPng);
  EXPECT_THAT(shown.head, HasSubstr("Content-Disposition: attachment"));
  EXPECT_THAT(shown.head, HasSubstr("X-Content-Type-Options: nosniff"));
  EXPECT_EQ(world.get(kPictures + "/" + loose, "reviewer").status, 404) << "no submission names it";
  EXPECT_EQ(world.get(kPictures + "/" + loose, "developer").status, 200);
  EXPECT_THAT(world.get(kPictures, "reviewer").body, Not(HasSubstr(loose)));
  EXPECT_THAT(world.get(kPictures, "developer").body, HasSubstr(loose));
  EXPECT_EQ(world.get(kPictures, "stranger").status, 404);
}

TEST_F(FormsTest, AFileThatIsNoPictureIsNotTaken) {
  EXPECT_EQ(world.post(kPictures, "developer", "<svg onload=alert(1)>").status, 415);
  EXPECT_EQ(world.post(kPictures, "developer", kPdf).status, 415) << "a document is no picture";
  EXPECT_EQ(world.post(kPictures, "developer", "").status, 400);
  EXPECT_EQ(world.post(kPictures, "reviewer", kPng).status, 403);
  const std::string large = kPng + std::string(engine::kPictureBytesMax, 'x');
  EXPECT_EQ(world.post(kPictures, "developer", large).status, 413);
}

TEST_F(FormsTest, AnErasedPictureIsGoneAndCannotBeNamed) {
  const auto id = picture();
  const auto path = kPictures + "/" + id;
  EXPECT_EQ(world.post(path + "/erase", "auditor").status, 403);
  EXPECT_EQ(world.post(path + "/erase", "developer").status, 200);
  EXPECT_EQ(world.post(path + "/erase", "developer").status, 404);
  EXPECT_EQ(world.get(path, "developer").status, 404);
  EXPECT_THAT(world.get(kPictures, "developer").body, HasSubstr("erased_at"));
  const auto named = world.post(kSubmissions, "developer", body(R"("pictures":[")" + id + R"("])"));
  EXPECT_EQ(named.status, 400);
  EXPECT_EQ(member(named, "pointer"), "/pictures/0");
  const auto later = picture();
  world.clock.set(world.clock.now() + 1'096 * hours(24));
  EXPECT_EQ(swept("pictures"), (std::pair<std::int64_t, std::int64_t>(1, 0)));
  EXPECT_EQ(world.get(kPictures + "/" + later, "developer").status, 404);
}

// The key of the subject's documents sealed these as well.
TEST_F(FormsTest, WhatASubmissionShowedGoesWithTheKeyOfItsSubject) {
  const auto first = picture();
  const auto loose = picture(kJpeg);
  EXPECT_NE(world.stored_picture(loose), "");
  const auto named = R"("pictures":[")" + first + R"("])";
  const auto made = world.post(kSubmissions, "developer", body(kAccount + "," + named));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string erase = "/v1/subjects/sub-1/erase-documents";
  const auto dry = world.post(erase + "?dry_run=true", "operator");
  EXPECT_EQ(member(dry, "pictures"), "2") << dry.body;
  EXPECT_EQ(member(dry, "test_accounts"), "1");
  EXPECT_EQ(world.get(kPictures + "/" + first, "reviewer").body, kPng) << "a dry run takes nothing";
  EXPECT_EQ(world.get(kSubmissions + "/1/test-account", "reviewer").status, 200);
  const auto done = world.post(erase, "operator");
  EXPECT_EQ(member(done, "pictures"), "2") << done.body;
  EXPECT_EQ(member(done, "test_accounts"), "1");
  for (const auto& id : {first, loose}) {
    EXPECT_EQ(world.stored_picture(id), "") << "no bytes on the disk";
    EXPECT_EQ(world.get(kPictures + "/" + id, "developer").status, 404);
    EXPECT_EQ(world.post(kPictures + "/" + id + "/erase", "developer").status, 404) << "it is";
  }
  EXPECT_THAT(world.get(kPictures, "developer").body, HasSubstr("erased_at"));
  EXPECT_EQ(world.get(kSubmissions + "/1/test-account", "reviewer").status, 404);
  withdraw("1");
  const auto again = world.post(kSubmissions, "developer", body(named));
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(member(again, "pointer"), "/pictures/0");
  const auto twice = world.post(erase, "operator");
  EXPECT_EQ(member(twice, "pictures"), "0") << twice.body;
  EXPECT_EQ(member(twice, "test_accounts"), "0");
  EXPECT_EQ(world.get(kPictures + "/" + picture(), "developer").body, kPng) << "under a new key";
}

TEST_F(FormsTest, WhatUsersPublishIsDeclaredAndShown) {
  const std::string ugc =
      R"("ugc":{"scenes":["text","picture"],"methods":["platform_interface","people"],)"
      R"("audit_team":true,"text":"先审后发"})";
  ASSERT_EQ(world.post(kSubmissions, "developer", body(ugc)).status, 201);
  for (const char* path : {"/v1/apps/wx1", "/v1/apps/wx1/submissions/1", "/v1/apps/wx1/events"}) {
    const auto shown = world.get(path, "reviewer").body;
    EXPECT_THAT(shown, HasSubstr(R"("scenes":["text","picture"])")) << path;
    EXPECT_THAT(shown, HasSubstr(R"("methods":["platform_interface","people"])")) << path;
    EXPECT_THAT(shown, HasSubstr("先审后发")) << path;
  }
}

TEST_F(FormsTest, AFormThatContradictsItselfNamesThePlace) {
  const std::string none_known = R"("pictures":["pic_nothing"])";
  for (const auto& [more, pointer] : std::vector<std::pair<std::string, std::string>>{
           {R"("ugc":{"scenes":["text"]})", "/ugc/methods"},
           {R"("ugc":{"scenes":[],"methods":["people"]})", "/ugc/methods"},
           {R"("ugc":{"scenes":["text"],"methods":["none","people"]})", "/ugc/methods"},
           {R"("ugc":{"scenes":["text","text"],"methods":["people"]})", "/ugc/scenes"},
           {R"("ugc":{"scenes":["other"],"methods":["people"]})", "/ugc/text"},
           {R"("ugc":{"scenes":["text"],"methods":["people"],"text":")" + std::string(257, 'x') +
                "\"}",
            "/ugc/text"},
           {R"("ugc":{"scenes":["songs"],"methods":["people"]})", "/ugc/scenes/0"},
           {R"("test_account":{"account":" ","password":"x"})", "/test_account/account"},
           {R"("test_account":{"account":"a","password":")" + std::string(201, 'x') + "\"}",
            "/test_account/password"},
           {none_known, "/pictures/0"}}) {
    const auto answer = world.post(kSubmissions, "developer", body(more));
    EXPECT_EQ(answer.status, 400) << more;
    EXPECT_EQ(member(answer, "pointer"), pointer) << answer.body;
  }
  const auto picture_id = picture();
  const auto twice =
      world.post(kSubmissions, "developer",
                 body(R"("pictures":[")" + picture_id + "\",\"" + picture_id + "\"]"));
  EXPECT_EQ(member(twice, "pointer"), "/pictures/0");
}

// A job keeps its rows as they came: a password would lie in clear.
TEST_F(FormsTest, AListOfSubmissionsTakesNoSecret) {
  const auto row = R"({"app":"wx1",)" + body(kAccount).substr(1);
  const auto answer =
      world.post("/v1/jobs", "developer", R"({"kind":"submit","items":[)" + row + "]}");
  EXPECT_EQ(answer.status, 400) << answer.body;
  EXPECT_EQ(member(answer, "pointer"), "/items/0/test_account");
}

TEST_F(FormsTest, ADryRunForeseesTheFilingItsOfficeAndItsEnd) {
  const auto tried = world.post(kSubmissions + "?dry_run=true", "developer", body(""));
  ASSERT_EQ(tried.status, 200) << tried.body;
  const auto outlook = object_of(tried).at("outlook").as_object();
  EXPECT_TRUE(outlook.at("files").as_bool());
  EXPECT_EQ(outlook.at("ground").as_string(), "new_categories");
  EXPECT_EQ(outlook.at("to_file").as_array().at(0).as_string(), "social-forum");
  EXPECT_EQ(outlook.at("region").as_string(), "33");
  EXPECT_EQ(outlook.at("period_us").to_number<std::int64_t>(), 604'800'000'000);
  const std::string end(outlook.at("end").as_string());
  const auto start = parse_rfc3339(std::string(outlook.at("start").as_string())).value();
  EXPECT_EQ(parse_rfc3339(end).value() - start, hours(168));
  EXPECT_GE(start, world.clock.now());
  const std::string zh(outlook.at("words").as_object().at("zh").as_string());
  const std::string en(outlook.at("words").as_object().at("en").as_string());
  EXPECT_THAT(zh, HasSubstr("社交-社区/论坛 是报备类目"));
  EXPECT_THAT(zh, HasSubstr("浙江省"));
  EXPECT_THAT(zh, HasSubstr("周期 7 × 24 小时"));
  EXPECT_THAT(zh, HasSubstr(end));
  EXPECT_THAT(en, HasSubstr("The period is 7 × 24 hours"));
  EXPECT_THAT(en, HasSubstr(end));
}

TEST_F(FormsTest, ADryRunSaysWhyNoFilingFollows) {
  const auto tried =
      world.post(kSubmissions + "?dry_run=true", "developer", body("", "tools-calculator"));
  ASSERT_EQ(tried.status, 200) << tried.body;
  const auto outlook = object_of(tried).at("outlook").as_object();
  EXPECT_FALSE(outlook.at("files").as_bool());
  EXPECT_EQ(outlook.at("ground").as_string(), "no_filing_category");
  EXPECT_FALSE(outlook.contains("region"));
  EXPECT_THAT(std::string(outlook.at("words").as_object().at("en").as_string()),
              HasSubstr("No filing follows the review"));
  EXPECT_THAT(world.post(kSubmissions, "developer", body("", "tools-calculator")).body,
              Not(HasSubstr("outlook")))
      << "of a dry run alone";
}

}  // namespace
}  // namespace baobei::test
