#include "check/private_interfaces.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_location_undeclared(Context& context, Findings& findings) {
  if (context.app() == nullptr) return;
  const auto declared = declared_private_infos(context);
  const auto& program = context.program();
  for (const auto function : location_interfaces()) {
    if (declares(declared, function)) continue;
    const auto* use = first_use(program, function);
    if (use == nullptr || use->file->reach != Reach::kReached) continue;
    Findings::More more;
    more.api = api_name(function);
    findings.add(use->file->at(use->span),
                 about("使用了", "", *more.api, "，但 app.json 的 requiredPrivateInfos 没有声明它",
                       " is used and requiredPrivateInfos of app.json does not name it"),
                 more);
  }
}

}  // namespace

Rule location_undeclared() {
  const std::string kApp = "{\"pages\": [\"pages/index/index\"]";
  return {
      .id = "privacy/location-undeclared",
      .severity = Severity::kError,
      .title = {"使用了未声明的地理位置接口", "A location interface is used and not declared"},
      .why = {"平台的八个地理位置接口须在 app.json 的 requiredPrivateInfos 中逐一声明；"
              "未声明的，调用失败，提审也会被拦下。",
              "Each of the platform's eight location interfaces must stand in requiredPrivateInfos "
              "of app.json; else the call fails and the submission is turned back."},
      .what_to_do = {"在 requiredPrivateInfos 中加上该接口，并在管理后台开通其权限；"
                     "若不需要，请删除调用。",
                     "Name the interface in requiredPrivateInfos and apply for its permission, or "
                     "remove the call where it is not needed."},
      .good = {{{{"app.json", kApp + ", \"requiredPrivateInfos\": [\"getLocation\"]}"},
                 {"pages/index/index.js", "Page({ f() { wx.getLocation() } })"}}},
               {{{"pages/index/index.js", "// wx.getLocation()\nif (wx.getLocation) f()"}}},
               {{{"utils/unused.js", "wx.getLocation()"}}},
               {{{"pages/index/index.js", "const map = require('./map'); map.getLocation()"},
                 {"pages/index/map.js", "exports.getLocation = () => null"}}}},
      .bad = {{{{"pages/index/index.js", "Page({ f() { wx.getLocation() } })"}}},
              {{{"pages/index/index.js", "const { chooseAddress: a } = wx\na()"}}},
              {{{"pages/index/index.js", "const w = wx; w['chooseLocation']({})"}}},
              {{{"app.js", "App({ core: require('./core') })"},
                {"core.js", "module.exports = wx"},
                {"pages/index/index.js", "getApp().core.getLocation({})"}}},
              {{{"pages/index/index.js", "import w from '../../w'\nw.getFuzzyLocation()"},
                {"w.js", "const w = {}; promisifyAll(wx, w); export default w"}}}},
      .match = match_location_undeclared,
  };
}

}  // namespace baobei::check::rules
