// The queue: found by what it is asked for, weighed, with its reasons; and what a finding is
// remembered by.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/fragments.h"
#include "http/queue_query.h"
#include "http/test_world.h"

namespace baobei::http {
namespace {

using test::object_of;
using test::World;
using testing::ElementsAre;
using testing::IsEmpty;

// Three mini-programs of two organisations, each with a submission in review.
struct QueueWorld : World {
  QueueWorld() {
    services.risks = &desk;
    add("wx1", "org-a", "social-forum");
    add("wx2", "org-b", "tools");
    add("wx3", "org-a", "tools").review_late = true;
  }

  lifecycle::Submission& add(const std::string& id, const std::string& owner,
                             const std::string& category) {
    auto& app = reader.cases[id];
    app.id = id;
    app.owner = owner;
    app.revision = 1;
    lifecycle::Submission submission;
    submission.no = 1;
    submission.state = lifecycle::SubmissionState::kReviewing;
    submission.check = lifecycle::CheckOutcome::kPassed;
    submission.digest = sha256(id);
    submission.categories = {{category, false, {}, {}}};
    app.submissions.push_back(submission);
    engine::SubmissionListItem row;
    row.app = id;
    row.app_name = "名称 " + id;
    row.owner = owner;
    row.row.no = 1;
    row.row.state = submission.state;
    row.row.digest = submission.digest;
    reader.submission_rows.push_back(row);
    return app.submissions.back();
  }

  std::vector<std::string> found(const std::string& query) {
    const auto answer = get("/v1/submissions?" + query, "reviewer");
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::vector<std::string> apps;
    const auto object = object_of(answer);
    for (const auto& item : object.at("items").as_array()) {
      apps.emplace_back(item.at("app").as_string());
    }
    return apps;
  }

  RiskDesk desk;
};

TEST(Queue, is_looked_through_by_all_that_is_asked_for) {
  QueueWorld world;
  EXPECT_THAT(world.found("detail=true"), ElementsAre("wx1", "wx2", "wx3"));
  EXPECT_THAT(world.found("owner=org-a"), ElementsAre("wx1", "wx3"));
  EXPECT_THAT(world.found("owner=org-a&category=tools"), ElementsAre("wx3"));
  EXPECT_THAT(world.found("app=wx2"), ElementsAre("wx2"));
  EXPECT_THAT(world.found("app=wx-nowhere"), IsEmpty());
  EXPECT_THAT(world.found("q=WX2"), ElementsAre("wx2"));
  EXPECT_THAT(world.found("q=%E5%90%8D%E7%A7%B0"), ElementsAre("wx1", "wx2", "wx3"));
  EXPECT_THAT(world.found("q=" + to_hex(sha256("wx3")).substr(0, 8)), ElementsAre("wx3"));
  EXPECT_THAT(world.found("why=overdue"), ElementsAre("wx3"));
  EXPECT_THAT(world.found("why=overdue,policy"), ElementsAre("wx1", "wx2", "wx3"));
  EXPECT_THAT(world.found("why=appeal"), IsEmpty());
}

TEST(Queue, tells_of_what_was_drawn_as_a_sample_and_of_appeals) {
  QueueWorld world;
  auto rules = world.catalogues.rules(world.clock.now());
  rules.version = "everything is looked at";
  rules.pass_onward_when_check_passed = true;
  rules.sampling_share = lifecycle::kFullShare;
  world.catalogues.add(catalogue::PolicyEdition{rules, world.clock.now()});
  lifecycle::Submission released;
  released.no = 2;
  released.state = lifecycle::SubmissionState::kReleased;
  released.digest = sha256("released");
  world.reader.cases["wx2"].submissions.push_back(released);
  auto& refused = world.reader.cases["wx1"].submissions[0];
  refused.state = lifecycle::SubmissionState::kRefused;
  refused.appealed = true;
  const auto why = [&](const std::string& app) {
    const auto answer = world.get("/v1/submissions?detail=true&app=" + app, "reviewer");
    return json::serialize(object_of(answer).at("items").at(0).at("why"));
  };
  EXPECT_THAT(world.found("why=sampling"), ElementsAre("wx2"));
  EXPECT_THAT(why("wx2"), testing::HasSubstr("\"sampling\""));
  EXPECT_THAT(world.found("why=appeal"), ElementsAre("wx1"));
  EXPECT_EQ(why("wx1"), R"(["appeal"])");
}

TEST(Queue, says_what_is_wrong_with_what_is_asked_for) {
  QueueWorld world;
  for (const std::string query :
       {"why=boredom", "q=x", "sort=age", "sort=risk&limit=51", "category=tools&limit=200"}) {
    EXPECT_EQ(world.get("/v1/submissions?" + query, "reviewer").status, 400) << query;
  }
  for (const std::string query : {"why=overdue", "sort=risk"}) {
    EXPECT_EQ(world.get("/v1/submissions?" + query, "developer").status, 403) << query;
  }
}

TEST(Queue, shows_the_heaviest_first_and_pages_through_them) {
  QueueWorld world;
  auto& heavy = world.reader.cases["wx2"].submissions[0];
  heavy.barred_elsewhere = true;
  EXPECT_THAT(world.found("sort=risk&limit=1"), ElementsAre("wx2"));
  const auto first = world.get("/v1/submissions?sort=risk&limit=1", "reviewer");
  EXPECT_EQ(test::member(first, "next"), "1");
  EXPECT_THAT(world.found("sort=risk&limit=2&after=1"), ElementsAre("wx1", "wx3"));
  EXPECT_EQ(world.get("/v1/submissions?sort=risk&after=x", "reviewer").status, 400);
  const auto risk = object_of(first).at("items").at(0).at("risk").as_object();
  EXPECT_EQ(risk.at("high"), true);
  EXPECT_EQ(risk.at("items").at(0).at("what"), "barred_elsewhere");
  EXPECT_THAT(world.found("why=risk"), ElementsAre("wx2"));
}

TEST(Queue, weighs_findings_that_were_not_dismissed_and_says_what_it_could_not_read) {
  QueueWorld world;
  const auto report = sha256("report");
  world.reader.cases["wx1"].submissions[0].report = report;
  const auto weight = [&] {
    const auto answer = world.get("/v1/submissions?detail=true&app=wx1", "reviewer");
    return object_of(answer).at("items").at(0).at("risk").as_object();
  };
  EXPECT_EQ(weight().at("complete"), false) << "the report is not there";
  world.contents.reports[report] = {
      {"structure/a", "error", "m", "m", "a", "a", {}, "", "", false, false}};
  const auto with = weight();
  EXPECT_EQ(with.at("complete"), true);
  EXPECT_THAT(json::serialize(with.at("items")), testing::HasSubstr("\"error\""));
}

// ---- fragments ---------------------------------------------------------------------------------
engine::ReportFinding pointing(const std::string& rule, const std::string& file,
                               std::uint32_t line) {
  engine::ReportFinding made;
  made.rule = rule;
  made.severity = "error";
  made.at = {file, line, 1, line, 5};
  return made;
}

class FragmentTest : public testing::Test {
 protected:
  Digest of(const std::vector<std::string>& lines, const engine::ReportFinding& what,
            const std::string& app = "wx1") {
    contents_.versions[version_] = {{what.at.file, lines}};
    return fragments_of(app, version_, {what}, contents_).value().front();
  }

