#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_json_invalid(Context& context, Findings& findings) {
  for (const auto& [path, file] : context.json_files()) {
    if (file->error) {
      findings.add(file->at(file->error->span), {"无法解析：" + file->error->message.zh,
                                                 "cannot be parsed: " + file->error->message.en});
    } else if (!file->root()->is(jsonc::Kind::kObject)) {
      findings.add(file->at(file->root()->span),
                   {"最外层应为对象 {…}", "the outermost value should be an object {…}"});
    }
  }
}

}  // namespace

Rule json_invalid() {
  return {
      .id = "structure/json-invalid",
      .severity = Severity::kError,
      .title = {"JSON 文件无法解析", "A JSON file cannot be parsed"},
      .why = {"配置文件无法解析时，小程序或该页面无法编译。",
              "A mini-program, or a page, whose settings cannot be parsed does not compile."},
      .what_to_do = {"按所指的行和列更正。", "Correct it at the line and column shown."},
      .good = {{}},
      .bad = {{{{"app.json", "{\"pages\": [\"pages/index/index\"]"}}, {}},
              {{{"app.json", "{'pages': []}"}}, {}},
              {{{"pages/index/index.json", ""}}, {}},
              {{{"pages/index/index.json", "[]"}}, {}},
              {{{"pages/index/index.json", "{\"a\": \"\xB1\xA8\"}"}}, {}}},
      .match = match_json_invalid,
  };
}

}  // namespace baobei::check::rules
