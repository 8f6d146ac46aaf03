// A change of rules over programs: what it alters, and how often people agree.
#include "check/rehearsal.h"

#include <gtest/gtest.h>

namespace baobei::check {
namespace {

TEST(Rehearsals, AnAnswerIsARuleThatWarnsOrACategoryThatIsNamed) {
  Report report;
  report.findings.resize(2);
  report.findings[0].rule = "content/gambling";
  report.findings[0].severity = Severity::kWarning;
  report.findings[1].rule = "content/placeholder";
  report.findings[1].severity = Severity::kNote;
  report.categories = {{"social-forum", "", "", "", 0.5, false, {}},
                       {"shop-mall", "", "", "", 0.49, false, {}}};
  EXPECT_EQ(answers_of(report), (Answers{"content/gambling", "involves:social-forum"}));
}

TEST(Rehearsals, OnlyWhatChangedIsListed) {
  const auto rehearsal = rehearsal_of(
      {{"a", {"x", "y"}, {"x"}}, {"b", {"x"}, {"x", "y"}}, {"c", {"y"}, {}}}, Decisions{});
  ASSERT_EQ(rehearsal.changes.size(), 1u);
  EXPECT_EQ(rehearsal.changes[0], (Change{"y", 2, 1, {"b"}, {"a", "c"}}));
  EXPECT_TRUE(rehearsal.scores.empty());
}

TEST(Rehearsals, OnlyWhatPeopleDecidedIsScored) {
  const Decisions decisions = {{"a", {"x"}}, {"b", {}}, {"elsewhere", {}}};
  const auto rehearsal = rehearsal_of(
      {{"a", {}, {"x"}}, {"b", {"x", "z"}, {"z"}}, {"undecided", {"x"}, {"x"}}}, decisions);
  EXPECT_EQ(rehearsal.decided, 2u);
  ASSERT_EQ(rehearsal.scores.size(), 2u) << "nobody looked for z";
  const Scored expected{"x", {0, 1, 1}, {1, 0, 0}};
  EXPECT_EQ(rehearsal.scores[1], expected);
  EXPECT_DOUBLE_EQ(rehearsal.scores[0].before.precision(), 0);
  EXPECT_DOUBLE_EQ(rehearsal.scores[0].after.precision(), 1);
  EXPECT_DOUBLE_EQ(rehearsal.scores[0].after.recall(), 1);
}

TEST(Rehearsals, DecisionsAreReadOrRefused) {
  const auto read = parse_decisions(
      R"({"schema":"baobei.decisions/1","decisions":[{"package":"a","found":["x"]}]})");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, (Decisions{{"a", {"x"}}}));
  for (
      const char* bad :
      {R"([])", R"({"schema":"baobei.decisions/2","decisions":[]})",
       R"({"schema":"baobei.decisions/1"})",
       R"({"schema":"baobei.decisions/1","decisions":[{"package":"a"}]})",
       R"({"schema":"baobei.decisions/1","decisions":[{"package":"a","found":[1]}]})",
       R"({"schema":"baobei.decisions/1","decisions":[{"package":"a","found":[]},{"package":"a","found":[]}]})"}) {
    EXPECT_FALSE(parse_decisions(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace baobei::check