  test::TableContents contents_;
  const Digest version_ = sha256("version");
};

TEST_F(FragmentTest, white_space_and_place_do_not_matter_and_everything_else_does) {
  const auto at_one = pointing("rule/a", "a.js", 1);
  const auto plain = of({"const key = 1;"}, at_one);
  EXPECT_EQ(of({"  const\tkey =  1;  "}, at_one), plain);
  EXPECT_EQ(of({"", "", "const key = 1;"}, pointing("rule/a", "b/c.js", 3)), plain);
  EXPECT_NE(of({"const key = 2;"}, at_one), plain);
  EXPECT_NE(of({"constkey = 1;"}, at_one), plain);
  EXPECT_NE(of({"const key = 1;"}, pointing("rule/b", "a.js", 1)), plain);
  EXPECT_NE(of({"const key = 1;"}, at_one, "wx2"), plain) << "never across mini-programs";
  auto other = at_one;
  other.category = "tools";
  EXPECT_NE(of({"const key = 1;"}, other), plain);
}

// A minified file is one line: what was looked at there is not all that stands there.
TEST_F(FragmentTest, findings_on_one_line_are_told_apart) {
  contents_.versions[version_] = {{"a.js", {"one two one"}}};
  const auto first = pointing("rule/a", "a.js", 1);
  auto second = first;
  second.at.column = 9;
  const auto both = fragments_of("wx1", version_, {first, second}, contents_).value();
  EXPECT_NE(both[0], both[1]);
  EXPECT_EQ(both[0], of({" one  two one"}, first));
}

TEST_F(FragmentTest, a_finding_without_a_line_is_remembered_by_its_file_or_its_words) {
  auto whole = pointing("rule/a", "a.js", 0);
  EXPECT_NE(of({"x"}, whole), of({"x"}, pointing("rule/a", "a.js", 1)));
  whole.at = {};
  whole.message_en = "no entry";
  const auto words = fragments_of("wx1", version_, {whole}, contents_).value();
  whole.message_en = "two entries";
  EXPECT_NE(fragments_of("wx1", version_, {whole}, contents_).value(), words);
  const auto gone = pointing("rule/a", "gone.js", 4);
  EXPECT_TRUE(fragments_of("wx1", version_, {gone}, contents_)) << "it may name what is missing";
  EXPECT_FALSE(fragments_of("wx1", sha256("no such version"), {gone}, contents_));
}

// Dismissals as a test has them.
class TableDismissals final : public engine::Dismissals {
 public:
  std::vector<engine::DismissalRow> rows;
  Result<std::uint32_t> add(const engine::DismissalRow&) override { return 1U; }
  Status take_back(const engine::TakenBack&) override { return {}; }
  Result<std::vector<engine::DismissalRow>> of(const std::string&, std::uint32_t,
                                               std::size_t) override {
    return rows;
  }
  Result<std::vector<engine::DismissalRow>> standing(const std::string&) override { return rows; }
};

// R8 before R4: a rule that refuses on its own does not refuse by what was dismissed.
TEST_F(FragmentTest, a_rule_counts_while_one_of_its_errors_was_not_dismissed) {
  const auto report = sha256("report");
  contents_.versions[version_] = {{"a.js", {"one", "two"}}};
  const auto first = pointing("rule/a", "a.js", 1);
  const auto second = pointing("rule/a", "a.js", 2);
  contents_.reports[report] = {first, second};
  const engine::CheckJob job{"wx1", 1, 1, version_};
  TableDismissals dismissals;
  const auto left = [&] {
    return undismissed_rules({"rule/a"}, job, report, dismissals, contents_).value();
  };
  EXPECT_THAT(left(), ElementsAre("rule/a"));
  const auto fragments = fragments_of("wx1", version_, {first, second}, contents_).value();
  engine::DismissalRow row;
  row.rule = "rule/a";
  row.fragment = fragments[0];
  dismissals.rows = {row};
  EXPECT_THAT(left(), ElementsAre("rule/a"));
  row.fragment = fragments[1];
  dismissals.rows.push_back(row);
  EXPECT_THAT(left(), IsEmpty());
}

}  // namespace
}  // namespace baobei::http
