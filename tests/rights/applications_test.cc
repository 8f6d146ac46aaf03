// Categories by API: what a subject sees, applies for, is granted and loses (R2, R2a, R7, R10b).
#include <gmock/gmock.h>

#include <thread>

#include "engine/engine.h"
#include "rights/world.h"
#include "store/backup.h"

namespace baobei::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* kForum = "social-forum";
constexpr const char* kTools = "tools-calculator";
const std::string kApplications = "/v1/subjects/sub-1/applications";

class ApplicationsTest : public testing::Test {
 protected:
  std::string upload(const std::string& bytes = kPdf, const std::string& who = "developer") {
    const auto answer = world.post("/v1/subjects/sub-1/documents?name=licence.pdf", who, bytes);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return member(answer, "document");
  }
  // The number of the application.
  std::string apply(const std::string& more = "", const std::string& who = "developer") {
    const auto answer = world.post(kApplications, who,
                                   R"({"category":"social-forum","documents":[{"document":)" +
                                       upload(kPdf + more) + more + "}]}");
    EXPECT_EQ(answer.status, 201) << answer.body;
    return member(answer, "application");
  }
  static std::string matching(const std::string& etag) { return "If-Match: " + etag + "\r\n"; }
  const std::string first = matching("\"application-1\"");

  Answer accept(const std::string& no, const std::string& body = "{}") {
    return world.post("/v1/applications/" + no + "/accept", "operator", body, first);
  }
  Answer refuse(const std::string& no) {
    return world.post("/v1/applications/" + no + "/refuse", "operator",
                      R"({"reasons":[{"reason":"document_illegible","text":"第二页"},)"
                      R"({"reason":"document_missing"}],"remark":"请补充"})",
                      first);
  }
  json::object category(const std::string& id, const std::string& who = "developer",
                        const std::string& query = "?all=true") {
    const auto list = object_of(world.get("/v1/subjects/sub-1/categories" + query, who));
    for (const auto& item : list.at("items").as_array()) {
      if (item.at("id").as_string() == id) return item.as_object();
    }
    return {};
  }
  std::string kinds_in_inbox(const std::string& who) {
    std::string kinds;
    const auto inbox = object_of(world.get("/v1/inbox", who));
    for (const auto& notice : inbox.at("items").as_array()) {
      kinds += std::string(notice.at("kind").as_string()) + " ";
    }
    return kinds;
  }

  RightsWorld world;
};

TEST_F(ApplicationsTest, TheCatalogueIsThatOfTheSubject) {
  const auto open = category(kForum);
  EXPECT_EQ(open.at("open").as_bool(), true);
  EXPECT_EQ(open.at("may_apply").as_bool(), true);
  EXPECT_FALSE(open.at("any_of").as_array().empty());
  EXPECT_EQ(open.if_contains("grant"), nullptr);
  const auto other = object_of(world.get("/v1/subjects/sub-2/categories", "stranger"));
  EXPECT_THAT(json::serialize(other), Not(HasSubstr("\"social-forum\"")))
      << "not open to a personal subject";
  const auto all =
      object_of(world.get("/v1/subjects/sub-2/categories?all=true&q=social-forum", "stranger"));
  const auto closed = all.at("items").as_array().at(0).as_object();
  EXPECT_EQ(closed.at("may_apply").as_bool(), false);
  EXPECT_EQ(closed.at("refusal").as_string(), "category_not_open");
  EXPECT_FALSE(closed.at("why").at("zh").as_string().empty());
  EXPECT_TRUE(category(kForum, "developer", "?held=true").empty());
}

