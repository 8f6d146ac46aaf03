// The walk must hold on a server that keeps the rules and fail, at the right step, on one that
// breaks any of them: a walk that cannot fail would assert nothing.

#include "cli/walk.h"

#include <gtest/gtest.h>

#include <fstream>

#include "cli/embedded.h"
#include "cli/fake_server.h"

namespace baobei::cli {
namespace {

using test::FakeServer;
using test::TestMachine;

constexpr const char* kPeople =
    R"({"url":"http://127.0.0.1:1","app":"wx1","tokens":{"developer":"developer",)"
    R"("reviewer":"reviewer","second_reviewer":"reviewer","officer":"officer",)"
    R"("operator":"operator"}})";

struct Walked {
  int code = 0;
  std::size_t steps = 0;  // reported
  std::string last;       // report
  std::string err;
};

Walked walk(const std::string& lie, std::vector<std::string> more = {"--json"}) {
  TestMachine machine;
  FakeServer server(lie);
  machine.server = [&](const HttpRequest& request) { return server.handle(request); };
  const auto people = machine.folder() + "/people.json";
  std::ofstream(people) << kPeople;
  std::vector<std::string> line = {"walk", people};
  line.insert(line.end(), more.begin(), more.end());
  Walked walked;
  walked.code = machine.run(line);
  walked.err = machine.err.str();
  std::istringstream lines(machine.out.str());
  for (std::string one; std::getline(lines, one); ++walked.steps) walked.last = one;
  return walked;
}

TEST(Walk, holds_where_the_rules_are_kept) {
  const auto walked = walk("");
  EXPECT_EQ(walked.code, kExitOk) << walked.last << walked.err;
  EXPECT_EQ(walked.steps, walk_steps().size());
}

TEST(Walk, fails_at_the_step_whose_rule_is_broken) {
  struct Row {
    const char* lie;
    Word step;
  };
  for (const auto& row : std::vector<Row>{{"no_sandbox", Word::kStepPeople},
                                          {"other_office", Word::kStepPeople},
                                          {"other_digest", Word::kStepUpload},
                                          {"dry_run_acts", Word::kStepSubmit},
                                          {"other_report", Word::kStepChecked},
                                          {"silent_about_check_finished", Word::kStepChecked},
                                          {"stale_passes", Word::kStepStale},
                                          {"short_period", Word::kStepPassed},
                                          {"silent_about_filing_started", Word::kStepPassed},
                                          {"early_release", Word::kStepLastSecond},
                                          {"silent_about_pre_launch", Word::kStepEnd},
                                          {"silence_completes", Word::kStepEnd},
                                          {"release_serves_nothing", Word::kStepRelease},
                                          {"fail_bars_nothing", Word::kStepLateFail},
                                          {"silent_about_filing_failed", Word::kStepLateFail},
                                          {"widens", Word::kStepNarrowing},
                                          {"dark_late", Word::kStepDown},
                                          {"silent_about_taken_down", Word::kStepDown},
                                          {"barred_submits", Word::kStepBarred},
                                          {"no_second_filing", Word::kStepRectified},
                                          {"pass_completes_nothing", Word::kStepPassInTime},
                                          {"silent_about_filing_passed", Word::kStepPassInTime},
                                          {"old_is_served", Word::kStepBack},
                                          {"files_always", Word::kStepNext},
                                          {"share_ignored", Word::kStepShare},
                                          {"roll_back_does_nothing", Word::kStepRollBack},
                                          {"suspending_bars", Word::kStepSuspend},
                                          {"broken_chain", Word::kStepRecord},
                                          {"time_is_lost", Word::kStepRecord}}) {
    const auto walked = walk(row.lie);
    EXPECT_EQ(walked.code, kExitRefused) << row.lie;
    const auto steps = walk_steps();
    ASSERT_GT(walked.steps, 0U) << row.lie;
    ASSERT_LE(walked.steps, steps.size()) << row.lie;
    EXPECT_EQ(word(steps[walked.steps - 1].title, Language::kEn), word(row.step, Language::kEn))
        << row.lie << walked.last;
    EXPECT_NE(walked.last.find("\"held\":false"), std::string::npos) << row.lie;
    EXPECT_NE(walked.err.find(word(row.step, Language::kEn)), std::string::npos) << row.lie;
  }
}

TEST(Walk, names_rules_and_speaks_both_languages) {
  for (const auto& step : walk_steps()) EXPECT_FALSE(step.rules.empty());
  EXPECT_EQ(walk_steps().size(), 21U);
  EXPECT_NE(walk("", {"--lang", "zh"}).last.find("全部成立"), std::string::npos);
  EXPECT_NE(walk("", {"--lang", "en"}).last.find("All 21 steps held"), std::string::npos);
}

TEST(Walk, takes_a_program_of_ones_own) {
  const auto sample = std::string(BAOBEI_SOURCE_DIR) + "/samples/clinic-desk";
  EXPECT_EQ(walk("", {"--json", "--package", sample}).code, kExitOk);
  EXPECT_EQ(walk("", {"--package", "no such folder"}).steps, 0U);
}

TEST(Walk, stops_where_nobody_answers) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) -> Result<HttpResponse> {
    return fail(ErrorKind::kUnavailable, "refused", std::string(kNoConnection));
  };
  const auto people = machine.folder() + "/people.json";
  std::ofstream(people) << kPeople;
  EXPECT_EQ(machine.run({"walk", people}), kExitRefused);
  EXPECT_EQ(machine.run({"walk", machine.folder() + "/nobody.json"}), kExitNotFound);
  std::ofstream(people) << R"({"url":"http://127.0.0.1:1","app":"wx1","tokens":{}})";
  EXPECT_EQ(machine.run({"walk", people}), kExitUsage);
}

TEST(Walk, carries_its_sample) {
  bool app = false;
  for (const auto& file : embedded_files()) app = app || file.name == "miniprogram/app.json";
  EXPECT_TRUE(app);
}

}  // namespace
}  // namespace baobei::cli
