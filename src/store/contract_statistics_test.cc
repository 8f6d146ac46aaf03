// Measured rows, on every store.
#include "engine/statistics_ports.h"
#include "lifecycle/codec.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::EntryEnd;
using lifecycle::EntryState;
using lifecycle::SubmissionState;
using testing::SizeIs;

lifecycle::Submission submission(lifecycle::SubmissionNo no, SubmissionState state) {
  lifecycle::Submission row;
  row.no = no;
  row.state = state;
  row.submitted_at = at(no);
  row.decided_by = "somebody later";
  return row;
}

// Events of reviews on a case file, as the log has them.
lifecycle::EventData passed(lifecycle::SubmissionNo no) {
  lifecycle::ReviewPassed data;
  data.submission = no;
  return data;
}
lifecycle::EventData refused(lifecycle::SubmissionNo no) {
  lifecycle::ReviewRefused data;
  data.submission = no;
  return data;
}
lifecycle::EventData checked(lifecycle::SubmissionNo no, const std::string& report) {
  lifecycle::CheckFinished data;
  data.submission = no;
  data.report = sha256(report);
  return data;
}

class StatisticsContract : public StoreContract {
 protected:
  StatisticsContract() {
    app_.id = "app-a";
    app_.subject.region = "33";
  }
  // Writes the case file as it is now, with an event of the clock that came two seconds late.
  void write() {
    auto write = fake_write(app_.id, before_);
    write.state = lifecycle::encode_app(app_);
    write.events.at(0).actor = "";
    write.events.at(0).recorded_at = write.events.at(0).at + std::chrono::seconds(2);
    before_ = put(store_, write);
  }
  // Writes it with this event, at that instant, of "r1".
  void happens(std::int64_t seconds, lifecycle::EventData data) {
    auto write = fake_write(app_.id, before_);
    write.state = lifecycle::encode_app(app_);
    auto& row = write.events.at(0);
    lifecycle::Event event{at(seconds), {}, std::move(data)};
    event.actor.person = "r1";
    const auto sealed = lifecycle::seal(app_.id, row.revision, row.prev, event);
    row.type = lifecycle::wire_event_name(event.data);
    row.at = event.at;
    row.recorded_at = event.at;
    row.actor = "r1";
    row.body = sealed.body;
    row.hash = sealed.hash;
    before_ = put(store_, write);
  }
  void catch_up(const engine::FoundRules& found = {}) {
    auto& statistics = world_->statistics();
    while (statistics.catch_up(statistics.next().value().until, found).value() > 0) continue;
    const auto up_to = statistics.up_to().value();
    EXPECT_EQ(up_to.taken_in, up_to.head);
  }
  std::vector<engine::MeasuredSubmission> reviewed() {
    return world_->statistics().reviewed(at(0)).value();
  }

  lifecycle::App app_;
  engine::StoredApp before_;
};

TEST_P(StatisticsContract, FollowsTheCaseFiles) {
  auto& app = app_;
  app.submissions = {submission(1, SubmissionState::kReviewing)};
  write();
  catch_up();
  auto& statistics = world_->statistics();
  EXPECT_THAT(statistics.reviewed(at(0)).value(), SizeIs(0));

  lifecycle::Entry entry;
  entry.no = 1;
  entry.submission = 1;
  entry.region = "33";
  entry.opened_at = at(50);
  entry.start = at(50);
  entry.end = at(90);
  entry.state = EntryState::kRunning;
  app.entries = {entry};
  app.submissions[0].state = SubmissionState::kFiling;
  happens(50, passed(1));
  catch_up();
  const auto reviewed = statistics.reviewed(at(0)).value();
  ASSERT_THAT(reviewed, SizeIs(1));
  EXPECT_EQ(reviewed[0].reviewed_at, at(50));
  EXPECT_EQ(reviewed[0].decided_by, "r1");
  EXPECT_EQ(reviewed[0].region, "33");
  EXPECT_THAT(statistics.reviewed(at(51)).value(), SizeIs(0)) << "before";
  EXPECT_THAT(statistics.ended(at(0)).value(), SizeIs(0));

  app.entries[0].state = EntryState::kSilent;
  app.submissions[0].state = SubmissionState::kReleased;
  app.submissions[0].finished_at = at(95);
  app.submissions[0].held = {Duration(3), Duration(2), Duration(1)};
  write();
  catch_up();
  const auto ended = statistics.ended(at(0)).value();
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].end, EntryEnd::kSilent);
  EXPECT_EQ(ended[0].ended_at, at(90));
  const auto finished = statistics.finished(at(0)).value();
  ASSERT_THAT(finished, SizeIs(1));
  EXPECT_EQ(finished[0].held.developer, Duration(3));
  EXPECT_EQ(finished[0].held.authority, Duration(1));
  EXPECT_THAT(statistics.lateness().value(), SizeIs(2));
  EXPECT_EQ(statistics.lateness().value().at(0), std::chrono::seconds(2));
}

