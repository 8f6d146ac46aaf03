#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_include_missing(Context& context, Findings& findings) {
  if (context.kind() != PackageKind::kSource) return;
  const auto& program = context.program();
  for (const auto& use : program.template_links()) {
    if (use.found || !use.from->is_reached()) continue;
    const bool script = use.link->kind == syntax::LinkKind::kScript;
    findings.add(
        use.from->at(use.span),
        about(script ? "找不到 wxs 文件" : "找不到模板文件",
              script ? "there is no wxs file " : "there is no template ", use.value, "", ""));
  }
  for (const auto& use : program.style_links()) {
    if (use.found || !use.from->is_reached()) continue;
    findings.add(use.from->at(use.span),
                 about("找不到样式文件", "there is no style sheet ", use.value, "", ""));
  }
}

}  // namespace

Rule include_missing() {
  return {
      .id = "structure/include-missing",
      .severity = Severity::kError,
      .title = {"引用的模板、wxs 或样式不存在",
                "A template, wxs or style sheet that is included does not exist"},
      .why = {"import、include、wxs 与 @import 引用的文件不存在时无法编译，页面会缺失内容。",
              "Where import, include, wxs or @import lead to nothing, the page does not compile or "
              "loses content."},
      .what_to_do = {"更正路径（区分大小写），或删除这一行。",
                     "Correct the path (letter case counts), or remove the line."},
      .good = {{{{"pages/index/index.wxml",
                  "<import src=\"../a.wxml\"/><include src=\"/b\"/><wxs src=\"./c.wxs\" "
                  "module=\"c\"/><import src=\"{{d}}\"/>"},
                 {"pages/index/index.wxss", "@import \"../../e.wxss\";"},
                 {"pages/a.wxml", ""},
                 {"b.wxml", ""},
                 {"pages/index/c.wxs", ""},
                 {"e.wxss", ""}}},
               {{{"unused.wxml", "<import src=\"nowhere\"/>"}}}},
      .bad = {{{{"pages/index/index.wxml", "<import src=\"../a.wxml\"/>"}}},
              {{{"pages/index/index.wxml", "<include src=\"/b\"/>"}, {"B.wxml", ""}}},
              {{{"pages/index/index.wxml", "<wxs src=\"c.wxs\" module=\"c\"/>"}}},
              {{{"pages/index/index.wxss", "@import 'd.wxss';"}}},
              {{{"pages/index/index.wxml", "<import src=\"a.wxml\"/>"},
                {"pages/index/a.wxml", "<include src=\"b.wxml\"/>"}}}},
      .match = match_include_missing,
  };
}

}  // namespace baobei::check::rules
