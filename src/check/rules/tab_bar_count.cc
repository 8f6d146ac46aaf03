#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

constexpr std::size_t kItemsMin = 2;
constexpr std::size_t kItemsMax = 5;

void match_tab_bar_count(Context& context, Findings& findings) {
  const auto* app = context.app();
  const auto* bar = app == nullptr ? nullptr : app->find("tabBar");
  if (context.kind() != PackageKind::kSource || bar == nullptr) return;
  const auto* list = bar->find("list");
  if (list == nullptr || !list->is(jsonc::Kind::kArray)) {
    findings.add(context.app_file()->at(bar->span), {"tabBar 没有 list", "tabBar has no list"});
    return;
  }
  const auto count = list->items.size();
  if (count >= kItemsMin && count <= kItemsMax) return;
  findings.add(context.app_file()->at(list->span),
               {"tabBar 有 " + std::to_string(count) + " 项，应为 2 至 5 项",
                "tabBar has " + std::to_string(count) + " items; 2 to 5 are allowed"});
}

}  // namespace

Rule tab_bar_count() {
  return {
      .id = "structure/tab-bar-count",
      .severity = Severity::kError,
      .title = {"tabBar 项数不符", "The tab bar has too few or too many items"},
      .why = {"平台规定 tabBar 为 2 至 5 项，否则无法编译；自定义 tabBar 也须列出。",
              "The platform takes 2 to 5 items, for custom tab bars as well, and does not compile "
              "others."},
      .what_to_do = {"增减到 2 至 5 项；只有一个页面时删除 tabBar。",
                     "Bring it to 2 to 5 items; remove tabBar if there is one page."},
      .good = {{},
               {{{"app.json",
                  "{\"pages\": [\"pages/index/index\", \"b\"], \"tabBar\": {\"list\": "
                  "[{\"pagePath\": \"pages/index/index\"}, {\"pagePath\": \"b\"}]}}"}},
                {}}},
      .bad = {{{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"tabBar\": {\"list\": [{\"pagePath\": "
                 "\"pages/index/index\"}]}}"}},
               {}},
              {{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"tabBar\": {\"list\": "
                 "[{},{},{},{},{},{}]}}"}},
               {}},
              {{{"app.json", "{\"pages\": [\"pages/index/index\"], \"tabBar\": {}}"}}, {}}},
      .match = match_tab_bar_count,
  };
}

}  // namespace baobei::check::rules
