// A mini-program's story, command by command, and the rows that each of them must write (R23).
#include "engine/write_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "lifecycle/codec.h"

namespace baobei::engine {
namespace {

using namespace std::chrono_literals;
using lifecycle::Deadline;
using lifecycle::DeadlineKind;
using lifecycle::EntryState;
using lifecycle::NoticeKind;
using lifecycle::Recipient;
using lifecycle::Role;
using lifecycle::SubmissionState;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Instant kStart = from_micros(1'770'000'000'000'000);
const Digest kVersion = sha256("version");

struct Told {
  NoticeKind kind;
  std::string address;
  bool copy;
  bool operator==(const Told&) const = default;
  friend void PrintTo(const Told& told, std::ostream* out) {
    *out << wire_name(told.kind) << " to " << told.address << (told.copy ? " (copy)" : "");
  }
};

class Story : public testing::Test {
 protected:
  Story() {
    facts_.categories = {{"forum", true, true, true, true, kStart + 100 * 24h, {}}};
    rules_.take_down_warning = 2h;
  }

  Write act(Role role, lifecycle::CommandData data, Duration later = 1s) {
    now_ += later;
    lifecycle::Actor actor{"person-x", role, "org-op", "", ""};
    if (role == Role::kDeveloper) actor = {"person-dev", role, "org-a", "", ""};
    if (role == Role::kOfficer) actor.region = "33";
    if (role == Role::kClock) actor = {};
    const auto events =
        lifecycle::decide(file_.app, facts_, {"app-1", actor, std::move(data)}, now_, rules_);
    EXPECT_TRUE(events.has_value()) << lifecycle::refusal_name(events.error());
    auto built = build_write(file_, "app-1", *events, rules_, now_ + 3ms);
    EXPECT_EQ(lifecycle::decode_app(built.write.state).value(), built.after.app);
    EXPECT_EQ(built.write.events.back().hash, built.after.last_hash);
    file_ = built.after;
    return built.write;
  }

  Write registered() {
    return act(Role::kOperator,
               lifecycle::RegisterApp{
                   {"sub-1", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", false});
  }
  Write submitted() {
    registered();
    return act(Role::kDeveloper, lifecycle::Submit{kVersion, {"forum"}, {}, {}, {}});
  }
  Write checked() {
    submitted();
    return act(Role::kChecker, lifecycle::RecordCheck{
                                   1, 1, lifecycle::CheckOutcome::kPassed, sha256("report"), {}});
  }
  Write passed() {
    checked();
    return act(Role::kReviewer,
               lifecycle::PassReview{1, kVersion, reviewing().review_revision, {"forum"}, {}});
  }
  // On silence, released to everybody.
  Write served() {
    passed();
    act(Role::kClock, lifecycle::Settle{}, 8 * 24h);
    return act(Role::kDeveloper, lifecycle::Release{1, lifecycle::kFullShare});
  }
  const lifecycle::Submission& reviewing() const { return file_.app.submissions.front(); }

  static std::vector<Told> told(const Write& write) {
    std::vector<Told> all;
    for (const auto& row : write.notices) all.push_back({row.notice.kind, row.address, row.copy});
    return all;
  }
  static std::vector<std::string> types(const Write& write) {
    std::vector<std::string> all;
    for (const auto& row : write.events) all.push_back(row.type);
    return all;
  }

  lifecycle::Facts facts_;
  lifecycle::Rules rules_;
  CaseFile file_;
  Instant now_ = kStart;
};

TEST_F(Story, EventsAreSealedIntoTheChain) {
  const auto first = registered();
  ASSERT_THAT(first.events, SizeIs(1));
  const auto& event = first.events[0];
  EXPECT_EQ(first.expected, 0U);
  EXPECT_EQ(event.revision, 1U);
  EXPECT_EQ(event.type, "app_registered");
  EXPECT_EQ(event.actor, "person-x");
  EXPECT_TRUE(event.prev.is_zero());
  EXPECT_EQ(event.hash, lifecycle::hash_of_event_body(event.body));
  EXPECT_EQ(event.at, kStart + 1s);
  EXPECT_EQ(event.recorded_at, kStart + 1s + 3ms);
  EXPECT_EQ(first.row.owner, "org-a");
  EXPECT_EQ(first.row.subject, "sub-1");
  EXPECT_EQ(first.row.region, "33");

  const auto second = act(Role::kDeveloper, lifecycle::Submit{kVersion, {"forum"}, {}, {}, {}});
  EXPECT_EQ(second.expected, 1U);
  EXPECT_EQ(second.events[0].prev, event.hash);
  EXPECT_EQ(second.events[0].revision, 2U);
}

// R4: the check is a job of the same transaction; again where it could not be done.
TEST_F(Story, ASubmissionAsksForItsCheckAndARetryForAnother) {
  const auto write = submitted();
  ASSERT_THAT(write.deliveries, SizeIs(1));
  EXPECT_EQ(write.deliveries[0].kind, DeliveryKind::kCheck);
  EXPECT_EQ(write.deliveries[0].ordinal, 1U);
  EXPECT_EQ(write.deliveries[0].attempt, 1U);
  EXPECT_EQ(write.deliveries[0].digest, kVersion);
  EXPECT_EQ(write.deliveries[0].not_before, now_);
  ASSERT_THAT(write.submissions, SizeIs(1));
  EXPECT_EQ(write.submissions[0].state, SubmissionState::kChecking);
  EXPECT_EQ(write.submissions[0].due, now_ + rules_.review_due);
  EXPECT_THAT(write.deadlines_set,
              ElementsAre(Deadline{DeadlineKind::kReviewDue, 1, now_ + rules_.review_due}));

  const auto again =
      act(Role::kChecker,
          lifecycle::RecordCheck{1, 1, lifecycle::CheckOutcome::kCouldNotCheck, {}, {}});
  ASSERT_THAT(again.deliveries, SizeIs(1));
  EXPECT_EQ(again.deliveries[0].attempt, 2U);
  EXPECT_THAT(again.notices, IsEmpty());
  const auto done =
      act(Role::kChecker,
          lifecycle::RecordCheck{1, 2, lifecycle::CheckOutcome::kPassed, sha256("report"), {}});
  EXPECT_THAT(done.deliveries, IsEmpty());
  EXPECT_THAT(told(done), ElementsAre(Told{NoticeKind::kCheckFinished, "sub-1", false}));
}

// R9, R10: pass, entry, notice and dossier in one transaction; the review's deadline goes, the
// period's comes.
TEST_F(Story, APassEntersFilingInTheSameWrite) {
  const auto write = passed();
  EXPECT_THAT(types(write), ElementsAre("review_passed", "entry_opened", "filing_started"));
  EXPECT_THAT(told(write), ElementsAre(Told{NoticeKind::kReviewPassedToFile, "sub-1", false},
                                       Told{NoticeKind::kFilingStarted, "sub-1", false},
                                       Told{NoticeKind::kDossierLaid, "33", false}));
  EXPECT_EQ(write.notices[1].revision, write.events[2].revision);
  EXPECT_EQ(write.notices[1].seq, 0U);
  EXPECT_EQ(write.notices[2].seq, 1U);
  const Instant end = ceil_to_second(now_) + 7 * 24h;
  EXPECT_EQ(write.notices[1].notice.end, end);
  EXPECT_THAT(write.deadlines_set,
              ElementsAre(Deadline{DeadlineKind::kFilingEnd, 1, end},
                          Deadline{DeadlineKind::kFilingEndWarning, 1, end - 24h}));
  ASSERT_THAT(write.deadlines_cleared, SizeIs(1));
  EXPECT_EQ(write.deadlines_cleared[0].kind, DeadlineKind::kReviewDue);
  ASSERT_THAT(write.entries, SizeIs(1));
  EXPECT_EQ(write.entries[0].state, EntryState::kRunning);
  EXPECT_EQ(write.entries[0].end, end);
  ASSERT_THAT(write.submissions, SizeIs(1));
  EXPECT_EQ(write.submissions[0].state, SubmissionState::kFiling);
  EXPECT_EQ(write.submissions[0].due, end);
}

// R16: decided late, the end carries its own instant; recorded when it was taken up.
TEST_F(Story, AnEndDecidedLateCarriesItsInstant) {
  passed();
  const Instant end = *file_.app.entries[0].end;
  const auto write = act(Role::kClock, lifecycle::Settle{}, 9 * 24h);
  EXPECT_THAT(types(write), ElementsAre("filing_end_warned", "filing_period_ended"));
  EXPECT_EQ(write.events[0].at, end - 24h);
  EXPECT_EQ(write.events[1].at, end);
  EXPECT_EQ(write.events[1].recorded_at, now_ + 3ms);
  EXPECT_EQ(write.events[1].actor, "");
  EXPECT_THAT(told(write), ElementsAre(Told{NoticeKind::kFilingEndsSoon, "33", false},
                                       Told{NoticeKind::kPreLaunch, "sub-1", false}));
  EXPECT_EQ(write.notices[1].at, end);
  EXPECT_THAT(write.deadlines_set, IsEmpty());
  ASSERT_THAT(write.deadlines_cleared, SizeIs(2));
  EXPECT_EQ(write.entries[0].state, EntryState::kSilent);
  EXPECT_EQ(write.submissions[0].state, SubmissionState::kPreLaunch);
  EXPECT_EQ(write.submissions[0].due, std::nullopt);
}

// R10b: agencies get copies of the subject's notices while they are authorised, and of no others.
TEST_F(Story, AuthorisedAgenciesGetCopies) {
  registered();
  EXPECT_THAT(
      act(Role::kDeveloper, lifecycle::AuthoriseAgency{"org-agency", kStart + 30 * 24h}).agencies,
      ElementsAre("org-agency"));
  act(Role::kDeveloper, lifecycle::AuthoriseAgency{"org-other", std::nullopt});
  act(Role::kDeveloper, lifecycle::Submit{kVersion, {"forum"}, {}, {}, {}});
  act(Role::kChecker,
      lifecycle::RecordCheck{1, 1, lifecycle::CheckOutcome::kPassed, sha256("report"), {}});
  const auto pass =
      act(Role::kReviewer,
          lifecycle::PassReview{1, kVersion, reviewing().review_revision, {"forum"}, {}});
  EXPECT_THAT(told(pass), ElementsAre(Told{NoticeKind::kReviewPassedToFile, "sub-1", false},
                                      Told{NoticeKind::kReviewPassedToFile, "org-agency", true},
                                      Told{NoticeKind::kReviewPassedToFile, "org-other", true},
                                      Told{NoticeKind::kFilingStarted, "sub-1", false},
                                      Told{NoticeKind::kFilingStarted, "org-agency", true},
                                      Told{NoticeKind::kFilingStarted, "org-other", true},
                                      Told{NoticeKind::kDossierLaid, "33", false}));
  std::vector<std::uint32_t> numbers;
  for (const auto& row : pass.notices) numbers.push_back(row.seq);
  EXPECT_THAT(numbers, ElementsAre(0, 1, 2, 0, 1, 2, 3));

  const auto end = act(Role::kDeveloper, lifecycle::EndAuthorisation{"org-other"});
  EXPECT_THAT(end.agencies, ElementsAre("org-agency"));
  for (const auto& row : end.notices) EXPECT_NE(row.address, "org-other") << "it reads no more";
}

// R17: a late fail bars the version and orders down what is served.
TEST_F(Story, ALateFailBarsAndOrdersDown) {
  const auto release = served();
  EXPECT_EQ(release.row.service, lifecycle::ServiceState::kServed);
  EXPECT_THAT(release.deadlines_set, SizeIs(2)) << "the qualification behind it is watched (R2a)";
  lifecycle::AnswerFiling fail{1, kVersion, lifecycle::Verdict::kFail, {}, {}, {}, {}, {}, 0};
  fail.down_by = now_ + 10h;
  const auto write = act(Role::kOfficer, fail);
  EXPECT_THAT(types(write), ElementsAre("filing_failed", "version_barred", "take_down_ordered"));
  EXPECT_THAT(write.bars_raised, ElementsAre(kVersion));
  EXPECT_EQ(write.row.service, lifecycle::ServiceState::kTakeDownOrdered);
  EXPECT_THAT(write.deadlines_set,
              ElementsAre(Deadline{DeadlineKind::kDownBy, 1, *fail.down_by},
                          Deadline{DeadlineKind::kDownByWarning, 1, *fail.down_by - 2h}));

  const auto revoked = act(Role::kOfficer, lifecycle::RevokeAnswer{1, {}});
  EXPECT_THAT(revoked.bars_lifted, ElementsAre(kVersion));
  EXPECT_THAT(revoked.deadlines_cleared, SizeIs(2));
  EXPECT_THAT(revoked.bars_raised, IsEmpty());
}

// A deadline that moves is set in its place, not cleared and set.
TEST_F(Story, ADeadlineThatMovesIsReplaced) {
  served();
  facts_.categories[0].valid_until = kStart + 400 * 24h;
  const auto write = act(Role::kClock, lifecycle::Settle{});
  EXPECT_THAT(types(write), ElementsAre("qualification_renewed"));
  EXPECT_THAT(write.deadlines_set,
              ElementsAre(Deadline{DeadlineKind::kQualificationWarning, 0, kStart + 370 * 24h},
                          Deadline{DeadlineKind::kQualificationExpiry, 0, kStart + 400 * 24h}));
  EXPECT_THAT(write.deadlines_cleared, IsEmpty());
  EXPECT_THAT(write.submissions, IsEmpty()) << "only what changed is written";
  EXPECT_THAT(write.entries, IsEmpty());
}

TEST_F(Story, TheAnswerNamesWhatTheCommandMade) {
  passed();
  const std::vector<lifecycle::Event> events = {
      {kStart, {}, lifecycle::EntryOpened{2, 1, {}, "33", {}, 0}},
      {kStart + 1us, {}, lifecycle::ServiceSuspended{}}};
  EXPECT_EQ(response_json("app-1", 4, events),
            R"({"app":"app-1","revision":6,"events":[)"
            R"({"type":"entry_opened","at":"2026-02-02T02:40:00Z","submission":1,"entry":2},)"
            R"({"type":"service_suspended","at":"2026-02-02T02:40:00.000001Z"}]})");
}

}  // namespace
}  // namespace baobei::engine
