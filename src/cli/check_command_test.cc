// `baobei check`, and that the samples are what they say they are.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/json.h"
#include "check/report.h"
#include "cli/exit.h"
#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::TestMachine;

const std::string kSamples = std::string(BAOBEI_SOURCE_DIR) + "/samples/";

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Samples, pass_the_check_without_a_warning) {
  const std::pair<const char*, const char*> samples[] = {{"neighbourhood-forum", "social-forum"},
                                                         {"unit-converter", "tools-calculator"},
                                                         {"clinic-desk", "medical-other-private"}};
  for (const auto& [sample, category] : samples) {
    TestMachine machine;
    EXPECT_EQ(machine.run({"check", kSamples + sample, "--fail-on", "warning", "--category",
                           category, "--subject", "enterprise"}),
              kExitOk)
        << sample << machine.out.str() << machine.err.str();
    EXPECT_TRUE(machine.requests.empty());
  }
}

TEST(Samples, name_categories_that_the_catalogue_has) {
  std::string catalogue;
  for (const auto& file : std::filesystem::directory_iterator(std::string(BAOBEI_SOURCE_DIR) +
                                                              "/catalogue/categories")) {
    catalogue += content_of(file.path());
  }
  const auto readme = content_of(kSamples + "README.md");
  for (const char* id : {"social-forum", "tools-calculator", "medical-other-private"}) {
    EXPECT_NE(readme.find(std::string("`") + id + "`"), std::string::npos) << id;
    EXPECT_NE(catalogue.find("id = \"" + std::string(id) + "\""), std::string::npos) << id;
  }
}

// What each program of samples/refusals/ is refused for, and for nothing else.
const std::map<std::string, std::string> kRefusals = {
    {"community-not-declared", "category/undeclared"},
    {"induced-sharing", "content/induced-sharing"},
    {"location-not-declared", "privacy/location-undeclared"},
    {"news-not-declared", "category/undeclared"},
    {"not-open-to-persons", "category/not-open"},
    {"page-missing", "structure/page-files-missing"},
    {"placeholder-content", "content/placeholder"},
    {"privacy-page-missing", "privacy/privacy-page-missing"},
    {"secret-in-code", "secrets/secret-in-code"},
    {"several-merchants", "category/undeclared"},
};

TEST(Refusals, fail_by_their_rule_and_pass_when_mended) {
  for (const auto& [name, rule] : kRefusals) {
    for (const bool mended : {false, true}) {
      TestMachine machine;
      const auto folder = kSamples + "refusals/" + name + (mended ? "/mended" : "/fails");
      EXPECT_EQ(machine.run({"check", folder, "--json"}), mended ? kExitOk : kExitRefused)
          << folder << machine.err.str();
      const auto report = check::parse_report(machine.out.str());
      ASSERT_TRUE(report.has_value()) << folder;
      std::set<std::string> rules;
      for (const auto& finding : report->findings) {
        if (finding.severity != check::Severity::kNote) rules.insert(finding.rule);
      }
      EXPECT_EQ(rules, mended ? std::set<std::string>() : std::set<std::string>{rule}) << folder;
      EXPECT_TRUE(report->set_aside.empty());
    }
  }
}

TEST(Refusals, stand_in_their_readme_and_nothing_else_does) {
  const auto readme = content_of(kSamples + "refusals/README.md");
  std::set<std::string> folders;
  for (const auto& entry : std::filesystem::directory_iterator(kSamples + "refusals")) {
    if (entry.is_directory()) folders.insert(entry.path().filename().string());
  }
  for (const auto& [name, rule] : kRefusals) {
    EXPECT_EQ(folders.erase(name), 1u) << name;
    EXPECT_NE(readme.find("`" + name + "`"), std::string::npos) << name;
    EXPECT_NE(readme.find("docs/rules/" + rule + ".md"), std::string::npos) << name;
  }
  EXPECT_TRUE(folders.empty()) << *folders.begin();
}

// The smallest program, with a page that is not there and a comment in a JSON file.
std::string faulty_program(const TestMachine& machine) {
  const auto folder = machine.folder() + "/program";
  std::filesystem::create_directories(folder + "/pages/a");
  std::ofstream(folder + "/app.json") << "{\n  // first\n  \"pages\": [\"pages/a/a\", "
                                         "\"pages/b\\u001b[2J/b\"]\n}\n";
  std::ofstream(folder + "/app.js") << "App({})\n";
  for (const char* ending : {"js", "json", "wxml"}) {
    std::ofstream(folder + "/pages/a/a." + ending) << (ending == std::string("json") ? "{}" : "");
  }
  return folder;
}