TEST_F(ApplicationsTest, FromApplyingToAcceptingToLosingIt) {
  const auto no = apply(R"(,"title":"许可证","number":"A-1","expires":"2027-03-01T00:00:00Z")");
  EXPECT_EQ(no, "1");
  EXPECT_THAT(kinds_in_inbox("operator"), HasSubstr("category_applied"));
  const auto waiting = category(kForum);
  EXPECT_EQ(waiting.at("refusal").as_string(), "application_waits");
  EXPECT_EQ(waiting.at("application").at("state").as_string(), "applied");

  const auto seen = world.get("/v1/applications/1", "operator");
  EXPECT_EQ(seen.header("ETag"), "\"application-1\"");
  EXPECT_THAT(seen.body, HasSubstr("A-1"));
  const auto accepted = accept(no);
  ASSERT_EQ(accepted.status, 200) << accepted.body;
  EXPECT_EQ(member(accepted, "valid_until"), "2027-03-01T00:00:00Z") << "as its document";
  EXPECT_THAT(kinds_in_inbox("developer"), HasSubstr("category_accepted"));
  const auto held = category(kForum);
  EXPECT_EQ(held.at("grant").at("valid").as_bool(), true);
  const auto grants = world.get("/v1/subjects/sub-1/grants", "developer");
  EXPECT_THAT(grants.body, HasSubstr("\"2027-03-01T00:00:00Z\""));

  const auto renew = world.post("/v1/subjects/sub-1/grants/social-forum/renew", "operator",
                                R"({"valid_until":"2028-01-01T00:00:00Z","remark":"换证"})");
  EXPECT_EQ(renew.status, 200) << renew.body;
  EXPECT_EQ(member(renew, "valid_until"), "2028-01-01T00:00:00Z");
  const auto revoke = world.post("/v1/subjects/sub-1/grants/social-forum/revoke", "operator",
                                 R"({"reasons":[{"reason":"licence_withdrawn"}]})");
  EXPECT_EQ(revoke.status, 200) << revoke.body;
  EXPECT_EQ(member(revoke, "granted"), "false");
  EXPECT_EQ(category(kForum).if_contains("grant"), nullptr);
  EXPECT_THAT(kinds_in_inbox("developer"), HasSubstr("grant_revoked"));
  const auto gone = world.post("/v1/subjects/sub-1/grants/social-forum/revoke", "operator",
                               R"({"reasons":[{"reason":"licence_withdrawn"}]})");
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(member(gone, "refusal"), "grant_unknown");
}

TEST_F(ApplicationsTest, ARefusalIsAnsweredReasonByReason) {
  const auto no = apply();
  ASSERT_EQ(refuse(no).status, 200);
  const auto seen = object_of(world.get("/v1/applications/1", "developer"));
  EXPECT_EQ(seen.at("state").as_string(), "refused");
  const auto& reason = seen.at("reasons").as_array().at(0).as_object();
  EXPECT_EQ(reason.at("text").as_string(), "第二页");
  EXPECT_FALSE(reason.at("advice").at("en").as_string().empty());
  EXPECT_EQ(seen.at("steps").as_array().at(1).as_object().if_contains("actor"), nullptr)
      << "the parties see that it was decided, not by whom";
  EXPECT_THAT(kinds_in_inbox("developer"), HasSubstr("category_refused"));

  const auto document = upload("%PDF-2");
  const auto body = [&](const std::string& answers) {
    return R"({"category":"social-forum","documents":[{"document":)" + document +
           R"(}],"answers":)" + answers + "}";
  };
  const auto silent = world.post(kApplications, "developer", body("[]"));
  EXPECT_EQ(silent.status, 409);
  EXPECT_EQ(member(silent, "refusal"), "reason_unanswered");
  const auto again =
      world.post(kApplications, "developer",
                 body(R"([{"reason":1,"text":"重新扫描"},{"reason":2,"text":"已补"}])"));
  ASSERT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(again.header("Location"), "/v1/applications/2");
  const auto second = object_of(world.get("/v1/applications/2", "operator"));
  EXPECT_EQ(second.at("answers_refusal").as_int64(), 1);
  EXPECT_EQ(second.at("answers").as_array().at(1).at("text").as_string(), "已补");
}

