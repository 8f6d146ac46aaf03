// Remarks and baselines: what they set aside on a developer's machine, and that a check itself
// never follows them (R4).
#include "check/set_aside.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "check/settings.h"
#include "check/test_packs.h"

namespace baobei::check {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* kToday = "2026-11-26";

Report report_of(std::map<std::string, std::string> files) {
  auto all = example_app();
  for (auto& [path, text] : files) all[path] = text;
  Options options;
  options.today = kToday;
  return report_on(all, options);
}

std::vector<std::string> rules_of(const Report& report) {
  std::vector<std::string> rules;
  for (const auto& finding : report.findings) rules.push_back(finding.rule);
  return rules;
}

Report followed(std::map<std::string, std::string> files) {
  auto report = report_of(std::move(files));
  set_aside_remarked(report, kToday);
  return report;
}

const std::string kCall =
    "Page({ f() { wx.getLocation({ success() { wx.openPrivacyContract() } }) } })\n";
const std::string kRemark = "baobei-ignore privacy/location-undeclared until 2099-01-01: later";

TEST(Remarks, AreReadFromEverySortOfFile) {
  const auto report = report_of(
      {{"pages/index/index.js", "// " + kRemark + "\nPage({})\n"},
       {"pages/index/index.wxml", "<!-- " + kRemark + " -->\n<view>1 km = 1000 m</view>\n"},
       {"app.wxss", "/* " + kRemark + " */\n"},
       {"pages/index/index.json", "{} // " + kRemark + "\n"},
       {"baobei.check.toml",
        "[[off]]\nrule = \"quality/lazy-code\"\nfiles = \"assets/\"\n"
        "reason = \"sharp\"\nuntil = 2099-01-01\n"}});
  ASSERT_THAT(report.remarks, SizeIs(5));
  for (const auto& remark : report.remarks) {
    EXPECT_EQ(remark.until, "2099-01-01") << remark.file;
    EXPECT_FALSE(remark.reason.empty()) << remark.file;
    EXPECT_EQ(remark.by, remark.file == "baobei.check.toml" ? "settings" : "comment");
  }
  EXPECT_EQ(report.remarks[1].covers, "assets/");
  EXPECT_EQ(report.remarks[1].line, 1u);
}

// R4: the check that runs on a server says the same with and without them.
TEST(Remarks, HideNothingFromACheck) {
  const auto plain = report_of({{"pages/index/index.js", "\n" + kCall}});
  const auto remarked = report_of({{"pages/index/index.js", "// " + kRemark + "\n" + kCall},
                                   {"baobei.check.toml",
                                    "[[off]]\nrule = \"privacy/location-undeclared\"\n"
                                    "reason = \"later\"\nuntil = 2099-01-01\n"}});
  EXPECT_EQ(rules_of(plain), rules_of(remarked));
  EXPECT_EQ(remarked.outcome, Outcome::kFindings);
  EXPECT_THAT(remarked.set_aside, IsEmpty());
  EXPECT_THAT(remarked.remarks, SizeIs(2));
}

TEST(SetAside, FollowsACommentOnItsLineAndTheNext) {
  const auto above = followed({{"pages/index/index.js", "// " + kRemark + "\n" + kCall}});
  EXPECT_THAT(rules_of(above), testing::Not(testing::Contains("privacy/location-undeclared")));
  ASSERT_THAT(above.set_aside, SizeIs(1));
  EXPECT_EQ(above.set_aside[0].reason, "later");
  const auto far = followed({{"pages/index/index.js", "// " + kRemark + "\n\n" + kCall}});
  EXPECT_THAT(far.set_aside, IsEmpty());
  const auto stacked = followed(
      {{"pages/index/index.js",
        "// " + kRemark + "\n// baobei-ignore quality/lazy-code until 2099-01-01: x\n" + kCall}});
  EXPECT_THAT(stacked.set_aside, SizeIs(1));
}

TEST(SetAside, FollowsSettingsByRuleAndFolder) {
  const auto off = [](const std::string& files) {
    return "[[off]]\nrule = \"privacy/location-undeclared\"\nreason = \"later\"\n"
           "until = 2099-01-01\nfiles = \"" +
           files + "\"\n";
  };
  for (const auto& [files, count] : std::map<std::string, std::size_t>{
           {"", 1}, {"pages/", 1}, {"pages/index/index.js", 1}, {"page", 0}, {"utils/", 0}}) {
    const auto report =
        followed({{"pages/index/index.js", kCall}, {"baobei.check.toml", off(files)}});
    EXPECT_THAT(report.set_aside, SizeIs(count)) << files;
  }
}

TEST(SetAside, FollowsNothingIncompleteOrEnded) {
  for (const char* remark : {"baobei-ignore privacy/location-undeclared",
                             "baobei-ignore privacy/location-undeclared until 2099-01-01",
                             "baobei-ignore privacy/location-undeclared: later",
                             "baobei-ignore privacy/location-undeclared until 2026-11-25: later"}) {
    const auto report =
        followed({{"pages/index/index.js", "// " + std::string(remark) + "\n" + kCall}});
    EXPECT_THAT(report.set_aside, IsEmpty()) << remark;
    EXPECT_THAT(rules_of(report), testing::Contains(testing::StartsWith("project/"))) << remark;
  }
  const auto today = followed(
      {{"pages/index/index.js",
        "// baobei-ignore privacy/location-undeclared until 2026-11-26: later\n" + kCall}});
  EXPECT_THAT(today.set_aside, SizeIs(1)) << "the last day counts";
}

TEST(SetAside, NeverFollowsRemarksAboutRemarks) {
  const auto report =
      followed({{"app.js",
                 "// baobei-ignore project/suppression-incomplete until 2099-01-01: x\n"
                 "App({}) // baobei-ignore quality/lazy-code\n"}});
  EXPECT_THAT(rules_of(report), ElementsAre("project/suppression-incomplete"));
}

TEST(Baseline, KnowsFindingsWhoseLinesHaveMoved) {
  const auto report = report_of({{"pages/index/index.js", kCall}});
  const std::vector<std::string> lines(report.findings.size(), "the line");
  const auto baseline = baseline_of(report.findings, lines);
  auto moved = report_of({{"pages/index/index.js", "\n\n\n" + kCall}});
  ASSERT_EQ(moved.findings.size(), report.findings.size());
  set_aside_known(moved, lines, baseline);
  EXPECT_THAT(moved.findings, IsEmpty());
  EXPECT_EQ(moved.outcome, Outcome::kPassed);
  EXPECT_THAT(moved.set_aside, SizeIs(report.findings.size()));
}

TEST(Baseline, CountsAndTellsLinesApart) {
  Report report;
  report.findings.resize(3);
  for (auto& finding : report.findings) finding.rule = "quality/large-media";
  report.outcome = Outcome::kFindings;
  const auto baseline = baseline_of({report.findings[0]}, {"same"});
  set_aside_known(report, {"same", "same", "other"}, baseline);
  EXPECT_THAT(report.findings, SizeIs(2)) << "one of two alike, and not the other line";
}

TEST(Baseline, ReadsWhatItWroteAndNothingElse) {
  Baseline baseline;
  baseline.counts = {{"0123456789abcdef", 2}, {"fedcba9876543210", 1}};
  EXPECT_EQ(parse_baseline(serialise(baseline)), baseline);
  EXPECT_EQ(parse_baseline(serialise(Baseline{})), Baseline());
  for (const char* text :
       {"", "[]", "{}", R"({"schema": "baobei.baseline/2", "findings": {}})",
        R"({"schema": "baobei.baseline/1", "findings": {"x": 1}})",
        R"({"schema": "baobei.baseline/1", "findings": {"0123456789abcdef": 0}})",
        R"({"schema": "baobei.baseline/1", "findings": {"0123456789abcdef": 1.5}})",
        R"({"schema": "baobei.baseline/1", "findings": {}, "more": 1})"}) {
    EXPECT_FALSE(parse_baseline(text)) << text;
  }
}

TEST(Settings, NameFaultsWithLineAndColumn) {
  struct Row {
    const char* text;
    std::uint32_t line;
    std::uint32_t column;
  };
  for (const auto& [text, line, column] :
       {Row{"categories = [\n", 1, 16}, Row{"subject = \"robot\"\n", 1, 11},
        Row{"\nmore = 1\n", 2, 1}, Row{"subject = 3\n", 1, 11},
        Row{"categories = [\"a\", 1]\n", 1, 20}, Row{"[[off]]\nreason = \"x\"\n", 1, 1},
        Row{"[[off]]\nrule = \"a\"\nuntil = \"soon\"\n", 3, 9}, Row{"off = 1\n", 1, 7}}) {
    const auto settings = read_settings(text);
    ASSERT_FALSE(settings.usable()) << text;
    EXPECT_EQ(settings.faults[0].at, (syntax::Position{line, column}))
        << text << settings.faults[0].message.en << settings.faults[0].at.line << ":"
        << settings.faults[0].at.column;
    EXPECT_FALSE(settings.faults[0].message.zh.empty());
  }
  EXPECT_FALSE(read_settings("\xff").usable());
  EXPECT_FALSE(read_settings(std::string(kSettingsBytesMax + 1, ' ')).usable());
}

TEST(Settings, TakeDatesOfBothForms) {
  const auto settings = read_settings(
      "categories = [\"a\"]\nsubject = \"personal\"\n[[off]]\nrule = \"r\"\nuntil = 2027-03-01\n"
      "[[off]]\nrule = \"s\"\nuntil = \"2027-03-02\"\n");
  ASSERT_TRUE(settings.usable());
  EXPECT_THAT(*settings.categories, ElementsAre("a"));
  EXPECT_EQ(settings.subject, "personal");
  ASSERT_THAT(settings.off, SizeIs(2));
  EXPECT_EQ(settings.off[0].until, "2027-03-01");
  EXPECT_EQ(settings.off[1].until, "2027-03-02");
  EXPECT_TRUE(is_date("2028-02-29"));
  EXPECT_FALSE(is_date("2027-02-29"));
}

}  // namespace
}  // namespace baobei::check
