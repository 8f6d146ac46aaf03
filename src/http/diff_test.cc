// What is new in a version, over real sockets: against which, for whom, in which form.

#include <gmock/gmock.h>

#include "http/test_world.h"

namespace baobei::http {
namespace {

using lifecycle::Role;
using lifecycle::SubmissionState;
using test::object_of;
using test::World;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Digest packed(int no) {
  return sha256("version " + std::to_string(no));
}
std::string digits(int no) {
  return to_hex(packed(no)).substr(0, 6);
}

// Versions 1 to 5 of submissions 1 to 5: released, refused, filing failed (laid before 33),
// withdrawn, in review.
void fill(World& world) {
  auto& app = world.reader.cases["wx1"];
  constexpr SubmissionState kStates[] = {SubmissionState::kReleased, SubmissionState::kRefused,
                                         SubmissionState::kFilingFailed,
                                         SubmissionState::kWithdrawn, SubmissionState::kReviewing};
  for (int no = 1; no <= 5; ++no) {
    lifecycle::Submission submission;
    submission.no = static_cast<lifecycle::SubmissionNo>(no);
    submission.state = kStates[no - 1];
    submission.digest = packed(no);
    submission.categories = {{no == 5 ? "social-forum" : "tools-other", no == 5, {}, {}},
                             {"shared", false, {}, {}}};
    app.submissions.push_back(submission);
  }
  lifecycle::Entry entry;
  entry.no = 1;
  entry.submission = 5;
  entry.state = lifecycle::EntryState::kRunning;
  entry.region = "33";
  app.entries.push_back(entry);
  world.reader.package_rows = {{"wx1", packed(6), "6", 1, 1, "developer", world.clock.now()}};
}

std::string diff_of(int no, const std::string& tail = "") {
  return "/v1/apps/wx1/packages/" + to_hex(packed(no)) + "/diff" + tail;
}

TEST(Diff, is_against_the_last_version_that_was_approved_before) {
  World world;
  fill(world);
  const std::vector<std::pair<int, std::string>> rows = {
      {5, digits(3)},  // not the withdrawn one, not the refused one
      {3, digits(1)},
      {2, digits(1)},
      {1, "nothing"},
      {6, digits(3)}};
  for (const auto& [no, against] : rows) {
    world.contents.compared.clear();
    const auto answer = object_of(world.get(diff_of(no), "reviewer"));
    EXPECT_THAT(world.contents.compared, ElementsAre(against + " " + digits(no))) << no;
    EXPECT_EQ(answer.contains("against"), against != "nothing") << no;
  }
}

TEST(Diff, is_against_whatever_is_asked_for) {
  World world;
  fill(world);
  for (const auto& [against, side] :
       std::vector<std::pair<std::string, std::string>>{{to_hex(packed(2)), digits(2)},
                                                        {to_hex(packed(6)), digits(6)},
                                                        {"nothing", "nothing"},
                                                        {"last_approved", digits(3)}}) {
    world.contents.compared.clear();
    EXPECT_EQ(world.get(diff_of(5, "?against=" + against), "developer").status, 200);
    EXPECT_THAT(world.contents.compared, ElementsAre(side + " " + digits(5)));
  }
  EXPECT_EQ(world.get(diff_of(5, "?against=xyz"), "developer").status, 400);
  EXPECT_EQ(world.get(diff_of(5, "?against=" + to_hex(packed(9))), "developer").status, 404);
}

TEST(Diff, shows_an_office_nothing_that_was_not_laid_before_it) {
  World world;
  fill(world);
  EXPECT_EQ(world.get(diff_of(5), "officer").status, 200);
  EXPECT_THAT(world.contents.compared, ElementsAre("nothing " + digits(5)));
  EXPECT_EQ(world.get(diff_of(5, "?against=" + to_hex(packed(3))), "officer").status, 404);
  EXPECT_EQ(world.get(diff_of(3), "officer").status, 404);
  EXPECT_EQ(world.get(diff_of(5), "stranger").status, 404);
}

TEST(Diff, tells_what_a_version_is_made_of_then_its_files) {
  World world;
  fill(world);
  auto& comparison = world.contents.comparison;
  comparison.outline = {
      {"permissions", "scope.camera", engine::Change::kChanged, "扫码", "拍照", "app.json", 4}};
  comparison.outline_left_out = 3;
  comparison.files = {{"b.js", engine::Change::kMoved, "a.js", 5, 5, engine::FileKind::kScript},
                      {"c.js", engine::Change::kAdded, "", 0, 7, engine::FileKind::kScript}};
  comparison.counts[0] = 1;
  comparison.counts[3] = 1;
  const auto answer = object_of(world.get(diff_of(5), "reviewer"));
  EXPECT_EQ(json::serialize(answer.at("outline")),
            R"([{"aspect":"permissions","key":"scope.camera","change":"changed","before":"扫码",)"
            R"("after":"拍照","file":"app.json","line":4}])");
  EXPECT_EQ(json::serialize(answer.at("files")),
            R"([{"path":"b.js","change":"moved","kind":"script","moved_from":"a.js",)"
            R"("size_before":5,"size_after":5},)"
            R"({"path":"c.js","change":"added","kind":"script","size_after":7}])");
  EXPECT_EQ(json::serialize(answer.at("file_counts")),
            R"({"added":1,"removed":0,"changed":0,"moved":1})");
  EXPECT_EQ(json::serialize(answer.at("categories")),
            R"({"added":["social-forum"],"removed":["tools-other"]})");
  EXPECT_EQ(answer.at("submission").to_number<int>(), 5);
  EXPECT_EQ(answer.at("against_submission").to_number<int>(), 3);
  EXPECT_EQ(answer.at("outline_left_out").to_number<int>(), 3);
  EXPECT_FALSE(answer.contains("outline_missing"));
  comparison.outline_missing = "timed_out";
  EXPECT_EQ(object_of(world.get(diff_of(5), "reviewer")).at("outline_missing"), "timed_out");
  EXPECT_FALSE(object_of(world.get(diff_of(6), "reviewer")).contains("categories"));
}

TEST(Diff, shows_one_files_lines_without_secrets_of_either_version) {
  World world;
  fill(world);
  auto& app = world.reader.cases["wx1"];
  app.submissions[4].report = sha256("report 5");
  app.submissions[2].report = sha256("report 3");
  engine::ReportFinding secret;
  secret.secret = true;
  secret.at = {"a.js", 1, 1, 1, 5};
  world.contents.reports = {{sha256("report 5"), {secret}}, {sha256("report 3"), {secret}}};
  world.contents.differences.hunks = {{3, 1, 3, 1, {{'-', "old"}, {'+', "new"}}}};
  const auto answer = object_of(world.get(diff_of(5, "?file=a.js"), "developer"));
  EXPECT_THAT(world.contents.compared, ElementsAre(digits(3) + "a.js! " + digits(5) + "a.js!"));
  EXPECT_EQ(json::serialize(answer.at("hunks")),
            R"([{"from_before":3,"lines_before":1,"from_after":3,"lines_after":1,)"
            R"("lines":["-old","+new"]}])");
  EXPECT_EQ(answer.at("change"), "changed");
  EXPECT_EQ(answer.at("coarse"), false);

  world.contents.differences.shown = engine::Shown::kTooLarge;
  const auto large = object_of(world.get(diff_of(5, "?file=b.js&file_before=a.js"), "developer"));
  EXPECT_EQ(large.at("why"), "too_large");
  EXPECT_EQ(large.at("moved_from"), "a.js");
  EXPECT_FALSE(large.contains("hunks"));
  EXPECT_EQ(world.get(diff_of(5, "?file=gone.js"), "developer").status, 404);
}

}  // namespace
}  // namespace baobei::http
