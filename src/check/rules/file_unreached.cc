#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

bool is_code(FileKind kind) {
  return kind == FileKind::kScript || kind == FileKind::kTemplate;
}

void match_file_unreached(Context& context, Findings& findings) {
  if (context.kind() != PackageKind::kSource || context.app() == nullptr) return;
  for (const auto& file : context.program().files()) {
    if (file->is_reached() || file->vendored || !is_code(file->kind) || file->text.empty()) {
      continue;
    }
    findings.add({file->pack_path},
                 {"没有页面或脚本引用这个文件", "no page or script leads to this file"});
  }
}

}  // namespace

Rule file_unreached() {
  return {
      .id = "structure/file-unreached",
      .severity = Severity::kNote,
      .title = {"用不到的文件", "A file that nothing leads to"},
      .why =
          {"没有被引用的脚本和模板仍会被上传、计入体积，也会被审核扫描到。",
           "Scripts and templates that nothing leads to are uploaded all the same, count towards "
           "the size, and are scanned in the review."},
      .what_to_do = {"删除，或在 project.config.json 的 packOptions.ignore 中排除。",
                     "Remove it, or leave it out with packOptions.ignore of project.config.json."},
      .good = {{},
               {{{"pages/index/index.js", "require('../a')"},
                 {"pages/a.js", "import './b'"},
                 {"pages/b.ts", "1"}}},
               {{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"workers\": \"w\", \"usingComponents\": "
                  "{\"c\": \"/c/c\"}}"},
                 {"w/a.js", "1"},
                 {"c/c.js", "1"},
                 {"c/c.wxml", "<a/>"},
                 {"custom-tab-bar/index.js", "1"}}}},
      .bad = {{{{"utils/old.js", "1"}}}, {{{"pages/old/old.wxml", "<view/>"}}}},
      .match = match_file_unreached,
  };
}

}  // namespace baobei::check::rules
