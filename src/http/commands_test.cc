// Commands over HTTP: what reaches the engine, and what each of its outcomes becomes.

#include <gmock/gmock.h>

#include "http/command_reply.h"
#include "http/review_leases.h"
#include "http/rights.h"
#include "http/test_world.h"
#include "lifecycle/command.h"

namespace baobei::http {
namespace {

using test::member;
using test::World;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kDigest(64, 'a');

std::string with_digest(const std::string& rest = "") {
  return R"({"digest":")" + kDigest + "\"" + rest + "}";
}

struct CommandRow {
  std::string method;
  std::string path;  // behind /v1/apps/wx1
  std::string body;
  std::string who;
  std::string command;
  std::string header_lines = "";
};

const std::vector<CommandRow>& every_command() {
  static const std::string kIfMatch = "If-Match: \"review-9\"\r\n";
  static const std::vector<CommandRow> kRows = {
      {"POST", "/agencies", R"({"agency":"org-a","until":"2027-01-01T00:00:00Z"})", "developer",
       "AuthoriseAgency"},
      {"DELETE", "/agencies/org-a", "", "developer", "EndAuthorisation"},
      {"POST", "/subject", R"({"subject":"sub-1","region":"44"})", "operator", "ChangeSubject"},
      {"POST", "/submissions", with_digest(R"(,"categories":["social-forum"],"notes":"说明")"),
       "developer", "Submit"},
      {"POST", "/submissions/3/question", R"({"text":"为什么？"})", "reviewer", "AskDeveloper"},
      {"POST", "/submissions/3/answer", R"({"text":"因为"})", "developer", "AnswerQuestion"},
      {"POST", "/submissions/3/pass", with_digest(R"(,"present":[])"), "reviewer", "PassReview",
       kIfMatch},
      {"POST", "/submissions/3/refuse",
       with_digest(R"(,"reasons":[{"reason":"never_gambling","text":"第三页"}])"), "reviewer",
       "RefuseReview", kIfMatch},
      {"POST", "/submissions/3/withdraw", "", "developer", "Withdraw"},
      {"POST", "/submissions/3/appeal", R"({"text":"不同意"})", "developer", "Appeal"},
      {"POST", "/submissions/3/decide-appeal", R"({"uphold":true,"text":"成立"})", "reviewer",
       "DecideAppeal"},
      {"POST", "/submissions/3/revoke-pass", R"({"reason":{"reason":"never_gambling"}})", "senior",
       "RevokePass"},
      {"POST", "/submissions/3/stop", R"({"reason":{"reason":"never_gambling"}})", "operator",
       "StopCase"},
      {"POST", "/submissions/3/release-choice", R"({"choice":"also_on_silence"})", "developer",
       "ChooseRelease"},
      {"POST", "/filings/2/hand-over", "{}", "operator", "RecordHandOver"},
      {"POST", "/filings/2/answer", with_digest(R"(,"verdict":"pass")"), "officer", "AnswerFiling"},
      {"POST", "/filings/2/requests", R"({"text":"请补充","wanted_by":"2027-01-01T00:00:00Z"})",
       "officer", "RequestMaterial"},
      {"POST", "/requests/1/reply", R"({"text":"补充如下"})", "developer", "ReplyToRequest"},
      {"POST", "/answers/1/sign", "", "officer", "SignAnswer"},
      {"POST", "/answers/1/amend", R"({"points":[{"code":"unspecified","text":"改"}]})", "officer",
       "AmendAnswer"},
      {"POST", "/answers/1/revoke", R"({"text":"误判"})", "officer", "RevokeAnswer"},
      {"POST", "/orders", R"({"reason":"order_by_law","scope":"service"})", "officer",
       "OrderTakeDown"},
      {"POST", "/orders/1/sign", "", "operator", "SignOrder"},
      {"POST", "/orders/1/revoke", "", "operator", "RevokeOrder"},
      {"POST", "/orders/1/comply", "", "developer", "TakeDownNow"},
      {"POST", "/release", R"({"submission":3,"share":500})", "developer", "Release"},
      {"POST", "/share", R"({"share":10000})", "developer", "SetShare"},
      {"POST", "/roll-back", R"({"submission":2})", "developer", "RollBack"},
      {"POST", "/suspend", "", "developer", "Suspend"},
      {"POST", "/resume", "", "developer", "Resume"},
  };
  return kRows;
}

test::Answer send_row(World& world, const CommandRow& row, const std::string& query = "",
                      const std::string& more_headers = "") {
  return world.send(row.method, "/v1/apps/wx1" + row.path + query, row.who, row.body,
                    row.header_lines + more_headers);
}

TEST(Commands, each_route_sends_its_command_in_the_role_that_may) {
  World world;
  for (const auto& row : every_command()) {
    SCOPED_TRACE(row.method + " " + row.path);
    const auto answer = send_row(world, row);
    EXPECT_TRUE(answer.status == 200 || answer.status == 201) << answer.head << answer.body;
    const auto sent = world.commands.sent();
    ASSERT_EQ(sent.size(), 1U);
    const auto& command = sent.front().command;
    EXPECT_EQ(lifecycle::command_name(command.data), row.command);
    EXPECT_EQ(command.app, "wx1");
    EXPECT_EQ(command.actor.person, row.who);
    EXPECT_TRUE(lifecycle::may_send(command.actor.role, command.data));
    EXPECT_FALSE(sent.front().dry_run);
    EXPECT_FALSE(sent.front().idempotency);
  }
  // What only the clock and the checker send has no route; registering has a test of its own.
  EXPECT_EQ(every_command().size() + 3, std::variant_size_v<lifecycle::CommandData>);
}

TEST(Commands, every_route_can_be_asked_why_not) {
  World world;
  for (const auto& row : every_command()) {
    SCOPED_TRACE(row.path);
    const auto answer = send_row(world, row, "?dry_run=true", "Idempotency-Key: k\r\n");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(member(answer, "dry_run"), "true");
    EXPECT_EQ(answer.header("Location"), "");
    const auto sent = world.commands.sent();
    ASSERT_EQ(sent.size(), 1U);
    EXPECT_TRUE(sent.front().dry_run);
    EXPECT_FALSE(sent.front().idempotency);
  }
  EXPECT_EQ(world.post("/v1/apps/wx1/suspend?dry_run=maybe", "developer").status, 400);
}

TEST(Commands, stamp_before_anything_that_could_wait) {
  World world;
  world.post("/v1/apps/wx1/suspend", "developer");
  EXPECT_THAT(world.journal.take(), ElementsAre("stamp", "authenticate", "submit"));
  world.get("/v1/apps/wx1", "developer");
  EXPECT_THAT(world.journal.take(), ElementsAre("authenticate"));
  // A command that never reaches the engine holds no end back.
  world.post("/v1/apps/wx1/suspend", "nobody");
  world.post("/v1/apps/wx1/share", "developer", "{}");
  EXPECT_FALSE(world.commands.has_open_tickets());
}

TEST(Commands, carry_commitments_and_keep_the_words_beside) {
  World world;
  world.post("/v1/apps/wx1/submissions", "developer",
             with_digest(R"(,"categories":["a"],"item_answers":[{"item":2,"text":"已改"}])"));
  const auto sent = world.commands.sent();
  ASSERT_EQ(sent.size(), 1U);
  const auto& submit = std::get<lifecycle::Submit>(sent.front().command.data);
  EXPECT_TRUE(submit.notes.is_zero());
  ASSERT_EQ(submit.item_answers.size(), 1U);
  EXPECT_EQ(submit.item_answers.front().item, 2U);
  ASSERT_EQ(sent.front().texts.size(), 1U);
  const auto& words = sent.front().texts.front();
  EXPECT_EQ(words.text, "已改");
  EXPECT_EQ(words.salt.size(), 32U);
  EXPECT_EQ(words.commitment, sha256(words.salt + words.text));
  EXPECT_EQ(submit.item_answers.front().text, words.commitment);
}

TEST(Commands, say_where_the_new_thing_is) {
  World world;
  const auto submitted =
      world.post("/v1/apps/wx1/submissions", "developer", with_digest(R"(,"categories":["a"])"));
  EXPECT_EQ(submitted.status, 201);
  EXPECT_EQ(submitted.header("Location"), "/v1/apps/wx1/submissions/3");
  const auto registered = world.post(
      "/v1/apps", "operator", R"({"app":"wx2","name":"社区","subject":"sub-1","owner":"org-dev"})");
  EXPECT_EQ(registered.status, 201) << registered.body;
  EXPECT_EQ(registered.header("Location"), "/v1/apps/wx2");
  const auto sent = world.commands.sent();
  const auto& data = std::get<lifecycle::RegisterApp>(sent.back().command.data);
  EXPECT_EQ(data.subject.region, "33");
  EXPECT_FALSE(data.own);
  EXPECT_THAT(world.journal.take(), testing::Contains("put_app_name wx2 社区"));
}

TEST(Commands, register_only_for_operators_and_known_subjects) {
  World world;
  const std::string body = R"({"app":"wx2","name":"a","subject":"sub-9","owner":"org-dev"})";
  EXPECT_EQ(world.post("/v1/apps", "developer", body).status, 403);
  const auto unknown = world.post("/v1/apps", "operator", body);
  EXPECT_EQ(unknown.status, 400);
  EXPECT_EQ(member(unknown, "pointer"), "/subject");
  EXPECT_THAT(world.commands.sent(), IsEmpty());
}

TEST(Commands, pass_idempotency_on) {
  World world;
  const auto key = [&](const std::string& path, const std::string& body, const std::string& lines) {
    world.post(path, "reviewer", body, "Idempotency-Key: key-1\r\n" + lines);
    return world.commands.sent().at(0);
  };
  const std::string path = "/v1/apps/wx1/submissions/3/pass";
  const std::string body = with_digest(R"(,"present":[])");
  const auto first = key(path, body, "If-Match: \"review-9\"\r\n");
  ASSERT_TRUE(first.idempotency);
  EXPECT_EQ(first.idempotency->principal, "reviewer");
  EXPECT_EQ(first.idempotency->operation, "POST /v1/apps/{app}/submissions/{no}/pass");
  EXPECT_EQ(first.idempotency->key, "key-1");
  const auto same = key(path, body, "If-Match: \"review-9\"\r\n");
  EXPECT_EQ(first.request_hash, same.request_hash);
  const auto newer = key(path, body, "If-Match: \"review-10\"\r\n");
  EXPECT_NE(first.request_hash, newer.request_hash);
  const auto other = key("/v1/apps/wx1/submissions/4/pass", body, "If-Match: \"review-9\"\r\n");
  EXPECT_NE(first.request_hash, other.request_hash);
  const auto bad = world.post("/v1/apps/wx1/suspend", "developer", "", "Idempotency-Key: a b\r\n");
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(member(bad, "pointer"), "Idempotency-Key");
}

TEST(Commands, repeat_the_first_answer) {
  World world;
  world.commands.next.kind = engine::AnswerKind::kDuplicate;
  const auto again =
      world.post("/v1/apps/wx1/submissions", "developer", with_digest(R"(,"categories":["a"])"));
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.header("Location"), "/v1/apps/wx1/submissions/3");
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(member(again, "revision"), "7");
}

