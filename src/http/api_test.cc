// Reads, uploads and the edges of the API over real sockets.

#include <gmock/gmock.h>

#include <filesystem>

#include "http/test_world.h"

namespace baobei::http {
namespace {

using test::member;
using test::Mode;
using test::object_of;
using test::request_text;
using test::World;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Instant at(const char* text) {
  return parse_rfc3339(text).value();
}

// ---- who ---------------------------------------------------------------------------------------

TEST(Api, asks_who_it_is_everywhere_but_where_everybody_may_read) {
  World world(Mode::kSandbox);
  for (const auto& route : all_routes()) {
    SCOPED_TRACE(std::string(route.pattern));
    std::string path(route.pattern);
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
      path.replace(open, path.find('}') - open + 1, "wx1");
    }
    const auto answer = world.send(name(route.method), path, "");
    if (route.access == Access::kPublic) {
      EXPECT_NE(answer.status, 401);
      continue;
    }
    EXPECT_EQ(answer.status, 401);
    EXPECT_THAT(answer.header("WWW-Authenticate"), HasSubstr("Bearer"));
    EXPECT_EQ(member(answer, "type"), "urn:baobei:problem:not_signed_in");
  }
}

TEST(Api, takes_bearer_tokens_alone) {
  World world;
  struct Row {
    std::string line;
    int status;
  };
  const std::vector<Row> rows = {
      {"Bearer token-developer", 200},
      {"bearer token-developer", 200},
      {"Bearer token-nobody", 401},
      {"Basic dG9rZW46", 401},
      {"Bearer ", 401},
      {"token-developer", 401},
      {"Bearer " + std::string(300, 'x'), 401},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.line);
    EXPECT_EQ(world.get("/v1/me", "", "Authorization: " + row.line + "\r\n").status, row.status);
  }
}

TEST(Api, says_who_one_is_and_what_one_may) {
  World world;
  const auto me = world.get("/v1/me", "senior");
  EXPECT_EQ(me.status, 200);
  EXPECT_EQ(member(me, "person"), "senior");
  EXPECT_EQ(member(me, "roles"), R"(["reviewer","senior_reviewer"])");
  EXPECT_THAT(member(me, "may"), HasSubstr("\"revoke_pass\""));
  EXPECT_THAT(member(me, "may"), testing::Not(HasSubstr("\"submit\"")));
}

// ---- where -------------------------------------------------------------------------------------

