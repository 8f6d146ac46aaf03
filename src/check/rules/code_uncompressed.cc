#include "check/rules/rules.h"
#include "check/sizes.h"

namespace baobei::check::rules {
namespace {

void match_code_uncompressed(Context& context, Findings& findings) {
  if (context.kind() != PackageKind::kSource) return;
  const auto* project = context.project();
  const auto* setting =
      project == nullptr || project->root() == nullptr ? nullptr : project->root()->find("setting");
  if (setting == nullptr) return;
  for (const char* key : {"minified", "minifyWXML", "minifyWXSS"}) {
    const auto* value = setting->find(key);
    if (value == nullptr || !value->is(jsonc::Kind::kBool) || value->boolean) continue;
    findings.add(project->at(value->span),
                 about("", "", key, "已关闭，代码不会压缩", " is off, so code is not minified"));
  }
}

}  // namespace

Rule code_uncompressed() {
  return {
      .id = "quality/code-uncompressed",
      .severity = Severity::kNote,
      .title = {"上传时不压缩代码", "Code is uploaded without minifying"},
      .why = {"未压缩的代码更大，下载和启动更慢。",
              "Code that is not minified is larger and slower to load and start."},
      .what_to_do = {"在项目设置中打开代码压缩。", "Turn minifying on in the project's settings."},
      .good = {{}, {{{"project.config.json", "{\"setting\": {\"minified\": true}}"}}}},
      .bad = {{{{"project.config.json", "{\"setting\": {\"minified\": false}}"}}}},
      .match = match_code_uncompressed,
  };
}

}  // namespace baobei::check::rules
