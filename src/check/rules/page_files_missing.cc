#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_page_files_missing(Context& context, Findings& findings) {
  if (context.kind() != PackageKind::kSource) return;
  for (const auto& page : context.pages()) {
    const bool script = context.has(page.path + ".js") || context.has(page.path + ".ts");
    const bool markup = context.has(page.path + ".wxml");
    if (script && markup) continue;
    const auto missing = script ? ".wxml" : markup ? ".js" : ".js / .wxml";
    const auto near = context.near_miss(page.path + (markup ? ".js" : ".wxml"));
    const auto hint_zh = near.empty() ? "" : "；大小写不同的文件存在：" + quoted_zh(near);
    const auto hint_en =
        near.empty() ? "" : "; a file of other letter case exists: " + quoted_en(near);
    findings.add(page.at,
                 about("页面", "the page ", page.path, std::string("缺少文件 ") + missing + hint_zh,
                       std::string(" has no file ") + missing + hint_en));
  }
}

}  // namespace

Rule page_files_missing() {
  return {
      .id = "structure/page-files-missing",
      .severity = Severity::kError,
      .title = {"页面文件不存在", "A page's files do not exist"},
      .why = {"声明的页面缺少脚本或 wxml 时无法编译，用户点开即出错。",
              "A listed page without script or wxml does not compile; whoever opens it sees an "
              "error."},
      .what_to_do = {"补上文件，更正路径（区分大小写），或从 app.json 中删除该页面。",
                     "Add the files, correct the path (letter case counts), or take the page out "
                     "of app.json."},
      .good = {{},
               {{{"pages/index/index.ts", "Page({})"}}, {"pages/index/index.js"}},
               {{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"subpackages\": [{\"root\": \"/shop/\", "
                  "\"pages\": [\"list\"]}]}"},
                 {"shop/list.js", ""},
                 {"shop/list.wxml", ""}},
                {}}},
      .bad = {{{}, {"pages/index/index.js"}},
              {{{"pages/index/Index.wxml", ""}}, {"pages/index/index.wxml"}},
              {{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"subPackages\": [{\"root\": \"shop\", "
                 "\"pages\": [\"list\"]}]}"}},
               {}}},
      .match = match_page_files_missing,
  };
}

}  // namespace baobei::check::rules