TEST(Commands, map_what_the_engine_could_not_do) {
  World world;
  struct Row {
    engine::AnswerKind kind;
    int status;
    std::string code;
    std::string retry_after;
  };
  for (const auto& row : {Row{engine::AnswerKind::kKeyReused, 422, "key_reused", ""},
                          Row{engine::AnswerKind::kBusy, 503, "busy", "3"},
                          Row{engine::AnswerKind::kUnavailable, 503, "unavailable", "3"}}) {
    SCOPED_TRACE(row.code);
    world.commands.next.kind = row.kind;
    world.commands.next.retry_after = std::chrono::milliseconds(2'500);
    world.commands.next.detail = "disk on fire";
    const auto answer = world.post("/v1/apps/wx1/suspend", "developer");
    EXPECT_EQ(answer.status, row.status);
    EXPECT_EQ(member(answer, "type"), "urn:baobei:problem:" + row.code);
    EXPECT_EQ(answer.header("Retry-After"), row.retry_after);
    EXPECT_EQ(answer.body.find("fire"), std::string::npos);
  }
}

TEST(Commands, name_every_refusal_in_both_languages) {
  World world;
  world.commands.next.kind = engine::AnswerKind::kRefused;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<lifecycle::Refusal>>([&](auto d) {
    const lifecycle::Refusal refusal = d.value;
    SCOPED_TRACE(lifecycle::refusal_name(refusal));
    world.commands.next.refusal = refusal;
    const auto zh = world.post("/v1/apps/wx1/suspend", "developer");
    const auto en =
        world.post("/v1/apps/wx1/suspend", "developer", "", "Accept-Language: en-GB, zh;q=0.5\r\n");
    const bool foreign = refusal == lifecycle::Refusal::kNotYourMiniProgram ||
                         refusal == lifecycle::Refusal::kNotYourRegion;
    const auto shown = foreign ? lifecycle::Refusal::kNotRegistered : refusal;
    const auto& words = lifecycle::text_of(shown);
    EXPECT_EQ(zh.status, status_of(words.status));
    EXPECT_EQ(zh.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(member(zh, "refusal"), lifecycle::refusal_name(shown));
    EXPECT_EQ(member(zh, "rule"), words.rule);
    EXPECT_EQ(member(zh, "title"), words.zh);
    EXPECT_EQ(member(en, "title"), words.en);
    EXPECT_EQ(member(en, "title_zh"), words.zh);
    EXPECT_EQ(member(en, "advice"), words.advice_en);
    EXPECT_EQ(en.header("Content-Language"), "en");
  });
}

TEST(Commands, tell_strangers_nothing) {
  World world;
  // Without the right and without sight of it: as if it were not there.
  const auto foreign = world.post("/v1/apps/wx1/submissions/3/withdraw", "officer", "");
  EXPECT_EQ(foreign.status, 200) << "the officer of this region: the engine refuses and records it";
  EXPECT_EQ(world.commands.sent().size(), 1U);
  const auto stranger = world.post("/v1/apps/wx1/filings/1/hand-over", "stranger");
  const auto nothing = world.post("/v1/apps/wx404/filings/1/hand-over", "stranger");
  EXPECT_EQ(stranger.status, 404);
  EXPECT_EQ(stranger.body, nothing.body);
  EXPECT_THAT(world.commands.sent(), IsEmpty());
}

TEST(Commands, bind_a_decision_to_what_was_seen) {
  World world;
  const std::string path = "/v1/apps/wx1/submissions/3/pass";
  const std::string body = with_digest(R"(,"present":[])");
  EXPECT_EQ(world.post(path, "reviewer", body).status, 428);
  EXPECT_EQ(world
                .post("/v1/apps/wx1/submissions/3/refuse", "reviewer",
                      with_digest(R"(,"reasons":[{"reason":"never_gambling"}])"))
                .status,
            428);
  for (const std::string tag : {"*", "\"review-\"", "\"review-x\"", "W/\"review-9\"", "\"9\""}) {
    SCOPED_TRACE(tag);
    const auto answer = world.post(path, "reviewer", body, "If-Match: " + tag + "\r\n");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(member(answer, "pointer"), "If-Match");
  }
  EXPECT_THAT(world.commands.sent(), IsEmpty());
  EXPECT_EQ(world.post(path, "reviewer", body, "If-Match: \"review-9\"\r\n").status, 200);
  const auto sent = world.commands.sent();
  EXPECT_EQ(std::get<lifecycle::PassReview>(sent.at(0).command.data).review_revision, 9U);
}

TEST(Commands, never_lose_an_answer_of_the_office_over_paperwork) {
  World world;
  const auto answer = world.post(
      "/v1/apps/wx1/filings/2/answer", "officer",
      with_digest(R"(,"verdict":"fail","points":[{"code":"from_our_own_list","text":"见函"},{}])"),
      "If-Match: \"anything\"\r\n");
  EXPECT_EQ(answer.status, 200) << answer.body;
  const auto sent = world.commands.sent();
  const auto& data = std::get<lifecycle::AnswerFiling>(sent.at(0).command.data);
  ASSERT_EQ(data.points.size(), 2U);
  EXPECT_EQ(data.points[0].code, "unspecified");
  EXPECT_FALSE(data.points[0].text.is_zero());
  EXPECT_EQ(data.points[1].code, "unspecified");
  EXPECT_FALSE(data.down_by);
}

struct FaultRow {
  std::string path;
  std::string body;
  std::string who;
  std::string pointer;
};

TEST(Commands, name_what_is_wrong_in_a_body) {
  World world;
  const std::string submissions = "/submissions";
  const std::vector<FaultRow> rows = {
      {submissions, "{", "developer", "byte 1"},
      {submissions, "[]", "developer", "/"},
      {submissions, with_digest(), "developer", "/categories"},
      {submissions, with_digest(R"(,"categories":["a"],"extra":1)"), "developer", "/extra"},
      {submissions, with_digest(R"(,"categories":"a")"), "developer", "/categories"},
      {submissions, with_digest(R"(,"categories":["a b"])"), "developer", "/categories/0"},
      {submissions, R"({"digest":"zz","categories":[]})", "developer", "/digest"},
      {submissions, with_digest(R"(,"categories":["a"],"release_choice":"never")"), "developer",
       "/release_choice"},
      {submissions,
       with_digest(R"(,"categories":["a"],"notes":")" + std::string(4'001, 'x') + "\""),
       "developer", "/notes"},
      {submissions, with_digest(R"(,"categories":["a"],"notes":"\u0007")"), "developer", "/notes"},
      {submissions, with_digest(",\"categories\":[\"a\"],\"notes\":\"\xC3\x28\""), "developer",
       "*"},
      {submissions, with_digest(R"(,"categories":["a"],"item_answers":[{"item":1,"text":" "}])"),
       "developer", "/item_answers/0/text"},
      {submissions, with_digest(R"(,"categories":["a"],"item_answers":[{"item":-1,"text":"x"}])"),
       "developer", "/item_answers/0/item"},
      {"/submissions/3/question", R"({"text":""})", "reviewer", "/text"},
      {"/submissions/3/stop", R"({"reason":{"reason":"because"}})", "operator", "/reason/reason"},
      {"/submissions/3/stop", R"({"reason":{"reason":"category_undeclared"}})", "operator",
       "/reason/category"},
      {"/orders", R"({"reason":"never_heard","scope":"service"})", "operator", "/reason"},
      {"/orders", R"({"reason":"order_by_law","scope":"all"})", "operator", "/scope"},
      {"/orders", R"({"reason":"order_by_law","scope":"service","down_by":"tomorrow"})", "operator",
       "/down_by"},
      {"/answers/1/amend", R"({"points":[{"code":"no_such"}]})", "officer", "/points/0/code"},
      {"/agencies", R"({"agency":"org-a","until":"2027-02-30T00:00:00Z"})", "developer", "/until"},
      {"/share", R"({"share":4294967296})", "developer", "/share"},
      {"/suspend", R"({"why":1})", "developer", "/why"},
      {"/subject", R"({"subject":"sub-1","region":"99"})", "operator", "/region"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.path + " " + row.body.substr(0, 120));
    const auto answer = world.post("/v1/apps/wx1" + row.path, row.who, row.body);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(member(answer, "type"), "urn:baobei:problem:invalid_request");
    if (row.pointer != "*") {
      EXPECT_EQ(member(answer, "pointer"), row.pointer) << answer.body;
    }
    EXPECT_NE(member(answer, "detail_zh"), "");
  }
  std::string deep(200, '[');
  EXPECT_EQ(world.post("/v1/apps/wx1/suspend", "developer", deep).status, 400);
  const std::string long_body = R"({"text":")" + std::string(300'000, 'x') + "\"}";
  EXPECT_EQ(world.post("/v1/apps/wx1/submissions/3/question", "reviewer", long_body).status, 413);
  EXPECT_EQ(world.post("/v1/apps/wx1/submissions/x/question", "reviewer", R"({"text":"a"})").status,
            404);
  EXPECT_THAT(world.commands.sent(), IsEmpty());
}

