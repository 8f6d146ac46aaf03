#include "check/remarks.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_settings_invalid(Context& context, Findings& findings) {
  for (const auto& fault : context.remarks().faults) findings.add(fault.at, fault.message);
}

}  // namespace

Rule settings_invalid() {
  const auto settings = [](const std::string& text) {
    return Example{{{"baobei.check.toml", text}}};
  };
  return {
      .id = "project/settings-invalid",
      .severity = Severity::kWarning,
      .title = {"baobei.check.toml 有误", "baobei.check.toml is not in order"},
      .why = {"有误的设置不会被采用，检查结果可能与预期不同。",
              "Settings that are not in order are not followed, and the check may say something "
              "else than expected."},
      .what_to_do =
          {"按行列改正；可用的键是 categories、subject、fail_on 和 [[off]] 中的 rule、files、"
           "reason、until。",
           "Mend it where the finding points; the keys are categories, subject, fail_on, "
           "and rule, files, reason, until of an [[off]]."},
      .good = {{},
               settings("categories = [\"tools-calculator\"]\nsubject = \"personal\"\n"),
               settings("")},
      .bad = {settings("categories = [\"a\"\n"), settings("categories = \"tools-calculator\"\n"),
              settings("subject = \"robot\"\n"), settings("fail_on = \"never\"\n"),
              settings("ignore = true\n"), settings("[[off]]\nrules = \"quality/lazy-code\"\n"),
              settings("[[off]]\nrule = \"quality/lazy-code\"\nuntil = \"soon\"\n")},
      .match = match_settings_invalid,
  };
}

}  // namespace baobei::check::rules