TEST_F(ApplicationsTest, WhoMayNotIsToldSoOrNothing) {
  const auto no = apply();
  struct Row {
    std::string method, target, who;
    int status;
  };
  const std::string one = "/v1/applications/" + no;
  const std::vector<Row> rows = {
      {"GET", "/v1/subjects/sub-1/categories", "stranger", 404},
      {"GET", "/v1/subjects/nobody/categories", "developer", 404},
      {"GET", "/v1/subjects/sub-1/categories", "reviewer", 403},
      {"GET", "/v1/subjects/sub-1/categories", "officer", 403},
      {"GET", "/v1/subjects/sub-1/grants", "stranger", 404},
      {"POST", "/v1/subjects/sub-1/documents", "stranger", 404},
      {"POST", "/v1/subjects/sub-1/documents", "operator", 403},
      {"POST", kApplications, "stranger", 404},
      {"POST", kApplications, "operator", 403},
      {"POST", kApplications, "officer", 403},
      {"GET", one, "stranger", 404},
      {"GET", one, "reviewer", 403},
      {"GET", "/v1/applications", "officer", 403},
      {"GET", "/v1/applications?subject=sub-1", "stranger", 404},
      {"GET", "/v1/applications/99", "operator", 404},
      {"GET", "/v1/applications/x", "operator", 404},
      {"GET", "/v1/applications/18446744073709551615", "operator", 404},
      {"POST", one + "/withdraw", "stranger", 404},
      {"POST", one + "/withdraw", "operator", 403},
      {"POST", one + "/accept", "developer", 403},
      {"POST", one + "/accept", "reviewer", 403},
      {"POST", one + "/refuse", "officer", 403},
      {"POST", "/v1/subjects/sub-1/grants/social-forum/revoke", "developer", 403},
      {"POST", "/v1/subjects/sub-1/grants/social-forum/renew", "reviewer", 403},
      {"GET", one + "/accesses", "developer", 403},
      {"GET", one + "/documents/1", "stranger", 404},
      {"GET", one + "/documents/1", "officer", 403},
      {"POST", one + "/documents/1/erase", "developer", 403},
  };
  for (const auto& row : rows) {
    const auto answer =
        world.ask(row.method, row.target, row.who, row.method == "POST" ? kPdf : "", first);
    EXPECT_EQ(answer.status, row.status) << row.method << " " << row.target << " " << row.who;
  }
  EXPECT_THAT(object_of(world.get("/v1/applications", "stranger")).at("items").as_array(),
              IsEmpty());
}

