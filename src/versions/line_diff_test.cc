// Differences by lines: against a naive twin, against the clock, and as hunks.
#include "versions/line_diff.h"

#include <gmock/gmock.h>

#include <chrono>
#include <random>
#include <string>

namespace baobei::versions {
namespace {

using Lines = std::vector<std::string_view>;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Letters as lines.
Lines lines_of_letters(std::string_view text) {
  Lines lines;
  for (std::size_t i = 0; i < text.size(); ++i) lines.push_back(text.substr(i, 1));
  return lines;
}

// "=ab-c+d": what a diff does.
std::string told(const LineDiff& diff, const Lines& before, const Lines& after) {
  std::string out;
  for (const auto& run : diff.runs) {
    out += "=-+"[static_cast<std::size_t>(run.kind)];
    for (std::size_t i = 0; i < run.count; ++i) {
      out += run.kind == RunKind::kAdded ? after[run.after + i] : before[run.before + i];
    }
  }
  return out;
}

std::string told(std::string_view before, std::string_view after) {
  const auto old = lines_of_letters(before);
  const auto young = lines_of_letters(after);
  return told(diff_lines(old, young), old, young);
}

TEST(LineDiff, finds_what_changed) {
  EXPECT_EQ(told("", ""), "");
  EXPECT_EQ(told("abc", "abc"), "=abc");
  EXPECT_EQ(told("", "ab"), "+ab");
  EXPECT_EQ(told("ab", ""), "-ab");
  EXPECT_EQ(told("abc", "axc"), "=a-b+x=c");
  EXPECT_EQ(told("abcdef", "abXdef"), "=ab-c+X=def");
  EXPECT_EQ(told("ab", "cd"), "-ab+cd");
  EXPECT_EQ(told("abcd", "bcda"), "-a=bcd+a");
}

// Puts `after` together from the runs, and counts what was removed and added.
std::size_t replayed(const LineDiff& diff, const Lines& before, const Lines& after) {
  Lines made;
  std::size_t at = 0;
  std::size_t edits = 0;
  for (const auto& run : diff.runs) {
    if (run.kind != RunKind::kAdded) {
      EXPECT_EQ(run.before, at);
      at += run.count;
    }
    if (run.kind != RunKind::kKept) edits += run.count;
    for (std::size_t i = 0; i < run.count; ++i) {
      if (run.kind == RunKind::kKept) {
        EXPECT_EQ(before[run.before + i], after[run.after + i]);
        made.push_back(before[run.before + i]);
      }
      if (run.kind == RunKind::kAdded) {
        EXPECT_EQ(run.after, made.size() - i);
        made.push_back(after[run.after + i]);
      }
    }
  }
  EXPECT_EQ(at, before.size());
  EXPECT_EQ(made, after);
  return edits;
}

// The naive twin: edits of a longest common subsequence, by the whole table.
std::size_t fewest_edits(const Lines& before, const Lines& after) {
  std::vector<std::vector<std::size_t>> table(before.size() + 1,
                                              std::vector<std::size_t>(after.size() + 1));
  for (std::size_t i = 1; i <= before.size(); ++i) {
    for (std::size_t j = 1; j <= after.size(); ++j) {
      table[i][j] = before[i - 1] == after[j - 1] ? table[i - 1][j - 1] + 1
                                                  : std::max(table[i - 1][j], table[i][j - 1]);
    }
  }
  return before.size() + after.size() - 2 * table.back().back();
}

std::string random_text(std::mt19937& random, std::size_t length, int letters) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    text += static_cast<char>('a' + static_cast<int>(random() % static_cast<unsigned>(letters)));
  }
  return text;
}

TEST(LineDiff, is_as_short_as_the_naive_twins) {
  std::mt19937 random(20260302);
  for (int round = 0; round < 3'000; ++round) {
    const int letters = 1 + static_cast<int>(random() % 6);
    const auto before_text = random_text(random, random() % 24, letters);
    const auto after_text = random_text(random, random() % 24, letters);
    const auto before = lines_of_letters(before_text);
    const auto after = lines_of_letters(after_text);
    const auto diff = diff_lines(before, after);
    ASSERT_EQ(replayed(diff, before, after), fewest_edits(before, after))
        << before_text << " " << after_text;
    ASSERT_FALSE(diff.coarse);
  }
}