TEST(Check, groups_findings_and_says_what_to_do) {
  for (const char* language : {"zh", "en"}) {
    TestMachine machine;
    const auto folder = faulty_program(machine);
    EXPECT_EQ(machine.run({"check", folder, "--lang", language}), kExitRefused);
    const auto text = machine.out.str();
    const bool zh = std::string(language) == "zh";
    EXPECT_TRUE(text.starts_with(zh ? "先处理：会被退回（1）\n"
                                    : "First: these turn the submission back (1)\n"))
        << text;
    EXPECT_NE(text.find("app.json:3:"), std::string::npos) << text;
    EXPECT_NE(text.find("[structure/page-files-missing]"), std::string::npos) << text;
    EXPECT_NE(text.find(zh ? "建议：" : "What to do: "), std::string::npos) << text;
    EXPECT_EQ(text.find('\x1B'), std::string::npos) << text;
  }
}

TEST(Check, writes_a_report_for_programs) {
  TestMachine machine;
  const auto folder = faulty_program(machine);
  EXPECT_EQ(machine.run({"check", folder, "--format", "json"}), kExitRefused);
  const auto report = check::parse_report(machine.out.str());
  ASSERT_TRUE(report.has_value()) << to_string(report.error());
  EXPECT_EQ(report->outcome, check::Outcome::kFindings);
}

TEST(Check, fails_on_what_one_asks_for) {
  TestMachine machine;
  const auto folder = faulty_program(machine);
  std::ofstream(folder + "/app.json") << "{\n  // first\n  \"pages\": [\"pages/a/a\"]\n}\n";
  EXPECT_EQ(machine.run({"check", folder}), kExitOk) << machine.out.str();
  EXPECT_EQ(machine.run({"check", folder, "--fail-on", "note"}), kExitRefused);
}

TEST(Check, compares_with_what_will_be_declared) {
  TestMachine machine;
  const auto forum = kSamples + "neighbourhood-forum";
  EXPECT_EQ(machine.run({"check", forum, "--category", "social-forum", "--subject", "enterprise"}),
            kExitOk)
      << machine.out.str();
  EXPECT_EQ(machine.run({"check", forum, "--category", "tools-weather"}), kExitRefused);
  EXPECT_NE(machine.out.str().find("[category/undeclared]"), std::string::npos);
  EXPECT_EQ(machine.run({"check", forum, "--subject", "personal"}), kExitRefused);
  EXPECT_NE(machine.out.str().find("[category/not-open]"), std::string::npos);
  EXPECT_EQ(machine.run({"check", forum, "--category", "no-such"}), kExitCouldNot);
  EXPECT_EQ(machine.run({"check", forum, "--subject", "robot"}), kExitUsage);
}

TEST(Check, takes_another_catalogue) {
  TestMachine machine;
  const auto forum = kSamples + "neighbourhood-forum";
  const auto catalogue = std::string(BAOBEI_SOURCE_DIR) + "/catalogue";
  EXPECT_EQ(machine.run({"check", forum, "--catalogue", catalogue}), kExitOk) << machine.err.str();
  EXPECT_EQ(machine.run({"check", forum, "--catalogue", machine.folder()}), kExitCouldNot);
}

TEST(Check, says_when_it_could_not) {
  TestMachine machine;
  EXPECT_EQ(machine.run({"check", machine.folder() + "/nothing"}), kExitCouldNot);
  std::ofstream(machine.folder() + "/text.zip") << "no archive";
  EXPECT_EQ(machine.run({"check", machine.folder() + "/text.zip"}), kExitCouldNot);
  EXPECT_EQ(machine.run({"check"}), kExitUsage);
}

TEST(Check, answers_what_has_not_changed_from_a_report_that_it_kept) {
  TestMachine machine;
  machine.variables["XDG_CACHE_HOME"] = machine.folder() + "/cache";
  const auto reports = machine.folder() + "/cache/baobei/reports";
  const auto folder = faulty_program(machine);
  EXPECT_EQ(machine.run({"check", folder, "--no-cache", "--json"}), kExitRefused);
  EXPECT_FALSE(std::filesystem::exists(reports));
  EXPECT_EQ(machine.run({"check", folder, "--json"}), kExitRefused);
  ASSERT_TRUE(std::filesystem::exists(reports));
  // A sign of its own in the kept report shows where the answer comes from.
  const auto kept = std::filesystem::directory_iterator(reports)->path();
  auto report = check::parse_report(content_of(kept));
  ASSERT_TRUE(report.has_value());
  report->elapsed_ms = 123'456'789;
  std::ofstream(kept) << check::serialise(*report);
  machine.out.str({});
  EXPECT_EQ(machine.run({"check", folder, "--json"}), kExitRefused);
  EXPECT_NE(machine.out.str().find("123456789"), std::string::npos);
  std::ofstream(folder + "/app.js") << "App({ })\n";
  machine.out.str({});
  EXPECT_EQ(machine.run({"check", folder, "--json"}), kExitRefused);
  EXPECT_EQ(machine.out.str().find("123456789"), std::string::npos);
}

