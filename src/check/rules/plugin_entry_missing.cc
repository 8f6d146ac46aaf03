#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_plugin_entry_missing(Context& context, Findings& findings) {
  if (context.is_plugin() && context.plugin_entries().empty()) {
    findings.add(
        At{.file = context.pack_path("plugin.json")},
        {"plugin.json 没有写明页面、组件或脚本，插件里什么都没有",
         "plugin.json names no page, component or script: there is nothing in the plugin"});
  }
  for (const auto& entry : context.plugin_entries()) {
    const auto has = [&](const char* ending) { return context.has(entry.path + ending); };
    const bool script = !entry.path.empty() && (has(".js") || has(".ts"));
    if (script && (!entry.page || has(".wxml"))) continue;
    if (script) {
      findings.add(entry.at, about("plugin.json 指向的页面", "plugin.json names the page ",
                                   entry.value, "缺少文件 .wxml", ", which has no file .wxml"));
      continue;
    }
    findings.add(entry.at, about("plugin.json 指向的", "plugin.json names ", entry.value, "不存在",
                                 ", which does not exist"));
  }
}

}  // namespace

Rule plugin_entry_missing() {
  return {
      .id = "structure/plugin-entry-missing",
      .severity = Severity::kError,
      .title = {"插件声明的页面、组件或脚本不存在",
                "A page, component or script of the plugin does not exist"},
      .why =
          {"plugin.json 的 pages、publicComponents 与 main 是插件对外的全部入口；指向的文件缺失时"
           "插件无法上传，或使用它的小程序会报错。",
           "pages, publicComponents and main of plugin.json are all that others see of a plugin; "
           "where a file is missing the plugin is not taken, or fails in its users' programs."},
      .what_to_do = {"补上文件，或从 plugin.json 删除这一项。",
                     "Add the file, or remove the entry from plugin.json."},
      .good = {{},
               {{{"plugin.json",
                  "{\"publicComponents\": {\"a\": \"c/a\"}, \"pages\": {\"b\": \"p/b\"}, "
                  "\"main\": \"index.js\"}"},
                 {"c/a.ts", ""},
                 {"p/b.js", ""},
                 {"p/b.wxml", ""},
                 {"index.js", ""}},
                {"app.json"}}},
      .bad = {{{{"plugin.json", "{\"publicComponents\": {\"a\": \"c/a\"}}"}}, {"app.json"}},
              {{{"plugin.json", "{\"main\": \"../index.js\"}"}, {"index.js", ""}}, {"app.json"}},
              {{{"plugin.json", "{}"}}, {"app.json"}},
              {{{"plugin.json", "{\"pages\": {\"b\": \"p/b\"}}"}, {"p/b.js", ""}}, {"app.json"}}},
      .match = match_plugin_entry_missing,
  };
}

}  // namespace baobei::check::rules
