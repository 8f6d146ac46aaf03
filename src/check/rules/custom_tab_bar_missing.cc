#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_custom_tab_bar_missing(Context& context, Findings& findings) {
  const auto* app = context.app();
  const auto* bar = app == nullptr ? nullptr : app->find("tabBar");
  const auto* custom = bar == nullptr ? nullptr : bar->find("custom");
  if (context.kind() != PackageKind::kSource || custom == nullptr || !custom->boolean) return;
  const bool there =
      context.has("custom-tab-bar/index.js") || context.has("custom-tab-bar/index.ts");
  if (there && context.has("custom-tab-bar/index.wxml")) return;
  findings.add(context.app_file()->at(custom->span),
               {"tabBar.custom 为 true，但没有 custom-tab-bar/index 组件",
                "tabBar.custom is true, and there is no component custom-tab-bar/index"});
}

}  // namespace

Rule custom_tab_bar_missing() {
  const std::string kApp =
      "{\"pages\": [\"pages/index/index\", \"b\"], \"tabBar\": {\"custom\": true, \"list\": "
      "[{\"pagePath\": \"pages/index/index\"}, {\"pagePath\": \"b\"}]}}";
  return {
      .id = "structure/custom-tab-bar-missing",
      .severity = Severity::kError,
      .title = {"自定义 tabBar 组件不存在", "The custom tab bar's component does not exist"},
      .why = {"custom 为 true 时，平台改用根目录下的 custom-tab-bar/index 组件；没有它，"
              "用户看不到 tabBar，切换不了页面。",
              "With custom the platform shows the component custom-tab-bar/index of the root; "
              "without it users see no tab bar and cannot change pages."},
      .what_to_do = {"补上该组件，或去掉 custom。", "Add the component, or take custom away."},
      .good = {{{{"app.json", kApp},
                 {"custom-tab-bar/index.js", "Component({})"},
                 {"custom-tab-bar/index.wxml", "<view/>"},
                 {"custom-tab-bar/index.json", "{\"component\": true}"}}},
               {{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"tabBar\": {\"custom\": false, "
                  "\"list\": []}}"}}}},
      .bad = {{{{"app.json", kApp}}},
              {{{"app.json", kApp}, {"custom-tab-bar/index.js", "Component({})"}}}},
      .match = match_custom_tab_bar_missing,
  };
}

}  // namespace baobei::check::rules
