#include "match/match.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <random>

#include "base/text.h"

namespace baobei::match {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// The twin: every pattern on every line, one after the other.
std::vector<Hit> naive(const std::vector<Pattern>& patterns, const std::string& text) {
  std::vector<Hit> hits;
  std::size_t begin = 0;
  for (const auto& line : split(text, '\n')) {
    for (std::uint32_t id = 0; id < patterns.size(); ++id) {
      const auto& pattern = patterns[id];
      const auto add = [&](std::size_t at, std::size_t size) {
        hits.push_back({id, std::uint32_t(begin + at), std::uint32_t(begin + at + size)});
      };
      if (pattern.kind == Kind::kLiteral) {
        const auto size = pattern.text.size();
        for (auto at = line.find(pattern.text); at != std::string::npos;
             at = line.find(pattern.text, at + 1)) {
          const bool left = is_word(pattern.text.front()) && at > 0 && is_word(line[at - 1]);
          const bool right =
              is_word(pattern.text.back()) && at + size < line.size() && is_word(line[at + size]);
          if (!left && !right) add(at, size);
        }
      } else {
        const RE2 regex(pattern.text);
        re2::StringPiece found;
        for (std::size_t at = 0; at < line.size();) {
          if (!regex.Match(line, at, line.size(), RE2::UNANCHORED, &found, 1)) break;
          const auto start = std::size_t(found.data() - line.data());
          if (!found.empty()) add(start, found.size());
          at = start + std::max<std::size_t>(1, found.size());
        }
      }
    }
    begin += line.size() + 1;
  }
  std::ranges::sort(hits, [](const Hit& a, const Hit& b) {
    return std::tie(a.begin, b.end, a.pattern) < std::tie(b.begin, a.end, b.pattern);
  });
  return hits;
}

Matcher compiled(const std::vector<Pattern>& patterns) {
  auto matcher = Matcher::compile(patterns);
  CHECK(matcher.has_value(), matcher ? "" : to_string(matcher.error()));
  return std::move(*matcher);
}

std::vector<Hit> found(const Matcher& matcher, const std::string& text) {
  const auto hits = matcher.find(text);
  CHECK(hits && hits->complete);
  return hits->all;
}

Pattern literal(std::string text) {
  return {Kind::kLiteral, std::move(text)};
}
Pattern regex(std::string text) {
  return {Kind::kRegex, std::move(text)};
}

TEST(Match, FindsOverlappingLiteralsAndRegexes) {
  const auto matcher = compiled({literal("购物车"), literal("加入购物车"), regex("加.{0,6}微信"),
                                 regex("[0-9]{3,}"), literal("ktv")});
  EXPECT_THAT(
      found(matcher, "加入购物车\n加我的微信 12345\nktv ktvs aktv"),
      ElementsAre(Hit{1, 0, 15}, Hit{0, 6, 15}, Hit{2, 16, 31}, Hit{3, 32, 37}, Hit{4, 38, 41}));
}

TEST(Match, NeverReachesOverALineFeed) {
  const auto matcher = compiled({regex("加.*微信"), regex("a[^b]*c"), literal("ab")});
  EXPECT_THAT(found(matcher, "加\n微信 a\nc a\nb"), IsEmpty());
}

TEST(Match, NoPatternsNoHits) {
  const auto matcher = compiled({});
  EXPECT_THAT(found(matcher, "购物车"), IsEmpty());
  const auto again = Matcher::open({}, matcher.serialised());
  ASSERT_TRUE(again.has_value());
  EXPECT_FALSE(again->was_compiled());
}

TEST(Match, SaysWhichPatternIsBad) {
  const Pattern bad[] = {regex("a("),     regex("a*"),
                         regex("(?=a)"),  literal(""),
                         literal("a\nb"), literal(std::string("a\0b", 3)),
                         regex("a\\1"),   literal(std::string(kPatternBytesMax + 1, 'a'))};
  for (const auto& pattern : bad) {
    const auto result = Matcher::compile({literal("good"), pattern});
    ASSERT_FALSE(result.has_value()) << pattern.text;
    EXPECT_EQ(result.error().context, "1") << pattern.text;
  }
}

TEST(Match, OpensWhatItSerialisedAndCompilesTheRest) {
  const std::vector<Pattern> patterns = {literal("问诊"), regex("第[0-9]+集")};
  const auto bytes = compiled(patterns).serialised();
  const auto check = [&](std::vector<Pattern> wanted, std::string_view form, bool compiles) {
    const auto matcher = Matcher::open(std::move(wanted), form);
    ASSERT_TRUE(matcher.has_value());
    EXPECT_EQ(matcher->was_compiled(), compiles);
    EXPECT_EQ(found(*matcher, "在线问诊 第12集"),
              naive({matcher->patterns().begin(), matcher->patterns().end()}, "在线问诊 第12集"));
  };
  check(patterns, bytes, false);
  check({literal("问诊"), regex("第[0-9]集")}, bytes, true);
  check({literal("问诊"), literal("第[0-9]+集")}, bytes, true);
  check(patterns, "", true);
  check(patterns, bytes.substr(0, bytes.size() - 1), true);
  auto damaged = bytes;
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x20);
  const auto matcher = Matcher::open(patterns, damaged);
  ASSERT_TRUE(matcher.has_value());
}

TEST(Match, LeavesOutWhatIsTooMuchAndSaysSo) {
  const auto matcher = compiled({literal("啊")});
  std::string text;
  for (std::size_t i = 0; i < kHitsPerPatternMax + 1; ++i) text += "啊";
  const auto hits = matcher.find(text);
  ASSERT_TRUE(hits.has_value());
  EXPECT_FALSE(hits->complete);
  EXPECT_EQ(hits->all.size(), kHitsPerPatternMax);
}

// Seeded texts from a small alphabet, so that patterns overlap, touch and repeat.
TEST(Match, AgreesWithTheNaiveTwin) {
  std::mt19937 random(20'260);
  const std::vector<std::string> alphabet = {"a", "b", "1", " ", "赌", "博", "信", "微", "\n", "·"};
  const auto any = [&](std::size_t least, std::size_t most) {
    std::string out;
    const auto count = least + random() % (most - least + 1);
    for (std::size_t i = 0; i < count; ++i) out += alphabet[random() % alphabet.size()];
    return out;
  };
  for (int round = 0; round < 30; ++round) {
    std::vector<Pattern> patterns = {regex("赌.?博"), regex("[ab]+1"), regex("微[^信]{0,3}信"),
                                     regex("\\bab"), regex("a|赌+")};
    for (int i = 0; i < 30; ++i) {
      auto text = any(1, 4);
      std::erase(text, '\n');
      if (!text.empty()) patterns.push_back(literal(text));
    }
    const auto matcher = compiled(patterns);
    const auto reopened = Matcher::open(patterns, matcher.serialised());
    ASSERT_TRUE(reopened && !reopened->was_compiled());
    for (int i = 0; i < 20; ++i) {
      const auto text = any(0, 200);
      ASSERT_EQ(found(matcher, text), naive(patterns, text)) << text;
      ASSERT_EQ(found(*reopened, text), naive(patterns, text)) << text;
    }
  }
}

}  // namespace
}  // namespace baobei::match
