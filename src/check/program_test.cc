// What a program's files say together: uses through other files, who reaches whom, texts by role.
#include "check/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "check/addresses.h"
#include "check/private_interfaces.h"
#include "check/secrets.h"
#include "check/test_packs.h"

namespace baobei::check {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

// Runs `ask` on the program of some files put over the plain app.
template <typename Ask>
auto asked(const std::map<std::string, std::string>& files, Ask ask) {
  const Fd file = pack_file(applied({files}));
  const auto pack = package::Pack::open(file.get());
  CHECK(pack.has_value());
  const Options options;
  Context context(*pack, options);
  return ask(context.program());
}

std::vector<std::string> names(const Program& program) {
  std::vector<std::string> out;
  for (const auto& use : program.uses()) {
    if (use.usage != syntax::Usage::kTested) out.push_back(use.name + "@" + use.file->path);
  }
  return out;
}

TEST(Program, FollowsThePlatformThroughFiles) {
  const auto uses = asked(
      {{"app.js", "const core = require('core/core.js'); App({ core, globalData: { w: wx } })"},
       {"core/core.js", "let hj; if (typeof wx != 'undefined') hj = wx; module.exports = hj"},
       {"utils/index.ts", "export { default as api } from './api'; export * from './more'"},
       {"utils/api.js", "export default wx"},
       {"utils/more.js", "exports.locate = wx.getLocation"},
       {"pages/index/index.js",
        "import { api, locate } from '../../utils'\nconst app = getApp()\n"
        "app.core.chooseAddress(); app.globalData.w.scanCode(); api.chooseImage(); locate({})\n"
        "Page({ f() { const { core: { login } } = getApp(); login() } })"}},
      names);
  EXPECT_THAT(uses,
              IsSupersetOf({"chooseAddress@pages/index/index.js", "scanCode@pages/index/index.js",
                            "chooseImage@pages/index/index.js", "getLocation@pages/index/index.js",
                            "login@pages/index/index.js"}));
}

// Each of these values has two origins that lead back to it: 2^24 ways, and names that grow.
TEST(Program, EndsWhereValuesLeadInCircles) {
  std::string circles = "const a = require('./b'); exports.w = wx;";
  for (int i = 0; i < 40; ++i) {
    const auto own = "exports.v" + std::to_string(i) + " = a.v";
    circles += own + std::to_string((i + 1) % 40) + ".x;";
    circles += own + std::to_string((i + 2) % 40) + ";";
  }
  const auto uses = asked(
      {{"b.js", circles},
       {"pages/index/index.js", "const a = require('../../b'); a.v0.scanCode(); a.w.login()"}},
      names);
  EXPECT_THAT(uses, Contains("login@pages/index/index.js"));
}

// A loop over a list of modules hides how `core` got there; what is asked of it does not.
TEST(Program, KnowsAHiddenWrapperByItsBehaviour) {
  const std::string hidden =
      "const args = {}; for (const i in list) args[list[i].name] = require('' + list[i].file)\n"
      "App(args)";
  const std::string used =
      "const e = getApp(); e.core.showToast({}); e.core.setStorageSync('a', 1);"
      "e.core.navigateTo({}); e.core.showModal({}); e.core.getLocation({})";
  EXPECT_THAT(asked({{"app.js", hidden}, {"pages/index/index.js", used}}, names),
              Contains("getLocation@pages/index/index.js"));
  const std::string own =
      "App({ showToast() {}, setStorageSync() {}, navigateTo() {}, showModal() "
      "{}, getLocation() {} })";
  const std::string asks =
      "const a = getApp(); a.showToast(); a.setStorageSync(); a.navigateTo(); a.showModal(); "
      "a.getLocation()";
  EXPECT_THAT(asked({{"app.js", own}, {"pages/index/index.js", asks}}, names), IsEmpty());
}

TEST(Program, KnowsWhatPagesReach) {
  asked(
      {{"app.json", "{\"pages\": [\"pages/index/index\"], \"usingComponents\": {\"c\": \"/c/c\"}}"},
       {"c/c.js", "require('./d')"},
       {"c/c.wxml", "<import src=\"e.wxml\"/><wxs src=\"f.wxs\" module=\"f\"/>"},
       {"c/d.ts", ""},
       {"c/d.js", ""},
       {"c/e.wxml", ""},
       {"c/f.wxs", ""},
       {"old/old.js", ""},
       {"pages/index/index.wxss", "@import '/g.wxss';"},
       {"g.wxss", ""},
       {"pages/index/index.js", "import 'lib'"},
       {"miniprogram_npm/lib/index.js", ""}},
      [](const Program& program) {
        for (const char* path : {"c/c.js", "c/d.ts", "c/d.js", "c/e.wxml", "c/f.wxs", "g.wxss"}) {
          ASSERT_NE(program.find(path), nullptr) << path;
          EXPECT_EQ(program.find(path)->reach, Reach::kReached) << path;
        }
        EXPECT_EQ(program.find("old/old.js")->reach, Reach::kUnreached);
        EXPECT_EQ(program.find("miniprogram_npm/lib/index.js")->reach, Reach::kVendored);
      });
}

TEST(Program, ReadsTextsOfJson) {
  const auto pieces = asked(
      {{"app.json",
        "{\"pages\": [\"pages/index/index\"], \"window\": {\"navigationBarTitleText\": \"花店\"},\n"
        " \"tabBar\": {\"list\": [{\"pagePath\": \"pages/index/index\", \"text\": \"首页\"}]},\n"
        " \"permission\": {\"scope.userLocation\": {\"desc\": \"显示附近门店\"}}}"},
       {"data.json", "[\"玫瑰\"]"}},
      [](const Program& program) {
        std::vector<std::string> out;
        for (const auto& file : program.files()) {
          for (const auto& piece : file->pieces) {
            if (file->kind != FileKind::kJson) continue;
            const auto at = file->at(piece.span);
            out.push_back(std::string(name(piece.role)) + ":" + std::string(piece.text) + "@" +
                          std::to_string(at.begin->line));
          }
        }
        return out;
      });
  EXPECT_THAT(pieces, IsSupersetOf({"navigation_title:花店@1", "tab_text:首页@2",
                                    "description:显示附近门店@3", "json:玫瑰@1"}));
}

TEST(Program, NamesPrivateInterfaces) {
  const auto found =
      asked({{"pages/index/index.wxml",
              "<camera/><button open-type=\"getPhoneNumber\"/><input type=\"nickname\"/>"},
             {"pages/index/index.js", "wx.authorize({ scope: 'scope.record' }); wx.chooseImage()"}},
            [](const Program& program) {
              std::vector<std::string> out;
              for (const auto& use : private_uses(program)) out.emplace_back(use.interface->name);
              return out;
            });
  EXPECT_THAT(found,
              ElementsAre("scope.record", "chooseImage", "camera", "getPhoneNumber", "nickname"));
}

TEST(Addresses, AreFoundAndJudged) {
  const auto found = find_addresses(
      "a HTTPS://Api.Shop.cn:8443/x,ws://1.2.3.4 xhttp://no.cn "
      "http://www.w3.org/ http://nodots/ https://b.cn.");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].host, "api.shop.cn");
  EXPECT_EQ(found[0].port, "8443");
  EXPECT_EQ(found[1].scheme, "ws");
  EXPECT_EQ(found[2].host, "b.cn");
  EXPECT_EQ(kind_of_host("1.2.3.4"), HostKind::kIp);
  EXPECT_EQ(kind_of_host("172.16.0.1"), HostKind::kLocal);
  EXPECT_EQ(kind_of_host("172.32.0.1"), HostKind::kIp);
  EXPECT_EQ(kind_of_host("1.2.3.999"), HostKind::kDomain);
  EXPECT_EQ(kind_of_host("localhost"), HostKind::kLocal);
  EXPECT_EQ(kind_of_host("test-api.shop.cn"), HostKind::kTest);
  EXPECT_EQ(kind_of_host("contest.shop.cn"), HostKind::kDomain);
  EXPECT_EQ(kind_of_host("test.cn"), HostKind::kDomain);
}

