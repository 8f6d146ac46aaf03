#include <gtest/gtest.h>

#include "checks.h"

namespace baobei::tidy {
namespace {

std::vector<SourceFile> tree() {
  return load_tree(BAOBEI_SOURCE_DIR);
}

const SourceFile* find(const std::vector<SourceFile>& files, std::string_view path) {
  for (const auto& file : files) {
    if (file.path == path) return &file;
  }
  return nullptr;
}

TEST(Tidy, TheModuleTableIsSound) {
  const auto files = tree();
  const auto* cmake = find(files, "src/CMakeLists.txt");
  ASSERT_NE(cmake, nullptr);
  const auto table = parse_module_table(cmake->text);
  EXPECT_TRUE(table.faults.empty()) << to_string(table.faults);
  EXPECT_TRUE(table.dependencies.contains("lifecycle"));
}

TEST(Tidy, EveryFileKeepsTheRules) {
  const auto files = tree();
  const auto* cmake = find(files, "src/CMakeLists.txt");
  ASSERT_NE(cmake, nullptr);
  const auto table = parse_module_table(cmake->text);
  for (const auto& file : files) {
    const auto faults = check_file(table, file);
    EXPECT_TRUE(faults.empty()) << to_string(faults);
  }
}

TEST(Tidy, EveryRuleIsToldAndTested) {
  const auto faults = check_rules(tree());
  EXPECT_TRUE(faults.empty()) << to_string(faults);
}

TEST(Tidy, EveryRefusalIsToldAndTested) {
  const auto faults = check_refusals(tree());
  EXPECT_TRUE(faults.empty()) << to_string(faults);
}

TEST(Tidy, EveryPageThatWasMadeIsKeptFresh) {
  const auto faults = check_made(tree());
  EXPECT_TRUE(faults.empty()) << to_string(faults);
}

TEST(Tidy, EveryWordOfTheCommandLineIsSaid) {
  const auto faults = check_said(tree());
  EXPECT_TRUE(faults.empty()) << to_string(faults);
}

TEST(Tidy, EverySentenceOfAnErrorIsSaidInChinese) {
  const auto faults = check_sentences(tree());
  EXPECT_TRUE(faults.empty()) << to_string(faults);
}

TEST(Tidy, DocumentsNameWhatIsThere) {
  const auto faults = check_documents(tree());
  EXPECT_TRUE(faults.empty()) << to_string(faults);
}

}  // namespace
}  // namespace baobei::tidy
