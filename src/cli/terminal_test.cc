// What reaches a terminal, and what must not.

#include "cli/terminal.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/json.h"

namespace baobei::cli {
namespace {

TerminalStyle plain(Language language = Language::kEn) {
  TerminalStyle style;
  style.language = language;
  style.utc_offset = [](Instant) { return std::chrono::hours(8); };
  return style;
}

TEST(Terminal, counts_columns_as_they_look) {
  EXPECT_EQ(display_width("forum"), 5U);
  EXPECT_EQ(display_width("论坛"), 4U);
  EXPECT_EQ(display_width("ｆ！"), 4U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);  // a combining accent
  EXPECT_EQ(padded("论坛", 6), "论坛  ");
  EXPECT_EQ(padded("forum", 3), "forum");
  EXPECT_EQ(shortened("邻里论坛", 5), "邻里…");
  EXPECT_EQ(shortened("forum", 5), "forum");
}

TEST(Terminal, aligns_tables_by_width) {
  std::ostringstream out;
  Terminal terminal(out, plain());
  terminal.table({Word::kFieldApp, Word::kFieldName}, {{{"wx1"}, {"论坛"}}, {{"wx22"}, {"a"}}});
  EXPECT_EQ(out.str(), "app   name\nwx1   论坛\nwx22  a\n");
}

TEST(Terminal, lets_nothing_move_the_cursor) {
  const std::vector<std::string> attacks = {"\x1B]0;owned\x07",
                                            "\x1B[2J",
                                            "a\rb",
                                            "\xC2\x9B"
                                            "31m",
                                            "\xE2\x80\xAE"
                                            "gpj",
                                            "\xE2\x80\x8B",
                                            "\x7F",
                                            "\xFF"};
  for (const auto& attack : attacks) {
    std::ostringstream out;
    Terminal terminal(out, plain());
    terminal.line("name " + attack);
    terminal.table({Word::kFieldName}, {{{attack}}});
    terminal.facts({{attack, {attack}}});
    terminal.line(Word::kFailed, {attack});
    const auto text = out.str();
    EXPECT_EQ(text.find(attack), std::string::npos) << text;
    EXPECT_EQ(text.find('\x1B'), std::string::npos) << text;
  }
}

TEST(Terminal, escapes_controls_in_json_and_keeps_its_meaning) {
  const json::value value{{"name",
                           "\xC2\x9B"
                           "31m\xE2\x80\xAE 论坛 \x7F"}};
  const auto safe = safe_json(json::serialize(value));
  EXPECT_EQ(safe, R"({"name":"\u009B31m\u202E 论坛 \u007F"})");
  const auto back = parse_json(safe, 1'000);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(*back, value);
}

TEST(Terminal, colours_only_where_it_may) {
  for (const bool colours : {false, true}) {
    std::ostringstream out;
    auto style = plain();
    style.colours = colours;
    Terminal(out, style).line("done", Tone::kGood);
    EXPECT_EQ(out.str(), colours ? "\x1B[32mdone\x1B[0m\n" : "done\n");
  }
}

TEST(Terminal, shows_instants_in_the_readers_zone) {
  std::ostringstream out;
  auto style = plain();
  EXPECT_EQ(Terminal(out, style).when("2026-03-09T23:30:00.5Z"), "2026-03-10 07:30:00 +08:00");
  style.utc_offset = [](Instant) { return -std::chrono::minutes(210); };
  EXPECT_EQ(Terminal(out, style).when("2026-03-09T01:00:00Z"), "2026-03-08 21:30:00 -03:30");
  EXPECT_EQ(Terminal(out, style).when("soon\x1B"), "soon\xEF\xBF\xBD");
}

TEST(Terminal, shows_spans_by_two_units) {
  struct Row {
    std::int64_t seconds;
    const char* en;
    const char* zh;
  };
  std::ostringstream out;
  for (const auto& row : std::vector<Row>{{604'800, "7 d", "7 天"},
                                          {604'799, "6 d 23 h", "6 天 23 小时"},
                                          {86'460, "1 d", "1 天"},
                                          {3'661, "1 h 1 min", "1 小时 1 分"},
                                          {59, "59 s", "59 秒"},
                                          {0, "0 s", "0 秒"},
                                          {-5, "0 s", "0 秒"}}) {
    const auto span = std::chrono::seconds(row.seconds);
    EXPECT_EQ(Terminal(out, plain()).span(span), row.en) << row.seconds;
    EXPECT_EQ(Terminal(out, plain(Language::kZh)).span(span), row.zh) << row.seconds;
  }
}

TEST(Terminal, shows_shares_in_percent) {
  EXPECT_EQ(Terminal::percent(10'000), "100 %");
  EXPECT_EQ(Terminal::percent(1'250), "12.5 %");
  EXPECT_EQ(Terminal::percent(5), "0.05 %");
}

}  // namespace
}  // namespace baobei::cli
