#include "lifecycle/risk.h"

#include <gtest/gtest.h>

namespace baobei::lifecycle {
namespace {

constexpr Instant kRiskNow = from_micros(1'770'000'000'000'000);
constexpr Duration kDay = std::chrono::hours(24);

Submission put_up(SubmissionNo no, SubmissionState state, Instant at) {
  Submission made;
  made.no = no;
  made.state = state;
  made.check = CheckOutcome::kPassed;
  made.digest = sha256(std::to_string(no));
  made.submitted_at = at;
  return made;
}

// Released once, long ago, and nothing since but what the test adds.
App settled() {
  App app;
  app.id = "wx1";
  app.submissions.push_back(put_up(1, SubmissionState::kReleased, kRiskNow - 400 * kDay));
  app.submissions.push_back(put_up(2, SubmissionState::kReviewing, kRiskNow));
  return app;
}

std::vector<RiskKind> risk_kinds(const RiskScore& score) {
  std::vector<RiskKind> all;
  for (const auto& item : score.items) all.push_back(item.what);
  return all;
}

using Kinds = std::vector<RiskKind>;
using enum RiskKind;

TEST(Risk, nothing_weighs_nothing) {
  const auto app = settled();
  EXPECT_EQ(risk_score(app, app.submissions.back(), {}, Rules{}), RiskScore{});
}

TEST(Risk, a_new_mini_program_of_a_new_subject_says_so) {
  App app;
  app.submissions.push_back(put_up(1, SubmissionState::kReviewing, kRiskNow));
  const Rules rules;
  const auto score = risk_score(app, app.submissions.back(), {}, rules);
  EXPECT_EQ(risk_kinds(score), (Kinds{kFirstSubmission, kNewSubject, kYoung}));
  EXPECT_EQ(score.points, rules.risk_first_submission + rules.risk_new_subject + rules.risk_young);
  RiskFacts known;
  known.subject_serves_others = true;
  EXPECT_EQ(risk_kinds(risk_score(app, app.submissions.back(), known, rules)),
            (Kinds{kFirstSubmission, kYoung}));
}

TEST(Risk, the_items_add_up_and_each_counts_so_often_at_most) {
  const auto app = settled();
  RiskFacts facts;
  facts.errors = 40;
  facts.warnings = 2;
  facts.content = 1;
  facts.undeclared = 9;
  facts.sensitive = 1;
  facts.changed = 2'500;
  const Rules rules;
  const auto score = risk_score(app, app.submissions.back(), facts, rules);
  EXPECT_EQ(risk_kinds(score),
            (Kinds{kContent, kError, kWarning, kUndeclaredCategory, kSensitiveCategory, kChange}));
  std::uint32_t sum = 0;
  for (const auto& item : score.items) sum += item.points;
  EXPECT_EQ(score.points, sum);
  EXPECT_EQ(score.items[1], (RiskItem{kError, 40, 5 * rules.risk_error}));
  EXPECT_EQ(score.items[3], (RiskItem{kUndeclaredCategory, 9, 3 * rules.risk_undeclared_category}));
  EXPECT_EQ(score.items[5], (RiskItem{kChange, 2'500, rules.risk_change / 4}));
}

TEST(Risk, history_counts_until_this_submission_and_no_further) {
  auto app = settled();
  app.submissions[0].state = SubmissionState::kRefused;
  app.submissions.push_back(put_up(3, SubmissionState::kFilingFailed, kRiskNow));
  Order order;
  order.at = kRiskNow - kDay;
  app.orders.push_back(order);
  order.state = OrderState::kRevoked;
  app.orders.push_back(order);
  order.state = OrderState::kStanding;
  order.at = kRiskNow + kDay;
  app.orders.push_back(order);
  RiskFacts facts;
  facts.subject_serves_others = true;
  const auto score = risk_score(app, app.submissions[1], facts, Rules{});
  EXPECT_EQ(risk_kinds(score), (Kinds{kTakenDownBefore, kRefusedBefore, kFirstSubmission}));
  EXPECT_EQ(score.items[0].count, 1U) << "one was revoked, one came later";
  app.submissions[0].cleared = true;
  EXPECT_EQ(risk_kinds(risk_score(app, app.submissions[1], facts, Rules{})),
            (Kinds{kTakenDownBefore, kFirstSubmission}));
}

TEST(Risk, what_policy_does_not_weigh_is_left_out) {
  auto app = settled();
  app.submissions[1].check = CheckOutcome::kCouldNotCheck;
  app.submissions[1].barred_elsewhere = true;
  app.submissions[1].categories = {{"social-forum", true, {}, {}}};
  Item item;
  item.answered_by = 2;
  app.items = {item};
  Rules rules;
  EXPECT_EQ(risk_kinds(risk_score(app, app.submissions[1], {}, rules)),
            (Kinds{kBarredElsewhere, kCouldNotCheck, kFilingCategory, kRectification}));
  rules.risk_could_not_check = 0;
  rules.risk_rectification = 0;
  EXPECT_EQ(risk_kinds(risk_score(app, app.submissions[1], {}, rules)),
            (Kinds{kBarredElsewhere, kFilingCategory}));
}

TEST(Risk, each_item_has_words_in_both_languages) {
  for (int i = 0; i <= static_cast<int>(kChange); ++i) {
    const auto words = words_of({static_cast<RiskKind>(i), 250, 1});
    EXPECT_FALSE(words.zh.empty() || words.en.empty()) << i;
    EXPECT_EQ(words.zh.find('{'), std::string::npos) << words.zh;
  }
  EXPECT_EQ(words_of({kChange, 2'550, 1}).en, "Changed against the version approved last: 25 %");
}

TEST(Risk, the_version_approved_last_is_the_one_compared_with) {
  auto app = settled();
  app.submissions.push_back(put_up(3, SubmissionState::kRefused, kRiskNow));
  app.submissions.push_back(put_up(4, SubmissionState::kReviewing, kRiskNow));
  EXPECT_EQ(approved_before(app, app.submissions[3])->no, 1U);
  EXPECT_EQ(approved_before(app, app.submissions[0]), nullptr);
}

// ---- the draw ----------------------------------------------------------------------------------
Rules sampling(Share share, std::uint32_t seed = 1) {
  Rules rules;
  rules.pass_onward_when_check_passed = true;
  rules.sampling_share = share;
  rules.sampling_seed = seed;
  return rules;
}

TEST(Sampling, draws_about_the_share_that_policy_says_and_the_same_again) {
  std::size_t drawn = 0;
  std::size_t other_seed = 0;
  for (int i = 0; i < 10'000; ++i) {
    App app;
    app.id = "wx" + std::to_string(i);
    app.submissions.push_back(put_up(1, SubmissionState::kReviewing, kRiskNow));
    const bool first = is_sampled(app, app.submissions[0], sampling(500));
    EXPECT_EQ(first, is_sampled(app, app.submissions[0], sampling(500)));
    drawn += first;
    other_seed += first && is_sampled(app, app.submissions[0], sampling(500, 2));
    EXPECT_TRUE(is_sampled(app, app.submissions[0], sampling(kFullShare)));
    EXPECT_FALSE(is_sampled(app, app.submissions[0], sampling(0)));
  }
  EXPECT_NEAR(static_cast<double>(drawn), 500, 80);
  EXPECT_LT(other_seed, 60U) << "another seed draws others";
}

// The figures that docs/adr/0026 gives for drawing again by hand.
TEST(Sampling, is_what_the_decision_record_says) {
  App app;
  app.id = "wx1";
  app.submissions.push_back(put_up(1, SubmissionState::kReviewing, kRiskNow));
  const auto text = std::string("baobei.sampling/1\n1\nwx1\n1\n") +
                    to_hex(app.submissions[0].digest) + "\n1770000000000000\n";
  const auto hash = to_hex(sha256(text));
  const auto fraction = std::stoull(hash.substr(0, 12), nullptr, 16);
  const auto least = fraction * kFullShare / (std::uint64_t{1} << 48) + 1;
  EXPECT_TRUE(is_sampled(app, app.submissions[0], sampling(static_cast<Share>(least))));
  EXPECT_FALSE(is_sampled(app, app.submissions[0], sampling(static_cast<Share>(least - 1))));
}

TEST(Sampling, follows_whoever_withdraws_until_a_person_has_decided) {
  const auto rules = sampling(5'000);
  App app;
  app.id = "wx1";
  Instant at = kRiskNow;
  const auto drawn_alone = [&](Instant instant) {
    App one = app;
    one.submissions = {put_up(1, SubmissionState::kReviewing, instant)};
    return is_sampled(one, one.submissions[0], rules);
  };
  while (!drawn_alone(at)) at += std::chrono::seconds(1);
  app.submissions = {put_up(1, SubmissionState::kWithdrawn, at)};
  auto next = put_up(2, SubmissionState::kReviewing, kRiskNow);
  for (int i = 0; i < 20; ++i) {
    next.submitted_at += std::chrono::seconds(1);
    app.submissions.resize(1);
    app.submissions.push_back(next);
    EXPECT_TRUE(is_sampled(app, app.submissions[1], rules)) << i;
  }
  app.submissions[0].decided_by = "r1";
  bool ever_free = false;
  for (int i = 0; i < 20; ++i) {
    app.submissions[1].submitted_at += std::chrono::seconds(1);
    ever_free |= !is_sampled(app, app.submissions[1], rules);
  }
  EXPECT_TRUE(ever_free) << "a person has seen the first one";
}

}  // namespace
}  // namespace baobei::lifecycle
