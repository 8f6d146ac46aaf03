#include <algorithm>

#include "check/private_interfaces.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_declared_unused(Context& context, Findings& findings) {
  const auto declared = declared_private_infos(context);
  if (declared.empty()) return;
  const auto& program = context.program();
  const auto known = location_interfaces();
  for (const auto& item : declared) {
    if (std::ranges::find(known, item.name) == known.end()) continue;
    if (first_use(program, item.name) != nullptr) continue;
    Findings::More more;
    more.api = api_name(item.name);
    findings.add(
        context.app_file()->at(item.span),
        about("声明了", "", item.name, "，但代码中没有使用", " is declared and no code uses it"),
        more);
  }
}

}  // namespace

Rule declared_unused() {
  const std::string kApp =
      "{\"pages\": [\"pages/index/index\"], \"requiredPrivateInfos\": [\"chooseLocation\"]}";
  return {
      .id = "privacy/declared-unused",
      .severity = Severity::kWarning,
      .title = {"声明了却没有使用的地理位置接口", "A location interface is declared and not used"},
      .why =
          {"审核会核对声明与实际使用；多余的声明会被追问用途。",
           "Reviewers compare what is declared with what is used, and ask what the rest is for."},
      .what_to_do = {"从 requiredPrivateInfos 中删除。", "Take it out of requiredPrivateInfos."},
      .good = {{{{"app.json", kApp}, {"pages/index/index.js", "wx.chooseLocation()"}}},
               {{{"app.json", kApp}, {"utils/a.js", "const { chooseLocation } = wx"}}}},
      .bad = {{{{"app.json", kApp}}}},
      .match = match_declared_unused,
  };
}

}  // namespace baobei::check::rules