TEST(Check, a_missing_path_is_told_with_what_to_do) {
  for (const std::string language : {"zh", "en"}) {
    TestMachine machine;
    EXPECT_EQ(machine.run({"check", machine.folder() + "/gone", "--lang", language}),
              kExitCouldNot);
    const auto said = machine.err.str();
    EXPECT_NE(said.find(language == "zh" ? "请检查路径" : "Check the path"), std::string::npos)
        << said;
    EXPECT_EQ(said.find("No such file"), std::string::npos) << said;
  }
}

// What several sorts of words together mean is said in the reader's language, and never in the
// excerpt, which is a piece of the file.
TEST(Check, a_structure_is_named_in_words_beside_a_real_excerpt) {
  TestMachine machine;
  machine.run({"check", kSamples + "neighbourhood-forum", "--lang", "en"});
  const auto human = machine.out.str();
  EXPECT_NE(human.find("there are posts, comments and reactions"), std::string::npos) << human;
  EXPECT_EQ(human.find("publishing:"), std::string::npos) << human;
  TestMachine second;
  second.run({"check", kSamples + "neighbourhood-forum", "--json"});
  const auto report = parse_json(second.out.str(), second.out.str().size());
  ASSERT_TRUE(report.has_value());
  bool any = false;
  for (const auto& category : report->at("categories").as_array()) {
    for (const auto& row : category.at("evidence").as_array()) {
      if (row.at("kind").as_string() != "structure") continue;
      any = true;
      EXPECT_FALSE(row.at("means").as_string().empty());
      EXPECT_FALSE(row.at("means_en").as_string().empty());
      const auto file = content_of(kSamples + "neighbourhood-forum/miniprogram/" +
                                   std::string(row.at("file").as_string()));
      EXPECT_NE(file.find(row.at("excerpt").as_string()), std::string::npos)
          << row.at("excerpt").as_string();
    }
  }
  EXPECT_TRUE(any);
}

TEST(Rules, rehearse_shows_what_a_change_would_alter) {
  TestMachine machine;
  const auto changed = machine.folder() + "/changed";
  std::filesystem::copy(std::string(BAOBEI_SOURCE_DIR) + "/catalogue", changed,
                        std::filesystem::copy_options::recursive);
  const auto pack = changed + "/packs/placeholder.toml";
  auto text = content_of(pack);
  const std::string severe = "level = \"high\"";
  ASSERT_NE(text.find(severe), std::string::npos);
  text.replace(text.find(severe), severe.size(), "level = \"low\"");
  std::ofstream(pack) << text;
  const auto programs = machine.folder() + "/programs";
  std::filesystem::create_directories(programs);
  for (const char* name : {"fails", "mended"}) {
    std::filesystem::copy(kSamples + "refusals/placeholder-content/" + name, programs + "/" + name,
                          std::filesystem::copy_options::recursive);
  }
  const auto decisions = machine.folder() + "/decisions.json";
  std::ofstream(decisions) << R"({"schema":"baobei.decisions/1","decisions":[)"
                              R"({"package":"fails","found":["content/placeholder"]},)"
                              R"({"package":"mended","found":[]}]})";
  EXPECT_EQ(machine.run({"rules", "rehearse", programs, "--catalogue", changed, "--decisions",
                         decisions, "--json"}),
            kExitOk)
      << machine.err.str();
  const auto answer = parse_json(machine.out.str(), machine.out.str().size());
  ASSERT_TRUE(answer.has_value());
  const auto& change = answer->at("changes").at(0);
  EXPECT_EQ(change.at("answer").as_string(), "content/placeholder");
  EXPECT_EQ(change.at("lost").at(0).as_string(), "fails");
  EXPECT_EQ(answer->at("scores").at(0).at("before").at("recall").as_double(), 1);
  EXPECT_EQ(answer->at("scores").at(0).at("after").at("recall").as_double(), 0);
}

}  // namespace
}  // namespace baobei::cli
