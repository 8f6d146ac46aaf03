// What a version is made of: names found in text, and the outline put together from them.
#include "check/outline.h"

#include <gmock/gmock.h>

#include <random>

#include "base/file.h"
#include "check/scan.h"

namespace baobei::check {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// ---- names in text -----------------------------------------------------------------------------

std::vector<std::string> interfaces_in(std::string_view script) {
  std::vector<std::string> names;
  scan_interfaces(script, [&](std::string_view name, std::size_t) { names.emplace_back(name); });
  return names;
}

TEST(Scan, finds_interfaces_where_they_are_used) {
  EXPECT_THAT(interfaces_in("wx.request({}); wx\n  .login ()"), ElementsAre("request", "login"));
  EXPECT_THAT(interfaces_in("wx?.request?.()"), ElementsAre("request"));
  EXPECT_THAT(interfaces_in("wx['request'](); wx[ \"login\" ]"), ElementsAre("request", "login"));
  EXPECT_THAT(interfaces_in("wx.cloud.callFunction({}), wx.cloud"),
              ElementsAre("cloud.callFunction", "cloud"));
  EXPECT_THAT(interfaces_in("f(...wx.getSystemInfoSync())"), ElementsAre("getSystemInfoSync"));
  EXPECT_THAT(interfaces_in("const {a}=b;wx.a;"), ElementsAre("a"));
}

TEST(Scan, takes_no_words_for_interfaces) {
  EXPECT_THAT(interfaces_in("// wx.a\n/* wx.b */ 'wx.c' \"wx.d\" `wx.e`"), IsEmpty());
  EXPECT_THAT(interfaces_in("mywx.a; wx1.a; this.wx.a; wx; wx[key]; wx[0]; wx . 5"), IsEmpty());
  EXPECT_THAT(interfaces_in("x = /'/; wx.a; y = /[/'\"]/g; wx.b"), ElementsAre("a", "b"));
  EXPECT_THAT(interfaces_in("x = a / b / wx.c; (d) / wx.e / f[0] / wx.g"),
              ElementsAre("c", "e", "g"));
  EXPECT_THAT(interfaces_in("return /'/.test(wx.a)"), ElementsAre("a"));
  EXPECT_THAT(interfaces_in("'it\\'s wx.a' + wx.b + 'open\nwx.c'"), ElementsAre("b", "c"));
}

TEST(Scan, reads_the_code_within_templates) {
  EXPECT_THAT(interfaces_in("`a ${wx.a} b ${`c ${wx.b} wx.x`} wx.y` + wx.c"),
              ElementsAre("a", "b", "c"));
  EXPECT_THAT(interfaces_in("`${ {a: {b: wx.a}} } wx.x` + wx.b"), ElementsAre("a", "b"));
  EXPECT_THAT(interfaces_in("`\\`${'}'}` + wx.a"), ElementsAre("a"));
}

std::vector<std::string> hosts_in(std::string_view text) {
  std::vector<std::string> names;
  scan_hosts(text, [&](std::string_view name, std::size_t) { names.emplace_back(name); });
  return names;
}

TEST(Scan, finds_hosts_of_addresses) {
  EXPECT_THAT(
      hosts_in("'https://API.Example.cn/x' wss://live.example.cn:8443, http://localhost:80/"),
      ElementsAre("api.example.cn", "live.example.cn:8443", "localhost:80"));
  EXPECT_THAT(hosts_in("// see //x.cn, shttps://no.cn https:// https://plain ftp://a.cn 'a//b.cn'"),
              IsEmpty());
  EXPECT_THAT(hosts_in("https://a.cn. https://" + std::string(260, 'a') + ".cn"),
              ElementsAre("a.cn"));
}

TEST(Scan, finds_elements_and_what_buttons_open) {
  std::vector<std::string> elements;
  std::vector<std::string> types;
  scan_elements(
      "<view class=\"a > b\"><!-- <camera/> --><web-view src='x'/></view>\n"
      "<button bindtap=\"f\" open-type = 'getPhoneNumber' disabled>a</button>"
      "<button open-type=\"{{type}}\"/> 1 < 2 <button open-type=share>",
      [&](std::string_view name, std::size_t) { elements.emplace_back(name); },
      [&](std::string_view name, std::size_t) { types.emplace_back(name); });
  EXPECT_THAT(elements, ElementsAre("view", "web-view", "button", "button", "button"));
  EXPECT_THAT(types, ElementsAre("getPhoneNumber"));
}

TEST(Scan, ends_whatever_the_text_is) {
  std::mt19937 random(1);
  const std::string_view letters = "wx.[]`${}'\"/\\*<>-!=a: \n";
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    for (int i = 0; i < 200; ++i) text += letters[random() % letters.size()];
    interfaces_in(text);
    hosts_in(text);
    scan_elements(
        text, [](std::string_view, std::size_t) {}, [](std::string_view, std::size_t) {});
  }
  for (const auto* unit : {"`${", "wx[", "<a b='", "/*", "https://", "{", "`"}) {
    std::string text;
    while (text.size() < 1'000'000) text += unit;
    interfaces_in(text);
    hosts_in(text);
    scan_elements(
        text, [](std::string_view, std::size_t) {}, [](std::string_view, std::size_t) {});
  }
}

TEST(Scan, counts_lines_in_both_directions) {
  LineCounter lines("a\nb\nc");
  EXPECT_EQ(lines.line_of(0), 1U);
  EXPECT_EQ(lines.line_of(4), 3U);
  EXPECT_EQ(lines.line_of(2), 2U);
  EXPECT_EQ(lines.line_of(99), 3U);
}

// ---- outlines ----------------------------------------------------------------------------------

