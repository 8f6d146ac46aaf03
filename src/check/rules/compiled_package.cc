#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_compiled_package(Context& context, Findings& findings) {
  if (context.kind() != PackageKind::kCompiled) return;
  findings.add(context.app_file()->whole(),
               {"这是编译后的包：页面无法逐一检查，只检查配置、脚本与大小",
                "this is a compiled package: its pages cannot be looked at one by one, so its "
                "configuration, scripts and sizes alone are checked"});
}

}  // namespace

Rule compiled_package() {
  return {
      .id = "structure/compiled-package",
      .severity = Severity::kNote,
      .title = {"编译后的包", "A compiled package"},
      .why = {"编译后的包以 app-config.json 和 app-service.js 代替源文件，审核时看不到原始的行号。",
              "A compiled package has app-config.json and app-service.js in place of its sources, "
              "so that evidence cannot name the lines that were written."},
      .what_to_do =
          {"如有源代码，请提交源代码，审核会更快、更准确。",
           "Submit the sources where you have them; the review is quicker and more exact."},
      .good = {{}},
      .bad = {{{{"app-config.json", "{\"pages\": [\"pages/index/index\"]}"},
                {"app-service.js", "define()"}},
               {"app.json"}}},
      .match = match_compiled_package,
  };
}

}  // namespace baobei::check::rules
