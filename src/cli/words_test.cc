// Both languages, everywhere (STYLE 22: a style rule counts only if a test holds it).

#include "cli/words.h"

#include <gtest/gtest.h>

#include <set>

#include "base/text.h"

namespace baobei::cli {
namespace {

std::set<std::string> placeholders(std::string_view text) {
  std::set<std::string> found;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] == '{' && text[i + 2] == '}') found.insert(std::string(text.substr(i, 3)));
  }
  return found;
}

bool has_chinese(std::string_view text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0xE4 && byte <= 0xE9) return true;
  }
  return false;
}

TEST(Words, are_there_in_both_languages_and_take_the_same_arguments) {
  std::set<std::string_view> names;
  for (const auto& row : all_words()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.zh.empty() || row.en.empty()) << row.name;
    EXPECT_TRUE(is_utf8(row.zh)) << row.name;
    EXPECT_EQ(placeholders(row.zh), placeholders(row.en)) << row.name;
    EXPECT_FALSE(has_chinese(row.en)) << row.name;
    EXPECT_TRUE(has_chinese(row.zh)) << row.name;
  }
}

TEST(Words, name_every_term_once) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const auto& row : all_terms()) {
    EXPECT_TRUE(seen.insert({row.vocabulary, row.wire}).second) << row.vocabulary << row.wire;
    EXPECT_TRUE(has_chinese(row.zh)) << row.wire;
    EXPECT_FALSE(has_chinese(row.en) || row.en.empty()) << row.wire;
  }
}

TEST(Words, are_filled_by_position) {
  EXPECT_EQ(filled("{1} of {0}", {"a", "b"}), "b of a");
  EXPECT_EQ(filled("{0}{2}", {"a"}), "a");
  EXPECT_EQ(filled("{x} {", {"a"}), "{x} {");
  EXPECT_EQ(filled("{0}", {"{0}"}), "{0}");
}

TEST(Words, show_what_they_do_not_know_as_it_came) {
  EXPECT_EQ(term("submission", "filing", Language::kZh), "报备中");
  EXPECT_EQ(term("submission", "teleported", Language::kZh), "teleported");
}

TEST(Words, follow_the_locale) {
  EXPECT_EQ(language_of_locale("zh_CN.UTF-8"), Language::kZh);
  EXPECT_EQ(language_of_locale("zh"), Language::kZh);
  EXPECT_EQ(language_of_locale("en_GB.UTF-8"), Language::kEn);
  EXPECT_EQ(language_of_locale("C"), Language::kEn);
}

}  // namespace
}  // namespace baobei::cli
