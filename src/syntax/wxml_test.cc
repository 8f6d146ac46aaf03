// Templates and style sheets: trees, places, texts by role, links.
#include "syntax/wxml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "syntax/wxss.h"

namespace baobei::syntax {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

std::vector<std::string> pieces(std::string_view text) {
  const auto read = read_template(text);
  std::vector<std::string> out;
  for (const auto& piece : read.pieces) {
    out.push_back(std::string(name(piece.role)) + ":" + std::string(piece.text));
  }
  return out;
}

std::vector<std::string_view> faults(std::string_view text) {
  std::vector<std::string_view> out;
  for (const auto& fault : wxml::parse(text).faults) out.push_back(fault.what);
  return out;
}

TEST(Wxml, KeepsTheTree) {
  const std::string text =
      "<view wx:if=\"{{a < b && c}}\"><Custom-Comp a='1' b/><image src=x.png /></view>";
  const auto document = wxml::parse(text);
  ASSERT_EQ(document.elements.size(), 3u);
  EXPECT_THAT(document.faults, IsEmpty());
  EXPECT_EQ(document.elements[0].span, (Span{0, static_cast<std::uint32_t>(text.size())}));
  EXPECT_EQ(document.attribute(document.elements[0], "wx:if"), "{{a < b && c}}");
  EXPECT_EQ(document.elements[1].name, "Custom-Comp");
  EXPECT_EQ(document.elements[1].parent, 0u);
  EXPECT_EQ(document.elements[2].parent, 0u);
  EXPECT_EQ(document.attribute(document.elements[2], "src"), "x.png");
}

TEST(Wxml, GivesTextsTheirRoles) {
  EXPECT_THAT(pieces("<view class=\"page-title\"><text>积分商城</text></view>\n"
                     "<button open-type='getPhoneNumber'>{{ok ? '已登录' : '登录'}}</button>\n"
                     "<input placeholder=\"请输入手机号\" /><label>姓名</label>\n"
                     "<view>剩余 {{n}} 件 &lt;特价&gt;</view><!-- 旧版 -->\n"
                     "<van-cell title=\"我的订单\" url=\"/pages/a/a\" bind:tap=\"go\"/>"),
              ElementsAre("heading:积分商城", "button:已登录", "button:登录",
                          "placeholder:请输入手机号", "label:姓名", "text:剩余", "text:件 <特价>",
                          "comment:<!-- 旧版 -->", "heading:我的订单", "url:/pages/a/a"));
}

TEST(Wxml, FindsLinksOpenTypesAndHandlers) {
  const auto read = read_template(
      "<import src='a.wxml'/><include src=\"/b\"/><wxs src='./c.wxs' module='m'/>\n"
      "<navigator target='miniProgram' app-id='wx0'/><web-view src='https://a.cn'/>\n"
      "<button open-type='chooseAvatar' bindchooseavatar='pick' catch:tap='go'/>\n"
      "<wxs module='n'>if (a < b) { x('</view>') }</wxs>");
  std::vector<std::string_view> values;
  for (const auto& link : read.links) values.push_back(link.value);
  EXPECT_THAT(values, ElementsAre("a.wxml", "/b", "./c.wxs", "wx0", "https://a.cn"));
  ASSERT_EQ(read.open_types.size(), 1u);
  EXPECT_EQ(read.open_types[0].value, "chooseAvatar");
  ASSERT_EQ(read.handlers.size(), 2u);
  EXPECT_EQ(read.handlers[0].event, "chooseavatar");
  EXPECT_EQ(read.handlers[1].event, "tap");
  EXPECT_THAT(read.document.faults, IsEmpty());
  ASSERT_EQ(read.document.scripts.size(), 1u);
  EXPECT_EQ(read.document.source(read.document.scripts[0].span), "if (a < b) { x('</view>') }");
}

TEST(Wxml, TellsWhatIsBroken) {
  EXPECT_THAT(faults("<view><text>a</view>"), ElementsAre(wxml::kNotClosed));
  EXPECT_THAT(faults("<view>"), ElementsAre(wxml::kNotClosed));
  EXPECT_THAT(faults("a</view>"), ElementsAre(wxml::kStrayEnd));
  EXPECT_THAT(faults("<view <text>a</text>"), ElementsAre(wxml::kTagNotClosed));
  EXPECT_THAT(faults("<view a=\"b>"), Contains(wxml::kQuoteNotClosed));
  EXPECT_THAT(faults("a {{b"), ElementsAre(wxml::kHoleNotClosed));
  EXPECT_THAT(faults("<!-- a"), ElementsAre(wxml::kCommentNotClosed));
  EXPECT_THAT(faults("a < b <1 <view/>"), IsEmpty());
}

TEST(Wxml, PlacesAreTrue) {
  const std::string text = "<view>\n  <text>你好 {{'世界'}}</text>\n</view>";
  const auto read = read_template(text);
  ASSERT_EQ(read.pieces.size(), 2u);
  const Lines lines(text);
  EXPECT_EQ(lines.at(read.pieces[0].span.begin), (Position{2, 9}));
  EXPECT_EQ(lines.at(read.pieces[1].span.begin), (Position{2, 15}));
  EXPECT_EQ(text.substr(read.pieces[1].span.begin, 6), "世界");
}

TEST(Wxml, SurvivesAnything) {
  for (const std::string& text :
       {std::string("<"), std::string("<a"), std::string("</"), std::string("<a b="),
        std::string("<a b='"), std::string("{{"), std::string("<wxs>"), std::string("<!"),
        std::string("\xFF\x00<view", 6), std::string("<a/>/"),
        std::string("&#xD800;&;&#99999999;")}) {
    read_template(text);
  }
  std::string many;
  for (int i = 0; i < 60'000; ++i) many += "<a>{{";
  const auto read = read_template(many);
  EXPECT_LE(read.document.faults.size(), kFaultsMax);
  std::string closing;
  for (int i = 0; i < 60'000; ++i) closing += "<a" + std::to_string(i) + ">";
  for (int i = 0; i < 60'000; ++i) closing += "</a>";
  EXPECT_GT(read_template(closing).document.fault_count, 60'000u);
}

TEST(Wxss, FindsImportsStringsAndHiddenClasses) {
  const auto style = read_style(
      "@import \"a.wxss\";\n/* 说明 */\n.b::after { content: '新品'; background: url( 'x.png' ) }\n"
      ".spam, .d .e { display : none }\n.f { color: red }\n@import url(g.wxss);");
  ASSERT_EQ(style.links.size(), 3u);
  EXPECT_TRUE(style.links[0].is_import);
  EXPECT_EQ(style.links[0].value, "a.wxss");
  EXPECT_EQ(style.links[1].value, "x.png");
  EXPECT_FALSE(style.links[1].is_import);
  EXPECT_TRUE(style.links[2].is_import);
  EXPECT_THAT(style.hidden_classes, ElementsAre("spam", "d", "e"));
  ASSERT_EQ(style.pieces.size(), 2u);
  EXPECT_EQ(style.pieces[1].text, "新品");
  for (const char* text : {"@import", "url(", "url('", "/*", "'", "{", ".a{", "\xFF"}) {
    read_style(text);
  }
  EXPECT_THAT(read_style(".a { display: block }").hidden_classes, Not(Contains("a")));
}

}  // namespace
}  // namespace baobei::syntax
