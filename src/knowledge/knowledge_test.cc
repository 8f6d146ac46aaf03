// The blob, the version, and the compiler on the shipped and on broken catalogues.
#include "knowledge/knowledge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "fold/fold.h"
#include "knowledge/compile.h"

namespace baobei::knowledge {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

const Knowledge& shipped() {
  static const Knowledge kShipped = [] {
    auto compiled = compile(catalogue::load_builtin());
    CHECK(compiled.knowledge.has_value(), to_string(compiled.faults.front()));
    return std::move(*compiled.knowledge);
  }();
  return kShipped;
}

TEST(Knowledge, TheShippedCatalogueHasNoFault) {
  EXPECT_THAT(compile(catalogue::load_builtin()).faults, IsEmpty());
  EXPECT_GE(shipped().data.packs.size(), 20u);
  EXPECT_GE(shipped().data.signals.size(), 300u);
  EXPECT_NE(shipped().category("social-forum"), nullptr);
  EXPECT_TRUE(shipped().category("social-forum")->filing);
  EXPECT_EQ(shipped().category("no-such"), nullptr);
}

TEST(Knowledge, EverySecondLevelCategoryOfTheDomesticListHasSignals) {
  const auto catalogue = catalogue::load_builtin();
  std::set<std::string> with;
  for (const auto& signal : catalogue.signals().rows) with.insert(signal.category);
  for (const auto& category : catalogue.categories()) {
    if (category.tree == catalogue::Tree::kOverseas || category.third) continue;
    EXPECT_TRUE(with.contains(category.id)) << category.id;
  }
}

TEST(Knowledge, PatternsAreFolded) {
  for (const auto& pattern : shipped().data.patterns) {
    if (pattern.regex) continue;
    EXPECT_EQ(fold::folded(pattern.text), pattern.text);
  }
}

TEST(Knowledge, ABlobOpensAsWhatItWas) {
  const auto blob = to_blob(shipped());
  const auto opened = from_blob(blob);
  ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
  EXPECT_FALSE(opened->matcher.was_compiled());
  EXPECT_EQ(opened->version, shipped().version);
  EXPECT_EQ(to_blob(*opened), blob);
}

TEST(Knowledge, AnythingElseIsNoBlob) {
  const auto blob = to_blob(shipped());
  for (const auto size : {std::size_t{0}, std::size_t{10}, std::size_t{19}, std::size_t{30},
                          blob.size() / 3, blob.size() - 1}) {
    const auto opened = from_blob(std::string_view(blob).substr(0, size));
    ASSERT_FALSE(opened.has_value()) << size;
    EXPECT_EQ(opened.error().kind, ErrorKind::kCorrupt);
  }
  EXPECT_FALSE(from_blob(blob + "x").has_value());
}

TEST(Knowledge, IndicesThatLeadNowhereAreRefused) {
  const auto refuses = [](auto change) {
    auto data = shipped().data;
    change(data);
    const auto knowledge = knowledge_of(std::move(data));
    EXPECT_FALSE(knowledge.has_value());
  };
  constexpr std::uint32_t kFar = 1'000'000;
  refuses([](Data& data) { data.signals[0].category = kFar; });
  refuses([](Data& data) { data.signals[0].yields_to = {kFar}; });
  refuses([](Data& data) { data.signals[0].covered_by = {kFar}; });
  refuses([](Data& data) { data.structures[0].groups[0] = {kFar}; });
  refuses([](Data& data) { data.packs[0].terms[0].patterns = {kFar}; });
  refuses([](Data& data) { data.packs[0].combinations[0].needs = {{kFar, 1}}; });
  refuses([](Data& data) { data.sets[0] = {kFar}; });
  refuses([](Data& data) { data.patterns[0].links = {{kFar, Tier::kCore}}; });
  refuses([](Data& data) { data.positions.clear(); });
}

TEST(Knowledge, AnotherWordIsAnotherVersion) {
  auto data = shipped().data;
  data.packs[0].combinations[0].distinct += 1;
  const auto changed = knowledge_of(std::move(data));
  ASSERT_TRUE(changed.has_value());
  EXPECT_NE(changed->version, shipped().version);
}

// A copy of the shipped catalogue with one file changed.
std::vector<Error> faults_with(const std::string& file, const std::string& from,
                               const std::string& to) {
  const auto folder = fs::path(testing::TempDir()) / "knowledge_catalogue";
  fs::remove_all(folder);
  fs::copy(BAOBEI_SOURCE_DIR "/catalogue", folder, fs::copy_options::recursive);
  std::ifstream in(folder / file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  const auto at = text.find(from);
  CHECK(at != std::string::npos, from);
  text.replace(at, from.size(), to);
  std::ofstream(folder / file, std::ios::binary) << text;
  const auto catalogue = catalogue::load(folder);
  CHECK(catalogue.has_value(), catalogue ? "" : to_string(catalogue.error()));
  return compile(*catalogue).faults;
}

struct Broken {
  const char* file;
  const char* from;
  const char* to;
  const char* fault;
};

TEST(Compile, NamesFileLineAndFault) {
  const Broken rows[] = {
      {"signals/social.toml", "\"发帖\"", "\"帖\"", "too short"},
      {"signals/social.toml", "\"发帖\"", "\"發帖\", \"发帖\"", "folds into another word"},
      {"packs/gambling.toml", "\"押大\"", "\"大\"", "too short"},
      {"packs/private-contact.toml", "patterns = [\"", "patterns = [\"(a\", \"",
       "not a regular expression"},
      {"packs/private-contact.toml", "patterns = [\"", "patterns = [\"a*\", \"",
       "matches nothing at all"},
      {"signals/common.toml", "log_score = ", "log_scores = ", "'log_score' is missing"},
      {"signals/common.toml", "tab_text = ", "tab_texts = ", "is no position"},
  };
  for (const auto& row : rows) {
    const auto faults = faults_with(row.file, row.from, row.to);
    ASSERT_FALSE(faults.empty()) << row.to;
    EXPECT_THAT(faults.front().message, HasSubstr(row.fault)) << row.to;
    EXPECT_THAT(faults.front().context, testing::MatchesRegex(std::string(row.file) + ":[0-9]+"));
  }
}

}  // namespace
}  // namespace baobei::knowledge
