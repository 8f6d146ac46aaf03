#include "check/categories.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_none_exists(Context& context, Findings& findings) {
  const auto& packs = context.knowledge().data.packs;
  for (const auto& risk : context.inference().risks) {
    const auto& pack = packs[risk.pack];
    if (!pack.unopened || risk.level == knowledge::Level::kLow) continue;
    const auto evidence = quoted_evidence(risk.evidence, context);
    const bool sure = risk.level == knowledge::Level::kHigh;
    findings.add(strongest(context, risk.evidence),
                 {quoted_zh(pack.title.zh) + "没有开放的类目，任何主体都不能申报：" + evidence.zh,
                  "no category is open for " + quoted_en(pack.title.en) +
                      ", whoever submits: " + evidence.en},
                 sure ? Severity::kError : Severity::kWarning);
  }
}

}  // namespace

Rule none_exists() {
  return {
      .id = "category/none-exists",
      .severity = Severity::kError,
      .title = {"没有可以申报的类目", "No category exists for it"},
      .why = {"占卜算命、VPN、代练、技师上门等内容没有开放的类目，补充类目不能解决。",
              "For fortune-telling, VPN, playing games for others, massage at the door and more no "
              "category is open; declaring another one does not help."},
      .what_to_do = {"删除相关的功能与文字。", "Remove the function and its words."},
      .good = {{}, {{{"pages/index/index.wxml", "<view>网络异常，请关闭VPN后重试</view>"}}}},
      .bad = {{{{"pages/index/index.wxml",
                 "<view>八字排盘</view><view>今日运势</view><view>紫微斗数</view>"
                 "<button>开始占卜</button>"}}}},
      .match = match_none_exists,
  };
}

}  // namespace baobei::check::rules
