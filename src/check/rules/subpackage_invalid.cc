#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void check_item(const JsonFile& file, const jsonc::Value& item, Findings& findings) {
  const auto root = item.string("root");
  const auto path = joined_path("", root);
  if (!path || path->empty()) {
    findings.add(file.at(item.span), {"分包没有有效的 root", "this sub-package has no valid root"});
    return;
  }
  const auto* pages = item.find("pages");
  if (pages == nullptr || !pages->is(jsonc::Kind::kArray)) {
    findings.add(file.at(item.span), about("分包", "the sub-package ", root, "没有 pages 列表",
                                           " has no list of pages"));
  }
}

void match_subpackage_invalid(Context& context, Findings& findings) {
  const auto* app = context.app();
  if (context.kind() != PackageKind::kSource || app == nullptr) return;
  for (const char* key : {"subPackages", "subpackages"}) {
    const auto* list = app->find(key);
    if (list == nullptr) continue;
    if (!list->is(jsonc::Kind::kArray)) {
      findings.add(context.app_file()->at(list->span),
                   {"分包应为列表", "the sub-packages should be a list"});
    }
    for (const auto& item : list->items) check_item(*context.app_file(), item, findings);
  }
  const auto& all = context.subpackages();
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < all.size(); ++j) {
      const bool later = all[i].root != all[j].root || i > j;
      if (i == j || !later || !all[i].root.starts_with(all[j].root)) continue;
      findings.add(all[i].at,
                   about("分包", "the sub-package ", all[i].root, "位于另一分包之内或与之相同",
                         " is the same as another one, or lies inside it"));
      break;
    }
  }
}

}  // namespace

Rule subpackage_invalid() {
  return {
      .id = "structure/subpackage-invalid",
      .severity = Severity::kError,
      .title = {"分包配置不正确", "A sub-package is not well-formed"},
      .why = {"分包须有 root 和 pages，且互不包含，否则无法编译。",
              "A sub-package needs a root and pages, and none may lie inside another, else the "
              "mini-program does not compile."},
      .what_to_do = {"为每个分包写明单独的 root 文件夹和 pages 列表。",
                     "Give every sub-package a root folder of its own and a list of pages."},
      .good = {{{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"subPackages\": [{\"root\": \"shop\", "
                  "\"independent\": true, \"pages\": [\"list\"]}, {\"root\": \"shopping\", "
                  "\"pages\": []}]}"}},
                {}}},
      .bad = {{{{"app.json", "{\"pages\": [\"pages/index/index\"], \"subPackages\": [{}]}"}}, {}},
              {{{"app.json", "{\"pages\": [\"pages/index/index\"], \"subpackages\": {}}"}}, {}},
              {{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"subPackages\": [{\"root\": \"shop\"}]}"}},
               {}},
              {{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"subPackages\": [{\"root\": \"shop\", "
                 "\"pages\": []}, {\"root\": \"shop/cart\", \"pages\": []}]}"}},
               {}}},
      .match = match_subpackage_invalid,
  };
}

}  // namespace baobei::check::rules