TEST(Api, knows_its_paths_and_methods) {
  World world;
  struct Row {
    std::string method;
    std::string path;
    int status;
    std::string allow;
  };
  const std::vector<Row> rows = {
      {"GET", "/healthz", 200, ""},
      {"GET", "/readyz", 200, ""},
      {"GET", "/v1/nothing", 404, ""},
      {"GET", "/v1/apps/", 404, ""},
      {"GET", "/v1//apps", 404, ""},
      {"GET", "/v1/apps/%ff", 404, ""},
      {"GET", "/v1/apps/a%2Fevents", 404, ""},
      {"GET", "/" + std::string(3'000, 'a'), 404, ""},
      {"GET", "/a/b/c/d/e/f/g/h/i/j", 404, ""},
      {"PUT", "/v1/apps", 405, "GET, HEAD, POST, OPTIONS"},
      {"BREW", "/v1/apps", 405, "GET, HEAD, POST, OPTIONS"},
      {"GET", "/v1/apps/wx1/suspend", 405, "POST, OPTIONS"},
      {"OPTIONS", "/v1/apps", 204, "GET, HEAD, POST, OPTIONS"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.method + " " + row.path);
    const auto answer = world.send(row.method, row.path, "");
    EXPECT_EQ(answer.status, row.status);
    EXPECT_EQ(answer.header("Allow"), row.allow);
  }
  test::Client client(world.port());
  client.send(request_text("HEAD", "/v1/server"));
  const auto head = client.read(true);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->status, 200);
  EXPECT_NE(head->header("Content-Length"), "0");
}

TEST(Api, says_when_it_is_not_ready) {
  World world;
  world.services.ready = [] { return Status(fail(ErrorKind::kUnavailable, "blobs are missing")); };
  const auto answer = world.get("/readyz");
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(answer.body, testing::Not(HasSubstr("blobs")));
  EXPECT_THAT(world.journal.take(), Contains("report blobs are missing"));
}

TEST(Api, moves_the_clock_in_a_sandbox_alone) {
  World production;
  EXPECT_EQ(production.get("/v1/sandbox/clock", "operator").status, 404);
  EXPECT_EQ(production.post("/v1/sandbox/clock", "operator", R"({"by":"1h"})").status, 404);
  EXPECT_EQ(member(production.get("/v1/server"), "sandbox"), "false");

  World sandbox(Mode::kSandbox);
  EXPECT_EQ(member(sandbox.get("/v1/server"), "sandbox"), "true");
  EXPECT_EQ(sandbox.post("/v1/sandbox/clock", "developer", R"({"by":"1h"})").status, 403);
  const auto moved = sandbox.post("/v1/sandbox/clock", "operator", R"({"by":"7d"})");
  EXPECT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(member(moved, "now"), "2026-03-09T09:00:00Z");
  const auto set =
      sandbox.post("/v1/sandbox/clock", "operator", R"({"to":"2026-04-01T00:00:00.5Z"})");
  EXPECT_EQ(member(set, "now"), "2026-04-01T00:00:00.500000Z");
  for (const std::string body :
       {R"({"to":"2026-03-31T00:00:00Z"})", R"({})", R"({"by":"1h","to":"2027-01-01T00:00:00Z"})",
        R"({"by":"soon"})"}) {
    EXPECT_EQ(sandbox.post("/v1/sandbox/clock", "operator", body).status, 400) << body;
  }
}

// ---- a case ------------------------------------------------------------------------------------

lifecycle::App filed_case() {
  lifecycle::App app;
  app.id = "wx1";
  app.revision = 12;
  app.subject = {"sub-1", lifecycle::SubjectKind::kEnterprise, "33"};
  app.owner = "org-dev";
  lifecycle::Submission submission;
  submission.no = 1;
  submission.state = lifecycle::SubmissionState::kFiling;
  submission.digest = sha256("tree");
  submission.review_revision = 9;
  submission.decided_by = "reviewer";
  submission.report = sha256("report");
  submission.entry = 1;
  submission.submitted_at = at("2026-03-01T09:00:00Z");
  submission.held_since = at("2026-03-02T08:00:00Z");
  submission.held.platform = std::chrono::hours(23);
  app.submissions.push_back(submission);
  lifecycle::Entry entry;
  entry.no = 1;
  entry.submission = 1;
  entry.state = lifecycle::EntryState::kRunning;
  entry.region = "33";
  entry.opened_at = entry.start.emplace(at("2026-03-02T08:00:00Z"));
  entry.end = at("2026-03-09T08:00:00Z");
  app.entries.push_back(entry);
  lifecycle::Item item;
  item.no = 1;
  item.point.code = "unspecified";
  item.point.text = sha256("salted");
  app.items.push_back(item);
  return app;
}

TEST(Api, shows_the_whole_case) {
  World world;
  world.reader.cases["wx1"] = filed_case();
  world.reader.texts[sha256("salted")] = "删掉第三页";
  const auto answer = world.get("/v1/apps/wx1", "reviewer");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.header("ETag"), "W/\"12\"");
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  const auto object = object_of(answer);
  EXPECT_EQ(object.at("name").as_string(), "名称 wx1");
  EXPECT_EQ(object.at("subject").at("name").as_string(), "一家公司");
  const auto& submission = object.at("submissions").at(0).as_object();
  EXPECT_EQ(submission.at("state").as_string(), "filing");
  EXPECT_EQ(submission.at("holder").as_string(), "authority");
  EXPECT_EQ(submission.at("held").at("platform_us").to_number<std::int64_t>(), 82'800'000'000);
  EXPECT_EQ(submission.at("held").at("authority_us").to_number<std::int64_t>(), 3'600'000'000);
  EXPECT_EQ(submission.at("age_us").to_number<std::int64_t>(), 86'400'000'000);
  EXPECT_EQ(submission.at("decided_by").as_string(), "reviewer");
  const auto& entry = object.at("entries").at(0).as_object();
  EXPECT_EQ(entry.at("end").as_string(), "2026-03-09T08:00:00Z");
  EXPECT_EQ(entry.at("time_left_us").to_number<std::int64_t>(), 601'200'000'000);
  EXPECT_EQ(entry.at("open_us").to_number<std::int64_t>(), 3'600'000'000);
  EXPECT_EQ(object.at("items").at(0).at("point").at("text").as_string(), "删掉第三页");
  EXPECT_EQ(object.at("serving").at("dark").as_bool(), false);
  EXPECT_EQ(object.at("deadlines").at(0).at("kind").as_string(), "filing_end");
  EXPECT_EQ(world.get("/v1/apps/wx1", "reviewer", "If-None-Match: W/\"12\"\r\n").status, 304);
  EXPECT_EQ(world.get("/v1/apps/wx1", "reviewer", "If-None-Match: W/\"11\"\r\n").status, 200);
}

TEST(Api, shows_the_parties_that_somebody_decided_not_who) {
  World world;
  world.reader.cases["wx1"] = filed_case();
  const auto developer = world.get("/v1/apps/wx1", "developer");
  EXPECT_EQ(developer.status, 200);
  EXPECT_THAT(developer.body, testing::Not(HasSubstr("decided_by")));
  EXPECT_THAT(developer.body, HasSubstr("\"text\":null"));  // erased words
  EXPECT_THAT(world.get("/v1/apps/wx1", "officer").body, HasSubstr("decided_by"));
}

TEST(Api, hides_what_is_not_the_viewers) {
  World world;
  world.reader.cases["wx1"] = filed_case();
  for (const std::string path : {"", "/submissions/1", "/submissions/1/report"}) {
    SCOPED_TRACE(path);
    const auto foreign = world.get("/v1/apps/wx1" + path, "stranger");
    const auto nothing = world.get("/v1/apps/wx404" + path, "stranger");
    EXPECT_EQ(foreign.status, 404);
    EXPECT_EQ(foreign.body, nothing.body);
  }
}

TEST(Api, shows_a_submission_with_its_tag_thread_and_report) {
  World world;
  world.reader.cases["wx1"] = filed_case();
  world.blobs.blobs[sha256("report")] = R"({"outcome":"passed"})";
  lifecycle::Event event;
  event.at = at("2026-03-01T09:00:00Z");
  event.actor = {"reviewer", lifecycle::Role::kReviewer, "org-op", "unit-a", ""};
  event.data = lifecycle::QuestionAsked{1, sha256("salted"), at("2026-03-15T09:00:00Z")};
  const auto sealed = lifecycle::seal("wx1", 5, {}, event);
  engine::LoggedEvent logged{17, "wx1", {}};
  logged.row = {5, "question_asked", event.at, event.at, "reviewer", sealed.body, {}, sealed.hash};
  world.reader.logged = {logged};
  world.reader.texts[sha256("salted")] = "为什么？";

  const auto answer = world.get("/v1/apps/wx1/submissions/1", "developer");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.header("ETag"), "\"review-9\"");
  EXPECT_EQ(member(answer, "review_etag"), "\"review-9\"");
  const auto asked = object_of(answer).at("thread").at(0);
  EXPECT_EQ(asked.at("data").at("text").as_string(), "为什么？");
  EXPECT_EQ(asked.at("data").at("answer_by").as_string(), "2026-03-15T09:00:00Z");
  EXPECT_EQ(json::serialize(asked.at("actor")), R"({"role":"reviewer","org":"org-op"})");
  EXPECT_EQ(world.get("/v1/apps/wx1/submissions/2", "developer").status, 404);
  EXPECT_EQ(world.get("/v1/apps/wx1/submissions/0", "developer").status, 404);

  EXPECT_EQ(world.get("/v1/apps/wx1/submissions/1/report", "developer").body,
            R"({"outcome":"passed"})");
  world.blobs.blobs.clear();
  EXPECT_EQ(world.get("/v1/apps/wx1/submissions/1/report", "developer").status, 500);

  const auto events = world.get("/v1/apps/wx1/events?limit=5&after=c", "reviewer");
  EXPECT_EQ(object_of(events).at("items").at(0).at("log_index").to_number<int>(), 17);
  EXPECT_THAT(events.body, HasSubstr("\"by\":\"reviewer\""));
  EXPECT_THAT(world.journal.take(), Contains("events after=c limit=5"));
}

TEST(Api, says_nothing_of_its_own_faults) {
  World world;
  world.reader.broken = Error{ErrorKind::kInternal, "disk I/O error", "/var/lib/secret.db"};
  const auto answer = world.get("/v1/apps/wx1", "developer");
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, testing::Not(HasSubstr("secret")));
  EXPECT_THAT(answer.body, testing::Not(HasSubstr("disk")));
}

// ---- queues ------------------------------------------------------------------------------------

TEST(Api, pages_and_filters_lists) {
  World world;
  engine::EntryListItem entry;
  entry.app = "wx1";
  entry.row.no = 2;
  entry.row.state = lifecycle::EntryState::kRunning;
  entry.row.end = at("2026-03-02T10:00:00Z");
  world.reader.entry_rows = {entry};
  const auto filings = world.get("/v1/filings?state=running", "officer");
  EXPECT_EQ(object_of(filings).at("items").at(0).at("time_left_us").to_number<std::int64_t>(),
            3'600'000'000);
  EXPECT_THAT(world.journal.take(), Contains("running after= limit=50"));
  engine::SubmissionListItem submission;
  submission.row.state = lifecycle::SubmissionState::kReviewing;
  world.reader.submission_rows = {submission};
  const auto queue = world.get("/v1/submissions?state=reviewing&limit=1", "reviewer");
  EXPECT_EQ(object_of(queue).at("items").at(0).at("holder").as_string(), "platform");
  EXPECT_THAT(world.journal.take(), Contains("reviewing after= limit=1"));
  const auto apps = world.get("/v1/apps?after=%E4%B8%AD", "developer");
  EXPECT_EQ(member(apps, "next"), "cursor-2");
  EXPECT_THAT(world.journal.take(), Contains("apps after=中 limit=50"));
  world.get("/v1/submissions?sort=newest", "reviewer");
  EXPECT_THAT(world.journal.take(), Contains("any, newest after= limit=50"));
  const auto found = world.get("/v1/apps?q=%E5%90%8D%E7%A7%B0", "developer");
  EXPECT_EQ(object_of(found).at("items").as_array().size(), 1U) << found.body;
  EXPECT_EQ(member(world.get("/v1/apps?q=nowhere", "developer"), "items"), "[]");
  EXPECT_EQ(world.get("/v1/apps?q=x", "developer").status, 400);
  for (const std::string query : {"limit=0", "limit=201", "limit=x", "state=lost", "sort=age"}) {
    EXPECT_EQ(world.get("/v1/submissions?" + query, "reviewer").status, 400) << query;
  }
}

TEST(Api, counts_what_stands_in_its_lists) {
  World world;
  const auto counts = object_of(world.get("/v1/submissions/counts", "reviewer"));
  EXPECT_EQ(json::serialize(counts.at("items").at(0)),
            R"({"state":"reviewing","count":2,"exact":true})");
  EXPECT_EQ(counts.at("items").at(1).at("exact"), false);
  EXPECT_EQ(member(world.get("/v1/filings/counts", "officer"), "items"), "[]");
}

TEST(Api, tells_of_a_queues_cases_where_it_is_asked) {
  World world;
  world.reader.texts[sha256("point")] = "先审后发";
  auto& app = world.reader.cases["wx1"];
  lifecycle::Submission submission;
  submission.no = 1;
  submission.state = lifecycle::SubmissionState::kReviewing;
  submission.check = lifecycle::CheckOutcome::kCouldNotCheck;
  submission.pass_proposed_by = "reviewer-7";
  submission.digest = sha256("tree");
  submission.held_since = at("2026-03-02T08:00:00Z");
  app.submissions.push_back(submission);
  lifecycle::Entry entry;
  entry.no = 1;
  entry.submission = 1;
  entry.categories = {"social-forum"};
  entry.answer = 1;
  app.entries.push_back(entry);
  lifecycle::Answer answer;
  answer.no = 1;
  answer.entry = 1;
  answer.late = true;
  answer.by = "officer-3";
  answer.completed = {"social-forum"};
  answer.points = {{"ugc_no_moderation", {}, sha256("point")}};
  app.answers.push_back(answer);
  engine::SubmissionListItem row;
  row.app = "wx1";
  row.row.no = 1;
  auto gone = row;
  gone.app = "wx-gone";
  world.reader.submission_rows = {row, gone};
  const auto queue = object_of(world.get("/v1/submissions?detail=true", "reviewer"));
  const auto& first = queue.at("items").at(0);
  EXPECT_EQ(first.at("region"), "33");
  EXPECT_EQ(first.at("check"), "could_not_check");
  EXPECT_EQ(first.at("clock").at("start"), "2026-03-02T08:00:00Z");
  EXPECT_THAT(json::serialize(first.at("why")),
              testing::AllOf(HasSubstr("\"could_not_check\""), HasSubstr("\"second_approval\"")));
  EXPECT_FALSE(queue.at("items").at(1).as_object().contains("region")) << "out of sight meanwhile";
  const auto own = world.get("/v1/submissions?detail=true", "developer").body;
  EXPECT_THAT(own, testing::Not(HasSubstr("why"))) << "the platform's to know";
  EXPECT_THAT(world.get("/v1/submissions", "reviewer").body, testing::Not(HasSubstr("region")));

  engine::EntryListItem filed;
  filed.app = "wx1";
  filed.row.no = 1;
  world.reader.entry_rows = {filed};
  const auto filings = object_of(world.get("/v1/filings?detail=true", "officer"));
  const auto& item = filings.at("items").at(0);
  EXPECT_EQ(item.at("digest").as_string(), to_hex(sha256("tree")));
  EXPECT_EQ(json::serialize(item.at("categories")), R"(["social-forum"])");
  EXPECT_EQ(item.at("answer").at("late"), true);
  EXPECT_EQ(item.at("answer").at("by"), "officer-3");
  EXPECT_EQ(json::serialize(item.at("answer").at("completed")), R"(["social-forum"])");
  EXPECT_EQ(item.at("answer").at("points").at(0).at("text").as_string(), "先审后发");
  EXPECT_THAT(world.get("/v1/filings?detail=true", "developer").body,
              testing::AllOf(HasSubstr("先审后发"), testing::Not(HasSubstr("officer-3"))));
  EXPECT_EQ(world.get("/v1/filings?detail=true&limit=51", "officer").status, 400);
  EXPECT_EQ(world.get("/v1/submissions?detail=perhaps", "reviewer").status, 400);
}

TEST(Api, reads_the_inbox_aloud_in_both_languages) {
  World world;
  engine::NoticeListItem notice;
  notice.id = 5;
  notice.app = "wx1";
  notice.app_name = "社区";
  notice.row.at = at("2026-03-02T08:00:00Z");
  notice.row.notice.kind = lifecycle::NoticeKind::kFilingStarted;
  notice.row.notice.submission = 1;
  notice.row.notice.entry = 1;
  notice.row.notice.region = "33";
  notice.row.notice.categories = {"social-forum"};
  notice.row.notice.start = at("2026-03-02T08:00:00Z");
  notice.row.notice.end = at("2026-03-09T08:00:00Z");
  auto unknown = notice;
  unknown.id = 6;
  unknown.row.notice.categories = {"gone"};
  world.reader.notices = {notice, unknown};
  const auto zh = world.get("/v1/inbox?unread=true", "developer");
  ASSERT_EQ(zh.status, 200) << zh.body;
  const auto items = object_of(zh).at("items").as_array();
  EXPECT_THAT(std::string(items.at(0).at("body_zh").as_string()), HasSubstr("社区"));
  EXPECT_EQ(items.at(0).at("title"), items.at(0).at("title_zh"));
  EXPECT_EQ(items.at(0).at("end").as_string(), "2026-03-09T08:00:00Z");
  EXPECT_EQ(items.at(1).at("kind").as_string(), "filing_started");
  EXPECT_FALSE(items.at(1).as_object().contains("title"));
  EXPECT_THAT(world.journal.take(), Contains("unread after= limit=50"));
  const auto en = world.get("/v1/inbox", "developer", "Accept-Language: en\r\n");
  const auto first = object_of(en).at("items").at(0);
  EXPECT_EQ(first.at("title"), first.at("title_en"));

  EXPECT_EQ(world.post("/v1/inbox/5/read", "developer").status, 204);
  EXPECT_THAT(world.journal.take(), Contains("mark_read developer 5"));
  world.commands.write_result = fail(ErrorKind::kNotFound, "not yours");
  EXPECT_EQ(world.post("/v1/inbox/6/read", "developer").status, 404);
  EXPECT_EQ(world.post("/v1/inbox/x/read", "developer").status, 404);
}

TEST(Api, shows_the_catalogue_to_everybody) {
  World world;
  const auto all = object_of(world.get("/v1/categories")).at("items").as_array().size();
  const auto filing = object_of(world.get("/v1/categories?filing=true")).at("items").as_array();
  EXPECT_GT(all, filing.size());
  EXPECT_FALSE(filing.empty());
  for (const auto& item : filing) EXPECT_TRUE(item.at("filing_category").as_bool());
  EXPECT_EQ(world.get("/v1/categories?subject_kind=martian").status, 400);
  const auto forum = world.get("/v1/categories/social-forum");
  EXPECT_EQ(member(forum, "filing_category"), "true");
  EXPECT_EQ(world.get("/v1/categories/no-such").status, 404);
  EXPECT_EQ(object_of(world.get("/v1/regions")).at("items").as_array().size(), 31U);
  const auto orders = object_of(world.get("/v1/reasons?use=order")).at("items").as_array();
  EXPECT_FALSE(orders.empty());
  for (const auto& reason : orders) EXPECT_THAT(json::serialize(reason), HasSubstr("\"order\""));
}

// ---- packages ----------------------------------------------------------------------------------

TEST(Api, takes_packages_from_those_who_develop_it) {
  World world;
  auto& app = world.reader.cases["wx1"];
  world.person("agency", "org-agency", {lifecycle::Role::kDeveloper});
  app.agencies.push_back({"org-agency", world.clock.now() + std::chrono::hours(1)});
  std::string seen_path;
  std::uintmax_t seen_size = 0;
  world.services.intake = [&](const std::string& path) -> Result<PackageFacts> {
    seen_path = path;
    seen_size = std::filesystem::file_size(path);
    return PackageFacts{sha256("tree"), 2, 300};
  };
  const std::string archive(200'000, 'z');
  const auto answer = world.post("/v1/apps/wx1/packages?label=1.0.3", "developer", archive);
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(member(answer, "digest"), to_hex(sha256("tree")));
  EXPECT_EQ(seen_size, archive.size());
  EXPECT_FALSE(std::filesystem::exists(seen_path));
  EXPECT_THAT(world.journal.take(), Contains("put_package wx1 1.0.3"));

  EXPECT_EQ(world.post("/v1/apps/wx1/packages", "stranger", "x").status, 404);
  EXPECT_EQ(world.post("/v1/apps/wx1/packages", "reviewer", "x").status, 403);
  EXPECT_EQ(world.post("/v1/apps/wx1/packages", "officer", "x").status, 403);
  EXPECT_EQ(world.post("/v1/apps/wx1/packages", "developer", "").status, 400);
  EXPECT_EQ(world.post("/v1/apps/wx1/packages?label=%0A", "developer", "x").status, 400);
  world.services.intake = [](const std::string&) -> Result<PackageFacts> {
    return fail(ErrorKind::kInvalid, "a path leaves the package", "../x");
  };
  const auto hostile = world.post("/v1/apps/wx1/packages", "developer", "x");
  EXPECT_EQ(hostile.status, 400);
  EXPECT_EQ(member(hostile, "pointer"), "../x");
}

TEST(Api, reads_no_upload_of_strangers_or_beyond_the_limit) {
  World world;
  world.services.settings.package_bytes_max = 1'000;
  test::Client anonymous(world.port());
  anonymous.send(
      "POST /v1/apps/wx1/packages HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
      "Content-Length: 900\r\n\r\n");
  EXPECT_EQ(anonymous.read()->status, 401);
  const auto answer = world.post("/v1/apps/wx1/packages", "developer", std::string(1'001, 'x'));
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(member(answer, "type"), "urn:baobei:problem:too_large");
}

}  // namespace
}  // namespace baobei::http
