// Webhooks by API: made, looked at, mended, and what really arrives at a receiver.
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "courier/test_receiver.h"
#include "engine/engine.h"
#include "engine/webhook_ports.h"
#include "rights/world.h"

namespace baobei::test {
namespace {

using courier::test::Received;
using courier::test::Receiver;
using testing::HasSubstr;
using testing::Not;

class WebhooksTest : public testing::Test {
 protected:
  std::string url() { return "http://" + receiver.place() + "/hook"; }
  json::object made(const std::string& who = "developer", const std::string& more = "") {
    const auto answer = world.post("/v1/webhooks", who, R"({"url":")" + url() + "\"" + more + "}");
    EXPECT_EQ(answer.status, 201) << answer.body;
    return object_of(answer);
  }
  static std::string text(const json::object& object, const char* name) {
    return std::string(object.at(name).as_string());
  }
  // An event of wx1.
  void agency(const std::string& org = "org-agency") {
    EXPECT_EQ(world
                  .send("wx1", {"developer", Role::kDeveloper, "org-dev", "", ""},
                        lifecycle::AuthoriseAgency{org, {}})
                  .kind,
              engine::AnswerKind::kAccepted);
    world.courier().look();  // now, not at the next look
  }
  // Waits for that many requests, not for time.
  std::vector<Received> wait_for(std::size_t count) {
    for (int i = 0; i < 2'000 && receiver.received().size() < count; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return receiver.received();
  }
  json::object wait_for(const std::string& id, const char* member, const json::value& wanted) {
    json::object found;
    for (int i = 0; i < 2'000; ++i) {
      found = object_of(world.get("/v1/webhooks/" + id, "developer"));
      if (found[member] == wanted) return found;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ADD_FAILURE() << json::serialize(found);
    return found;
  }
  std::string act(const Received&) { return courier::test::answer(status.load()); }

  std::atomic<int> status{200};
  Receiver receiver{[this](const Received& got) { return act(got); }};
  RightsWorld world{{receiver.place()}};
};

TEST_F(WebhooksTest, what_the_feed_shows_arrives_signed) {
  const auto webhook = made();
  agency();
  const auto all = wait_for(1);
  ASSERT_EQ(all.size(), 1U);
  const auto body = parse_json(all[0].body, 1 << 20)->as_object();
  EXPECT_EQ(text(body, "type"), "agency_authorised");
  EXPECT_EQ(body.at("sequence"), 1);
  const auto feed = object_of(world.get("/v1/feed", "developer")).at("items").as_array();
  EXPECT_EQ(body.at("data"), feed.back()) << "the very item of the feed";
  EXPECT_EQ(all[0].header("webhook-id"), text(webhook, "webhook") + "_2");
  const auto secret = text(webhook, "secret");
  EXPECT_EQ(secret.substr(0, 6), "whsec_");
  EXPECT_THAT(all[0].header("webhook-signature"), testing::StartsWith("v1,"));
  const auto shown = wait_for(text(webhook, "webhook"), "cursor", "2");
  EXPECT_EQ(shown.find("secret"), shown.end()) << "shown once";
  const auto ledger =
      object_of(world.get("/v1/webhooks/" + text(webhook, "webhook") + "/attempts", "developer"));
  const auto& attempt = ledger.at("items").at(0).as_object();
  EXPECT_EQ(text(attempt, "outcome"), "delivered");
  EXPECT_EQ(attempt.at("status"), 200);
  EXPECT_EQ(attempt.at("log_index"), 2);
}

// Who decided is the platform's to know (redact).
TEST_F(WebhooksTest, tells_no_more_than_the_feed) {
  made("developer", R"(,"after":"0")");
  const auto all = wait_for(1);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_THAT(all[0].body, HasSubstr("app_registered"));
  EXPECT_THAT(all[0].body, Not(HasSubstr("\"by\"")));
  EXPECT_THAT(all[0].body, Not(HasSubstr("\"operator\",\"by\"")));
}

TEST_F(WebhooksTest, are_developers_own_and_others_do_not_see_them) {
  const auto id = text(made(), "webhook");
  for (const char* path : {"", "/attempts"}) {
    EXPECT_EQ(world.get("/v1/webhooks/" + id + path, "stranger").status, 404) << path;
    EXPECT_EQ(world.get("/v1/webhooks/" + id + path, "developer").status, 200) << path;
  }
  for (const char* path : {"/pause", "/resume", "/rotate", "/test", "/resend"}) {
    EXPECT_EQ(world.post("/v1/webhooks/" + id + path, "stranger").status, 404) << path;
  }
  EXPECT_EQ(world.ask("DELETE", "/v1/webhooks/" + id, "stranger").status, 404);
  EXPECT_EQ(object_of(world.get("/v1/webhooks", "stranger")).at("items").as_array().size(), 0U);
  EXPECT_EQ(object_of(world.get("/v1/webhooks", "developer")).at("items").as_array().size(), 1U);
  for (const char* who : {"operator", "reviewer", "officer"}) {
    EXPECT_EQ(world.get("/v1/webhooks", who).status, 403) << who;
    EXPECT_EQ(world.get("/v1/webhooks/" + id, who).status, 403) << who;
  }
  EXPECT_EQ(world.get("/v1/webhooks", "").status, 401);
  EXPECT_EQ(world.ask("DELETE", "/v1/webhooks/" + id, "developer").status, 204);
  EXPECT_EQ(world.get("/v1/webhooks/" + id, "developer").status, 404);
}

TEST_F(WebhooksTest, bad_input_is_named) {
  struct Row {
    std::string body;
    int status;
    std::string pointer;
  };
  const Row rows[] = {
      {R"({"url":"https://127.0.0.1/"})", 400, "/url"},
      {R"({"url":"http://hooks.example.com/"})", 400, "/url"},
      {R"({"url":"https://2130706433/"})", 400, "/url"},
      {R"({})", 400, "/url"},
      {R"({"url":")" + url() + R"(","types":["no_such_event"]})", 400, "/types/0"},
      {R"({"url":")" + url() + R"(","label":"a\nb"})", 400, "/label"},
      {R"({"url":")" + url() + R"(","after":"99"})", 400, "/after"},
      {R"({"url":")" + url() + R"(","after":"x"})", 400, "/after"},
      {R"({"url":")" + url() + R"(","more":1})", 400, "/more"},
      {R"({"url":")" + url() + R"(","app":"wx-others"})", 404, ""},
      {R"({"url":)", 400, ""},
  };
  for (const auto& row : rows) {
    const auto answer = world.post("/v1/webhooks", "developer", row.body);
    EXPECT_EQ(answer.status, row.status) << row.body << answer.body;
    if (!row.pointer.empty()) {
      EXPECT_EQ(member(answer, "pointer"), row.pointer) << row.body;
    }
  }
  EXPECT_EQ(
      world.post("/v1/webhooks", "stranger", R"({"url":")" + url() + R"(","app":"wx1"})").status,
      404)
      << "of a mini-program that one does not see";
  const auto id = text(made(), "webhook");
  EXPECT_EQ(
      world.post("/v1/webhooks/" + id + "/rotate", "developer", R"({"keep_hours":169})").status,
      400);
  EXPECT_EQ(world.post("/v1/webhooks/" + id + "/resend", "developer", R"({"log_index":77})").status,
            404);
  for (std::size_t i = 1; i < engine::kWebhooksOfOrgMax; ++i) made();
  const auto many = world.post("/v1/webhooks", "developer", R"({"url":")" + url() + "\"}");
  EXPECT_EQ(many.status, 409);
  EXPECT_THAT(many.body, HasSubstr("urn:baobei:problem:too_many"));
}

TEST_F(WebhooksTest, are_tested_paused_and_sent_again_by_hand) {
  const auto id = text(made(), "webhook");
  const auto path = "/v1/webhooks/" + id;
  status = 418;
  const auto tested = object_of(world.post(path + "/test", "developer"));
  EXPECT_EQ(text(tested, "outcome"), "refused");
  EXPECT_EQ(tested.at("status"), 418);
  status = 200;
  EXPECT_EQ(member(world.post(path + "/pause", "developer"), "state"), "paused");
  agency();
  EXPECT_EQ(member(world.post(path + "/test", "developer"), "outcome"), "delivered")
      << "a paused one can be tried";
  EXPECT_EQ(receiver.received().size(), 2U) << "and is told nothing else";
  EXPECT_EQ(member(world.post(path + "/resume", "developer"), "state"), "active");
  wait_for(id, "cursor", "2");
  const auto again = object_of(world.post(path + "/resend", "developer", R"({"log_index":2})"));
  EXPECT_EQ(text(again, "kind"), "resend");
  const auto all = receiver.received();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[2].header("webhook-id"), all[3].header("webhook-id"));
  EXPECT_NE(all[0].header("webhook-id"), all[1].header("webhook-id"));
}

TEST_F(WebhooksTest, what_came_in_between_can_be_left_out) {
  const auto id = text(made(), "webhook");
  EXPECT_EQ(world.post("/v1/webhooks/" + id + "/pause", "developer").status, 200);
  agency();
  const auto resumed =
      object_of(world.post("/v1/webhooks/" + id + "/resume", "developer", R"({"skip":true})"));
  EXPECT_EQ(text(resumed, "cursor"), "2");
  agency("org-other");
  const auto all = wait_for(1);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].header("webhook-id"), id + "_3");
}

TEST_F(WebhooksTest, a_new_secret_signs_beside_the_old_one) {
  const auto webhook = made();
  const auto id = text(webhook, "webhook");
  const auto rotated = object_of(world.post("/v1/webhooks/" + id + "/rotate", "developer"));
  EXPECT_NE(text(rotated, "secret"), text(webhook, "secret"));
  EXPECT_EQ(text(rotated, "old_secret_until"), "2026-03-03T09:00:00Z");
  EXPECT_EQ(world.post("/v1/webhooks/" + id + "/test", "developer").status, 200);
  EXPECT_THAT(receiver.received().at(0).header("webhook-signature"), HasSubstr(" v1,"));
  const auto at_once =
      object_of(world.post("/v1/webhooks/" + id + "/rotate", "developer", R"({"keep_hours":0})"));
  EXPECT_EQ(at_once.find("old_secret_until"), at_once.end());
  EXPECT_EQ(world.post("/v1/webhooks/" + id + "/test", "developer").status, 200);
  EXPECT_THAT(receiver.received().at(1).header("webhook-signature"), Not(HasSubstr(" ")));
}

TEST_F(WebhooksTest, retries_wait_for_the_clock_and_the_owner_is_told_of_the_end) {
  const auto id = text(made(), "webhook");
  status = 503;
  agency();
  for (int failures = 1; failures <= 9; ++failures) {
    const auto shown = wait_for(id, "failures", failures);
    world.clock.set(parse_rfc3339(text(shown, "next_at")).value());
    world.courier().look();
  }
  const auto ended = wait_for(id, "state", "gave_up");
  EXPECT_EQ(ended.at("failures"), 10);
  const auto inbox = world.get("/v1/inbox", "developer");
  EXPECT_THAT(inbox.body, HasSubstr("webhook_ended"));
  EXPECT_THAT(inbox.body, HasSubstr(id));
  EXPECT_THAT(inbox.body, HasSubstr("webhook 已停止投递"));
  EXPECT_THAT(inbox.body, HasSubstr("A webhook has stopped"));
}

}  // namespace
}  // namespace baobei::test
