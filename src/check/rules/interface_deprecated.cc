#include <array>

#include "base/text.h"
#include "check/private_interfaces.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

struct Retired {
  std::string_view name;
  std::string_view instead;  // of the platform's words
  Severity severity;
};

// Warnings: they no longer do what they did. Notes: the platform maintains them no more.
constexpr std::array kRetired = {
    Retired{"getUserInfo", "open-type=chooseAvatar, input type=nickname", Severity::kWarning},
    Retired{"getUserProfile", "open-type=chooseAvatar, input type=nickname", Severity::kWarning},
    Retired{"startRecord", "wx.getRecorderManager", Severity::kWarning},
    Retired{"stopRecord", "wx.getRecorderManager", Severity::kWarning},
    Retired{"playVoice", "wx.createInnerAudioContext", Severity::kWarning},
    Retired{"pauseVoice", "wx.createInnerAudioContext", Severity::kWarning},
    Retired{"stopVoice", "wx.createInnerAudioContext", Severity::kWarning},
    Retired{"playBackgroundAudio", "wx.getBackgroundAudioManager", Severity::kWarning},
    Retired{"pauseBackgroundAudio", "wx.getBackgroundAudioManager", Severity::kWarning},
    Retired{"stopBackgroundAudio", "wx.getBackgroundAudioManager", Severity::kWarning},
    Retired{"seekBackgroundAudio", "wx.getBackgroundAudioManager", Severity::kWarning},
    Retired{"getBackgroundAudioPlayerState", "wx.getBackgroundAudioManager", Severity::kWarning},
    Retired{"setTopBarText", "", Severity::kWarning},
    Retired{"createAudioContext", "wx.createInnerAudioContext", Severity::kNote},
    Retired{"createCanvasContext", "<canvas type=\"2d\">", Severity::kNote},
    Retired{"chooseVideo", "wx.chooseMedia", Severity::kNote},
    Retired{"getSystemInfo", "wx.getDeviceInfo, wx.getWindowInfo", Severity::kNote},
    Retired{"getSystemInfoSync", "wx.getDeviceInfo, wx.getWindowInfo", Severity::kNote},
};
constexpr std::array kScopes = {
    Retired{"scope.userInfo", "open-type=chooseAvatar", Severity::kWarning},
    Retired{"scope.address", "wx.chooseAddress", Severity::kWarning},
    Retired{"scope.invoiceTitle", "wx.chooseInvoiceTitle", Severity::kWarning},
    Retired{"scope.invoice", "wx.chooseInvoice", Severity::kWarning},
};

void tell(Findings& findings, const SourceFile& file, syntax::Span span, const Retired& retired,
          const std::string& shown) {
  Findings::More more;
  more.api = shown;
  more.severity = retired.severity;
  const bool any = !retired.instead.empty();
  std::string zh;
  std::string en;
  for (const auto& one : split(std::string(retired.instead), ',')) {
    zh += (zh.empty() ? "" : "、") + quoted_zh(trim(one));
    en += (en.empty() ? "" : " and ") + quoted_en(trim(one));
  }
  findings.add(file.at(span),
               about("", "", shown, any ? "已停止维护，请改用" + zh : "已停止维护",
                     any ? " is retired; use " + en : " is retired"),
               more);
}

void match_interface_deprecated(Context& context, Findings& findings) {
  if (context.app() == nullptr && !context.is_plugin()) return;
  const auto& program = context.program();
  for (const auto& retired : kRetired) {
    const auto* use = first_use(program, retired.name);
    if (use == nullptr || use->file->reach != Reach::kReached) continue;
    tell(findings, *use->file, use->span, retired, api_name(retired.name));
  }
  for (const auto* use : program.uses_of("authorize")) {
    for (const auto& retired : kScopes) {
      if (use->argument("scope") != retired.name || use->file->reach != Reach::kReached) continue;
      tell(findings, *use->file, use->span, retired, std::string(retired.name));
    }
  }
  for (const auto& use : program.open_types()) {
    if (use.open_type->value != "getUserInfo" || use.file->reach != Reach::kReached) continue;
    tell(findings, *use.file, use.open_type->span, kRetired[0], "open-type=getUserInfo");
    break;
  }
}

}  // namespace

Rule interface_deprecated() {
  return {
      .id = "structure/interface-deprecated",
      .severity = Severity::kWarning,
      .title = {"使用了停止维护的接口", "A retired interface is used"},
      .why = {"已回收的接口不再返回真实数据或不再生效，审核时功能会显得不可用。",
              "Retired interfaces return no real data or do nothing, so that a reviewer finds the "
              "function broken."},
      .what_to_do = {"改用所列的接口。", "Use the interface that is named."},
      .good = {{}, {{{"pages/index/index.js", "wx.getRecorderManager(); app.getUserInfo()"}}}},
      .bad = {{{{"pages/index/index.js", "wx.getUserInfo()"}}},
              {{{"pages/index/index.js", "wx.authorize({ scope: 'scope.userInfo' })"}}},
              {{{"pages/index/index.wxml", "<button open-type=\"getUserInfo\">登录</button>"}}},
              {{{"pages/index/index.js", "wx.createCanvasContext('a')"}}}},
      .match = match_interface_deprecated,
  };
}

}  // namespace baobei::check::rules
