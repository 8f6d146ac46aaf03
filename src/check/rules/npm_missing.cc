#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_npm_missing(Context& context, Findings& findings) {
  for (const auto& use : context.components()) {
    if (use.resolution != Resolution::kNpmMissing) continue;
    findings.add(use.at, about("npm 组件", "the npm component ", use.value,
                               "不在 miniprogram_npm 中", " is not in any miniprogram_npm"));
  }
}

}  // namespace

Rule npm_missing() {
  return {
      .id = "structure/npm-missing",
      .severity = Severity::kWarning,
      .title = {"npm 组件没有构建到包里", "An npm component is not built into the package"},
      .why = {"运行时只使用 miniprogram_npm，node_modules 不会随包发布。",
              "Only miniprogram_npm is there at run time; node_modules is not delivered."},
      .what_to_do = {"在开发者工具中“构建 npm”后重新打包；若本应是本地组件，请以“./”或“/”开头。",
                     "Run the developer tool's npm build and pack again; begin the path with './' "
                     "or '/' if a local component is meant."},
      .good = {{{{"pages/index/index.json",
                  "{\"usingComponents\": {\"b\": \"@vant/weapp/button/index\"}}"},
                 {"miniprogram_npm/@vant/weapp/button/index.js", "Component({})"}},
                {}},
               {{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"useExtendedLib\": {\"weui\": true}, "
                  "\"usingComponents\": {\"d\": \"weui-miniprogram/dialog/dialog\"}}"}},
                {}}},
      .bad = {{{{"pages/index/index.json",
                 "{\"usingComponents\": {\"b\": \"@vant/weapp/button/index\"}}"}},
               {}},
              {{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"usingComponents\": {\"c\": "
                 "\"/miniprogram_npm/canvas\"}}"}}}},
      .match = match_npm_missing,
  };
}

}  // namespace baobei::check::rules
