#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_pages_empty(Context& context, Findings& findings) {
  const auto* app = context.app();
  if (app == nullptr || !app->is(jsonc::Kind::kObject)) return;
  const auto& file = *context.app_file();
  const auto* pages = app->find("pages");
  if (pages == nullptr) {
    findings.add(file.whole(), {"没有 pages", "there is no member pages"});
    return;
  }
  if (!pages->is(jsonc::Kind::kArray) || pages->items.empty()) {
    findings.add(file.at(pages->span), {"pages 应为非空的列表",
                                        "pages should be a list that is "
                                        "not empty"});
    return;
  }
  for (const auto& item : pages->items) {
    if (item.is(jsonc::Kind::kString) && !item.text.empty()) continue;
    findings.add(file.at(item.span),
                 {"pages 的每一项应为页面路径", "every item of pages should be a page's path"});
  }
}

}  // namespace

Rule pages_empty() {
  return {
      .id = "structure/pages-empty",
      .severity = Severity::kError,
      .title = {"没有声明页面", "No page is listed"},
      .why = {"pages 的第一项是首页，没有页面的小程序无法打开。",
              "The first item of pages is the first page; a mini-program without any cannot be "
              "opened."},
      .what_to_do = {"在 app.json 的 pages 中列出每个页面的路径，不带扩展名。",
                     "List the path of every page, without its ending, in pages of app.json."},
      .good = {{}},
      .bad = {{{{"app.json", "{}"}}, {}},
              {{{"app.json", "{\"pages\": []}"}}, {}},
              {{{"app.json", "{\"pages\": \"pages/index/index\"}"}}, {}},
              {{{"app.json", "{\"pages\": [\"pages/index/index\", 3]}"}}, {}}},
      .match = match_pages_empty,
  };
}

}  // namespace baobei::check::rules
