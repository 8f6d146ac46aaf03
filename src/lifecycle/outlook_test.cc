// What a dry run of a submission foresees: whether a filing follows, why, and until when (R9–R12).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lifecycle/lifecycle.h"

namespace baobei::lifecycle {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Instant kOutlookNow{
    Duration{1'772'442'000'000'001}};  // a microsecond after a whole second
const Actor kOutlookDev{"dev", Role::kDeveloper, "org-a", "", ""};

class OutlookTest : public testing::Test {
 protected:
  OutlookTest() {
    facts.catalogue_version = "2026-03";
    facts.categories = {{"forum", true, true, true, true, std::nullopt, {}},
                        {"notes", true, true, true, true, std::nullopt, {"notebook"}},
                        {"tools", true, false, true, true, std::nullopt, {}}};
    rules.version = "policy-1";
  }
  App registered(Subject subject) {
    Event event{kOutlookNow, {}, AppRegistered{"wx1", subject, "org-a", false}};
    return apply({}, event);
  }
  Outlook seen(const App& app, std::vector<CategoryId> categories) {
    Submit submit;
    submit.digest = sha256("version");
    submit.categories = std::move(categories);
    const auto events = decide(app, facts, {"wx1", kOutlookDev, submit}, kOutlookNow, rules);
    EXPECT_TRUE(events.has_value());
    return outlook(app, *events, facts, kOutlookNow, rules);
  }
  static App with_completed(App app, const CategoryId& category) {
    app.completed.push_back({category, 1, kOutlookNow});
    app.ever_completed = true;
    return app;
  }

  const Subject enterprise{"sub", SubjectKind::kEnterprise, "33"};
  Facts facts;
  Rules rules;
};

TEST_F(OutlookTest, NamesWhatIsNewTheOfficeAndTheEarliestEnd) {
  const auto app = with_completed(registered(enterprise), "forum");
  const auto next = seen(app, {"forum", "notes", "tools"});
  EXPECT_TRUE(next.files);
  EXPECT_EQ(next.ground, OutlookGround::kNewCategories);
  EXPECT_THAT(next.to_file, ElementsAre("notes"));
  EXPECT_THAT(next.completed, ElementsAre("forum"));
  EXPECT_EQ(next.region, "33");
  EXPECT_EQ(next.channel, Channel::kDesk);
  EXPECT_EQ(next.period, std::chrono::seconds(604'800));
  EXPECT_EQ(next.start, ceil_to_second(kOutlookNow)) << "R10: rounded up";
  EXPECT_EQ(next.end, ceil_to_second(kOutlookNow) + std::chrono::seconds(604'800));
  EXPECT_EQ(next.policy_version, "policy-1");
  EXPECT_EQ(next.catalogue_version, "2026-03");
  EXPECT_TRUE(app.submissions.empty()) << "what was asked about is as it was";
}

TEST_F(OutlookTest, TellsWhyNoFilingFollows) {
  const auto app = registered(enterprise);
  const auto plain = seen(app, {"tools"});
  EXPECT_FALSE(plain.files);
  EXPECT_EQ(plain.ground, OutlookGround::kNoFilingCategory);
  EXPECT_FALSE(plain.period || plain.start || plain.end);
  const auto completed = seen(with_completed(app, "forum"), {"forum", "tools"});
  EXPECT_FALSE(completed.files);
  EXPECT_EQ(completed.ground, OutlookGround::kCompleted);
  EXPECT_THAT(completed.completed, ElementsAre("forum"));
  const auto carried = seen(with_completed(app, "notebook"), {"notes"});
  EXPECT_FALSE(carried.files) << "R25: the renamed category carries its filing";
  EXPECT_THAT(carried.completed, ElementsAre("notes"));
}

TEST_F(OutlookTest, RestsOnSilenceWherePolicySaysSo) {
  auto app = registered(enterprise);
  Submission before;
  before.no = 1;
  before.state = SubmissionState::kPreLaunch;
  before.entry = 1;
  before.categories = {{"forum", true, std::nullopt, std::nullopt}};
  before.present = {"forum"};
  app.submissions = {before};
  Entry entry;
  entry.no = 1;
  entry.submission = 1;
  entry.state = EntryState::kSilent;
  entry.categories = {"forum"};
  entry.region = "33";
  app.entries = {entry};
  rules.silence_carries = true;
  const auto next = seen(app, {"forum"});
  EXPECT_FALSE(next.files);
  EXPECT_EQ(next.ground, OutlookGround::kSilenceCarries);
  EXPECT_THAT(next.completed, IsEmpty());
}

TEST_F(OutlookTest, KnowsOverseasSubjects) {
  rules.overseas_authority = "11";
  const auto company = seen(registered({"sub", SubjectKind::kOverseasEnterprise, ""}), {"tools"});
  EXPECT_TRUE(company.files);
  EXPECT_EQ(company.ground, OutlookGround::kOverseasFirst);
  EXPECT_EQ(company.region, "11");
  EXPECT_TRUE(company.end.has_value());
  const auto person = seen(registered({"sub", SubjectKind::kOverseasOther, ""}), {"forum"});
  EXPECT_TRUE(person.files);
  EXPECT_TRUE(person.start.has_value());
  EXPECT_FALSE(person.period || person.end) << "R12: it waits for the answer";
}

// R10a: what is handed over has its period from then on; without a channel there is none to name.
TEST_F(OutlookTest, SaysNoEndWhereNothingLeadsToTheOffice) {
  facts.channel = Channel::kHandOver;
  const auto handed = seen(registered(enterprise), {"forum"});
  EXPECT_EQ(handed.channel, Channel::kHandOver);
  EXPECT_EQ(handed.end, ceil_to_second(kOutlookNow) + rules.filing_period)
      << "if handed over at once";
  facts.channel = Channel::kNone;
  const auto none = seen(registered(enterprise), {"forum"});
  EXPECT_TRUE(none.files);
  EXPECT_EQ(none.period, rules.filing_period);
  EXPECT_FALSE(none.start || none.end);
}

}  // namespace
}  // namespace baobei::lifecycle
