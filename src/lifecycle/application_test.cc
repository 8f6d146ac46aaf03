#include "lifecycle/application.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <functional>
#include <set>

#include "base/text.h"

namespace baobei::lifecycle {
namespace {

using enum ApplicationRefusal;

constexpr Instant kNow = from_micros(1'770'000'000'000'000);
Instant later(int days) {
  return kNow + std::chrono::hours(24 * days);
}

// Everything stands as it should; each row of a test spoils one thing.
struct Case {
  CategoryTerms terms{"forum", true, false, true, true, "", false, {}, "v1"};
  ApplicationFacts facts;
  Actor applicant{"person-dev", Role::kDeveloper, "org-dev", "", ""};
  Actor decider{"person-op", Role::kOperator, "org-op", "unit-a", ""};
  Applying applying{"sub-1", {{7, later(30)}, {8, std::nullopt}}, {}, {}};
  Application waiting;
  std::uint32_t expected = 1;
  std::optional<Instant> valid_until;
  std::vector<Reason> reasons{{"document_missing", {}, {}}};

  Case() {
    facts.may_act = true;
    facts.usable = {7, 8};
    waiting.id = 3;
    waiting.subject = "sub-1";
    waiting.category = "forum";
    waiting.revision = 1;
    waiting.applied_by = "person-dev";
    waiting.org = "org-dev";
    waiting.documents = applying.documents;
  }
  auto apply() { return apply_for_category(terms, facts, applicant, applying, kNow); }
  auto withdraw() { return withdraw_application(waiting, facts, expected, kNow); }
  auto accept() {
    return accept_application(waiting, terms, facts, decider, expected, valid_until, {}, kNow);
  }
  auto refuse() { return refuse_application(waiting, facts, decider, expected, reasons, {}, kNow); }
};

struct Row {
  ApplicationRefusal refusal;
  std::function<void(Case&)> spoil;
};

Application refused_with(std::size_t reasons) {
  Application refused;
  refused.id = 2;
  refused.state = ApplicationState::kRefused;
  refused.reasons.resize(reasons);
  return refused;
}

TEST(Application, IsMadeOfWhatWasHandedIn) {
  Case given;
  given.facts.refused_before = refused_with(2);
  given.applying.answers = {{2, {}}, {1, {}}};
  const auto made = given.apply();
  ASSERT_TRUE(made) << refusal_name(made.error());
  EXPECT_EQ(made->state, ApplicationState::kApplied);
  EXPECT_EQ(made->revision, 1U);
  EXPECT_EQ(made->answers_refusal, 2U);
  EXPECT_EQ(made->documents, given.applying.documents);
  EXPECT_EQ(made->applied_at, kNow);
  EXPECT_EQ(made->catalogue_version, "v1");
}

TEST(Application, IsNotMadeFor) {
  const std::vector<Row> rows = {
      {kRightEnded, [](Case& c) { c.facts.may_act = false; }},
      {kCategoryUnknown, [](Case& c) { c.terms.known = false; }},
      {kCategoryRetired, [](Case& c) { c.terms.retired = true; }},
      {kCategoryNotOpen, [](Case& c) { c.terms.open = false; }},
      {kApplicationWaits, [](Case& c) { c.facts.waits = true; }},
      {kTooManyApplications, [](Case& c) { c.facts.waiting = kApplicationsWaitingMax; }},
      {kCategoryNeedsOther, [](Case& c) { c.terms.needs = "media"; }},
      {kCategoryNeedsOther,
       [](Case& c) {
         c.terms.needs = "media";
         c.facts.held = {{"media", kNow}};  // lapsed at this very instant
       }},
      {kCategoryExclusive,
       [](Case& c) {
         c.terms.exclusives = {"lottery"};
         c.facts.held = {{"lottery", {}}};
       }},
      {kCategoryExclusive,
       [](Case& c) {
         c.terms.exclusive = true;
         c.facts.held = {{"tools", {}}};
       }},
      {kReasonUnanswered, [](Case& c) { c.facts.refused_before = refused_with(1); }},
      {kReasonUnknown,
       [](Case& c) {
         c.applying.answers = {{1, {}}};
       }},
      {kReasonUnknown,
       [](Case& c) {
         c.facts.refused_before = refused_with(1);
         c.applying.answers = {{1, {}}, {1, {}}};
       }},
      {kDocumentMissing, [](Case& c) { c.applying.documents.clear(); }},
      {kTooManyDocuments,
       [](Case& c) {
         c.applying.documents.resize(kApplicationDocumentsMax + 1, {7, {}});
       }},
      {kDocumentUnknown, [](Case& c) { c.facts.usable = {7}; }},
      {kDocumentTwice,
       [](Case& c) {
         c.applying.documents = {{7, {}}, {7, {}}};
       }},
      {kDocumentExpired,
       [](Case& c) {
         c.applying.documents = {{7, kNow}};
       }},
  };
  for (const auto& row : rows) {
    Case given;
    row.spoil(given);
    const auto made = given.apply();
    ASSERT_FALSE(made) << refusal_name(row.refusal);
    EXPECT_EQ(made.error(), row.refusal) << refusal_name(made.error());
  }
}

TEST(Application, NeedsNoDocumentWhereTheCategoryAsksForNone) {
  Case given;
  given.terms.needs_documents = false;
  given.applying.documents.clear();
  EXPECT_TRUE(given.apply());
}

TEST(Application, MayBeForWhatIsHeldAlready) {
  Case given;
  given.facts.held = {{"forum", later(5)}};
  EXPECT_TRUE(given.apply()) << "a qualification is renewed before it ends";
}

TEST(Application, IsAcceptedAsLongAsItsDocuments) {
  Case given;
  const auto accepted = given.accept();
  ASSERT_TRUE(accepted);
  EXPECT_EQ(accepted->state, ApplicationState::kAccepted);
  EXPECT_EQ(accepted->revision, 2U);
  EXPECT_EQ(accepted->valid_until, later(30));
  EXPECT_EQ(accepted->decided_by, "person-op");
  given.valid_until = later(10);
  EXPECT_EQ(given.accept()->valid_until, later(10));
  given.waiting.documents = {{8, std::nullopt}};
  given.valid_until.reset();
  EXPECT_EQ(given.accept()->valid_until, std::nullopt);
}

TEST(Application, IsNotAcceptedFor) {
  const std::vector<Row> rows = {
      {kRightEnded, [](Case& c) { c.facts.may_act = false; }},
      {kOwnApplication, [](Case& c) { c.decider.person = "person-dev"; }},
      {kOwnApplication,
       [](Case& c) {
         c.decider.org = "org-dev";
         c.decider.unit = "";
       }},
      {kApplicationStale, [](Case& c) { c.expected = 2; }},
      {kApplicationClosed, [](Case& c) { c.waiting.state = ApplicationState::kWithdrawn; }},
      {kCategoryNotOpen, [](Case& c) { c.terms.open = false; }},
      {kDocumentExpired,
       [](Case& c) {
         c.waiting.documents = {{7, kNow}};
       }},
      {kValidUntilPast, [](Case& c) { c.valid_until = kNow; }},
      {kValidUntilBeyondDocuments, [](Case& c) { c.valid_until = later(31); }},
  };
  for (const auto& row : rows) {
    Case given;
    row.spoil(given);
    const auto accepted = given.accept();
    ASSERT_FALSE(accepted) << refusal_name(row.refusal);
    EXPECT_EQ(accepted.error(), row.refusal) << refusal_name(accepted.error());
  }
}

TEST(Application, OfTheOperatorsOwnIsDecidedByAnotherUnit) {
  Case given;
  given.waiting.org = "org-op";
  given.waiting.unit = "unit-b";
  EXPECT_TRUE(given.accept());
  given.waiting.unit = "unit-a";
  EXPECT_EQ(given.accept().error(), kOwnApplication);
}

TEST(Application, IsRefusedWithReasonsAndEndsThere) {
  Case given;
  const auto refused = given.refuse();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->state, ApplicationState::kRefused);
  EXPECT_EQ(refused->reasons, given.reasons);
  given.reasons.clear();
  EXPECT_EQ(given.refuse().error(), kReasonMissing);
  given.waiting = *refused;
  given.expected = 2;
  EXPECT_EQ(given.withdraw().error(), kApplicationClosed);
  EXPECT_EQ(given.accept().error(), kApplicationClosed);
  EXPECT_EQ(given.refuse().error(), kApplicationClosed);
}

TEST(Application, IsWithdrawnAsSeen) {
  Case given;
  EXPECT_EQ(given.withdraw()->state, ApplicationState::kWithdrawn);
  given.expected = 0;
  EXPECT_EQ(given.withdraw().error(), kApplicationStale);
}

TEST(Grant, IsRevokedWithReasonsAndRenewedIntoTheFuture) {
  ApplicationFacts facts;
  facts.may_act = true;
  const std::vector<Reason> reasons{{"licence_withdrawn", {}, {}}};
  EXPECT_EQ(refusal_of_revoking(facts, "forum", reasons), kGrantUnknown);
  EXPECT_EQ(refusal_of_renewing(facts, "forum", later(1), kNow), kGrantUnknown);
  facts.held = {{"forum", kNow}};
  EXPECT_EQ(refusal_of_revoking(facts, "forum", reasons), std::nullopt);
  EXPECT_EQ(refusal_of_revoking(facts, "forum", {}), kReasonMissing);
  EXPECT_EQ(refusal_of_renewing(facts, "forum", later(1), kNow), std::nullopt);
  EXPECT_EQ(refusal_of_renewing(facts, "forum", std::nullopt, kNow), std::nullopt);
  EXPECT_EQ(refusal_of_renewing(facts, "forum", kNow, kNow), kValidUntilPast);
  facts.may_act = false;
  EXPECT_EQ(refusal_of_revoking(facts, "forum", reasons), kRightEnded);
}

TEST(ApplicationRefusals, SayWhyAndWhatToDoInBothLanguages) {
  std::set<std::string_view> texts;
  std::size_t count = 0;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<ApplicationRefusal>>([&](auto d) {
    const auto& text = text_of(d.value);
    EXPECT_EQ(text.refusal, d.value) << d.name;
    for (const auto zh : {text.zh, text.advice_zh}) {
      EXPECT_TRUE(is_utf8(zh) && zh.ends_with("。")) << zh;
      EXPECT_EQ(zh.find("您"), std::string_view::npos) << zh;
    }
    for (const auto en : {text.en, text.advice_en}) EXPECT_TRUE(en.ends_with(".")) << en;
    EXPECT_THAT(std::string(text.rule), testing::MatchesRegex("R[0-9]+[a-z]?"));
    texts.insert(text.zh);
    texts.insert(text.en);
    ++count;
  });
  EXPECT_EQ(texts.size(), 2 * count);
}

}  // namespace
}  // namespace baobei::lifecycle
