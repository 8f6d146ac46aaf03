// Scripts: what is used of the platform under whatever name, texts with their roles, places.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "syntax/js_lexer.h"
#include "syntax/syntax.h"

namespace baobei::syntax {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::UnorderedElementsAre;

std::vector<std::string> used(std::string_view text, std::string_view path = "a.js") {
  std::vector<std::string> names;
  const auto script = read_script(text, path);
  for (const auto& use : script.uses) {
    if (use.usage != Usage::kTested) names.push_back(platform_name(use.path.members));
  }
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

struct UseCase {
  const char* text;
  const char* name;
};

class Aliases : public testing::TestWithParam<UseCase> {};

TEST_P(Aliases, AreFollowed) {
  EXPECT_THAT(used(GetParam().text), Contains(GetParam().name)) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Script, Aliases,
    testing::Values(
        UseCase{"wx.getLocation({})", "getLocation"},
        UseCase{"wx['getLocation']({})", "getLocation"},
        UseCase{"wx['get' + 'Location']({})", "getLocation"},
        UseCase{"wx[`getLocation`]({})", "getLocation"},
        UseCase{"const k = 'getLocation'; wx[k]()", "getLocation"},
        UseCase{"wx[a ? 'chooseLocation' : 'getLocation']()", "getLocation"},
        UseCase{"wx?.getLocation?.({})", "getLocation"},
        UseCase{"wx\n  .getLocation({})", "getLocation"},
        UseCase{"const { getLocation } = wx; getLocation()", "getLocation"},
        UseCase{"const { getLocation: ask, ...rest } = wx; ask()", "getLocation"},
        UseCase{"const { ...rest } = wx; rest.getLocation()", "getLocation"},
        UseCase{"const w = wx; w.getLocation()", "getLocation"},
        UseCase{"let w; w = wx; function f() { return w.getLocation() }", "getLocation"},
        UseCase{"f(); function f() { w.getLocation() } var w = wx;", "getLocation"},
        UseCase{"if (a) { var w = wx } w.getLocation()", "getLocation"},
        UseCase{"const ask = wx.getLocation; ask({})", "getLocation"},
        UseCase{"promisify(wx.getLocation)({})", "getLocation"},
        UseCase{"wx.getLocation.call(wx, {})", "getLocation"},
        UseCase{"const p = promisifyAll(wx); p.getLocation()", "getLocation"},
        UseCase{"const p = {}; promisifyAll(wx, p); p.getLocation()", "getLocation"},
        UseCase{"const p = Object.assign({}, wx); p.getLocation()", "getLocation"},
        UseCase{"const p = new Proxy(wx, {}); p.getLocation()", "getLocation"},
        UseCase{"const p = {...wx}; p.getLocation()", "getLocation"},
        UseCase{"const p = {}; Object.keys(wx).forEach(k => { const f = wx[k]; p[k] = o => f(o) });"
                "p.getLocation()",
                "getLocation"},
        UseCase{"wx.pro.getLocation()", "getLocation"},
        UseCase{"const api = { core: wx }; api.core.getLocation()", "getLocation"},
        UseCase{"const api = {}; api.core = wx; api.core.getLocation()", "getLocation"},
        UseCase{"Page({ core: wx, f() { this.core.getLocation() } })", "getLocation"},
        UseCase{
            "Page({ onLoad() { this.w = wx }, f() { const that = this; that.w.getLocation() } })",
            "getLocation"},
        UseCase{"class A { constructor() { this.w = wx } f() { this.w.getLocation() } }",
                "getLocation"},
        UseCase{"(function (w) { w.getLocation() })(wx)", "getLocation"},
        UseCase{"function f(w) { w.getLocation() } f(wx)", "getLocation"},
        UseCase{"const f = w => w.getLocation(); f(wx)", "getLocation"},
        UseCase{"function f({ getLocation }) { getLocation() } f(wx)", "getLocation"},
        UseCase{"function w() { return wx } w().getLocation()", "getLocation"},
        UseCase{"const w = () => wx; w().getLocation()", "getLocation"},
        UseCase{"const w = typeof wx !== 'undefined' ? wx : my; w.getLocation()", "getLocation"},
        UseCase{"(a || wx).getLocation()", "getLocation"},
        UseCase{"(0, wx.getLocation)()", "getLocation"},
        UseCase{"globalThis.wx.getLocation()", "getLocation"},
        UseCase{"uni.getLocation()", "getLocation"},
        UseCase{"const m = wx.createMapContext('m'); m.moveToLocation()",
                "createMapContext().moveToLocation"},
        UseCase{"Page({ onReady() { this.m = wx.createMapContext('m') },"
                " f() { this.m.moveToLocation() } })",
                "createMapContext().moveToLocation"},
        UseCase{"wx.getRecorderManager().start({})", "getRecorderManager().start"},
        UseCase{"wx.cloud.callFunction({})", "cloud.callFunction"},
        UseCase{"a = /[/]\"/.test(b) / 2; wx.getLocation()", "getLocation"},
        UseCase{"a = `x ${b ? `y ${wx.getLocation()}` : ''} z`", "getLocation"},
        UseCase{"async () => { await wx.getLocation() }", "getLocation"},
        UseCase{"x = async ({ a = 1, b: [c] }, ...d) => wx.getLocation()", "getLocation"},
        UseCase{"switch (a) { case (b): wx.getLocation(); default: f() }", "getLocation"},
        UseCase{"for (const k of wx.getLocation()) {}", "getLocation"},
        UseCase{"label: while (1) { wx.getLocation(); continue label }", "getLocation"},
        UseCase{"return\nwx.getLocation()", "getLocation"}));

TEST(Script, DoesNotTakeOthersForThePlatform) {
  for (const char* text : {
           "// wx.getLocation()\n/* wx.getLocation() */",
           "const a = 'wx.getLocation()'",
           "function f(wx) { wx.getLocation() }",
           "const wx = require('weixin-js-sdk'); wx.getLocation()",
           "app.getLocation(); Page({ getLocation() {} })",
           "this.getLocation()",
           "const map = new QQMap({}); map.getLocation()",
           "if (typeof wx.getLocation === 'function') {}",
           "if (!wx.getLocation) {}",
           "wx.canIUse('getLocation')",
           "{ let w = wx } w.getLocation()",
       }) {
    EXPECT_THAT(used(text), Not(Contains("getLocation"))) << text;
  }
}

TEST(Script, ReadsTypeScript) {
  const char* text = R"(
import type { A } from './types'
import { b, type C } from './b'
interface I<T> extends J { a: string; f(x: number): void }
type U = { [k in keyof T]?: T[k] } | 'a' | (() => void)
declare module 'x' { export const y: number }
enum E { A = 1, B }
abstract class K<T> extends L<T> implements I<T> {
  private readonly a: Map<string, number[]> = new Map<string, number[]>()
  static b?: string
  constructor(private w: typeof wx, public x = 1) { super() }
  async f<T>(this: K<T>, a?: T, ...rest: any[]): Promise<void> {
    const p = <any>wx
    const q = (wx as any).getLocation({ type: 'gcj02' })
    const r = a!.b!.c as unknown as string[]
    const s = this.cb<string>((x: number): boolean => x > 1 && x < 3)
    const t = a ? (b) : (c) => wx.chooseAddress()
    return p.chooseLocation()
  }
}
const g = <T,>(x: T): T => x
const h = async <T>(x: T): Promise<T> => { wx.scanCode(); return x }
Page<D, O>({ data: { a: '' as string }, onLoad(o: Record<string, string>) { wx.chooseImage({}) } })
export = K
)";
  EXPECT_THAT(used(text, "a.ts"), IsSupersetOf({"getLocation", "chooseAddress", "chooseLocation",
                                                "scanCode", "chooseImage"}));
  const auto script = read_script(text, "a.ts");
  EXPECT_EQ(script.fault_count, 0u)
      << text + (script.faults.empty() ? 0 : script.faults[0].span.begin);
  ASSERT_EQ(script.imports.size(), 1u);
  EXPECT_EQ(script.imports[0].specifier, "./b");
}

TEST(Script, LeavesToOtherFilesWhatLeadsThere) {
  const auto script = read_script(
      "const app = getApp(); app.core.getLocation();\n"
      "import w, { x as y } from './w'; w.chooseAddress(); y.chooseLocation();\n"
      "require('./z').api.scanCode();\n",
      "a.js");
  std::vector<std::string> open;
  for (const auto& use : script.open) {
    open.push_back(std::to_string(static_cast<int>(use.path.root)) +
                   std::string(use.path.specifier) + ":" + use.path.members);
  }
  EXPECT_THAT(open, UnorderedElementsAre("2:core.getLocation", "5./w:chooseAddress",
                                         "5./w:x.chooseLocation", "5./z:api.scanCode"));
}

TEST(Script, SaysWhatItExports) {
  const auto said = [](std::string_view text) {
    std::vector<std::string> out;
    for (const auto& equation : read_script(text, "a.js").equations) {
      out.push_back(std::to_string(static_cast<int>(equation.to.root)) + equation.to.members + "=" +
                    std::to_string(static_cast<int>(equation.from.root)) + equation.from.members);
    }
    return out;
  };
  EXPECT_THAT(said("module.exports = wx"), ElementsAre("4=0"));
  EXPECT_THAT(said("const o = { w: wx }; module.exports = o"), Contains("4w=0"));
  EXPECT_THAT(said("exports.w = wx.getLocation"), Contains("4w=0getLocation"));
  EXPECT_THAT(said("export default wx"), Contains("4default=0"));
  EXPECT_THAT(said("export const w = wx"), Contains("4w=0"));
  EXPECT_THAT(said("App({ core: wx })"), Contains("3core=0"));
  EXPECT_THAT(said("App({ globalData: { w: wx } })"), Contains("3globalData.w=0"));
  EXPECT_THAT(said("getApp().core = wx"), Contains("2core=0"));
}

TEST(Script, TellsArgumentsAndPlaces) {
  const std::string text =
      "\n  wx.navigateTo({ url: '/pages/a/a', b: 1 })\nwx.authorize({scope: \"scope.record\"})";
  const auto script = read_script(text, "a.js");
  ASSERT_EQ(script.uses.size(), 2u);
  ASSERT_EQ(script.uses[0].arguments.size(), 1u);
  EXPECT_EQ(script.uses[0].arguments[0].key, "url");
  EXPECT_EQ(script.uses[0].arguments[0].text, "/pages/a/a");
  EXPECT_EQ(script.uses[1].arguments[0].text, "scope.record");
  const Lines lines(text);
  EXPECT_EQ(lines.at(script.uses[0].span.begin), (Position{2, 6}));
}

std::vector<std::string> pieces(const Script& script) {
  std::vector<std::string> out;
  for (const auto& piece : script.pieces) {
    out.push_back(std::string(name(piece.role)) + ":" + std::string(piece.text));
  }
  return out;
}

TEST(Script, GivesTextsTheirRoles) {
  const auto script = read_script(
      "wx.showToast({ title: '提交成功' }); wx.setNavigationBarTitle({ title: '商城' });\n"
      "Page({ data: { title: '首页', n: 'abc', u: 'https://a.cn/b' },\n"
      "  onShareAppMessage() { return { title: '送你一张券' } } }) // 说明\n"
      "const a = '赌' + '博', b = '\\u8d4c', c = `共${n}件`",
      "a.js");
  EXPECT_THAT(pieces(script),
              IsSupersetOf({"dialog:提交成功", "navigation_title:商城", "data:首页", "string:abc",
                            "url:https://a.cn/b", "share:送你一张券", "comment:// 说明",
                            "string:赌博", "string:赌", "string:共", "string:件"}));
}

TEST(Script, TellsWhatIsWrittenToTheConsoleFromWhatUsersRead) {
  const auto script = read_script(
      "console.log('加载会话列表失败：', error); console.error(`登录 ${e}`, { a: '内层' });\n"
      "this.console.log('另一个'); wx.showToast({ title: '登录失败' });"
      "function f(console) { console.log('自己的') }",
      "a.js");
  EXPECT_THAT(pieces(script), IsSupersetOf({"log:加载会话列表失败：", "log:登录 ", "string:另一个",
                                            "dialog:登录失败", "string:自己的"}));
}

TEST(Script, NamesOddCalls) {
  const auto kinds = [](std::string_view text) {
    std::vector<OddKind> out;
    for (const auto& odd : read_script(text, "a.js").odd) out.push_back(odd.kind);
    return out;
  };
  EXPECT_THAT(kinds("eval(a)"), ElementsAre(OddKind::kEval));
  EXPECT_THAT(kinds("setTimeout('f()', 1)"), ElementsAre(OddKind::kEval));
  EXPECT_THAT(kinds("new Function('return this')()"), ElementsAre(OddKind::kNewFunction));
  EXPECT_THAT(kinds("[].constructor.constructor('a')()"), ElementsAre(OddKind::kConstructor));
  EXPECT_THAT(kinds("if (Date.now() > 1714521600000) f()"), ElementsAre(OddKind::kDateGate));
  EXPECT_THAT(
      kinds("const n = new Date(); if (n.getTime() > new Date('2024-05-01').getTime()) f()"),
      ElementsAre(OddKind::kDateGate));
  EXPECT_THAT(
      kinds("function eval(a) {} eval(1); setTimeout(f, 1); if (Date.now() - t > 1000) f()"),
      IsEmpty());
}

// Anything is taken, in linear time and with limited depth.
TEST(Script, SurvivesAnything) {
  for (const std::string& text : {
           std::string(),
           std::string("("),
           std::string("`${"),
           std::string("'"),
           std::string("/"),
           std::string("/*"),
           std::string("a ? b"),
           std::string("\xFF\xFE\x00", 3),
           std::string("class"),
           std::string("import {"),
           std::string("for (;;"),
           std::string(200'000, '('),
           std::string(200'000, '['),
           std::string(200'000, '{'),
           std::string(200'000, '`'),
           std::string(200'000, '}'),
           std::string(200'000, '<'),
       }) {
    for (const char* path : {"a.js", "a.ts"}) {
      const auto script = read_script(text, path);
      for (const auto& fault : script.faults) EXPECT_LE(fault.span.end, text.size());
    }
    read_script_words(text);
  }
  std::string nested;
  for (int i = 0; i < 50'000; ++i) nested += "a=>{(";
  EXPECT_TRUE(read_script(nested, "a.js").words_alone);
  std::string deep_chain = "wx";
  for (int i = 0; i < 50'000; ++i) deep_chain += ".a()";
  EXPECT_FALSE(read_script(deep_chain, "a.js").words_alone);
}

TEST(Script, WordsAloneStillFindDirectUses) {
  const auto script =
      read_script_words("var a = 'http://x.cn/a'; wx.getLocation({}); b.wx.login()");
  ASSERT_GE(script.uses.size(), 1u);
  EXPECT_EQ(script.uses[0].path.members, "getLocation");
  EXPECT_EQ(script.uses[0].usage, Usage::kCalled);
}

}  // namespace
}  // namespace baobei::syntax
