#include <set>

#include "check/private_interfaces.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_permission_missing(Context& context, Findings& findings) {
  const auto* app = context.app();
  if (app == nullptr) return;
  const auto* permission = app->find("permission");
  std::set<std::string_view> told;
  const auto& program = context.program();
  for (const auto function : location_interfaces()) {
    const auto scope = scope_of(function);
    if (scope.empty() || told.contains(scope)) continue;
    const auto* use = first_use(program, function);
    if (use == nullptr || use->file->reach != Reach::kReached) continue;
    const auto* asked = permission == nullptr ? nullptr : permission->find(scope);
    if (asked != nullptr && !asked->string("desc").empty()) continue;
    told.insert(scope);
    Findings::More more;
    more.api = api_name(function);
    findings.add(
        use->file->at(use->span),
        about("使用了", "", *more.api,
              "，但 app.json 的 permission 没有写明 " + std::string(scope) + " 的用途",
              " is used and permission of app.json gives no desc for " + std::string(scope)),
        more);
  }
}

}  // namespace

Rule permission_missing() {
  const std::string kApp = "{\"pages\": [\"pages/index/index\"], \"permission\": ";
  return {
      .id = "privacy/permission-missing",
      .severity = Severity::kWarning,
      .title = {"没有写明获取位置的用途", "Nothing says why the location is asked for"},
      .why =
          {"向用户请求位置权限前，须在 app.json 的 permission 中写明用途，"
           "它会显示在授权窗口里。",
           "Before users are asked for their location, permission of app.json must say what for; "
           "the window that asks shows it."},
      .what_to_do = {"在 permission 中加上该 scope，并在 desc 中写明具体用途。",
                     "Add the scope to permission, with the purpose in desc."},
      .good = {{{{"app.json", kApp + "{\"scope.userLocation\": {\"desc\": \"用于显示附近门店\"}}}"},
                 {"pages/index/index.js", "wx.getLocation()"}}},
               {{{"pages/index/index.js", "wx.chooseAddress()"}}}},
      .bad = {{{{"pages/index/index.js", "wx.getLocation()"}}},
              {{{"app.json", kApp + "{\"scope.userLocation\": {\"desc\": \"\"}}}"},
                {"pages/index/index.js", "wx.startLocationUpdate()"}}},
              {{{"app.json", kApp + "{\"scope.userLocation\": {\"desc\": \"用于导航\"}}}"},
                {"pages/index/index.js", "wx.startLocationUpdateBackground()"}}}},
      .match = match_permission_missing,
  };
}

}  // namespace baobei::check::rules
