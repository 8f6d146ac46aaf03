#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

// A script, or what it is compiled from.
bool has_script(const Context& context, std::string_view path) {
  const auto stem = path.substr(0, path.size() - (path.ends_with(".js") ? 3 : 0));
  return context.has(path) || context.has(std::string(stem) + ".js") ||
         context.has(std::string(stem) + ".ts");
}

void match_uses(Context& context, Findings& findings) {
  for (const auto* use : context.program().uses_of("createWorker")) {
    const auto path = joined_path("", use->argument(""));
    if (!path || path->empty() || use->file->reach != Reach::kReached) continue;
    if (has_script(context, *path)) continue;
    findings.add(use->file->at(use->span),
                 about("Worker 脚本", "the worker's script ", *path, "不存在", " does not exist"));
  }
}

void match_workers_missing(Context& context, Findings& findings) {
  if (context.kind() == PackageKind::kSource) match_uses(context, findings);
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
      .title = {"Worker 的代码不存在", "A worker's code does not exist"},
      .why = {"app.json 的 workers 指向 Worker 代码所在的文件夹，createWorker 指向其中的脚本；"
              "缺失时无法编译，或在运行时报错。",
              "workers of app.json names the folder with the workers' code, createWorker a script "
              "in it; without them the mini-program does not compile or fails when it runs."},
      .what_to_do = {"补上文件夹或脚本，或删除对它的引用。",
                     "Add the folder or the script, or remove what refers to it."},
      .good = {{{{"app.json", "{\"pages\": [\"pages/index/index\"], \"workers\": \"workers/\"}"},
                 {"pages/index/index.js",
                  "wx.createWorker('workers/a.js'); wx.createWorker('workers/b.js')"},
                 {"workers/b.ts", ""},
                 {"workers/a.js", ""}},
                {}},
               {{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"workers\": {\"path\": \"w\"}}"},
                 {"w/a.js", ""}},
                {}}},
      .bad = {{{{"app.json", "{\"pages\": [\"pages/index/index\"], \"workers\": \"workers\"}"},
                {"workers/a.js", ""},
                {"pages/index/index.js", "const w = wx.createWorker('workers/b.js')"}}},
              {{{"app.json", "{\"pages\": [\"pages/index/index\"], \"workers\": \"workers\"}"}},
               {}}},
      .match = match_workers_missing,
  };
}

}  // namespace baobei::check::rules
