#include <algorithm>
#include <array>

#include "check/private_interfaces.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

struct Mode {
  std::string_view function;
  std::string_view mode;
};
constexpr std::array kModes = {Mode{"startLocationUpdateBackground", "location"},
                               Mode{"getBackgroundAudioManager", "audio"},
                               Mode{"playBackgroundAudio", "audio"}};

void match_background_mode_missing(Context& context, Findings& findings) {
  const auto* app = context.app();
  if (app == nullptr) return;
  const auto* modes = app->find("requiredBackgroundModes");
  const auto& program = context.program();
  for (const auto& [function, mode] : kModes) {
    const auto* use = first_use(program, function);
    if (use == nullptr || use->file->reach != Reach::kReached) continue;
    const bool named =
        modes != nullptr && std::ranges::any_of(modes->items, [&](const jsonc::Value& item) {
          return item.text == mode;
        });
    if (named) continue;
    Findings::More more;
    more.api = api_name(function);
    findings.add(use->file->at(use->span),
                 about("使用了", "", *more.api,
                       "，但 app.json 的 requiredBackgroundModes 没有 " + std::string(mode),
                       " is used and requiredBackgroundModes of app.json does not name " +
                           std::string(mode)),
                 more);
  }
}

}  // namespace

Rule background_mode_missing() {
  return {
      .id = "privacy/background-mode-missing",
      .severity = Severity::kWarning,
      .title = {"没有声明后台能力", "A background mode is not declared"},
      .why = {"后台定位和后台音频须在 app.json 的 requiredBackgroundModes 中声明，"
              "否则切到后台即停止。",
              "Location and sound in the background must stand in requiredBackgroundModes of "
              "app.json; else they stop when the user leaves."},
      .what_to_do = {"加上 requiredBackgroundModes；只在前台使用的，改用前台接口。",
                     "Add requiredBackgroundModes, or use the interface for the foreground."},
      .good = {{{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"requiredBackgroundModes\": [\"audio\"]}"},
                 {"pages/index/index.js", "wx.getBackgroundAudioManager()"}}}},
      .bad = {{{{"pages/index/index.js", "wx.getBackgroundAudioManager()"}}},
              {{{"pages/index/index.js", "wx.startLocationUpdateBackground()"}}}},
      .match = match_background_mode_missing,
  };
}

}  // namespace baobei::check::rules
