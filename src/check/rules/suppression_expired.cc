#include "check/remarks.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_suppression_expired(Context& context, Findings& findings) {
  const auto& remarks = context.remarks();
  for (std::size_t i = 0; i < remarks.ended.size(); ++i) {
    const auto& remark = remarks.all[remarks.ended[i]];
    findings.add(remarks.ended_at[i],
                 about("对", "ignoring ", remark.rule, "的忽略已于 " + remark.until + " 到期",
                       " ended on " + remark.until));
  }
}

}  // namespace

Rule suppression_expired() {
  const auto until = [](const std::string& day) {
    return Example{{{"app.js", "App({}) // baobei-ignore quality/lazy-code until " + day +
                                   ": one page alone\n"}}};
  };
  return {
      .id = "project/suppression-expired",
      .severity = Severity::kWarning,
      .title = {"忽略已到期", "A finding was ignored until a day that has passed"},
      .why = {"到期的忽略不再生效；它所忽略的问题现在该解决了。",
              "What was ignored until then counts again: it is time to mend it."},
      .what_to_do =
          {"解决问题并删除忽略说明；确有理由时，改写截止日期。",
           "Mend it and remove the remark, or give a new end date with the reason for it."},
      .good = {{}, until("2099-01-01")},
      .bad = {until("2020-01-01"),
              {{{"baobei.check.toml",
                 "[[off]]\nrule = \"quality/lazy-code\"\nreason = \"x\"\nuntil = 2020-01-01\n"}}}},
      .match = match_suppression_expired,
  };
}

}  // namespace baobei::check::rules