TEST(LineDiff, gives_up_exactly_where_the_steps_end) {
  std::mt19937 random(7);
  for (const std::size_t steps : {1U, 10U, 100U, 1'000U, 10'000U}) {
    const auto before_text = random_text(random, 400, 26);
    const auto after_text = random_text(random, 400, 26);
    const auto before = lines_of_letters(before_text);
    const auto after = lines_of_letters(after_text);
    const auto diff = diff_lines(before, after, steps);
    EXPECT_TRUE(diff.coarse) << steps;
    replayed(diff, before, after);
  }
}

TEST(LineDiff, takes_bounded_time_for_texts_without_anything_in_common) {
  std::vector<std::string> texts;
  for (int i = 0; i < 100'000; ++i) texts.push_back(std::to_string(i));
  const Lines all(texts.begin(), texts.end());
  const auto before = std::span(all).first(50'000);
  const auto after = std::span(all).last(50'000);
  const auto start = std::chrono::steady_clock::now();
  const auto diff = diff_lines(before, after);
  EXPECT_TRUE(diff.coarse);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

// ---- hunks -------------------------------------------------------------------------------------

Hunks hunks_between(std::string_view before, std::string_view after) {
  const auto old = lines_of_letters(before);
  const auto young = lines_of_letters(after);
  return hunks_of(diff_lines(old, young), old, young);
}

std::string told(const engine::Hunk& hunk) {
  std::string out = std::to_string(hunk.from_before) + "," + std::to_string(hunk.lines_before) +
                    " " + std::to_string(hunk.from_after) + "," + std::to_string(hunk.lines_after) +
                    " ";
  for (const auto& line : hunk.lines) out += line.sign + line.text;
  return out;
}

std::vector<std::string> told(const Hunks& hunks) {
  std::vector<std::string> out;
  for (const auto& hunk : hunks.hunks) out.push_back(told(hunk));
  return out;
}

TEST(Hunks, show_three_lines_around_a_change) {
  EXPECT_THAT(told(hunks_between("abcdefghij", "abcdeXghij")),
              ElementsAre("3,7 3,7  c d e-f+X g h i"));
  EXPECT_THAT(told(hunks_between("ab", "ab")), IsEmpty());
  EXPECT_THAT(told(hunks_between("", "ab")), ElementsAre("1,0 1,2 +a+b"));
  EXPECT_THAT(told(hunks_between("ab", "")), ElementsAre("1,2 1,0 -a-b"));
  EXPECT_THAT(told(hunks_between("ab", "Xab")), ElementsAre("1,2 1,3 +X a b"));
  EXPECT_THAT(told(hunks_between("ab", "abX")), ElementsAre("1,2 1,3  a b+X"));
}

TEST(Hunks, join_what_lies_close_together) {
  EXPECT_THAT(told(hunks_between("abcdefghijkl", "XbcdefgYijkl")),
              ElementsAre("1,11 1,11 -a+X b c d e f g-h+Y i j k"));
  EXPECT_THAT(told(hunks_between("abcdefghijklm", "XbcdefghYjklm")),
              ElementsAre("1,4 1,4 -a+X b c d", "6,7 6,7  f g h-i+Y j k l"));
}

TEST(Hunks, are_left_out_where_there_are_too_many_lines) {
  std::vector<std::string> texts;
  for (int i = 0; i < 40'000; ++i) texts.push_back(std::to_string(i));
  Lines before(texts.begin(), texts.end());
  Lines after = before;
  for (std::size_t i = 0; i < after.size(); i += 20) after[i] = "changed";
  const auto hunks = hunks_of(diff_lines(before, after), before, after);
  std::size_t lines = 0;
  for (const auto& hunk : hunks.hunks) lines += hunk.lines.size();
  EXPECT_LE(lines, engine::kHunkLinesMax);
  EXPECT_GT(lines, engine::kHunkLinesMax - 20);
  EXPECT_EQ(hunks.hunks.size() + hunks.left_out, 2'000U);
}

TEST(Hunks, cut_lines_that_nobody_could_read) {
  const std::string longer(engine::kShownLineCharactersMax + 1, 'x');
  const Lines before = {"a"};
  const Lines after = {longer};
  const auto hunks = hunks_of(diff_lines(before, after), before, after);
  EXPECT_EQ(hunks.hunks.at(0).lines.at(1).text,
            std::string(engine::kShownLineCharactersMax, 'x') + "…");
}

}  // namespace
}  // namespace baobei::versions
