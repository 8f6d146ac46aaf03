#include "lifecycle/notice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "lifecycle/lifecycle.h"

namespace baobei::lifecycle {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Instant kNow = from_micros(1'772'413'200'000'000);

App filed_app() {
  App app;
  app.id = "wx1";
  app.subject = {"subject-1", SubjectKind::kEnterprise, "33"};
  app.submissions.resize(1);
  app.submissions[0].no = 1;
  app.submissions[0].state = SubmissionState::kFiling;
  app.submissions[0].entry = 1;
  Entry entry;
  entry.no = 1;
  entry.submission = 1;
  entry.categories = {"social-forum"};
  entry.region = "33";
  entry.start = kNow;
  entry.end = kNow + std::chrono::hours(24 * 7);
  app.entries = {entry};
  return app;
}

std::vector<NoticeKind> kinds(const App& after, EventData data) {
  std::vector<NoticeKind> all;
  for (const auto& notice : owed_notices(after, {kNow, {}, std::move(data)})) {
    all.push_back(notice.kind);
  }
  return all;
}

// R11: the wish and the period's end stand side by side.
TEST(Notices, TellARequestForMaterialToTheSubjectAndItsReplyToTheOffice) {
  const App app = filed_app();
  const auto asked = owed_notices(
      app, {kNow, {}, MaterialRequested{3, 1, sha256("what"), kNow + std::chrono::hours(5)}});
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(recipient_of(asked[0].kind), Recipient::kSubject);
  EXPECT_EQ(asked[0].request, 3U);
  EXPECT_EQ(asked[0].wanted_by, kNow + std::chrono::hours(5));
  EXPECT_EQ(asked[0].end, app.entries[0].end);
  const auto replied =
      owed_notices(app, {kNow, {}, MaterialReplied{3, 1, sha256("here"), {"scn_1", "scn_2"}}});
  ASSERT_EQ(replied.size(), 1U);
  EXPECT_EQ(recipient_of(replied[0].kind), Recipient::kOffice);
  EXPECT_EQ(replied[0].region, "33");
  EXPECT_EQ(replied[0].count, 2U);
}

TEST(Notices, TellTheNumberOfTheOfficesReply) {
  FilingPassed passed;
  passed.entry = 1;
  passed.reply_number = "浙网信复〔2026〕12号";
  const auto owed = owed_notices(filed_app(), {kNow, {}, passed});
  ASSERT_EQ(owed.size(), 1U);
  EXPECT_EQ(owed[0].reply_number, "浙网信复〔2026〕12号");
}

TEST(ReplyNumbers, TakeWhatOfficesWrite) {
  for (const char* good : {"12", "浙网信复〔2026〕12号", "粤网信函(2026) No.7", "2026-0001/A",
                           "第３号", "№12", "沪网办〇二六·五"}) {
    EXPECT_TRUE(is_reply_number(good)) << good;
  }
  std::string longest;
  for (std::size_t i = 0; i < kReplyNumberCharactersMax; ++i) longest += "号";
  EXPECT_TRUE(is_reply_number(longest));
  for (const std::string& bad :
       {std::string(), std::string(" 12"), std::string("12 "), std::string("1  2"),
        std::string("1\n2"), longest + "1", std::string("<b>"), std::string("=1+1"),
        std::string("\xff"), std::string("12\u202e"), std::string("号\u200b")}) {
    EXPECT_FALSE(is_reply_number(bad)) << bad;
  }
}

// R10: the subject's copy starts the period, the dossier is laid in the same transaction.
TEST(Notices, TellTheStartOfAFilingToSubjectAndOffice) {
  const App app = filed_app();
  FilingStarted started;
  started.entry = 1;
  started.end = app.entries[0].end;
  const auto owed = owed_notices(app, {kNow, {}, started});
  ASSERT_EQ(owed.size(), 2U);
  EXPECT_EQ(recipient_of(owed[0].kind), Recipient::kSubject);
  EXPECT_EQ(recipient_of(owed[1].kind), Recipient::kOffice);
  for (const auto& notice : owed) {
    EXPECT_EQ(notice.start, kNow);
    EXPECT_EQ(notice.end, app.entries[0].end);
    EXPECT_EQ(notice.region, "33");
    EXPECT_THAT(notice.categories, ElementsAre("social-forum"));
  }
  started.end.reset();
  EXPECT_THAT(kinds(app, started),
              ElementsAre(NoticeKind::kFilingStartedWithoutPeriod, NoticeKind::kDossierLaid));
}

// R16: who waits is told; a submission that is over, or rests on another answer, is not.
TEST(Notices, TellAPreLaunchToWhoeverWaitsForIt) {
  App app = filed_app();
  app.submissions[0].state = SubmissionState::kPreLaunch;
  EXPECT_THAT(kinds(app, FilingPeriodEnded{1}), ElementsAre(NoticeKind::kPreLaunch));
  for (const auto over : {SubmissionState::kLapsed, SubmissionState::kWithdrawn,
                          SubmissionState::kReleasable, SubmissionState::kReleased}) {
    app.submissions[0].state = over;
    EXPECT_THAT(kinds(app, FilingPeriodEnded{1}), IsEmpty());
  }
}

// R3: the bar falls with its last ground.
TEST(Notices, TellALiftedBarOnlyWhenTheVersionIsFree) {
  App app = filed_app();
  const auto digest = sha256("v1");
  EXPECT_THAT(kinds(app, BarLifted{digest, 1, 0}), ElementsAre(NoticeKind::kBarLifted));
  app.bars = {{digest, 0, 1}};
  EXPECT_THAT(kinds(app, BarLifted{digest, 1, 0}), IsEmpty());
}

// Each to one recipient; the office's name its region through the notice.
TEST(Notices, GoToSubjectOfficeOrOperator) {
  EXPECT_EQ(recipient_of(NoticeKind::kDossierLaid), Recipient::kOffice);
  EXPECT_EQ(recipient_of(NoticeKind::kNoChannel), Recipient::kOperator);
  EXPECT_EQ(recipient_of(NoticeKind::kPreLaunch), Recipient::kSubject);
}

}  // namespace
}  // namespace baobei::lifecycle
