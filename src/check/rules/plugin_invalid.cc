#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void check_holder(const JsonFile& file, const jsonc::Value& holder, Findings& findings) {
  const auto* plugins = holder.find("plugins");
  if (plugins == nullptr) return;
  for (const auto& member : plugins->members) {
    if (!member.value.string("provider").empty() && !member.value.string("version").empty()) {
      continue;
    }
    findings.add(file.at(member.span),
                 about("插件", "the plugin ", member.key, "没有写明 provider 或 version",
                       " states no provider or no version"));
  }
}

void match_plugin_invalid(Context& context, Findings& findings) {
  if (context.kind() != PackageKind::kSource || context.app() == nullptr) return;
  check_holder(*context.app_file(), *context.app(), findings);
  for (const char* key : {"subPackages", "subpackages"}) {
    const auto* list = context.app()->find(key);
    if (list == nullptr) continue;
    for (const auto& item : list->items) check_holder(*context.app_file(), item, findings);
  }
}

}  // namespace

Rule plugin_invalid() {
  return {
      .id = "structure/plugin-invalid",
      .severity = Severity::kError,
      .title = {"插件声明不完整", "A plugin is not fully declared"},
      .why = {"没有 provider 和 version 的插件无法加载，也无法确认其提供者。",
              "A plugin without provider and version cannot be loaded, and nobody can tell whose "
              "it is."},
      .what_to_do = {"写明插件的 AppID（provider）和版本（version），或删除该插件。",
                     "State the plugin's app id as provider and its version, or remove it."},
      .good = {{{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"plugins\": {\"map\": {\"version\": "
                  "\"1.0.0\", \"provider\": \"wx0000000000000000\"}}}"}},
                {}}},
      .bad = {{{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"plugins\": {\"map\": {\"version\": "
                 "\"1.0.0\"}}}"}},
               {}},
              {{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"subpackages\": [{\"root\": \"p\", "
                 "\"pages\": [], \"plugins\": {\"map\": {}}}]}"}},
               {}}},
      .match = match_plugin_invalid,
  };
}

}  // namespace baobei::check::rules