TEST(Secrets, AreMaskedWithTheirHash) {
  const std::string secret = std::string("AKID") + "z8krbsJ5yKBZQpn74WFkmLPx3gnPhESA";
  const Digest key = sha256("package");
  const auto mask = masked(secret, key);
  EXPECT_TRUE(mask.starts_with("AKID…#")) << mask;
  EXPECT_EQ(mask, masked(secret, key));
  EXPECT_NE(mask, masked(secret, sha256("another")));
  const auto shown = without_secrets("see " + secret + "!", key);
  EXPECT_EQ(shown, "see " + mask + "!");
  EXPECT_THAT(find_secrets("AKIDaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""), IsEmpty());
  EXPECT_THAT(find_secrets("1234567890123456", "password"), IsEmpty());
}

// Whatever message a rule writes, a secret in it does not leave the report.
TEST(Secrets, AreMaskedInEveryFinding) {
  const std::string secret = std::string("AKID") + "z8krbsJ5yKBZQpn74WFkmLPx3gnPhESA";
  const auto report = report_on(
      applied({{{"app.js", "require('./" + secret + "'); App({ k: '" + secret + "' })"}}}));
  EXPECT_EQ(serialise(report).find(secret), std::string::npos);
  EXPECT_NE(serialise(report).find("AKID…#"), std::string::npos);
  EXPECT_FALSE(report.findings.empty());
}

TEST(Coverage, TellsFilesReadByWordsAlone) {
  std::string deep;
  for (int i = 0; i < 2'000; ++i) deep += "[(";
  const auto report = report_on(applied({{{"utils/deep.js", deep}}}));
  ASSERT_EQ(report.coverage.files_skipped.size(), 1u);
  EXPECT_EQ(report.coverage.files_skipped[0].file, "utils/deep.js");
  EXPECT_EQ(report.coverage.files_skipped[0].why, "words_alone");
}

}  // namespace
}  // namespace baobei::check