Outline outline_of_files(const std::map<std::string, std::string>& files) {
  const auto bytes = package::pack_of(files).value();
  const Fd file = memory_file("outline").value();
  EXPECT_TRUE(pwrite_all(file.get(), bytes, 0));
  return outline_of(package::Pack::open(file.get()).value());
}

std::vector<std::string> told(const Outline& outline) {
  std::vector<std::string> lines;
  for (const auto& item : outline.items) {
    lines.push_back(std::to_string(static_cast<int>(item.aspect)) + " " + item.key + " " +
                    item.value + " " + item.file + ":" + std::to_string(item.line));
  }
  return lines;
}

TEST(Outline, says_what_an_app_is_made_of) {
  const auto outline = outline_of_files(
      {{"app.json", R"({
  // as developers write it
  "pages": ["pages/home/home"],
  "subPackages": [{"root": "more/", "pages": ["a/a"], "independent": true,
                   "plugins": {"live": {"version": "1.2.3", "provider": "wx0a"}}}],
  "tabBar": {"list": [{"pagePath": "pages/home/home", "text": "首页"}]},
  "permission": {"scope.userLocation": {"desc": "找附近的店"}},
  "requiredPrivateInfos": ["getLocation"],
  "requiredBackgroundModes": ["audio"],
  "navigateToMiniProgramAppIdList": ["wx0b"],
  "window": {"navigationBarTitleText": "店", "list": []},
  "lazyCodeLoading": "requiredComponents",
})"},
       {"package.json", R"({"dependencies": {"dayjs": "^1.0.0"}})"},
       {"miniprogram_npm/dayjs/index.js", "wx.request({url: 'https://api.example.cn'})"},
       {"miniprogram_npm/@vant/weapp/button/index.js", ""},
       {"pages/home/home.js", "\nwx.login(); wx.request({})"},
       {"pages/home/home.wxml", "<map/>\n<button open-type='contact'/>"}});
  EXPECT_EQ(outline.kind, "source");
  EXPECT_EQ(outline.left_out, 0U);
  EXPECT_THAT(
      told(outline),
      ElementsAre(
          "0 more/a/a more/ app.json:4", "0 pages/home/home main app.json:3",
          "1 more/ independent app.json:4", "2 pages/home/home 首页 app.json:6",
          "3 scope.userLocation 找附近的店 app.json:7", "4 getLocation  app.json:8",
          "5 audio  app.json:9", "6 live wx0a 1.2.3 app.json:5",
          "7 @vant/weapp  miniprogram_npm/@vant/weapp/button/index.js:0",
          "7 dayjs ^1.0.0 miniprogram_npm/dayjs/index.js:0", "8 wx.login  pages/home/home.js:2",
          "8 wx.request  miniprogram_npm/dayjs/index.js:1", "9 contact  pages/home/home.wxml:2",
          "10 map  pages/home/home.wxml:1", "11 api.example.cn  miniprogram_npm/dayjs/index.js:1",
          "12 wx0b  app.json:10", "13 lazyCodeLoading requiredComponents app.json:12",
          "13 window.navigationBarTitleText 店 app.json:11"));
}

TEST(Outline, is_there_though_app_json_is_not) {
  const auto outline = outline_of_files({{"a.js", "wx.request()"}});
  EXPECT_EQ(outline.kind, "unknown");
  EXPECT_THAT(told(outline), ElementsAre("8 wx.request  a.js:1"));
}

TEST(Outline, is_bounded_and_says_so) {
  std::string script;
  for (std::size_t i = 0; i < kAspectItemsMax + 10; ++i) script += "wx.a" + std::to_string(i) + ";";
  const std::string far = "https://" + std::string(100, 'a') + ".cn";
  const auto outline = outline_of_files(
      {{"a.js", script}, {"b.js", std::string("\xFF\xFE", 2)}, {"c.js", "'" + far + "'"}});
  EXPECT_EQ(outline.items.size(), kAspectItemsMax + 1);
  EXPECT_EQ(outline.left_out, 11U);
  EXPECT_LT(serialise(outline).size(), kOutlineBytesMax);
}

TEST(Outline, comes_back_as_it_was_sent_and_nothing_else_does) {
  const auto outline = outline_of_files({{"a.js", "wx.b(); wx.a()"}, {"app.json", "{\"x\": 1}"}});
  const auto back = parse_outline(serialise(outline)).value();
  EXPECT_EQ(told(back), told(outline));
  const std::string item = R"({"aspect":"pages","key":"KEY","value":"","file":"","line":0})";
  const auto with = [&](const std::vector<std::string>& keys, const std::string& schema) {
    std::string items;
    for (const auto& key : keys) {
      auto one = item;
      one.replace(one.find("KEY"), 3, key);
      items += (items.empty() ? "" : ",") + one;
    }
    return R"({"schema":")" + schema + R"(","kind":"source","items":[)" + items +
           R"(],"left_out":0})";
  };
  const std::string schema(kOutlineSchema);
  EXPECT_TRUE(parse_outline(with({"a", "b"}, schema)));
  EXPECT_FALSE(parse_outline(with({"b", "a"}, schema))) << "out of order";
  EXPECT_FALSE(parse_outline(with({"a", "a"}, schema))) << "twice";
  EXPECT_FALSE(parse_outline(with({""}, schema)));
  EXPECT_FALSE(parse_outline(with({std::string(kOutlineTextMax + 1, 'a')}, schema)));
  EXPECT_FALSE(parse_outline(with({"a"}, "baobei.outline/2")));
  EXPECT_FALSE(parse_outline(""));
  EXPECT_FALSE(parse_outline("{}"));
  EXPECT_EQ(parse_outline(std::string(kOutlineBytesMax + 1, ' ')).error().kind,
            ErrorKind::kTooLarge);
}

}  // namespace
}  // namespace baobei::check
