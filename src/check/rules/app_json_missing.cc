#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_app_json_missing(Context& context, Findings& findings) {
  if (context.root_was_guessed()) {
    findings.add({context.pack_path("app.json"), nullptr, {}},
                 {"app.json 不在包的最外层，项目配置也没有指向它所在的文件夹",
                  "app.json lies in a folder that neither is the package's own nor is named by "
                  "project.config.json"});
    return;
  }
  if (context.kind() != PackageKind::kUnknown || context.is_plugin()) return;
  if (context.has("game.json")) {
    findings.add({"game.json", nullptr, {}},
                 {"这是小游戏（game.json），不是小程序",
                  "this is a mini-game (game.json), not a mini-program"});
    return;
  }
  findings.add({}, {"包里没有 app.json", "there is no app.json in the package"});
}

}  // namespace

Rule app_json_missing() {
  return {
      .id = "structure/app-json-missing",
      .severity = Severity::kError,
      .title = {"缺少 app.json", "No app.json"},
      .why = {"app.json 声明小程序的页面与配置，没有它就无法运行，也无法审核。",
              "app.json states the pages and settings of a mini-program; without it nothing can "
              "run or be reviewed."},
      .what_to_do = {"打包 app.json 所在的文件夹，或在 project.config.json 的 miniprogramRoot "
                     "中写明它。",
                     "Pack the folder that holds app.json, or name that folder as miniprogramRoot "
                     "in project.config.json."},
      .good = {{},
               {{{"project.config.json", "{\"miniprogramRoot\": \"mini/\"}"},
                 {"mini/app.json", "{\"pages\": [\"a\"]}"},
                 {"mini/a.js", "Page({})"},
                 {"mini/a.wxml", ""}},
                {"app.json"}},
               {{{"plugin.json", "{\"main\": \"index.js\"}"}, {"index.js", ""}}, {"app.json"}}},
      .bad = {{{}, {"app.json"}},
              {{{"client/app.json", "{\"pages\": [\"a\"]}"}}, {"app.json"}},
              {{{"game.json", "{}"}}, {"app.json"}}},
      .match = match_app_json_missing,
  };
}

}  // namespace baobei::check::rules