TEST(Commands, shows_in_the_queue_who_looks_at_a_case_until_it_ends) {
  ReviewLeases leases;
  World world;
  world.services.leases = &leases;
  world.person("second", "org-op", {lifecycle::Role::kReviewer});
  lifecycle::Submission submission;
  submission.no = 1;
  world.reader.cases["wx1"].submissions.push_back(submission);
  engine::SubmissionListItem row;
  row.app = "wx1";
  row.row.no = 1;
  world.reader.submission_rows = {row};
  const std::string path = "/v1/apps/wx1/submissions/1/lease";
  const auto first = [&](const std::string& who) {
    return object_of(world.get("/v1/submissions", who)).at("items").at(0).as_object();
  };
  EXPECT_FALSE(first("reviewer").contains("lease"));
  const auto taken = world.send("PUT", path, "reviewer");
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(first("second").at("lease").at("person"), "reviewer");
  EXPECT_EQ(json::serialize(first("second").at("lease").at("until")),
            json::serialize(object_of(taken).at("until")));
  EXPECT_FALSE(first("developer").contains("lease")) << "the platform's to know";
  const auto held = world.send("PUT", path, "second");
  EXPECT_EQ(held.status, 409);
  EXPECT_EQ(member(held, "person"), "reviewer");
  world.clock.set(world.clock.now() + kLeaseTime);
  EXPECT_FALSE(first("second").contains("lease")) << "it ends by itself";
  EXPECT_EQ(world.send("PUT", path, "second").status, 200);
  EXPECT_EQ(first("reviewer").at("lease").at("person"), "second");
  EXPECT_EQ(world.send("DELETE", path, "second").status, 204);
  EXPECT_FALSE(first("reviewer").contains("lease"));
}

}  // namespace
}  // namespace baobei::http
