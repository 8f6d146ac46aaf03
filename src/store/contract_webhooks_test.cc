// The contract of webhooks, their progress and their attempts.
#include "engine/webhook_ports.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::WebhookAttempt;
using engine::WebhookRow;
using engine::WebhookState;
using engine::WebhookStep;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

WebhookRow webhook(const std::string& id, const std::string& org = "org-a", int seconds = 0) {
  WebhookRow row;
  row.id = id;
  row.org = org;
  row.app = "app-a";
  row.url = "https://hooks.example.com/";
  row.types = {"submitted", "filing_passed"};
  row.label = "标签";
  row.made_by = "person-1";
  row.made_at = at(seconds);
  row.secret_print = sha256("secret");
  row.old_secret_until = at(100);
  row.cursor = 7;
  row.next_at = at(seconds);
  return row;
}

WebhookStep step(const std::string& id, std::uint64_t cursor,
                 std::optional<WebhookState> end = std::nullopt) {
  WebhookStep made;
  made.webhook = id;
  made.at = at(50);
  WebhookAttempt attempt;
  attempt.webhook = id;
  attempt.message = id + "_" + std::to_string(cursor);
  attempt.log_index = cursor;
  attempt.type = "submitted";
  attempt.no = 2;
  attempt.at = at(49);
  attempt.took = Duration(1'234);
  attempt.outcome = engine::AttemptOutcome::kTooSlow;
  attempt.status = 200;
  attempt.answer = "谢谢";
  made.attempt = attempt;
  made.progress = WebhookStep::Progress{cursor, 3, 2, at(60), end};
  return made;
}

std::vector<std::string> ids(const std::vector<WebhookRow>& rows) {
  std::vector<std::string> all;
  for (const auto& row : rows) all.push_back(row.id);
  return all;
}

TEST_P(StoreContract, webhooks_are_kept_as_they_were_given_and_found_by_their_own_alone) {
  auto& webhooks = world_->webhooks();
  ASSERT_TRUE(webhooks.add(webhook("b", "org-a", 1)));
  ASSERT_TRUE(webhooks.add(webhook("a", "org-a", 2)));
  ASSERT_TRUE(webhooks.add(webhook("c", "org-b")));
  EXPECT_THAT(ids(webhooks.of("org-a").value()), ElementsAre("b", "a"));
  EXPECT_THAT(ids(webhooks.active().value()), ElementsAre("a", "b", "c"));
  const auto row = webhooks.find("org-a", "a").value();
  EXPECT_EQ(row.app, "app-a");
  EXPECT_EQ(row.url, "https://hooks.example.com/");
  EXPECT_THAT(row.types, ElementsAre("submitted", "filing_passed"));
  EXPECT_EQ(row.label, "标签");
  EXPECT_EQ(row.made_by, "person-1");
  EXPECT_EQ(row.made_at, at(2));
  EXPECT_EQ(row.secret_print, sha256("secret"));
  EXPECT_EQ(row.old_secret_until, at(100));
  EXPECT_EQ(row.cursor, 7U);
  const auto nothing = [](WebhookRow&) { return Status(); };
  EXPECT_EQ(webhooks.find("org-b", "a").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(webhooks.change("org-b", "a", nothing).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(webhooks.remove("org-b", "a").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(webhooks.find("org-a", "x").error().kind, ErrorKind::kNotFound);
}

TEST_P(StoreContract, an_organisation_has_a_limited_number_of_webhooks) {
  auto& webhooks = world_->webhooks();
  for (std::size_t i = 0; i < engine::kWebhooksOfOrgMax; ++i) {
    ASSERT_TRUE(webhooks.add(webhook("w" + std::to_string(i))));
  }
  EXPECT_EQ(webhooks.add(webhook("more")).error().kind, ErrorKind::kTooLarge);
  EXPECT_TRUE(webhooks.add(webhook("others", "org-b")));
  ASSERT_TRUE(webhooks.remove("org-a", "w0"));
  EXPECT_TRUE(webhooks.add(webhook("more")));
}

TEST_P(StoreContract, a_webhook_changes_as_a_whole_or_not_at_all) {
  auto& webhooks = world_->webhooks();
  ASSERT_TRUE(webhooks.add(webhook("w")));
  const auto changed = webhooks.change("org-a", "w", [](WebhookRow& row) -> Status {
    row.state = WebhookState::kPaused;
    row.secret_no = 2;
    row.old_secret_until.reset();
    return {};
  });
  EXPECT_EQ(changed->secret_no, 2U);
  EXPECT_FALSE(webhooks.find("org-a", "w")->old_secret_until);
  EXPECT_THAT(webhooks.active().value(), IsEmpty());
  EXPECT_EQ(webhooks
                .change("org-a", "w",
                        [](WebhookRow& row) -> Status {
                          row.secret_no = 9;
                          return fail(ErrorKind::kConflict, "no");
                        })
                .error()
                .kind,
            ErrorKind::kConflict);
  EXPECT_EQ(webhooks.find("org-a", "w")->secret_no, 2U);
}

TEST_P(StoreContract, an_attempt_and_the_progress_it_makes_are_recorded_together) {
  auto& webhooks = world_->webhooks();
  ASSERT_TRUE(webhooks.add(webhook("w")));
  auto by_hand = step("w", 5);
  by_hand.progress.reset();
  const std::vector<WebhookStep> steps = {step("w", 9), by_hand, step("gone", 9)};
  const auto numbers = webhooks.record(steps).value();
  ASSERT_THAT(numbers, SizeIs(3));
  EXPECT_EQ(numbers[2], 0U);
  EXPECT_LT(numbers[0], numbers[1]);
  const auto row = webhooks.find("org-a", "w").value();
  EXPECT_EQ(row.cursor, 9U);
  EXPECT_EQ(row.told, 3U);
  EXPECT_EQ(row.failures, 2U);
  EXPECT_EQ(row.next_at, at(60));
  const auto listed = webhooks.attempts("w", {"", 1}).value();
  ASSERT_THAT(listed.rows, SizeIs(1));
  EXPECT_EQ(listed.rows[0].id, numbers[1]);
  const auto next = webhooks.attempts("w", {listed.next, 1}).value();
  ASSERT_THAT(next.rows, SizeIs(1));
  EXPECT_EQ(next.next, "");
  const auto& first = next.rows[0];
  EXPECT_EQ(first.id, numbers[0]);
  EXPECT_EQ(first.message, "w_9");
  EXPECT_EQ(first.log_index, 9U);
  EXPECT_EQ(first.type, "submitted");
  EXPECT_EQ(first.no, 2U);
  EXPECT_EQ(first.at, at(49));
  EXPECT_EQ(first.took, Duration(1'234));
  EXPECT_EQ(first.outcome, engine::AttemptOutcome::kTooSlow);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.answer, "谢谢");
  EXPECT_THAT(webhooks.attempts("gone", {}).value().rows, IsEmpty());
}

TEST_P(StoreContract, progress_counts_only_while_it_is_active_and_never_goes_back) {
  auto& webhooks = world_->webhooks();
  ASSERT_TRUE(webhooks.add(webhook("w")));
  const auto back = step("w", 3);
  ASSERT_TRUE(webhooks.record(std::span(&back, 1)));
  EXPECT_EQ(webhooks.find("org-a", "w")->cursor, 7U);
  ASSERT_TRUE(webhooks.change("org-a", "w", [](WebhookRow& row) -> Status {
    row.state = WebhookState::kPaused;
    return {};
  }));
  const auto late = step("w", 9, WebhookState::kGaveUp);
  ASSERT_TRUE(webhooks.record(std::span(&late, 1)));
  EXPECT_EQ(webhooks.find("org-a", "w")->state, WebhookState::kPaused);
  EXPECT_EQ(webhooks.find("org-a", "w")->cursor, 7U);
  EXPECT_THAT(webhooks.attempts("w", {})->rows, SizeIs(2));
}

TEST_P(StoreContract, the_end_of_a_webhook_is_a_notice_to_its_organisation) {
  auto& webhooks = world_->webhooks();
  put(store_, fake_write("app-a"));
  ASSERT_TRUE(webhooks.add(webhook("w")));
  ASSERT_TRUE(webhooks.add(webhook("v")));
  const std::vector<WebhookStep> ends = {step("w", 7, WebhookState::kGaveUp),
                                         step("v", 7, WebhookState::kGone)};
  ASSERT_TRUE(webhooks.record(ends));
  EXPECT_THAT(webhooks.active().value(), IsEmpty());
  const auto developer = viewer_of({lifecycle::Role::kDeveloper}, "org-a");
  const auto inbox = reader_.inbox(developer, true, {}).value();
  ASSERT_THAT(inbox.rows, SizeIs(2));
  EXPECT_EQ(inbox.rows[1].row.notice.kind, lifecycle::NoticeKind::kWebhookEnded);
  EXPECT_EQ(inbox.rows[1].row.notice.webhook, "w");
  EXPECT_EQ(inbox.rows[1].row.notice.count, 2U);
  EXPECT_EQ(inbox.rows[1].row.at, at(50));
  const auto other = viewer_of({lifecycle::Role::kDeveloper}, "org-b");
  EXPECT_THAT(reader_.inbox(other, false, {})->rows, IsEmpty());
}

TEST_P(StoreContract, the_oldest_attempts_go_and_all_of_them_with_their_webhook) {
  auto& webhooks = world_->webhooks();
  ASSERT_TRUE(webhooks.add(webhook("w")));
  ASSERT_TRUE(webhooks.add(webhook("v")));
  const std::vector<WebhookStep> many(engine::kWebhookAttemptsKept + 2, step("w", 9));
  const auto numbers = webhooks.record(many).value();
  const auto other = step("v", 9);
  ASSERT_TRUE(webhooks.record(std::span(&other, 1)));
  std::vector<std::uint64_t> kept;
  engine::Page page;
  page.limit = engine::kPageMax;
  do {
    const auto listed = webhooks.attempts("w", page).value();
    for (const auto& row : listed.rows) kept.push_back(row.id);
    page.after = listed.next;
  } while (!page.after.empty());
  ASSERT_THAT(kept, SizeIs(engine::kWebhookAttemptsKept));
  EXPECT_EQ(kept.back(), numbers[2]);
  ASSERT_TRUE(webhooks.remove("org-a", "w"));
  EXPECT_THAT(webhooks.attempts("w", {})->rows, IsEmpty());
  EXPECT_THAT(webhooks.attempts("v", {})->rows, SizeIs(1));
}

TEST_P(StoreContract, attempts_of_all_webhooks_are_counted_by_the_hour) {
  auto& webhooks = world_->webhooks();
  ASSERT_TRUE(webhooks.add(webhook("v")));
  ASSERT_TRUE(webhooks.add(webhook("w", "org-b")));
  const auto begun = engine::hour_of(at(0)) + std::chrono::hours(1);
  const auto record = [&](const std::string& id, Duration after, engine::AttemptOutcome outcome,
                          engine::AttemptKind kind) {
    auto made = step(id, 9);
    made.attempt->at = begun + after;
    made.attempt->outcome = outcome;
    made.attempt->kind = kind;
    EXPECT_TRUE(webhooks.record(std::span(&made, 1)));
  };
  using enum engine::AttemptOutcome;
  using enum engine::AttemptKind;
  record("v", std::chrono::minutes(-1), kRefused, kEvent);
  record("v", std::chrono::minutes(0), kDelivered, kEvent);
  record("v", std::chrono::minutes(59), kTooSlow, kEvent);
  record("w", std::chrono::minutes(30), kNotMade, kResend);
  record("w", std::chrono::minutes(31), kRefused, kTest);
  record("w", std::chrono::hours(5), kDelivered, kEvent);
  const auto counted = webhooks.deliveries(begun + std::chrono::minutes(20)).value();
  EXPECT_TRUE(counted.whole);
  EXPECT_THAT(counted.hours,
              ElementsAre(engine::DeliveryHour{begun, 1, 2},
                          engine::DeliveryHour{begun + std::chrono::hours(5), 1, 0}));
  EXPECT_THAT(webhooks.deliveries(begun + std::chrono::hours(9))->hours, IsEmpty());
}

}  // namespace
}  // namespace baobei::store
