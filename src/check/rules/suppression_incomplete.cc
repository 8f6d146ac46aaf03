#include "check/remarks.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_suppression_incomplete(Context& context, Findings& findings) {
  for (const auto& fault : context.remarks().incomplete) findings.add(fault.at, fault.message);
}

}  // namespace

Rule suppression_incomplete() {
  const auto comment = [](const std::string& text) {
    return Example{{{"pages/index/index.js", "// " + text + "\nPage({})\n"}}};
  };
  const auto off = [](const std::string& text) {
    return Example{{{"baobei.check.toml", "[[off]]\n" + text}}};
  };
  return {
      .id = "project/suppression-incomplete",
      .severity = Severity::kWarning,
      .title = {"忽略说明不完整，不生效", "A finding is ignored without reason or end date"},
      .why =
          {"没有理由或截止日期的忽略，过后没有人知道它为什么在那里，也没有人会再看它。",
           "What is ignored without a reason or an end date is never looked at again, and nobody "
           "knows why it stands there."},
      .what_to_do =
          {"写成 baobei-ignore 规则 until 截止日期: 理由，或在 baobei.check.toml 的 [[off]] 中"
           "写明 rule、reason、until。",
           "Write baobei-ignore RULE until DATE: REASON, or rule, reason and until in an [[off]] "
           "of "
           "baobei.check.toml."},
      .good = {{},
               comment("baobei-ignore quality/lazy-code until 2099-01-01: one page alone"),
               comment("why baobei-ignore is not used here"),
               off("rule = \"quality/lazy-code\"\nreason = \"one page\"\nuntil = 2099-01-01\n")},
      .bad = {comment("baobei-ignore quality/lazy-code"),
              comment("baobei-ignore quality/lazy-code until 2099-01-01"),
              comment("baobei-ignore quality/lazy-code: one page alone"),
              comment("baobei-ignore quality/lazy-code until 2099-02-30: one page alone"),
              comment("baobei-ignore quality/lazy until 2099-01-01: no such rule"),
              off("rule = \"quality/lazy-code\"\nuntil = 2099-01-01\n"),
              off("rule = \"quality/lazy-code\"\nreason = \"one page\"\n"),
              {{{"pages/index/index.wxml", "<!-- baobei-ignore quality/lazy-code -->\n<view/>"}}},
              {{{"app.wxss", "/* baobei-ignore quality/lazy-code */\n"}}},
              {{{"app.json",
                 "{ // baobei-ignore structure/json-dialect\n"
                 "  \"pages\": [\"pages/index/index\"]\n}\n"}}}},
      .match = match_suppression_incomplete,
  };
}

}  // namespace baobei::check::rules
