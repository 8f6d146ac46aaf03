#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_json_duplicate_key(Context& context, Findings& findings) {
  for (const auto& [path, file] : context.json_files()) {
    if (!file->document) continue;
    for (const auto& remark : file->document->remarks) {
      if (remark.kind != jsonc::RemarkKind::kDuplicateKey) continue;
      const auto key =
          file->text.substr(remark.span.begin + 1, remark.span.end - remark.span.begin - 2);
      findings.add(file->at(remark.span),
                   about("键", "the key ", key, "在同一对象中重复，只有最后一个生效",
                         " stands twice in one object; only the last one counts"));
    }
  }
}

}  // namespace

Rule json_duplicate_key() {
  return {
      .id = "structure/json-duplicate-key",
      .severity = Severity::kWarning,
      .title = {"JSON 中的键重复", "A key stands twice in a JSON object"},
      .why = {"重复的键只有一个生效，另一个看似存在的配置实际无效。",
              "Only one of them counts, so a setting that seems to be there is not."},
      .what_to_do = {"合并两处内容，只保留一个键。", "Merge the two and keep one key."},
      .good = {{}},
      .bad = {{{{"pages/index/index.json", "{\"a\": 1, \"a\": 2}"}}, {}}},
      .match = match_json_duplicate_key,
  };
}

}  // namespace baobei::check::rules
