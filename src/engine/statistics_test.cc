#include "engine/statistics.h"

#include <gmock/gmock.h>

#include "lifecycle/codec.h"

namespace baobei::engine {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Instant kStart = from_micros(1'770'000'000'000'000);

// Submitted so many minutes after the start, decided after `wait`.
MeasuredSubmission review(int submitted, Duration wait, const std::string& by = "r1",
                          bool refused = false) {
  MeasuredSubmission row;
  row.app = "wx" + std::to_string(submitted);
  row.no = 1;
  row.submitted_at = kStart + minutes(submitted);
  row.reviewed_at = row.submitted_at + wait;
  row.decided_by = by;
  row.refused = refused;
  return row;
}

std::vector<MeasuredSubmission> newest_first(std::vector<MeasuredSubmission> rows) {
  std::ranges::sort(rows, std::ranges::greater(),
                    [](const MeasuredSubmission& row) { return *row.reviewed_at; });
  return rows;
}

TEST(Statistics, quantiles_are_values_that_were_measured) {
  std::vector<Duration> values;
  for (int i = 100; i >= 1; --i) values.push_back(minutes(i));
  const auto all = quantiles_of(values);
  EXPECT_EQ(all.count, 100U);
  EXPECT_EQ(all.p10, minutes(10));
  EXPECT_EQ(all.p50, minutes(50));
  EXPECT_EQ(all.p90, minutes(90));
  EXPECT_EQ(all.p99, minutes(99));
  EXPECT_EQ(all.max, minutes(100));
  const auto one = quantiles_of({hours(1)});
  EXPECT_EQ(one.p10, hours(1));
  EXPECT_EQ(one.p99, hours(1));
  EXPECT_EQ(quantiles_of({}).count, 0U);
}

TEST(Statistics, an_estimate_takes_enough_decisions) {
  std::vector<MeasuredSubmission> rows;
  for (int i = 0; i < 19; ++i) rows.push_back(review(i, hours(1)));
  EXPECT_EQ(estimate_of(newest_first(rows)), std::nullopt);
  rows.push_back(review(19, hours(3)));
  const auto estimate = estimate_of(newest_first(rows)).value();
  EXPECT_EQ(estimate.low, hours(1));
  EXPECT_EQ(estimate.high, hours(1));
  EXPECT_EQ(estimate.based_on, 20U);
  EXPECT_EQ(estimate.tested, 0U) << "nobody was told anything yet";
}

TEST(Statistics, an_estimate_is_tested_on_what_was_known_then) {
  // A steady hour for long, then suddenly five: the estimates told before are all wrong, and the
  // hit rate says so.
  std::vector<MeasuredSubmission> rows;
  for (int i = 0; i < 100; ++i) rows.push_back(review(i * 100, hours(1)));
  for (int i = 100; i < 110; ++i) rows.push_back(review(i * 100, hours(5)));
  const auto estimate = estimate_of(newest_first(rows)).value();
  EXPECT_EQ(estimate.based_on, 110U);
  EXPECT_EQ(estimate.low, hours(1));
  // Of 110 decisions the first 20 had no estimate, and the last 10 missed theirs until five hours
  // were more than a tenth of what was seen.
  EXPECT_EQ(estimate.tested, 90U);
  EXPECT_GE(estimate.hits, 80U);
  EXPECT_LT(estimate.hits, 90U);
}

TEST(Statistics, silence_counts_among_what_ended_before_the_office) {
  const auto ended = [](const char* region, EntryEnd end) {
    MeasuredEntry row;
    row.region = region;
    row.end = end;
    return row;
  };
  const auto regions =
      silence_by_region({ended("33", EntryEnd::kSilent), ended("33", EntryEnd::kPassed),
                         ended("33", EntryEnd::kFailed), ended("33", EntryEnd::kOther),
                         ended("44", EntryEnd::kSilent), ended("11", EntryEnd::kOpen)});
  ASSERT_EQ(regions.size(), 2U);
  EXPECT_EQ(regions.at("33").ended, 3U);
  EXPECT_EQ(regions.at("33").silent, 1U);
  EXPECT_EQ(regions.at("44").silent, 1U);
}

TEST(Statistics, reviewers_have_what_they_decided) {
  const auto rows = by_reviewer({review(1, hours(1)), review(2, hours(3), "r1", true),
                                 review(3, hours(2), "r2"), review(4, hours(2), "")});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows.at("r1").decided, 2U);
  EXPECT_EQ(rows.at("r1").refused, 1U);
  EXPECT_EQ(rows.at("r1").wait.max, hours(3));
  EXPECT_EQ(rows.at("r2").refused, 0U);
}

TEST(Statistics, a_late_answer_does_not_unmake_a_silence) {
  lifecycle::App app;
  app.id = "wx1";
  lifecycle::Entry entry;
  entry.no = 1;
  entry.submission = 1;
  entry.region = "33";
  entry.opened_at = kStart;
  entry.start = kStart;
  entry.end = kStart + hours(168);
  entry.state = lifecycle::EntryState::kSilent;
  app.entries = {entry};
  auto row = measured_entries(app).at(0);
  EXPECT_EQ(row.end, EntryEnd::kSilent);
  EXPECT_EQ(row.ended_at, entry.end);
  lifecycle::Answer answer;
  answer.no = 1;
  answer.late = true;
  app.answers = {answer};
  app.entries[0].state = lifecycle::EntryState::kPassed;
  app.entries[0].answer = 1;
  app.entries[0].ended_at = kStart + hours(200);
  row = measured_entries(app).at(0);
  EXPECT_EQ(row.end, EntryEnd::kSilent);
  EXPECT_EQ(row.ended_at, entry.end);
  app.answers[0].late = false;
  row = measured_entries(app).at(0);
  EXPECT_EQ(row.end, EntryEnd::kPassed);
  EXPECT_EQ(row.ended_at, kStart + hours(200));
}

EventRow row_of(lifecycle::EventData data) {
  lifecycle::Event event{kStart + hours(2), {}, std::move(data)};
  event.actor.person = "r1";
  EventRow row;
  row.type = lifecycle::wire_event_name(event.data);
  row.at = event.at;
  row.actor = "r1";
  row.body = lifecycle::seal("wx1", 1, {}, event).body;
  return row;
}

TEST(Statistics, a_review_is_decided_by_its_event_whatever_becomes_of_the_submission) {
  lifecycle::ReviewPassed passed;
  passed.submission = 3;
  const auto step = review_step(row_of(passed)).value();
  EXPECT_EQ(step.kind, ReviewStepKind::kPassed);
  EXPECT_EQ(step.submission, 3U);
  EXPECT_EQ(step.at, kStart + hours(2));
  EXPECT_EQ(step.actor, "r1");
  lifecycle::ReviewRefused refused;
  refused.submission = 4;
  EXPECT_EQ(review_step(row_of(refused)).value().kind, ReviewStepKind::kRefused);
  lifecycle::CheckFinished check;
  check.submission = 5;
  check.report = sha256("report");
  EXPECT_EQ(review_step(row_of(check)).value().report, sha256("report"));
  lifecycle::SubmissionWithdrawn withdrawn;
  withdrawn.submission = 6;
  EXPECT_EQ(review_step(row_of(withdrawn)).value().kind, ReviewStepKind::kGivenUp);
  lifecycle::CaseStopped stopped;
  stopped.submission = 7;
  EXPECT_EQ(review_step(row_of(stopped)).value().submission, 7U);
  EXPECT_EQ(review_step(row_of(lifecycle::SubmissionLapsed{3})), std::nullopt);
  auto broken = row_of(passed);
  broken.body = "{";
  EXPECT_EQ(review_step(broken), std::nullopt);
}

TEST(Statistics, rules_are_summed_over_days_the_most_found_first) {
  const auto sums = by_rule({{"b", 2, 1, 0, 1}, {"a", 2, 1, 1, 0}, {"b", 1, 4, 2, 0}});
  ASSERT_EQ(sums.size(), 2U);
  EXPECT_EQ(sums[0].rule, "b");
  EXPECT_EQ(sums[0].found, 5U);
  EXPECT_EQ(sums[0].refused_with, 2U);
  EXPECT_EQ(sums[0].passed_with, 1U);
  EXPECT_EQ(sums[0].day, 2);
  EXPECT_EQ(sums[1].rule, "a");
}

}  // namespace
}  // namespace baobei::engine
