// Small programs as somebody writes them who begins: TypeScript, wxs, workers, cloud functions, a
// plugin. What the checker says of each, and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "check/rule.h"
#include "check/test_packs.h"

namespace baobei::check {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Files = std::map<std::string, std::string>;

// "rule file:line" of what is no mere note, in the report's order.
std::vector<std::string> said_of(const Files& files) {
  std::vector<std::string> out;
  for (const auto& finding : report_on(files).findings) {
    if (finding.severity == Severity::kNote) continue;
    out.push_back(finding.rule + " " + finding.file + ":" + std::to_string(finding.line));
  }
  return out;
}

Files with(Files files) {
  for (const auto& [path, text] : example_app()) files.try_emplace(path, text);
  return files;
}

// The same in TypeScript: what JavaScript does not know stands in every line.
Files typed_app() {
  auto files = with({
      {"utils/place.ts",
       "export type Place = { latitude: number; longitude: number };\n"
       "export enum Kind { Near = 1, Far }\n"
       "abstract class Base<T extends object> { protected constructor(readonly v: T) {} }\n"
       "export const same = <T,>(x: T): T => x;\n"
       "export function isPlace(x: unknown): x is Place { return !!x && (x as Place).latitude! > "
       "0; }\n"
       "export async function where(): Promise<Place> {\n"
       "  const { latitude, longitude } = (await wx.getLocation({ type: 'gcj02' })) as Place;\n"
       "  return { latitude, longitude } satisfies Place;\n"
       "}\n"},
      {"pages/index/index.ts",
       "import { where, type Place } from '../../utils/place';\n"
       "import type { A } from './types-of-nobody';\n"
       "Page({ data: { place: null as Place | null, list: [] as Array<{ id: number }> },\n"
       "  async onTap(this: any): Promise<void> { this.setData({ place: await where() }); } });\n"},
  });
  files.erase("pages/index/index.js");
  files.erase("app.js");
  files["app.ts"] = "App<{ user?: string }>({});\n";
  return files;
}

TEST(Newcomers, TypeScriptIsReadAsItStands) {
  EXPECT_THAT(said_of(typed_app()), ElementsAre("privacy/location-undeclared utils/place.ts:7",
                                                "privacy/permission-missing utils/place.ts:7",
                                                "privacy/privacy-page-missing utils/place.ts:7"));
}

TEST(Newcomers, ScriptsOfTemplatesAreFollowed) {
  const Files files = {
      {"pages/index/index.wxml",
       "<wxs src=\"../../utils/format.wxs\" module=\"format\" />\n"
       "<wxs module=\"inner\">module.exports = { twice: function (x) { return x * 2 } }</wxs>\n"
       "<view>{{format.km(inner.twice(2))}}</view>\n"},
      {"utils/format.wxs",
       "var numbers = require('./numbers.wxs');\nvar r = getRegExp('a', 'g');\n"
       "module.exports = { km: function (x) { return numbers.round(x) + ' km' } };\n"}};
  auto whole = with(files);
  whole["utils/numbers.wxs"] = "module.exports = { round: function (x) { return x } };\n";
  EXPECT_THAT(said_of(whole), IsEmpty());
  EXPECT_THAT(said_of(with(files)), ElementsAre("structure/module-missing utils/format.wxs:1"));
  auto gone = whole;
  gone.erase("utils/format.wxs");
  EXPECT_THAT(said_of(gone), ElementsAre("structure/include-missing pages/index/index.wxml:1"));
}

TEST(Newcomers, WorkersAreReached) {
  auto files =
      with({{"app.json", "{\"pages\": [\"pages/index/index\"], \"workers\": \"work\"}\n"},
            {"app.js", "App({}); const w = wx.createWorker('work/sum/index.js');\n"},
            {"work/sum/index.js", "const u = require('../util'); worker.onMessage((m) => u(m));\n"},
            {"work/util.js", "module.exports = (m) => m;\n"}});
  const auto report = report_on(files);
  EXPECT_THAT(report.findings, IsEmpty());
  files.erase("work/util.js");
  EXPECT_THAT(said_of(files), ElementsAre("structure/module-missing work/sum/index.js:1"));
}

// A client leaves the folder out (package/left_out.h); what was delivered is read.
TEST(Newcomers, CloudFunctionsThatWereDeliveredAreReadToo) {
  const auto files = with({{"project.config.json",
                            "{\"miniprogramRoot\": \"./\", \"cloudfunctionRoot\": \"cloud/\"}\n"},
                           {"cloud/login/index.js",
                            "const secret = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';\nexports.main = "
                            "async () => secret;\n"}});
  EXPECT_THAT(said_of(files), ElementsAre("secrets/secret-in-code cloud/login/index.js:1"));
}

TEST(Newcomers, APluginIsCheckedByItself) {
  Files plugin = {{"plugin.json",
                   "{\n  \"publicComponents\": {\"hello\": \"components/hello\",\n"
                   "    \"gone\": \"components/gone\"},\n  \"main\": \"index.js\"\n}\n"},
                  {"index.js", "module.exports = { see() { return eval('1') } };\n"},
                  {"components/hello.js", "Component({});\n"},
                  {"components/hello.json", "{\"component\": true}\n"},
                  {"components/hello.wxml", "<view>hi</view>\n"}};
  EXPECT_THAT(said_of(plugin), ElementsAre("network/remote-code index.js:1",
                                           "structure/plugin-entry-missing plugin.json:3"));
  plugin["components/gone.ts"] = "Component({});\n";
  plugin["index.js"] = "module.exports = {};\n";
  EXPECT_THAT(said_of(plugin), IsEmpty());
}

TEST(Newcomers, APluginsComponentsAndPagesAreFollowed) {
  Files plugin = {
      {"project.config.json", "{\"compileType\": \"plugin\", \"pluginRoot\": \"p/\"}"},
      {"p/plugin.json", "{\"pages\": {\"hello\": \"pages/hello\"}}\n"},
      {"p/pages/hello.js", "Page({});\n"},
      {"p/pages/hello.json",
       "{\"usingComponents\": {\"card\": \"../components/card\",\n"
       "  \"lost\": \"../components/lost\"}}\n"},
      {"p/components/card.js", "Component({});\n"},
      {"p/components/card.wxml", "<view>{{a}}</view>\n<wxs module=\"m\">var b = ;</wxs>"}};
  EXPECT_THAT(said_of(plugin), ElementsAre("structure/wxs-syntax p/components/card.wxml:2",
                                           "structure/component-missing p/pages/hello.json:2",
                                           "structure/plugin-entry-missing p/plugin.json:1"));
}

TEST(Newcomers, AScriptInsideATemplateIsReadToo) {
  const auto files = with({{"pages/index/index.wxml",
                            "<view>{{m.f(1)}}</view>\n<wxs module=\"m\">\nvar f = function (a) {\n"
                            "  return a +;\n};\nmodule.exports = { f: f };\n</wxs>\n"}});
  EXPECT_THAT(said_of(files), ElementsAre("structure/wxs-syntax pages/index/index.wxml:4"));
}

}  // namespace
}  // namespace baobei::check
