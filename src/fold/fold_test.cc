#include "fold/fold.h"

#include <gtest/gtest.h>

#include <random>

#include "base/text.h"

namespace baobei::fold {
namespace {

using namespace std::string_literals;

struct Row {
  std::string original;
  std::string folded;
};

TEST(Fold, ComparesWhatLooksOrReadsTheSame) {
  const Row rows[] = {
      {"", ""},
      {"Hello WORLD [\\]^_`{|}~ @AZaz09", "hello world [\\]^_`{|}~ @azaz09"},
      {"ＶＸ：１２３４５６", "vx:123456"},
      {"①②③ ㎏ ﬁ Ⅳ", "123 kg fi iv"},
      {"賭場開戶，審覈規則", "赌场开户,审核规则"},
      {"賭\u200B博\uFEFF平\u2060台", "赌博平台"},
      {"微\u00AD信", "微信"},
      {"Ｗｅ\u0336Ｃ\u0336hat", "wechat"},
      {"wēixìn", "weixin"},
      {"\u0432\u0435\u0441\u04BB\u0430t", "bechat"},
      {"1\uFE0F\u20E3", "1"},
      {"𝐕𝐗 𝓿𝔁 ⓥⓧ", "vx vx vx"},
      {"がぎ ガギ 한국", "がぎ ガギ 한국"},
      {"ｶﾀｶﾅ", "カタカナ"},
      {"a\x01"s + "b\x7F"s + "c\r\n\td", "abc\n\td"},
      {"bad \xFF\xE4\xB8 byte", "bad \uFFFD\uFFFD\uFFFD byte"},
      {"\xED\xA0\x80 \xC0\x80 \xF4\x90\x80\x80",
       "\uFFFD\uFFFD\uFFFD \uFFFD\uFFFD \uFFFD\uFFFD\uFFFD\uFFFD"},
      {"龍🎲", "龙🎲"},
  };
  for (const auto& row : rows) EXPECT_EQ(folded(row.original), row.folded) << row.original;
}

TEST(Fold, KnowsWhereAPartCameFrom) {
  const std::string original = "上\u200B賭\u200B\u200B博 ＶＸ①㎏!";
  const auto result = fold(original);
  ASSERT_EQ(result.text, "上赌博 vx1kg!");
  const auto source_of = [&](std::string_view part) {
    const auto at = result.text.find(part);
    const auto span = result.source({at, at + part.size()});
    return original.substr(span.begin, span.end - span.begin);
  };
  EXPECT_EQ(source_of("上"), "上");
  EXPECT_EQ(source_of("赌"), "賭");
  EXPECT_EQ(source_of("赌博"), "賭\u200B\u200B博");
  EXPECT_EQ(source_of("vx"), "ＶＸ");
  EXPECT_EQ(source_of("x"), "Ｘ");
  EXPECT_EQ(source_of("1"), "①");
  EXPECT_EQ(source_of("k"), "㎏");
  EXPECT_EQ(source_of("g!"), "㎏!");
  EXPECT_EQ(source_of(result.text), original);
}

TEST(Fold, FoldingAgainChangesNothing) {
  std::string everything;
  char32_t first_of_line = 0;
  for (char32_t point = 1; point < 0x110000; ++point) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    char bytes[5] = {};
    if (point < 0x80) {
      bytes[0] = static_cast<char>(point);
    } else if (point < 0x800) {
      bytes[0] = static_cast<char>(0xC0 | point >> 6);
      bytes[1] = static_cast<char>(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
      bytes[0] = static_cast<char>(0xE0 | point >> 12);
      bytes[1] = static_cast<char>(0x80 | (point >> 6 & 0x3F));
      bytes[2] = static_cast<char>(0x80 | (point & 0x3F));
    } else {
      bytes[0] = static_cast<char>(0xF0 | point >> 18);
      bytes[1] = static_cast<char>(0x80 | (point >> 12 & 0x3F));
      bytes[2] = static_cast<char>(0x80 | (point >> 6 & 0x3F));
      bytes[3] = static_cast<char>(0x80 | (point & 0x3F));
    }
    everything += bytes;
    if (point % 64 != 63) continue;
    const auto once = folded(everything);
    EXPECT_TRUE(is_utf8(once)) << std::hex << static_cast<unsigned>(first_of_line);
    EXPECT_LE(once.size(), everything.size() * kGrowthMax);
    EXPECT_EQ(folded(once), once) << std::hex << static_cast<unsigned>(first_of_line);
    everything.clear();
    first_of_line = point + 1;
  }
}

// Whatever bytes come: the result is UTF-8, and parts come from parts in the same order.
TEST(Fold, TakesAnyBytes) {
  std::mt19937 random(7);
  for (int round = 0; round < 2'000; ++round) {
    std::string bytes(random() % 80, '\0');
    for (auto& byte : bytes) {
      const auto kind = random() % 3;
      byte = static_cast<char>(kind == 0 ? 0x20 + random() % 95 : kind == 1 ? 0xE4 : random());
    }
    const auto result = fold(bytes);
    ASSERT_TRUE(is_utf8(result.text));
    std::size_t last = 0;
    for (std::size_t at = 0; at < result.text.size(); ++at) {
      const auto span = result.source({at, at + 1});
      ASSERT_LT(span.begin, span.end);
      ASSERT_LE(span.end, bytes.size());
      ASSERT_LE(last, span.begin);
      last = span.begin;
    }
  }
}

TEST(JoinSplit, ClosesGapsBetweenHanCharacters) {
  const Row rows[] = {
      {"赌博", ""},
      {"赌·博", "赌博"},
      {"在线赌 * 博平台", "在线赌博平台"},
      {"赌....博", ""},  // four are no gap
      {"赌、博，彩。票", ""},
      {"赌\n博", ""},
      {"abc 赌-博 def", "赌博"},
      {"一二三四五六七八九十·甲乙丙丁戊己庚辛壬癸", "三四五六七八九十甲乙丙丁戊己庚辛"},
      {"赌·博 and 彩|票", "赌博\n彩票"},
      {"赌🎲博", "赌博"},
  };
  for (const auto& row : rows) EXPECT_EQ(join_split(folded(row.original)).text, row.folded);
}

TEST(JoinSplit, KnowsSeamsAndPlaces) {
  const auto text = folded("来玩赌·博 和 abc 彩_票");
  const auto joined = join_split(text);
  ASSERT_EQ(joined.text, "来玩赌博和\n彩票");
  const auto span_of = [&](std::string_view part) {
    const auto at = joined.text.find(part);
    return Span{at, at + part.size()};
  };
  EXPECT_TRUE(joined.crosses_seam(span_of("赌博")));
  EXPECT_FALSE(joined.crosses_seam(span_of("玩赌")));
  EXPECT_TRUE(joined.crosses_seam(span_of("彩票")));
  const auto source = joined.source(span_of("赌博"));
  EXPECT_EQ(text.substr(source.begin, source.end - source.begin), "赌·博");
}

}  // namespace
}  // namespace baobei::fold