TEST_F(ApplicationsTest, AnAgencyActsWhileItIsAuthorised) {
  const auto document = [&] {
    return world.post("/v1/subjects/sub-1/documents", "agency", kPdf).status;
  };
  EXPECT_EQ(document(), 404);
  const lifecycle::Actor developer{"developer", Role::kDeveloper, "org-dev", "", ""};
  const auto until = world.clock.now() + std::chrono::hours(24);
  ASSERT_EQ(world.send("wx1", developer, lifecycle::AuthoriseAgency{"org-agency", until}).kind,
            engine::AnswerKind::kAccepted);
  const auto no = apply("", "agency");
  EXPECT_EQ(world.get("/v1/applications/" + no, "agency").status, 200);
  ASSERT_EQ(accept(no).status, 200);
  EXPECT_THAT(kinds_in_inbox("agency"), HasSubstr("category_accepted")) << "its copy (R10b)";
  EXPECT_THAT(kinds_in_inbox("developer"), HasSubstr("category_accepted"));
  // At the instant, not when somebody notices.
  world.clock.advance(std::chrono::hours(24));
  const auto late = world.post(kApplications, "agency", R"({"category":"tools-calculator"})");
  EXPECT_THAT((std::vector{403, 404}), testing::Contains(late.status)) << late.body;
  ASSERT_EQ(world.send("wx1", developer, lifecycle::EndAuthorisation{"org-agency"}).kind,
            engine::AnswerKind::kRefused)
      << "it has ended by itself";
  // What they may still read ends when the writer has met the end, which a busy machine delays.
  int status = 200;
  for (int look = 0; look < 500 && status != 404; ++look) {
    status = world.get("/v1/applications/" + no, "agency").status;
    if (status != 404) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(status, 404);
}

// What an operator decides is no event of a mini-program: it has a record of its own.
TEST_F(ApplicationsTest, WhoDecidedIsOnRecordForThoseWhoOversee) {
  EXPECT_EQ(world.get("/v1/category-steps", "operator").body, R"({"items":[]})");
  const auto no = apply();
  ASSERT_EQ(refuse(no).status, 200);
  const auto list = [&](const std::string& query) {
    return object_of(world.get("/v1/category-steps" + query, "operator")).at("items").as_array();
  };
  ASSERT_EQ(list("").size(), 2U);
  const auto mine = list("?person=operator&subject=sub-1");
  ASSERT_EQ(mine.size(), 1U);
  const auto& row = mine.at(0).as_object();
  EXPECT_EQ(row.at("kind").as_string(), "refused");
  EXPECT_EQ(row.at("category").as_string(), kForum);
  EXPECT_EQ(json::serialize(row.at("application")), no);
  EXPECT_EQ(json::serialize(row.at("reasons")), R"(["document_illegible","document_missing"])");
  EXPECT_EQ(row.at("words").as_string(), "请补充");
  EXPECT_TRUE(list("?subject=sub-2").empty());
  EXPECT_TRUE(list("?since=2030-01-01T00:00:00Z").empty());
  for (const std::string who : {"developer", "reviewer", "officer"}) {
    EXPECT_EQ(world.get("/v1/category-steps", who).status, 403) << who;
  }
  const auto table = world.ask("GET", "/v1/category-steps", "operator", "", "Accept: text/csv\r\n");
  EXPECT_THAT(table.body, HasSubstr(R"("refused","sub-1","social-forum")"));
}

TEST_F(ApplicationsTest, ADecisionIsBoundToWhatWasSeen) {
  const auto no = apply();
  const std::string path = "/v1/applications/" + no + "/accept";
  EXPECT_EQ(world.post(path, "operator", "{}").status, 428);
  EXPECT_EQ(world.post(path, "operator", "{}", "If-Match: \"review-1\"\r\n").status, 400);
  const auto stale = world.post(path, "operator", "{}", matching("\"application-2\""));
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(member(stale, "refusal"), "application_stale");
  const auto withdrawn = world.post("/v1/applications/" + no + "/withdraw", "developer", "", first);
  ASSERT_EQ(withdrawn.status, 200) << withdrawn.body;
  EXPECT_EQ(accept(no).status, 412);
  const auto closed = world.post(path, "operator", "{}", matching("\"application-2\""));
  EXPECT_EQ(closed.status, 409);
  EXPECT_EQ(member(closed, "refusal"), "application_closed");
}

TEST_F(ApplicationsTest, AKeyIsAnsweredOnce) {
  const std::string key = "Idempotency-Key: k1\r\n";
  const std::string body = R"({"category":"tools-calculator"})";
  const auto once = world.post(kApplications, "developer", body, key);
  ASSERT_EQ(once.status, 201) << once.body;
  const auto again = world.post(kApplications, "developer", body, key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, once.body);
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(again.header("Location"), once.header("Location"));
  const auto other = world.post(kApplications, "developer", R"({"category":"social-forum"})", key);
  EXPECT_EQ(other.status, 422);
  const auto list = object_of(world.get("/v1/applications?subject=sub-1", "developer"));
  EXPECT_EQ(list.at("items").as_array().size(), 1U);
}

TEST_F(ApplicationsTest, ADryRunChangesNothing) {
  const auto dry = world.post(kApplications + "?dry_run=true", "developer",
                              R"({"category":"tools-calculator"})");
  EXPECT_EQ(dry.status, 200) << dry.body;
  EXPECT_EQ(member(dry, "dry_run"), "true");
  const auto why =
      world.post(kApplications + "?dry_run=true", "developer", R"({"category":"social-forum"})");
  EXPECT_EQ(why.status, 409);
  EXPECT_EQ(member(why, "refusal"), "document_missing");
  EXPECT_THAT(object_of(world.get("/v1/applications", "operator")).at("items").as_array(),
              IsEmpty());
}

TEST_F(ApplicationsTest, WhatIsAskedIsCheckedWordByWord) {
  struct Row {
    std::string body;
    int status;
    std::string says;
  };
  std::string many = R"({"category":"social-forum","documents":[)";
  for (int i = 1; i <= 21; ++i) many += (i > 1 ? "," : "") + std::string(R"({"document":1})");
  upload();
  const std::vector<Row> rows = {
      {"{", 400, ""},
      {"{}", 400, "/category"},
      {R"({"category":"a b"})", 400, "/category"},
      {R"({"category":"unheard"})", 409, "category_unknown"},
      {R"({"category":"social-forum"})", 409, "document_missing"},
      {R"({"category":"social-forum","documents":[{"document":99}]})", 409, "document_unknown"},
      {R"({"category":"social-forum","documents":[{"document":1},{"document":1}]})", 409,
       "document_twice"},
      {R"({"category":"social-forum","documents":[{"document":1,"expires":"2026-03-02T09:00:00Z"}]})",
       409, "document_expired"},
      {R"({"category":"social-forum","documents":[{"document":1,"expires":"soon"}]})", 400,
       "/documents/0/expires"},
      {R"({"category":"social-forum","documents":[{"document":1,"title":"a\nb"}]})", 400,
       "/documents/0/title"},
      {R"({"category":"social-forum","documents":[{"document":1,"file":"x"}]})", 400, "file"},
      {R"({"category":"social-forum","documents":[{"document":-1}]})", 400, "document"},
      {R"({"category":"social-forum","documents":[{"document":1}],"answers":[{"reason":1,"text":"a"}]})",
       409, "reason_unknown"},
      {many + "]}", 409, "too_many_documents"},
  };
  for (const auto& row : rows) {
    const auto answer = world.post(kApplications, "developer", row.body);
    EXPECT_EQ(answer.status, row.status) << row.body << "\n" << answer.body;
    EXPECT_THAT(answer.body, HasSubstr(row.says)) << row.body;
    EXPECT_FALSE(member(answer, "title_zh").empty() || member(answer, "title_en").empty());
  }
}

TEST_F(ApplicationsTest, TheOperatorsWordsAreCheckedToo) {
  const auto no = apply(R"(,"expires":"2027-03-01T00:00:00Z")");
  const auto beyond = accept(no, R"({"valid_until":"2027-03-02T00:00:00Z"})");
  EXPECT_EQ(member(beyond, "refusal"), "valid_until_beyond_documents");
  const auto past = accept(no, R"({"valid_until":"2026-03-02T09:00:00Z"})");
  EXPECT_EQ(member(past, "refusal"), "valid_until_past");
  const std::string path = "/v1/applications/" + no + "/refuse";
  const auto none = world.post(path, "operator", R"({"reasons":[]})", first);
  EXPECT_EQ(member(none, "refusal"), "reason_missing");
  const auto foreign =
      world.post(path, "operator", R"({"reasons":[{"reason":"never_gambling"}]})", first);
  EXPECT_EQ(foreign.status, 400) << "a reason for another use";
  EXPECT_EQ(member(foreign, "pointer"), "/reasons/0/reason");
  const auto renew = world.post("/v1/subjects/sub-1/grants/social-forum/renew", "operator",
                                R"({"valid_until":"2028-01-01T00:00:00Z"})");
  EXPECT_EQ(renew.status, 400) << "a remark is required";
}

TEST_F(ApplicationsTest, NobodyDecidesOnTheirOwn) {
  world.person("both", "org-op", {Role::kDeveloper, Role::kOperator}, "ops");
  world.on_writer([](engine::Store& store) {
    EXPECT_TRUE(store.put_subject(
        {{"sub-own", lifecycle::SubjectKind::kEnterprise, "33"}, "org-op", "平台自己", "code"}));
  });
  const auto made =
      world.post("/v1/subjects/sub-own/applications", "both", R"({"category":"tools-calculator"})");
  ASSERT_EQ(made.status, 201) << made.body;
  for (const std::string who : {"both", "operator"}) {
    const auto own = world.post("/v1/applications/1/accept", who, "{}", first);
    EXPECT_EQ(own.status, 403) << who;
    EXPECT_EQ(member(own, "refusal"), "own_application");
  }
  world.person("elsewhere", "org-op", {Role::kOperator}, "other-unit");
  EXPECT_EQ(world.post("/v1/applications/1/accept", "elsewhere", "{}", first).status, 200);
}

TEST_F(ApplicationsTest, ARightThatEndedOnTheWayEndsTheStep) {
  const auto no = apply();
  world.on_writer([](engine::Store& store) {
    EXPECT_TRUE(store.put_person({"operator", "org-op", "ops", "operator", {}, "", true}));
  });
  EXPECT_EQ(accept(no).status, 403);
}

TEST_F(ApplicationsTest, PagesTheQueueOldestFirst) {
  for (const char* category : {kTools, "tools-ledger", "tools-calendar"}) {
    world.post(kApplications, "developer", R"({"category":")" + std::string(category) + "\"}");
  }
  const auto all = object_of(world.get("/v1/applications?state=applied", "operator"));
  const auto count = all.at("items").as_array().size();
  ASSERT_GE(count, 2U);
  const auto page = object_of(world.get("/v1/applications?state=applied&limit=1", "operator"));
  EXPECT_EQ(page.at("items").as_array().at(0).at("application").as_int64(), 1);
  const std::string next(page.at("next").as_string());
  const auto second =
      object_of(world.get("/v1/applications?state=applied&limit=1&after=" + next, "operator"));
  EXPECT_EQ(second.at("items").as_array().at(0).at("application").as_int64(), 2);
  EXPECT_EQ(world.get("/v1/applications?state=odd", "operator").status, 400);
  EXPECT_EQ(world.get("/v1/applications?after=odd", "operator").status, 400);
}

