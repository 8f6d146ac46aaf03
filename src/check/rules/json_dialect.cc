#include <set>

#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

Text message_of(jsonc::RemarkKind kind) {
  switch (kind) {
    case jsonc::RemarkKind::kBom:
      return {"文件以 BOM 开头，严格的 JSON 不允许",
              "the file begins with a byte order mark, which JSON does not have"};
    case jsonc::RemarkKind::kComment:
      return {"文件含有注释，严格的 JSON 不允许",
              "the file has comments, which JSON does not have"};
    case jsonc::RemarkKind::kTrailingComma:
    case jsonc::RemarkKind::kDuplicateKey:
      break;
  }
  return {"文件含有多余的逗号，严格的 JSON 不允许",
          "the file has a comma before a closing bracket, which JSON does not have"};
}

// Each kind once per file, at its first place.
void match_json_dialect(Context& context, Findings& findings) {
  for (const auto& [path, file] : context.json_files()) {
    if (!file->document) continue;
    std::set<jsonc::RemarkKind> seen;
    for (const auto& remark : file->document->remarks) {
      if (remark.kind == jsonc::RemarkKind::kDuplicateKey) continue;
      if (seen.insert(remark.kind).second) {
        findings.add(file->at(remark.span), message_of(remark.kind));
      }
    }
  }
}

}  // namespace

Rule json_dialect() {
  return {
      .id = "structure/json-dialect",
      .severity = Severity::kNote,
      .title = {"不是严格的 JSON", "Not strict JSON"},
      .why = {"BOM、注释和多余的逗号在开发者工具中可能可用，在其他工具中会报错。",
              "Byte order marks, comments and trailing commas may pass in one tool and stop "
              "another."},
      .what_to_do = {"删除 BOM、注释和多余的逗号，以 UTF-8（无 BOM）保存。",
                     "Remove them and save as UTF-8 without a byte order mark."},
      .good = {{}},
      .bad = {{{{"app.json", "\xEF\xBB\xBF{\"pages\": [\"pages/index/index\"]}"}}, {}},
              {{{"app.json", "{\n  // pages\n  \"pages\": [\"pages/index/index\"]}"}}, {}},
              {{{"pages/index/index.json", "{\"navigationBarTitleText\": \"km\",}"}}, {}}},
      .match = match_json_dialect,
  };
}

}  // namespace baobei::check::rules
