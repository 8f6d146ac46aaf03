// Every rule on its own examples, and the pages that are made from the registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/text.h"
#include "check/docs.h"
#include "check/test_packs.h"

namespace baobei::check {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;

std::string shown(const Report& report) {
  std::string out;
  for (const auto& finding : report.findings) {
    out += std::string(name(finding.severity)) + " " + finding.rule + " " + finding.file + ":" +
           std::to_string(finding.line) + ":" + std::to_string(finding.column) + " " +
           finding.message.en + "\n";
  }
  return out;
}

Report report_on_example(const Example& example) {
  Options options;
  options.declared = example.declared;
  options.subject = example.subject;
  options.completed = example.completed;
  options.today = "2026-01-01";
  return report_on(applied(example), options);
}

bool speaks(const Report& report, std::string_view rule) {
  return std::ranges::any_of(report.findings,
                             [&](const Finding& finding) { return finding.rule == rule; });
}

std::string file_name(const Rule& rule) {
  auto name = std::string(rule.id.substr(rule.id.find('/') + 1));
  std::ranges::replace(name, '-', '_');
  return name + ".cc";
}

TEST(Rules, PlainAppHasNoFindings) {
  const auto report = report_on(example_app());
  EXPECT_EQ(report.outcome, Outcome::kPassed) << shown(report);
  EXPECT_THAT(report.findings, IsEmpty()) << shown(report);
}

TEST(Rules, SilentOnGoodExamples) {
  for (const auto& rule : all_rules()) {
    if (rule.pack) continue;
    EXPECT_FALSE(rule.good.empty()) << rule.id;
    for (std::size_t i = 0; i < rule.good.size(); ++i) {
      const auto report = report_on_example(rule.good[i]);
      EXPECT_FALSE(speaks(report, rule.id)) << rule.id << " good " << i << "\n" << shown(report);
    }
  }
}

TEST(Rules, SpeakOnEachBadExample) {
  for (const auto& rule : all_rules()) {
    if (rule.pack) continue;
    EXPECT_FALSE(rule.bad.empty()) << rule.id;
    for (std::size_t i = 0; i < rule.bad.size(); ++i) {
      const auto report = report_on_example(rule.bad[i]);
      EXPECT_TRUE(speaks(report, rule.id)) << rule.id << " bad " << i << "\n" << shown(report);
      EXPECT_NE(report.outcome, Outcome::kCouldNotCheck);
    }
  }
}

TEST(Rules, AreWrittenOutInBothLanguages) {
  std::set<std::string_view> ids;
  for (const auto& rule : all_rules()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id << " stands there twice";
    for (const auto& text : {rule.title, rule.why, rule.what_to_do}) {
      EXPECT_GT(text.zh.size(), utf8_length(text.zh)) << rule.id;
      EXPECT_FALSE(text.en.empty()) << rule.id;
    }
  }
  EXPECT_TRUE(std::ranges::is_sorted(all_rules(), {}, &Rule::id));
}

TEST(Rules, OneFileEach) {
  std::set<std::string> expected;
  for (const auto& rule : all_rules()) {
    if (!rule.pack) expected.insert(file_name(rule));
  }
  std::set<std::string> found;
  for (const auto& file : fs::directory_iterator(BAOBEI_SOURCE_DIR "/src/check/rules")) {
    if (file.path().extension() == ".cc") found.insert(file.path().filename().string());
  }
  EXPECT_EQ(found, expected);
}

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// docs/rules/ is what the registry says; UPDATE_GOLDEN=1 writes it.
TEST(Rules, PagesAreFresh) {
  const fs::path root = BAOBEI_SOURCE_DIR "/docs/rules";
  const auto pages = rule_pages();
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    fs::remove_all(root);
    for (const auto& [name, text] : pages) {
      fs::create_directories((root / name).parent_path());
      std::ofstream(root / name, std::ios::binary) << text;
    }
  }
  std::set<std::string> found;
  for (const auto& file : fs::recursive_directory_iterator(root)) {
    if (file.is_regular_file()) found.insert(fs::relative(file.path(), root).string());
  }
  std::set<std::string> expected;
  for (const auto& [name, text] : pages) {
    expected.insert(name);
    EXPECT_EQ(read_text(root / name), text) << name << ": run with UPDATE_GOLDEN=1";
  }
  EXPECT_EQ(found, expected) << "run with UPDATE_GOLDEN=1";
}

}  // namespace
}  // namespace baobei::check
