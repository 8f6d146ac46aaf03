#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_component_missing(Context& context, Findings& findings) {
  for (const auto& use : context.components()) {
    if (use.resolution != Resolution::kMissing) continue;
    findings.add(
        use.at,
        about("找不到组件", "the component ", use.name.empty() ? use.value : use.name,
              "的文件：" + quoted_zh(use.value), " has no files at " + quoted_en(use.value)));
  }
}

}  // namespace

Rule component_missing() {
  return {
      .id = "structure/component-missing",
      .severity = Severity::kError,
      .title = {"组件文件不存在", "A component's files do not exist"},
      .why = {"usingComponents 指向的组件不存在时，使用它的页面会缺失内容或无法编译。",
              "A page that uses a component which usingComponents sends to nowhere loses content "
              "or does not compile."},
      .what_to_do = {"更正路径（区分大小写，相对于当前文件，或以“/”从根目录开始），或删除该行。",
                     "Correct the path (letter case counts; relative to this file, or from the "
                     "root with '/'), or remove the line."},
      .good = {{{{"pages/index/index.json",
                  "{\"usingComponents\": {\"a\": \"../../components/a/a\", \"b\": "
                  "\"/components/b\", \"c\": \"card\"}}"},
                 {"components/a/a.json", "{\"component\": true}"},
                 {"components/b/index.js", "Component({})"},
                 {"pages/index/card.wxml", ""}},
                {}},
               {{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"resolveAlias\": {\"~/*\": \"/lib/*\"}, "
                  "\"usingComponents\": {\"x\": \"~/x\"}}"},
                 {"lib/x.js", "Component({})"}},
                {}}},
      .bad = {{{{"pages/index/index.json", "{\"usingComponents\": {\"a\": \"./a\"}}"}}, {}},
              {{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"usingComponents\": {\"a\": \"/a/a\"}}"},
                {"a/A.js", "Component({})"}},
               {}},
              {{{"pages/index/index.json", "{\"usingComponents\": {\"a\": \"/a\"}}"},
                {"a.json", "{\"usingComponents\": {\"b\": \"../../b\"}}"},
                {"a.js", "Component({})"}},
               {}},
              {{{"pages/index/index.json", "{\"usingComponents\": {\"a\": 1}}"}}, {}}},
      .match = match_component_missing,
  };
}

}  // namespace baobei::check::rules
