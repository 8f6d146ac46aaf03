// The tolerant JSON reader: values, remarks, faults, each with its place.
#include "check/jsonc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baobei::check::jsonc {
namespace {

std::string at(std::string_view text, std::size_t offset) {
  const auto position = position_of(text, offset);
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

// "bom 1:1; comment 2:3": every remark with its place, or the fault.
std::string remarks(std::string_view text) {
  const auto document = read(text);
  if (!document) return at(text, document.error().span.begin) + " " + document.error().message.en;
  std::string out;
  for (const auto& remark : document->remarks) {
    static constexpr const char* kNames[] = {"bom", "comment", "comma", "duplicate"};
    out += (out.empty() ? "" : "; ") + std::string(kNames[static_cast<int>(remark.kind)]) + " " +
           at(text, remark.span.begin);
  }
  return out;
}

TEST(Jsonc, ReadsValuesWithTheirPlaces) {
  const std::string text = "{\"a\": [1, -2.5e3, true, false, null],\n \"名\": \"值\"}";
  const auto document = read(text);
  ASSERT_TRUE(document);
  const auto* list = document->root.find("a");
  ASSERT_NE(list, nullptr);
  ASSERT_EQ(list->items.size(), 5u);
  EXPECT_EQ(list->items[1].text, "-2.5e3");
  EXPECT_TRUE(list->items[2].boolean);
  EXPECT_TRUE(list->items[4].is(Kind::kNull));
  EXPECT_EQ(document->root.string("名"), "值");
  const auto& member = document->root.members[1];
  EXPECT_EQ(at(text, member.span.begin), "2:2");
  EXPECT_EQ(at(text, member.value.span.begin), "2:7");
  EXPECT_EQ(at(text, member.value.span.end), "2:10");
  EXPECT_EQ(document->root.find("none"), nullptr);
}

TEST(Jsonc, Strings) {
  const auto text_of = [](std::string_view text) {
    const auto document = read(text);
    return document ? document->root.text : "fault: " + document.error().message.en;
  };
  EXPECT_EQ(text_of(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(text_of(R"("\u62a5\u5907")"), "报备");
  EXPECT_EQ(text_of(R"("\uD83D\uDE00")"), "😀");
  EXPECT_EQ(text_of(R"("\uD83Dx")"), "\xEF\xBF\xBDx");
  EXPECT_EQ(text_of(R"("\uDE00")"), "\xEF\xBF\xBD");
  EXPECT_EQ(text_of(R"("\u12")"), "fault: this is no escape");
  EXPECT_EQ(text_of(R"("\q")"), "fault: this is no escape");
}

TEST(Jsonc, ToleratesAndRemarks) {
  EXPECT_EQ(remarks("{\"a\": 1}"), "");
  EXPECT_EQ(remarks("\xEF\xBB\xBF{}"), "bom 1:1");
  EXPECT_EQ(remarks("{\n  // one\n  \"a\": /* two */ 1 // three\n}"),
            "comment 2:3; comment 3:8; comment 3:20");
  EXPECT_EQ(remarks("[1, 2 , ]"), "comma 1:7");
  EXPECT_EQ(remarks("{\"a\": {\"b\": 1,},}"), "comma 1:14; comma 1:16");
  EXPECT_EQ(remarks("{\"a\": 1,\n \"a\": 2}"), "duplicate 2:2");
  EXPECT_EQ(read("{\"a\": 1, \"a\": 2}")->root.find("a")->text, "2");
  EXPECT_EQ(remarks("{} // end"), "comment 1:4");
}

TEST(Jsonc, FaultsSayWhere) {
  EXPECT_EQ(remarks(""), "1:1 the file ends where a value should stand");
  EXPECT_EQ(remarks("{"), "1:2 the file ends where a key in double quotes should stand");
  EXPECT_EQ(remarks("{\"a\" 1}"), "1:6 a colon should stand here");
  EXPECT_EQ(remarks("{\"a\": }"), "1:7 a value should stand here");
  EXPECT_EQ(remarks("{\"a\": 1\n \"b\": 2}"), "2:2 a comma or '}' should stand here");
  EXPECT_EQ(remarks("[1 2]"), "1:4 a comma or ']' should stand here");
  EXPECT_EQ(remarks("[,]"), "1:2 a value should stand here");
  EXPECT_EQ(remarks("{a: 1}"), "1:2 a key in double quotes should stand here");
  EXPECT_EQ(remarks("{'a': 1}"), "1:2 a key in double quotes should stand here");
  EXPECT_EQ(remarks("['a']"), "1:2 strings of JSON stand in double quotes");
  EXPECT_EQ(remarks("[\"a\n\"]"), "1:2 this string does not end on its line");
  EXPECT_EQ(remarks("[\"a"), "1:2 this string does not end");
  EXPECT_EQ(remarks("[1] [2]"), "1:5 the end of the file should stand here");
  EXPECT_EQ(remarks("/* "), "1:1 this comment does not end");
  EXPECT_EQ(remarks("[1.]"), "1:4 a digit should stand here");
  EXPECT_EQ(remarks("[-]"), "1:3 a digit should stand here");
  EXPECT_EQ(remarks("[1e]"), "1:4 a digit should stand here");
  EXPECT_EQ(remarks("{\"a\": \"\xB1\"}"), "1:1 the file is not UTF-8");
}

TEST(Jsonc, EveryPrefixEndsWithoutReadingBeyond) {
  const std::string text =
      "\xEF\xBB\xBF{\"a\": [1.5e-3, \"\\uD83D\\uDE00\", true,], /* c */ \"b\": {\"c\": null}} // x";
  ASSERT_TRUE(read(text));
  for (std::size_t length = 0; length < text.size(); ++length) {
    const std::string prefix = text.substr(0, length);  // its own buffer: ASan sees overreads
    const auto document = read(prefix);
    if (!document) {
      EXPECT_LE(document.error().span.end, length);
    }
  }
}

TEST(Jsonc, LimitsHold) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(read(nested(kJsonDepthMax + 1)));
  EXPECT_EQ(read(nested(kJsonDepthMax + 2)).error().message.en,
            "nested too deeply, at most 64 levels");
  EXPECT_FALSE(read(nested(1'000'000)));
  std::string many = "[0";
  for (std::size_t i = 0; i < kJsonValuesMax; ++i) many += ",0";
  EXPECT_EQ(read(many + "]").error().message.en, "too many values, at most 200,000");
  EXPECT_FALSE(read(std::string(kJsonBytesMax + 1, ' ')));
}

}  // namespace
}  // namespace baobei::check::jsonc
