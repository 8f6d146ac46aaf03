#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_module_missing(Context& context, Findings& findings) {
  if (context.kind() != PackageKind::kSource) return;
  for (const auto& use : context.program().modules()) {
    if (use.from->reach != Reach::kReached || use.guarded) continue;
    if (use.end == ModuleEnd::kMissing) {
      findings.add(use.from->at(use.span),
                   about("找不到模块", "there is no module ", use.specifier, "", ""));
    } else if (use.end == ModuleEnd::kNpmMissing) {
      findings.add(use.from->at(use.span),
                   about("npm 模块", "the npm module ", use.specifier, "不在 miniprogram_npm 中",
                         " is not in any miniprogram_npm"),
                   Severity::kWarning);
    }
  }
}

}  // namespace

Rule module_missing() {
  return {
      .id = "structure/module-missing",
      .severity = Severity::kError,
      .title = {"引用的脚本模块不存在", "A script's module does not exist"},
      .why = {"require 或 import 的文件不存在时，运行到这里就会报错，页面无法打开。",
              "Where require or import leads to nothing, the script fails there and the page does "
              "not open."},
      .what_to_do = {"更正路径（区分大小写），补上文件，或先“构建 npm”。",
                     "Correct the path (letter case counts), add the file, or run the npm build."},
      .good =
          {{{{"pages/index/index.js",
              "require('./a'); import b from '../../lib'; require('c'); "
              "requirePlugin('x'); try { require('./no') } catch (e) {}; require.async('./no')"},
             {"pages/index/a.js", ""},
             {"lib/index.ts", ""},
             {"miniprogram_npm/c/index.js", ""}}},
           {{{"utils/unused.js", "require('./no')"}}}},
      .bad = {{{{"pages/index/index.js", "require('./a')"}}},
              {{{"pages/index/index.js", "import { a } from '../A'"}, {"pages/a.js", ""}}},
              {{{"app.js", "const b = require('/utils/b.js')"}}},
              {{{"app.js", "import c from 'c'"}}}},
      .match = match_module_missing,
  };
}

}  // namespace baobei::check::rules
