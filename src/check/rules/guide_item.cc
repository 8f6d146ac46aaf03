#include <set>

#include "check/private_interfaces.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

std::string shown_name(const PrivateInterface& interface) {
  switch (interface.access) {
    case Access::kFunction:
      return api_name(interface.name);
    case Access::kComponent:
      return "<" + std::string(interface.name) + ">";
    case Access::kOpenType:
      return "open-type=" + std::string(interface.name);
    case Access::kInputType:
      return "<input type=" + std::string(interface.name) + ">";
    case Access::kScope:
      break;
  }
  return std::string(interface.name);
}

void match_guide_item(Context& context, Findings& findings) {
  if (context.app() == nullptr && !context.is_plugin()) return;
  std::set<Information> told;
  for (const auto& use : private_uses(context.program())) {
    if (!use.file->is_reached() || !told.insert(use.interface->information).second) continue;
    const auto information = name(use.interface->information);
    Findings::More more;
    more.api = shown_name(*use.interface);
    const auto message =
        about("", "", *more.api, "涉及“" + information.zh + "”，须写入用户隐私保护指引",
              " touches " + information.en + ", which the privacy guide for users must name");
    findings.add(use.file->at(use.span), message, more);
  }
}

}  // namespace

Rule guide_item() {
  return {
      .id = "privacy/guide-item",
      .severity = Severity::kNote,
      .title = {"须写入用户隐私保护指引的信息", "Information that the privacy guide must name"},
      .why = {"涉及用户信息的接口和组件，须先在管理后台的“用户隐私保护指引”中声明用途，"
              "否则运行时调用失败。",
              "Interfaces and components that touch users' information must be declared in the "
              "privacy guide first; else the call fails at run time."},
      .what_to_do = {"在“用户隐私保护指引”中勾选该项信息，并写清具体用途。",
                     "Tick this information in the privacy guide and say what it is for."},
      .good = {{}, {{{"utils/unused.js", "wx.chooseImage()"}}}},
      .bad = {{{{"pages/index/index.js", "wx.chooseImage()"}}},
              {{{"pages/index/index.wxml", "<camera/>"}}},
              {{{"pages/index/index.wxml", "<button open-type=\"getPhoneNumber\">登录</button>"}}},
              {{{"pages/index/index.wxml", "<input type=\"nickname\"/>"}}},
              {{{"pages/index/index.js", "wx.authorize({ scope: 'scope.record' })"}}},
              {{{"pages/index/index.js",
                 "Page({ onReady() { this.m = wx.createMapContext('m') }, f() { "
                 "this.m.moveToLocation() } })"}}}},
      .match = match_guide_item,
  };
}

}  // namespace baobei::check::rules