TEST_P(StatisticsContract, IsNewestFirst) {
  for (lifecycle::SubmissionNo no = 1; no <= 3; ++no) {
    app_.submissions.push_back(submission(no, SubmissionState::kRefused));
    app_.submissions.back().finished_at = at(10 + no);
    happens(10 + no, refused(no));
  }
  catch_up();
  const auto rows = world_->statistics().reviewed(at(12)).value();
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].no, 3U);
  EXPECT_TRUE(rows[0].refused);
  EXPECT_EQ(rows[1].no, 2U);
}

// What waits for its developer, or is given up, is no longer in review.
TEST_P(StatisticsContract, ADecisionIsThePassAndNotWhatFollowsIt) {
  constexpr std::int64_t kMonths = 90LL * 86'400;
  app_.submissions = {submission(1, SubmissionState::kReleasable)};
  happens(60, passed(1));
  catch_up();
  for (const auto state : {SubmissionState::kReleased, SubmissionState::kLapsed,
                           SubmissionState::kWithdrawn, SubmissionState::kStopped}) {
    app_.submissions[0].state = state;
    app_.submissions[0].finished_at = at(kMonths);
    write();
    catch_up();
    const auto rows = reviewed();
    ASSERT_THAT(rows, SizeIs(1));
    EXPECT_EQ(rows[0].reviewed_at, at(60));
    EXPECT_EQ(rows[0].finished_at, at(kMonths));
    EXPECT_EQ(rows[0].decided_by, "r1");
    EXPECT_FALSE(rows[0].refused);
  }
}

TEST_P(StatisticsContract, WhatWasNeverDecidedHasNoDecision) {
  app_.submissions = {submission(1, SubmissionState::kWithdrawn)};
  app_.submissions[0].finished_at = at(70);
  lifecycle::SubmissionWithdrawn withdrawn;
  withdrawn.submission = 1;
  happens(70, withdrawn);
  catch_up();
  EXPECT_THAT(reviewed(), SizeIs(0));
  EXPECT_THAT(world_->statistics().finished(at(0)).value(), SizeIs(1));
}

// An appeal, or a pass taken back, leads to a second decision.
TEST_P(StatisticsContract, TheFirstDecisionStays) {
  app_.submissions = {submission(1, SubmissionState::kRefused)};
  happens(60, refused(1));
  catch_up();
  app_.submissions[0].state = SubmissionState::kReleasable;
  happens(500, passed(1));
  catch_up();
  const auto rows = reviewed();
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].reviewed_at, at(60));
  EXPECT_TRUE(rows[0].refused);
}

TEST_P(StatisticsContract, CountsWhatRulesFoundAndWhatPeopleThenDecided) {
  constexpr std::int64_t kDay = 86'400;
  const engine::FoundRules found = {{sha256("one"), {"a/rule", "b/rule"}},
                                    {sha256("two"), {"b/rule"}}};
  for (lifecycle::SubmissionNo no = 1; no <= 4; ++no) {
    app_.submissions.push_back(submission(no, SubmissionState::kReviewing));
  }
  happens(10, checked(1, "one"));
  happens(11, checked(1, "one"));  // again: the same submission counts once
  happens(20, checked(2, "two"));
  happens(30, checked(3, "one"));
  happens(40, checked(4, "erased"));
  ASSERT_THAT(world_->statistics().next().value().reports, SizeIs(5));
  catch_up(found);
  lifecycle::SubmissionWithdrawn withdrawn;
  withdrawn.submission = 3;
  happens(50, withdrawn);
  happens(kDay + 60, refused(1));
  happens(kDay + 70, passed(2));
  happens(kDay + 75, passed(4));
  happens(kDay + 80, checked(2, "two"));  // decided: it counts no more
  happens(kDay + 90, passed(1));          // the first decision counts
  catch_up(found);
  const auto all = world_->statistics().rules(at(0)).value();
  ASSERT_THAT(all, SizeIs(4));
  EXPECT_EQ(all[0].day, engine::day_of(at(kDay)));
  EXPECT_EQ(all[0].rule, "b/rule");
  EXPECT_EQ(all[0].found, 0U);
  EXPECT_EQ(all[0].refused_with, 1U);
  EXPECT_EQ(all[0].passed_with, 1U);
  EXPECT_EQ(all[1].rule, "a/rule");
  EXPECT_EQ(all[1].refused_with, 1U);
  EXPECT_EQ(all[1].passed_with, 0U);
  EXPECT_EQ(all[2].rule, "b/rule");
  EXPECT_EQ(all[2].found, 3U);
  EXPECT_EQ(all[3].rule, "a/rule");
  EXPECT_EQ(all[3].found, 2U);
  EXPECT_THAT(world_->statistics().rules(at(kDay)).value(), SizeIs(2));
  EXPECT_THAT(world_->statistics().rules(at(3 * kDay)).value(), SizeIs(0));
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Stores, StatisticsContract, testing::ValuesIn(store_kinds()),
                         [](const auto& row) { return row.param.name; });

}  // namespace baobei::store
