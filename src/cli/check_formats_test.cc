// The formats of `baobei check`, settings, baselines, and the rules themselves, on a command line.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>
#include <thread>
#include <utility>

#include "base/text.h"
#include "check/report.h"
#include "cli/check_view.h"
#include "cli/exit.h"
#include "cli/progress.h"
#include "cli/test_machine.h"
#include "sinks/attack_corpus.h"
#include "sinks/test_views.h"

namespace baobei::cli {
namespace {

using sinks::test::a_secret;
using sinks::test::attack_corpus;
using test::TestMachine;
using testing::HasSubstr;
using testing::Not;

const std::vector<std::string> kFormats = {"human", "json", "sarif", "junit", "github", "html"};

void write(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

// A small program that a location interface makes fail.
std::string program(const TestMachine& machine, const std::string& script) {
  const auto folder = machine.folder() + "/program/";
  write(
      folder + "app.json",
      "{\"pages\": [\"pages/a/a\"], \"lazyCodeLoading\": \"requiredComponents\",\n \"permission\": "
      "{\"scope.userLocation\": {\"desc\": \"km\"}}}\n");
  write(folder + "app.js", "App({})\n");
  write(folder + "pages/a/a.js", script);
  write(folder + "pages/a/a.json", "{}\n");
  write(folder + "pages/a/a.wxml", "<view>1 km = 1000 m</view>\n");
  return folder;
}

const std::string kCall = "Page({ f() { wx.getLocation(); wx.openPrivacyContract() } })\n";

bool is_harmless(const std::string& text) {
  for (const auto& line : split(text, '\n')) {
    if (printable(line) != line) return false;
  }
  return true;
}

TEST(CheckFormats, LetNoHostileTextReachATerminal) {
  for (const auto& text : attack_corpus()) {
    for (const auto language : {Language::kZh, Language::kEn}) {
      const auto report = sinks::test::hostile_report(text);
      const auto view = sinks::test::view_of(report, text, sinks::Language::kEn);
      std::ostringstream stream;
      TerminalStyle style;
      style.language = language;
      Terminal out(stream, style);
      show_report(out, view);
      EXPECT_TRUE(is_harmless(stream.str())) << printable(text);
      EXPECT_THAT(stream.str(), Not(HasSubstr("\n::error"))) << printable(text);
      std::ostringstream lines;
      Terminal json(lines, style);
      json.json(check::serialise(report).substr(0, check::serialise(report).size() - 1));
      EXPECT_TRUE(is_harmless(lines.str())) << printable(text);
    }
  }
}

TEST(CheckFormats, ShowSecretsInNone) {
  for (const auto& format : kFormats) {
    for (const char* language : {"zh", "en"}) {
      TestMachine machine;
      const auto folder =
          program(machine, "const k = '" + a_secret() + "', s = { appSecret: '" +
                               std::string("0f1e2d3c4b5a6978") + "8796a5b4c3d2e1f0' }\n" +
                               "// baobei-ignore quality/lazy-code: " + a_secret() + "\n" + kCall);
      EXPECT_EQ(machine.run({"check", folder, "--format", format, "--lang", language}),
                kExitRefused);
      const auto all = machine.out.str() + machine.err.str();
      EXPECT_THAT(all, Not(HasSubstr(a_secret().substr(5, 8)))) << format;
      EXPECT_THAT(all, Not(HasSubstr(a_secret().substr(20)))) << format;
      EXPECT_THAT(all, Not(HasSubstr("3c4b5a69"))) << format;
      EXPECT_THAT(all, HasSubstr("AKID…#")) << format;
    }
  }
}

TEST(CheckFormats, EndAlike) {
  for (const auto& format : kFormats) {
    TestMachine machine;
    const auto folder = program(machine, kCall);
    EXPECT_EQ(machine.run({"check", folder, "--format", format}), kExitRefused) << format;
    EXPECT_THAT(machine.out.str(), HasSubstr("privacy/location-undeclared")) << format;
    TestMachine none;
    EXPECT_EQ(none.run({"check", folder + "none", "--format", format}), kExitCouldNot);
    EXPECT_EQ(none.out.str().empty(), format == "human") << "an empty file says nothing";
    program(machine, "Page({})\n");
    EXPECT_EQ(machine.run({"check", folder, "--format", format}), kExitOk) << format;
  }
  TestMachine machine;
  EXPECT_EQ(machine.run({"check", ".", "--format", "pdf"}), kExitUsage);
}

TEST(CheckFormats, PointAtTheLine) {
  TestMachine machine;
  const auto folder = program(machine, kCall);
  machine.run({"check", folder});
  EXPECT_THAT(machine.out.str(), HasSubstr("      1 | Page({ f() { wx.getLocation();"));
  EXPECT_THAT(machine.out.str(), HasSubstr("        |                 ^^^^^^^^^^^\n"));
  EXPECT_THAT(machine.out.str(), HasSubstr("First: these turn the submission back (1)"));
}

TEST(CheckFormats, ColourATerminalAlone) {
  for (const bool terminal : {false, true}) {
    for (const bool no_colour : {false, true}) {
      TestMachine machine;
      machine.terminal = terminal;
      if (no_colour) machine.variables["NO_COLOR"] = "1";
      machine.run({"check", program(machine, kCall)});
      const bool colours = machine.out.str().find('\x1B') != std::string::npos;
      EXPECT_EQ(colours, terminal && !no_colour);
    }
  }
}

TEST(CheckFormats, NameFilesFromWhereOneStands) {
  TestMachine machine;
  const auto folder = program(machine, kCall);
  machine.run({"check", folder, "--format", "github"});
  EXPECT_THAT(machine.out.str(), HasSubstr("::error file=" + folder + "pages/a/a.js,line=1,"));
  TestMachine wrapped;
  const auto inner = program(wrapped, kCall);
  wrapped.run({"check", wrapped.folder(), "--format", "github"});
  EXPECT_THAT(wrapped.out.str(), HasSubstr("file=" + inner + "pages/a/a.js,")) << wrapped.out.str();
}

// The report does not depend on time, threads or how often it is made.
TEST(Check, RepeatsToTheByte) {
  std::string first;
  for (const char* jobs : {"1", "1", "3", "8"}) {
    TestMachine machine;
    const auto forum = std::string(BAOBEI_SOURCE_DIR) + "/samples/neighbourhood-forum";
    EXPECT_EQ(machine.run({"check", forum, "--json", "--jobs", jobs}), kExitOk);
    const auto text = machine.out.str();
    const auto elapsed = text.find("\"elapsed_ms\"");
    ASSERT_NE(elapsed, std::string::npos);
    if (first.empty()) first = text.substr(0, elapsed);
    EXPECT_EQ(text.substr(0, elapsed), first) << jobs;
  }
  TestMachine machine;
  EXPECT_EQ(machine.run({"check", ".", "--jobs", "0"}), kExitUsage);
}

TEST(CheckSettings, SayWhatWillBeDeclared) {
  TestMachine machine;
  const auto forum = std::string(BAOBEI_SOURCE_DIR) + "/samples/neighbourhood-forum";
  const auto copy = machine.folder() + "/forum";
  std::filesystem::copy(forum, copy, std::filesystem::copy_options::recursive);
  EXPECT_EQ(machine.run({"check", copy}), kExitOk);
  // Beside project.config.json, not in the program's folder.
  write(copy + "/baobei.check.toml",
        "categories = [\"tools-weather\"]\nsubject = \"enterprise\"\n");
  EXPECT_EQ(machine.run({"check", copy}), kExitRefused);
  EXPECT_THAT(machine.out.str(), HasSubstr("category/undeclared"));
  EXPECT_EQ(machine.run({"check", copy, "--category", "social-forum"}), kExitOk);
}

TEST(CheckSettings, AreNamedWithLineAndColumnWhereTheyAreWrong) {
  for (const auto& [text, place] : std::map<std::string, std::string>{
           {"subject = \"robot\"\n", "baobei.check.toml:1:11"},
           {"\ncategories = [\"no-such\"]\n", "baobei.check.toml:2:14"},
           {"a = \n", "baobei.check.toml:1:"}}) {
    TestMachine machine;
    const auto folder = program(machine, kCall);
    write(folder + "baobei.check.toml", text);
    EXPECT_EQ(machine.run({"check", folder}), kExitCouldNot) << text;
    EXPECT_THAT(machine.err.str(), HasSubstr(place)) << text;
    EXPECT_EQ(machine.out.str(), "") << "nothing was checked";
    EXPECT_EQ(machine.run({"check", folder, "--json"}), kExitCouldNot) << text;
    const auto report = check::parse_report(machine.out.str());
    ASSERT_TRUE(report.has_value());
    EXPECT_EQ(report->failure->reason, "invalid_settings");
  }
}

TEST(CheckSettings, MayBeStricter) {
  TestMachine machine;
  const auto folder = program(machine, "Page({}) // baobei-ignore quality/lazy-code\n");
  EXPECT_EQ(machine.run({"check", folder}), kExitOk) << machine.out.str();
  write(folder + "baobei.check.toml", "fail_on = \"warning\"\n");
  EXPECT_EQ(machine.run({"check", folder}), kExitRefused);
  EXPECT_EQ(machine.run({"check", folder, "--fail-on", "error"}), kExitOk);
}

TEST(CheckSetAside, CountsRemarksUntilTheirDay) {
  const auto with = [](const std::string& remark) {
    TestMachine machine;
    const auto folder =
        program(machine, "// baobei-ignore privacy/location-undeclared" + remark + "\n" + kCall);
    const int code = machine.run({"check", folder, "--json"});
    return std::pair(code, machine.out.str());
  };
  const auto [code, text] = with(" until 2099-01-01: later");
  EXPECT_EQ(code, kExitOk);
  const auto report = check::parse_report(text);
  ASSERT_TRUE(report.has_value());
  ASSERT_EQ(report->set_aside.size(), 1u);
  EXPECT_EQ(report->set_aside[0].finding.rule, "privacy/location-undeclared");
  EXPECT_EQ(with(" until 2020-01-01: later").first, kExitRefused);
  EXPECT_THAT(with(" until 2020-01-01: later").second, HasSubstr("project/suppression-expired"));
  EXPECT_EQ(with("").first, kExitRefused);
  EXPECT_THAT(with("").second, HasSubstr("project/suppression-incomplete"));
}

TEST(CheckBaseline, CountsOnlyWhatIsNew) {
  TestMachine machine;
  const auto folder = program(machine, kCall);
  const auto file = machine.folder() + "/baseline.json";
  EXPECT_EQ(machine.run({"check", folder, "--write-baseline", file}), kExitOk);
  EXPECT_EQ(machine.run({"check", folder}), kExitRefused);
  EXPECT_EQ(machine.run({"check", folder, "--baseline", file}), kExitOk);
  program(machine, "\n\n// moved\n" + kCall);
  EXPECT_EQ(machine.run({"check", folder, "--baseline", file}), kExitOk) << machine.out.str();
  program(machine, kCall + "wx.chooseLocation()\n");
  EXPECT_EQ(machine.run({"check", folder, "--baseline", file}), kExitRefused);
  EXPECT_EQ(machine.run({"check", folder, "--baseline", file + "x"}), kExitCouldNot);
  write(file, "{}");
  EXPECT_EQ(machine.run({"check", folder, "--baseline", file}), kExitCouldNot);
}

TEST(CheckIgnored, LeavesOutWhatAnUploadLeavesOut) {
  TestMachine machine;
  const auto folder = program(machine, "Page({})\n");
  write(folder + "docs/a.js", "const k = '" + a_secret() + "'\n");
  EXPECT_EQ(machine.run({"check", folder}), kExitRefused);
  write(folder + "project.config.json",
        "{\"packOptions\": {\"ignore\": [{\"type\": \"folder\", \"value\": \"docs\"}]}}");
  EXPECT_EQ(machine.run({"check", folder}), kExitOk) << machine.out.str();
}

TEST(CheckRules, AreExplained) {
  for (const char* language : {"zh", "en"}) {
    TestMachine machine;
    EXPECT_EQ(
        machine.run({"check", "--explain", "privacy/location-undeclared", "--lang", language}),
        kExitOk);
    const bool zh = std::string(language) == "zh";
    EXPECT_THAT(machine.out.str(), HasSubstr(zh ? "为什么" : "Why"));
    EXPECT_THAT(machine.out.str(), HasSubstr("wx.getLocation"));
    EXPECT_THAT(machine.out.str(), HasSubstr(zh ? "不被指出的例子 1" : "Not found, example 1"));
    EXPECT_EQ(machine.run({"check", "--explain", "content/gambling", "--lang", language}), kExitOk);
    EXPECT_THAT(machine.out.str(), HasSubstr("catalogue/packs/gambling.toml"));
  }
}

TEST(CheckRules, AreFoundByNearNames) {
  TestMachine machine;
  EXPECT_EQ(machine.run({"check", "--explain", "privacy/location-undecleared"}), kExitNotFound);
  EXPECT_THAT(machine.err.str(), HasSubstr("privacy/location-undeclared"));
  TestMachine other;
  EXPECT_EQ(other.run({"check", "--explain", "gamblin"}), kExitNotFound);
  EXPECT_THAT(other.err.str(), HasSubstr("content/gambling"));
}

TEST(CheckRules, AreListed) {
  TestMachine machine;
  EXPECT_EQ(machine.run({"check", "--list-rules"}), kExitOk);
  for (const auto& rule : check::all_rules()) EXPECT_THAT(machine.out.str(), HasSubstr(rule.id));
  TestMachine json;
  EXPECT_EQ(json.run({"check", "--list-rules", "--json"}), kExitOk);
  EXPECT_EQ(json::parse(json.out.str()).as_array().size(), check::all_rules().size());
  EXPECT_EQ(json.run({"check", "--list-rules", "."}), kExitUsage);
  EXPECT_EQ(json.run({"check"}), kExitUsage);
}

// What is written to it, and a word to whoever waits for the first of it.
class Listener final : public std::stringbuf {
 public:
  std::future<void> first() { return first_.get_future(); }

 protected:
  std::streamsize xsputn(const char* text, std::streamsize count) override {
    if (!std::exchange(told_, true)) first_.set_value();
    return std::stringbuf::xsputn(text, count);
  }

 private:
  std::promise<void> first_;
  bool told_ = false;
};

TEST(Progress, IsShownOnATerminalWhereItTakesLong) {
  TestMachine machine;
  machine.terminal = true;
  Listener listener;
  std::ostream err(&listener);
  auto environment = machine.environment();
  environment.err = &err;
  Session session(environment, {}, Language::kEn);
  auto first = listener.first();
  // As long as it takes until the line stands there; a minute at most.
  const auto shown = with_progress(session, Word::kChecking, "12", [&] {
    return first.wait_for(std::chrono::minutes(1)) == std::future_status::ready;
  });
  EXPECT_TRUE(shown);
  EXPECT_THAT(listener.str(), HasSubstr("Checking 12 files"));
  EXPECT_TRUE(machine.out.str().empty());
}

TEST(Progress, IsShownNowhereElse) {
  TestMachine machine;
  Session session(machine.environment(), {}, Language::kEn);
  const auto caller = std::this_thread::get_id();
  const auto alone = with_progress(session, Word::kChecking, "12",
                                   [&] { return std::this_thread::get_id() == caller; });
  EXPECT_TRUE(alone) << "nobody waits beside it who could write a line";
  EXPECT_TRUE(machine.err.str().empty());
}

}  // namespace
}  // namespace baobei::cli
