#include <algorithm>

#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_tab_bar_page(Context& context, Findings& findings) {
  const auto* app = context.app();
  const auto* bar = app == nullptr ? nullptr : app->find("tabBar");
  const auto* list = bar == nullptr ? nullptr : bar->find("list");
  if (context.kind() != PackageKind::kSource || list == nullptr) return;
  for (const auto& item : list->items) {
    const auto* page = item.find("pagePath");
    const auto path = joined_path("", item.string("pagePath"));
    const bool listed = std::ranges::any_of(context.pages(), [&](const Page& known) {
      return !known.in_subpackage && path && known.path == *path;
    });
    if (listed) continue;
    findings.add(context.app_file()->at(page == nullptr ? item.span : page->span),
                 about("tabBar 页面", "the tab bar's page ", item.string("pagePath"),
                       "不在主包的 pages 中", " is not in pages of the main package"));
  }
}

}  // namespace

Rule tab_bar_page() {
  return {
      .id = "structure/tab-bar-page",
      .severity = Severity::kError,
      .title = {"tabBar 页面未声明", "A tab bar item's page is not listed"},
      .why = {"tabBar 只能指向主包 pages 中的页面，否则点按无反应或无法编译。",
              "A tab bar may only lead to pages of the main package; others do not open or do not "
              "compile."},
      .what_to_do = {"把该页面加入 app.json 的 pages，或更正 pagePath。",
                     "Add the page to pages of app.json, or correct pagePath."},
      .good = {{{{"app.json",
                  "{\"pages\": [\"pages/index/index\", \"b\"], \"tabBar\": {\"list\": "
                  "[{\"pagePath\": \"pages/index/index\"}, {\"pagePath\": \"b\"}]}}"}},
                {}}},
      .bad = {{{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"tabBar\": {\"list\": [{\"pagePath\": "
                 "\"pages/index/index\"}, {\"pagePath\": \"pages/me/me\"}]}}"}},
               {}},
              {{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"subpackages\": [{\"root\": \"s\", "
                 "\"pages\": [\"a\"]}], \"tabBar\": {\"list\": [{\"pagePath\": \"s/a\"}]}}"}},
               {}},
              {{{"app.json", "{\"pages\": [\"pages/index/index\"], \"tabBar\": {\"list\": [{}]}}"}},
               {}}},
      .match = match_tab_bar_page,
  };
}

}  // namespace baobei::check::rules
