// One test per scenario, then what all of them together must have exercised.

#include "scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/json.h"
#include "catalogue/catalogue.h"
#include "command_phrases.h"
#include "expectation.h"
#include "rule_names.h"

namespace baobei::scenario {
namespace {

struct Library {
  std::vector<Scenario> scenarios;
  std::vector<std::string> faults;
};

Library read_library() {
  Library library;
  std::vector<std::string> paths;
  for (const auto& file : std::filesystem::directory_iterator(BAOBEI_SCENARIOS)) {
    if (file.path().extension() == ".scenario") paths.push_back(file.path().string());
  }
  std::ranges::sort(paths);
  for (const auto& path : paths) {
    auto file = read_scenarios(path);
    std::ranges::move(file.scenarios, std::back_inserter(library.scenarios));
    std::ranges::move(file.faults, std::back_inserter(library.faults));
  }
  return library;
}

std::string lines(const std::vector<std::string>& faults) {
  std::string all;
  for (const auto& fault : faults) all += fault + "\n";
  return all;
}

std::string test_name(const testing::TestParamInfo<Scenario>& info) {
  std::string name = info.param.file.substr(0, info.param.file.find('.')) + "_";
  for (const char c : info.param.title) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      name += c;
    else if (!name.ends_with('_'))
      name += '_';
  }
  return name + "_" + std::to_string(info.param.line);
}

class ScenarioTest : public testing::TestWithParam<Scenario> {};

TEST_P(ScenarioTest, Holds) {
  Coverage coverage;
  const auto faults = run(GetParam(), coverage);
  EXPECT_TRUE(faults.empty()) << lines(faults);
}

INSTANTIATE_TEST_SUITE_P(Lifecycle, ScenarioTest, testing::ValuesIn(read_library().scenarios),
                         test_name);

TEST(ScenarioFiles, CanBeRead) {
  const auto library = read_library();
  EXPECT_TRUE(library.faults.empty()) << lines(library.faults);
  EXPECT_GT(library.scenarios.size(), 100U);
}

const Coverage& coverage_of_all() {
  static const Coverage coverage = [] {
    Coverage all;
    for (const auto& scenario : read_library().scenarios) run(scenario, all);
    return all;
  }();
  return coverage;
}

template <typename Enum>
std::string missing(const std::set<Enum>& seen) {
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto d) {
    if (!seen.contains(d.value)) names += std::string(d.name) + "\n";
  });
  return names;
}

template <typename Variant>
std::string missing_alternatives(const std::set<std::string>& seen,
                                 const char* (*name)(const Variant&)) {
  std::string names;
  boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<Variant>>>([&](auto i) {
    const std::string text = name(Variant(std::in_place_index<i>));
    if (!seen.contains(text)) names += text + "\n";
  });
  return names;
}

TEST(ScenarioCoverage, EveryRowOfTheTablesIsTaken) {
  std::string missing_rows;
  for (const auto& row : all_rows()) {
    if (!coverage_of_all().rows.contains(row)) missing_rows += row + "\n";
  }
  EXPECT_EQ(missing_rows, "");
}

TEST(ScenarioCoverage, EveryRefusalIsGiven) {
  EXPECT_EQ(missing(coverage_of_all().refusals), "");
}

// Those of applications for categories (R2) and of webhooks follow no event of a mini-program:
// tests/rights, tests/courier.
TEST(ScenarioCoverage, EveryNoticeIsOwed) {
  auto seen = coverage_of_all().notices;
  using lifecycle::NoticeKind;
  for (const auto kind :
       {NoticeKind::kCategoryApplied, NoticeKind::kCategoryAccepted, NoticeKind::kCategoryRefused,
        NoticeKind::kGrantRenewed, NoticeKind::kGrantRevoked, NoticeKind::kWebhookEnded}) {
    EXPECT_TRUE(seen.insert(kind).second);
  }
  EXPECT_EQ(missing(seen), "");
}

TEST(ScenarioCoverage, EveryEventHappens) {
  EXPECT_EQ(missing_alternatives(coverage_of_all().events, lifecycle::event_name), "");
}

TEST(ScenarioCoverage, EveryCommandIsSent) {
  EXPECT_EQ(missing_alternatives(coverage_of_all().commands, lifecycle::command_name), "");
}

TEST(ScenarioCoverage, EveryRuleIsNamed) {
  const auto& named = coverage_of_all().rules;
  for (const auto& rule : kRuleNames) EXPECT_TRUE(named.contains(std::string(rule))) << rule;
  for (const auto& rule : named) {
    EXPECT_NE(std::ranges::find(kRuleNames, rule), kRuleNames.end()) << rule << " is no rule";
  }
}

// Every notice that a story owes has all that its text names, in both languages.
TEST(ScenarioNotices, CanBePutIntoWords) {
  const auto catalogue = catalogue::load_builtin();
  for (auto notice : coverage_of_all().told) {
    for (auto& category : notice.categories) category = "social-forum";  // one that it knows
    for (const auto language : {catalogue::Language::kZh, catalogue::Language::kEn}) {
      const auto params = catalogue.params_of(notice, "app", language);
      ASSERT_TRUE(params) << to_string(params.error());
      const auto text = catalogue.render(notice.kind, language, *params);
      EXPECT_TRUE(text) << wire_name(notice.kind) << ": " << to_string(text.error());
    }
  }
}

std::string manual() {
  std::ifstream in(BAOBEI_SOURCE_DIR "/docs/lifecycle/scenarios.md");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(ScenarioManual, ListsEveryPhrase) {
  const auto text = manual();
  for (const auto verb : verbs()) {
    EXPECT_NE(text.find(" " + std::string(verb)), std::string::npos) << verb;
  }
  for (const auto what : expectations()) {
    EXPECT_NE(text.find("expect " + std::string(what)), std::string::npos) << what;
  }
}

}  // namespace
}  // namespace baobei::scenario
