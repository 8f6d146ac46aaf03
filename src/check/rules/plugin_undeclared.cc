#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_plugin_undeclared(Context& context, Findings& findings) {
  for (const auto& use : context.components()) {
    if (use.resolution != Resolution::kPluginUndeclared) continue;
    findings.add(use.at, about("app.json 没有声明插件组件", "app.json declares no plugin for ",
                               use.value, "所属的插件", ""));
  }
  if (context.kind() != PackageKind::kSource) return;
  for (const auto& file : context.program().files()) {
    if (!file->script || file->reach != Reach::kReached) continue;
    for (const auto& import : file->script->imports) {
      const bool plugin = import.kind == syntax::ImportKind::kPlugin && !import.guarded;
      if (!plugin || context.declares_plugin(import.specifier)) continue;
      findings.add(
          file->at(import.span),
          about("app.json 没有声明插件", "app.json declares no plugin ", import.specifier, "", ""));
    }
  }
}

}  // namespace

Rule plugin_undeclared() {
  return {
      .id = "structure/plugin-undeclared",
      .severity = Severity::kError,
      .title = {"使用了没有声明的插件", "A plugin is used and not declared"},
      .why = {"plugin:// 后的名称须在 app.json（或分包）的 plugins 中声明，否则无法加载。",
              "The name after plugin:// has to stand in plugins of app.json or of a sub-package, "
              "else it is not loaded."},
      .what_to_do = {"在 plugins 中声明该插件，或删除对它的引用。",
                     "Declare the plugin in plugins, or remove what refers to it."},
      .good = {{{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"plugins\": {\"map\": {\"version\": "
                  "\"1.0.0\", \"provider\": \"wx0000000000000000\"}}}"},
                 {"pages/index/index.js",
                  "requirePlugin('map'); try { requirePlugin('no') } catch (e) {}"},
                 {"pages/index/index.json", "{\"usingComponents\": {\"m\": \"plugin://map/m\"}}"}},
                {}}},
      .bad = {{{{"pages/index/index.json", "{\"usingComponents\": {\"m\": \"plugin://map/m\"}}"}},
               {}},
              {{{"pages/index/index.js", "const map = requirePlugin('map')"}}}},
      .match = match_plugin_undeclared,
  };
}

}  // namespace baobei::check::rules
