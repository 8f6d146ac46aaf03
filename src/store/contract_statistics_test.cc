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
  row.decided_by = "r1";
  return row;
}

class StatisticsContract : public StoreContract {
 protected:
  // Writes the case file as it is now, with an event of the clock that came two seconds late.
  void write(const lifecycle::App& app) {
    auto write = fake_write(app.id, before_);
    write.state = lifecycle::encode_app(app);
    write.events.at(0).actor = "";
    write.events.at(0).recorded_at = write.events.at(0).at + std::chrono::seconds(2);
    before_ = put(store_, write);
  }
  void catch_up() {
    while (world_->statistics().catch_up().value() > 0) continue;
    const auto up_to = world_->statistics().up_to().value();
    EXPECT_EQ(up_to.taken_in, up_to.head);
  }
  engine::StoredApp before_;
};

TEST_P(StatisticsContract, FollowsTheCaseFiles) {
  lifecycle::App app;
  app.id = "app-a";
  app.revision = 1;
  app.subject.region = "33";
  app.submissions = {submission(1, SubmissionState::kReviewing)};
  write(app);
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
  write(app);
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
  write(app);
  catch_up();
  const auto ended = statistics.ended(at(0)).value();
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].end, EntryEnd::kSilent);
  EXPECT_EQ(ended[0].ended_at, at(90));
  const auto finished = statistics.finished(at(0)).value();
  ASSERT_THAT(finished, SizeIs(1));
  EXPECT_EQ(finished[0].held.developer, Duration(3));
  EXPECT_EQ(finished[0].held.authority, Duration(1));
  EXPECT_THAT(statistics.lateness().value(), SizeIs(3));
  EXPECT_EQ(statistics.lateness().value().at(0), std::chrono::seconds(2));
}

TEST_P(StatisticsContract, IsNewestFirst) {
  lifecycle::App app;
  app.id = "app-a";
  app.revision = 1;
  for (lifecycle::SubmissionNo no = 1; no <= 3; ++no) {
    app.submissions.push_back(submission(no, SubmissionState::kRefused));
    app.submissions.back().finished_at = at(10 + no);
  }
  write(app);
  catch_up();
  const auto rows = world_->statistics().reviewed(at(12)).value();
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].no, 3U);
  EXPECT_TRUE(rows[0].refused);
  EXPECT_EQ(rows[1].no, 2U);
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Stores, StatisticsContract, testing::ValuesIn(store_kinds()),
                         [](const auto& row) { return row.param.name; });

}  // namespace baobei::store
