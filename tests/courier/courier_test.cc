// Who is told what, in which order, how often, and when it ends.
#include "courier/schedule.h"
#include "courier/world.h"

namespace baobei::courier {
namespace {

using test::header_of;
using test::TableDialer;
using test::World;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;
using namespace std::chrono_literals;
using engine::AttemptKind;
using engine::AttemptOutcome;
using engine::WebhookState;

TEST(Courier, tells_an_organisation_what_its_feed_shows_in_order) {
  World world;
  world.event("app-a");
  world.subscribe("w", "org-a");
  world.event("app-a");
  world.event("app-b");
  world.event("app-a");
  world.turn(12);
  EXPECT_THAT(world.sent(), ElementsAre("w_1", "w_2", "w_3", "w_4"));
  EXPECT_EQ(world.row("w").cursor, 4U);
  EXPECT_EQ(world.row("w").told, 4U);
  const auto& first = world.dialer().sent.front();
  EXPECT_EQ(first.body, R"({"type":"tested","timestamp":"2026-02-02T02:40:01Z","webhook":"w",)"
                        R"("sequence":1,"data":{"app":"app-a"}})");
  EXPECT_EQ(header_of(first, "webhook-timestamp"), std::to_string(1'771'000'000));
  const auto secret = world.courier().secret_of("w", 1);
  EXPECT_THAT(header_of(first, "webhook-signature"), testing::StartsWith("v1,"));
  EXPECT_THAT(world.dialer().sent.back().body, HasSubstr(R"("sequence":4)"));
}

TEST(Courier, tells_nobody_what_they_may_not_see) {
  World world;
  world.subscribe("other", "org-other");
  world.subscribe("agency", "org-agency");
  world.event("app-a", "tested", {"org-agency"});
  world.event("app-b");
  world.turn();
  EXPECT_THAT(world.sent(), ElementsAre("agency_1"));
}

// R10b: whatever was not sent when the authorisation ended is not sent any more.
TEST(Courier, tells_an_agency_nothing_more_once_its_authorisation_has_ended) {
  World world;
  world.subscribe("agency", "org-agency");
  world.event("app-a", "tested", {"org-agency"});
  world.turn();
  world.dialer().answers = [](const Outgoing&) { return TableDialer::with_status(500); };
  world.event("app-a", "tested", {"org-agency"});
  world.turn();
  EXPECT_THAT(world.sent(), ElementsAre("agency_1", "agency_2"));
  world.event("app-a", "tested", {});
  world.clock.advance(1h);
  world.turn();
  EXPECT_THAT(world.sent(), SizeIs(2));
}

TEST(Courier, tells_of_the_types_and_the_mini_program_that_were_asked_for) {
  World world;
  world.subscribe("types", "org-a", {"wanted"});
  world.subscribe("app", "org-a", {}, "app-b");
  for (int i = 0; i < 9; ++i) world.event("app-a", i == 7 ? "wanted" : "tested");
  world.event("app-b");
  world.turn();
  EXPECT_THAT(world.sent(), UnorderedElementsAre("types_8", "app_10"));
}

TEST(Courier, what_fails_holds_up_what_follows_of_that_webhook_alone) {
  World world;
  world.subscribe("bad", "org-a");
  world.subscribe("good", "org-a");
  world.dialer().answers = [](const Outgoing& outgoing) {
    return outgoing.target.url.ends_with("bad") ? TableDialer::with_status(500)
                                                : TableDialer::delivered();
  };
  world.event("app-a");
  world.event("app-a");
  world.turn();
  EXPECT_THAT(world.sent(), UnorderedElementsAre("bad_1", "good_1", "good_2"));
  EXPECT_EQ(world.row("bad").failures, 1U);
  EXPECT_EQ(world.row("bad").cursor, 0U);
}

TEST(Courier, tries_again_after_growing_pauses_then_gives_up_and_tells_the_owner) {
  World world;
  world.subscribe("w", "org-a");
  world.dialer().answers = [](const Outgoing&) { return TableDialer::with_status(503); };
  world.event("app-a");
  for (std::uint32_t no = 1; no <= kPauses.size(); ++no) {
    world.turn();
    ASSERT_THAT(world.sent(), SizeIs(no));
    const auto row = world.row("w");
    EXPECT_EQ(row.failures, no);
    EXPECT_EQ(row.state, WebhookState::kActive);
    EXPECT_EQ(row.next_at, world.clock.now() + *pause_after(no, "w", {}));
    world.clock.set(row.next_at - 1us);
    world.turn();
    ASSERT_THAT(world.sent(), SizeIs(no)) << "a microsecond too early";
    world.clock.set(row.next_at);
  }
  EXPECT_EQ(world.notices("org-a"), 0U);
  world.turn();
  EXPECT_EQ(world.row("w").state, WebhookState::kGaveUp);
  EXPECT_EQ(world.notices("org-a"), 1U);
  EXPECT_THAT(world.attempts("w"), SizeIs(kPauses.size() + 1));
  EXPECT_EQ(world.attempts("w").front().no, kPauses.size() + 1);
  for (const auto& id : world.sent()) EXPECT_EQ(id, "w_1") << "one message, one id";
  world.clock.advance(1'000h);
  world.turn();
  EXPECT_THAT(world.sent(), SizeIs(kPauses.size() + 1));
  // Resumed by its owner, it goes on where it stopped.
  world.dialer().answers = [](const Outgoing&) { return TableDialer::delivered(); };
  world.event("app-a");
  ASSERT_TRUE(world.webhooks.change("org-a", "w", [&](engine::WebhookRow& row) -> Status {
    row.state = WebhookState::kActive;
    row.failures = 0;
    row.next_at = world.clock.now();
    return {};
  }));
  world.courier().look();
  world.turn();
  EXPECT_EQ(world.row("w").cursor, 2U);
  EXPECT_EQ(world.row("w").told, 2U);
}

TEST(Courier, tells_how_it_does) {
  World world;
  world.subscribe("bad", "org-a");
  world.subscribe("good", "org-a");
  world.dialer().answers = [](const Outgoing& outgoing) {
    return outgoing.target.url.ends_with("bad") ? TableDialer::with_status(500)
                                                : TableDialer::delivered();
  };
  const auto of = [&](AttemptOutcome outcome) {
    return world.courier().figures().attempts.at(static_cast<std::size_t>(outcome));
  };
  world.event("app-a");
  world.event("app-a");
  world.clock.advance(1min);  // past the instants at which the twin records them
  world.turn();
  EXPECT_EQ(of(AttemptOutcome::kDelivered), 2U);
  EXPECT_EQ(of(AttemptOutcome::kRefused), 1U);
  auto figures = world.courier().figures();
  EXPECT_EQ(figures.active, 2U);
  EXPECT_EQ(figures.queued, 1U) << "the one that waits for its next attempt";
  EXPECT_EQ(figures.behind, 2U);
  world.clock.advance(2s);
  world.turn();
  const auto age = world.courier().figures().oldest;
  EXPECT_GT(age, Duration{});
  world.clock.advance(1s);
  world.turn();
  EXPECT_EQ(world.courier().figures().oldest, age + 1s) << "before its pause is over";
  world.dialer().answers = [](const Outgoing&) { return TableDialer::delivered(); };
  world.clock.advance(1min);
  world.turn();
  figures = world.courier().figures();
  EXPECT_EQ(of(AttemptOutcome::kDelivered), 4U);
  EXPECT_EQ(figures.queued, 0U);
  EXPECT_EQ(figures.oldest, Duration{});
  world.dialer().answers = [](const Outgoing&) { return TableDialer::with_status(410); };
  world.event("app-a");
  world.turn();
  figures = world.courier().figures();
  EXPECT_EQ(figures.ended, 2U);
  EXPECT_EQ(figures.active, 0U);
  EXPECT_EQ(figures.queued, 0U);
  EXPECT_EQ(world.webhooks.ended().value(), 2U);
}

TEST(Courier, a_receiver_that_is_gone_is_asked_no_more) {
  World world;
  world.subscribe("w", "org-a");
  world.dialer().answers = [](const Outgoing&) { return TableDialer::with_status(410); };
  world.event("app-a");
  world.turn();
  EXPECT_EQ(world.row("w").state, WebhookState::kGone);
  EXPECT_EQ(world.notices("org-a"), 1U);
}

// The crash between an attempt and its record.
TEST(Courier, sends_again_what_it_cannot_know_to_have_arrived) {
  World world;
  world.subscribe("w", "org-a");
  world.event("app-a");
  world.writer_dead = true;
  world.turn();
  EXPECT_THAT(world.sent(), ElementsAre("w_1"));
  EXPECT_EQ(world.row("w").cursor, 0U) << "the cursor moves with the record alone";
  world.writer_dead = false;
  world.make_courier();
  world.turn();
  EXPECT_THAT(world.sent(), ElementsAre("w_1")) << "under the same id";
  EXPECT_EQ(world.row("w").cursor, 1U);
  world.make_courier();
  world.event("app-a");
  world.turn();
  EXPECT_THAT(world.sent(), ElementsAre("w_2")) << "and nothing that was recorded";
}

TEST(Courier, waits_for_the_record_before_the_next_message) {
  World world;
  world.subscribe("w", "org-a");
  world.event("app-a");
  world.event("app-a");
  world.writer_full = true;
  world.turn();
  EXPECT_THAT(world.sent(), ElementsAre("w_1"));
  world.writer_full = false;
  world.turn();
  EXPECT_THAT(world.sent(), ElementsAre("w_1", "w_2"));
  EXPECT_THAT(world.attempts("w"), SizeIs(2));
}

TEST(Courier, one_that_was_paused_or_removed_on_the_way_stays_so) {
  World world;
  world.subscribe("paused", "org-a");
  world.subscribe("removed", "org-a");
  world.event("app-a");
  world.dialer().holds = true;
  world.turn();
  EXPECT_EQ(world.dialer().on_their_way(), 2U);
  ASSERT_TRUE(world.webhooks.change("org-a", "paused", [](engine::WebhookRow& row) -> Status {
    row.state = WebhookState::kPaused;
    return {};
  }));
  ASSERT_TRUE(world.webhooks.remove("org-a", "removed"));
  world.courier().look();
  world.turn();
  world.dialer().holds = false;
  world.turn();
  EXPECT_EQ(world.row("paused").state, WebhookState::kPaused);
  EXPECT_EQ(world.row("paused").cursor, 0U) << "it is sent again when it is resumed";
  EXPECT_THAT(world.attempts("paused"), SizeIs(1));
  EXPECT_THAT(world.attempts("removed"), IsEmpty());
  world.event("app-a");
  world.turn();
  EXPECT_THAT(world.sent(), SizeIs(2));
}

TEST(Courier, calls_no_more_at_once_than_it_may_and_everybody_in_turn) {
  World world;
  for (const char* id : {"a", "b", "c", "d", "e", "f"}) world.subscribe(id, "org-a");
  world.event("app-a");
  world.dialer().holds = true;
  world.turn();
  EXPECT_EQ(world.dialer().on_their_way(), 4U);
  world.dialer().holds = false;
  world.turn();
  EXPECT_THAT(world.sent(), UnorderedElementsAre("a_1", "b_1", "c_1", "d_1", "e_1", "f_1"));
}

TEST(Courier, signs_with_both_secrets_while_the_old_one_is_kept) {
  World world;
  world.subscribe("w", "org-a");
  const auto rotate = [&](std::uint32_t no, std::optional<Instant> until) {
    ASSERT_TRUE(world.webhooks.change("org-a", "w", [&](engine::WebhookRow& row) -> Status {
      row.secret_no = no;
      row.secret_print = sha256(world.courier().secret_of("w", no));
      row.old_secret_until = until;
      return {};
    }));
    world.courier().look();
  };
  rotate(2, world.clock.now() + 1h);
  world.event("app-a");
  world.turn();
  Secret key{};
  key.fill(1);
  const Secrets secrets(key);
  const auto both = [&](const Outgoing& outgoing, std::uint32_t no) {
    return signature_of(secrets.secret_of("w", no), header_of(outgoing, "webhook-id"),
                        1'771'000'000, outgoing.body);
  };
  const auto first = world.dialer().sent.at(0);
  EXPECT_EQ(header_of(first, "webhook-signature"), both(first, 2) + " " + both(first, 1));
  world.clock.advance(1h);
  world.event("app-a");
  world.turn();
  const auto second = world.dialer().sent.at(1);
  EXPECT_EQ(header_of(second, "webhook-signature"), both(second, 2));
}

// Restored on another machine, without the folder of keys.
TEST(Courier, signs_nothing_with_a_secret_that_its_owner_does_not_know) {
  World world;
  const auto row = world.subscribe("w", "org-a");
  world.event("app-a");
  world.key_byte = 9;
  world.make_courier();
  world.turn();
  EXPECT_THAT(world.sent(), IsEmpty());
  EXPECT_EQ(world.row("w").state, WebhookState::kSecretLost);
  EXPECT_EQ(world.notices("org-a"), 1U);
  std::optional<Result<engine::WebhookAttempt>> answer;
  world.courier().send_now(row, std::nullopt, [&](const auto& got) { answer = got; });
  world.turn();
  EXPECT_EQ(answer->error().kind, ErrorKind::kConflict);
}

TEST(Courier, tests_and_what_is_sent_by_hand_move_nothing) {
  World world;
  const auto row = world.subscribe("w", "org-a");
  world.event("app-a");
  world.turn();
  world.dialer().answers = [](const Outgoing&) { return TableDialer::with_status(500); };
  std::vector<engine::WebhookAttempt> made;
  const auto keep = [&](const Result<engine::WebhookAttempt>& got) { made.push_back(got.value()); };
  world.courier().send_now(row, std::nullopt, keep);
  world.courier().send_now(row, world.feed.tail(0, 1)->front().event, keep);
  world.turn();
  ASSERT_THAT(made, SizeIs(2));
  EXPECT_EQ(made[0].kind, AttemptKind::kTest);
  EXPECT_EQ(made[0].type, kTestType);
  EXPECT_EQ(made[0].outcome, AttemptOutcome::kRefused);
  EXPECT_GT(made[0].id, 0U);
  EXPECT_EQ(made[1].kind, AttemptKind::kResend);
  EXPECT_EQ(made[1].message, "w_1") << "the receiver knows it again";
  EXPECT_THAT(world.dialer().sent.back().body, testing::Not(HasSubstr("sequence")));
  EXPECT_EQ(world.row("w").failures, 0U);
  EXPECT_EQ(world.row("w").told, 1U);
  EXPECT_THAT(world.attempts("w"), SizeIs(3));
}

TEST(Courier, whoever_waits_is_answered_when_it_stops) {
  World world;
  const auto row = world.subscribe("w", "org-a");
  int unavailable = 0;
  const auto count = [&](const Result<engine::WebhookAttempt>& got) {
    unavailable += !got && got.error().kind == ErrorKind::kUnavailable ? 1 : 0;
  };
  world.dialer().holds = true;
  world.courier().send_now(row, std::nullopt, count);
  world.turn();
  world.courier().send_now(row, std::nullopt, count);
  world.courier().stop();
  EXPECT_EQ(unavailable, 2) << "on its way, and not begun";
  world.courier().send_now(row, std::nullopt, count);
  EXPECT_EQ(unavailable, 3);
}

TEST(Courier, an_event_that_cannot_be_told_is_a_failure_that_is_seen) {
  World world;
  world.subscribe("w", "org-a");
  world.event("app-a", "unreadable");
  world.turn();
  EXPECT_THAT(world.sent(), IsEmpty());
  EXPECT_EQ(world.attempts("w").at(0).outcome, AttemptOutcome::kNotMade);
  EXPECT_THAT(world.faults, ElementsAre("cannot be read"));
}

}  // namespace
}  // namespace baobei::courier
