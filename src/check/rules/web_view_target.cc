#include "check/addresses.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_web_view_target(Context& context, Findings& findings) {
  if (context.app() == nullptr && !context.is_plugin()) return;
  for (const auto& use : context.program().elements()) {
    if (use.name != "web-view" || use.file->reach != Reach::kReached) continue;
    const auto target = use.attribute("src");
    const bool computed = target.empty() || target.find("{{") != std::string_view::npos;
    findings.add(use.file->at(use.element->name_span),
                 computed ? Text{"web-view 打开的网页在运行时才确定",
                                 "which site this web-view opens is decided at run time"}
                          : about("web-view 打开", "this web-view opens ", target, "", ""));
  }
}

}  // namespace

Rule web_view_target() {
  return {
      .id = "network/web-view-target",
      .severity = Severity::kNote,
      .title = {"内嵌网页", "A web page inside"},
      .why = {"web-view 的内容不在代码里，审核员须另行查看；个人主体不能使用。",
              "What a web-view shows is not in the code, so a reviewer must look at it; personal "
              "subjects may not use it."},
      .what_to_do = {"在版本说明中写明会打开哪些网页，并登记业务域名。",
                     "Say in the notes which sites are opened, and register their domains."},
      .good = {{}, {{{"unused.wxml", "<web-view src=\"https://a.shop-one.cn\"/>"}}}},
      .bad = {{{{"pages/index/index.wxml", "<web-view src=\"https://a.shop-one.cn\"/>"}}},
              {{{"pages/index/index.wxml", "<web-view src=\"{{url}}\"/>"}}}},
      .match = match_web_view_target,
  };
}

}  // namespace baobei::check::rules
