#include <algorithm>

#include "check/private_interfaces.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_location_exclusive(Context& context, Findings& findings) {
  const auto declared = declared_private_infos(context);
  if (!declares(declared, "getFuzzyLocation")) return;
  for (const auto& item : declared) {
    if (!is_exact_location(item.name)) continue;
    findings.add(context.app_file()->at(item.span),
                 about("", "", item.name, "与 getFuzzyLocation 不能同时声明",
                       " and getFuzzyLocation exclude each other"));
  }
}

}  // namespace

Rule location_exclusive() {
  const std::string kApp = "{\"pages\": [\"pages/index/index\"], \"requiredPrivateInfos\": ";
  return {
      .id = "privacy/location-exclusive",
      .severity = Severity::kError,
      .title = {"声明了互斥的地理位置接口", "Location interfaces that exclude each other"},
      .why = {"模糊位置 getFuzzyLocation 与四个精确位置接口互斥，同时声明的代码无法上传。",
              "The fuzzy getFuzzyLocation and the four exact interfaces exclude each other; code "
              "that declares both cannot be uploaded."},
      .what_to_do = {"只保留其中一类。", "Keep one of the two kinds."},
      .good = {{{{"app.json", kApp + "[\"getFuzzyLocation\", \"chooseLocation\"]}"}}},
               {{{"app.json", kApp + "[\"getLocation\", \"chooseLocation\"]}"}}}},
      .bad = {{{{"app.json", kApp + "[\"getFuzzyLocation\", \"getLocation\"]}"}}}},
      .match = match_location_exclusive,
  };
}

}  // namespace baobei::check::rules
