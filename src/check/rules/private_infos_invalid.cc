#include <algorithm>

#include "check/private_interfaces.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_private_infos_invalid(Context& context, Findings& findings) {
  const auto* app = context.app();
  const auto* list = app == nullptr ? nullptr : app->find("requiredPrivateInfos");
  if (list == nullptr) return;
  if (!list->is(jsonc::Kind::kArray)) {
    findings.add(context.app_file()->at(list->span),
                 {"requiredPrivateInfos 应为数组", "requiredPrivateInfos should be an array"});
    return;
  }
  for (const auto& item : declared_private_infos(context)) {
    const auto known = location_interfaces();
    if (std::ranges::find(known, item.name) != known.end()) continue;
    findings.add(context.app_file()->at(item.span),
                 about("requiredPrivateInfos 不接受", "requiredPrivateInfos does not take ",
                       item.name, "", ""));
  }
}

}  // namespace

Rule private_infos_invalid() {
  const std::string kApp = "{\"pages\": [\"pages/index/index\"], \"requiredPrivateInfos\": ";
  return {
      .id = "privacy/private-infos-invalid",
      .severity = Severity::kError,
      .title = {"requiredPrivateInfos 的写法不正确", "requiredPrivateInfos is not as it should be"},
      .why = {"requiredPrivateInfos 只接受八个地理位置接口的名字，其他名字会使上传失败。",
              "requiredPrivateInfos takes the names of the eight location interfaces alone; others "
              "make the upload fail."},
      .what_to_do = {"删除或更正该名字（区分大小写）。",
                     "Remove or correct the name; letter case counts."},
      .good = {{}, {{{"app.json", kApp + "[\"choosePoi\"]}"}}}},
      .bad = {{{{"app.json", kApp + "[\"getlocation\"]}"}}},
              {{{"app.json", kApp + "\"getLocation\"}"}}}},
      .match = match_private_infos_invalid,
  };
}

}  // namespace baobei::check::rules