// R25: what was granted counts for the very next decision.
TEST_F(ApplicationsTest, AGrantCountsAtOnceAndStopsAtItsInstant) {
  world.on_writer([](engine::Store& store) {
    EXPECT_TRUE(store.put_package({"wx1", sha256("tree"), "1", 1, 1, "developer", {}}));
  });
  const lifecycle::Actor developer{"developer", Role::kDeveloper, "org-dev", "", ""};
  const auto submit = [&] {
    return world.send("wx1", developer, lifecycle::Submit{sha256("tree"), {kForum}, {}, {}, {}});
  };
  EXPECT_EQ(submit().refusal, lifecycle::Refusal::kCategoryNotAccepted);
  ASSERT_EQ(accept(apply(), R"({"valid_until":"2026-03-02T10:00:00Z"})").status, 200);
  world.clock.advance(std::chrono::hours(1));
  EXPECT_EQ(submit().refusal, lifecycle::Refusal::kQualificationLapsed);
  ASSERT_EQ(world
                .post("/v1/subjects/sub-1/grants/social-forum/renew", "operator",
                      R"({"valid_until":"2026-04-02T10:00:00Z","remark":"换证"})")
                .status,
            200);
  EXPECT_EQ(submit().kind, engine::AnswerKind::kAccepted);
}

TEST_F(ApplicationsTest, TheStoreVerifiesAfterwards) {
  ASSERT_EQ(accept(apply()).status, 200);
  apply();
  world.get("/v1/applications/1/documents/1", "operator");
  const auto verified = store::verify(world.scratch.file("baobei.db"));
  ASSERT_TRUE(verified) << to_string(verified.error());
  const auto named = store::named_blobs(world.scratch.file("baobei.db"));
  ASSERT_TRUE(named);
  EXPECT_THAT(*named, testing::Contains(sha256(world.stored_bytes("1"))))
      << "back-ups carry documents, sealed";
}

}  // namespace
}  // namespace baobei::test
