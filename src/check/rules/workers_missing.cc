#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match(Context& context, Findings& findings) {
  const auto* app = context.app();
  const auto* workers = app == nullptr ? nullptr : app->find("workers");
  if (context.kind() != PackageKind::kSource || workers == nullptr) return;
  const auto named =
      workers->is(jsonc::Kind::kObject) ? workers->string("path") : std::string_view(workers->text);
  const auto path = joined_path("", named);
  if (path && !path->empty() && context.has_folder(*path)) return;
  findings.add(context.app_file()->at(workers->span),
               about("workers 文件夹", "the workers folder ", named, "不存在或为空",
                     " does not exist or is empty"));
}

}  // namespace

Rule workers_missing() {
  return {
      .id = "structure/workers-missing",
      .severity = Severity::kError,
      .title = {"workers 文件夹不存在", "The workers folder does not exist"},
      .why = {"app.json 的 workers 指向 Worker 代码所在的文件夹，缺失时无法编译。",
              "workers of app.json names the folder with the workers' code; without it the "
              "mini-program does not compile."},
      .what_to_do = {"补上该文件夹，或删除 workers。", "Add the folder, or remove workers."},
      .good = {{{{"app.json", "{\"pages\": [\"pages/index/index\"], \"workers\": \"workers/\"}"},
                 {"workers/a.js", ""}},
                {}},
               {{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"workers\": {\"path\": \"w\"}}"},
                 {"w/a.js", ""}},
                {}}},
      .bad = {{{{"app.json", "{\"pages\": [\"pages/index/index\"], \"workers\": \"workers\"}"}},
               {}}},
      .match = match,
  };
}

}  // namespace baobei::check::rules
