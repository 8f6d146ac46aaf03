#include <algorithm>

#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

bool is_app_id(std::string_view text) {
  return text.size() == 18 && text.starts_with("wx");
}

void match_jump_target_missing(Context& context, Findings& findings) {
  const auto* app = context.app();
  if (app == nullptr) return;
  const auto* list = app->find("navigateToMiniProgramAppIdList");
  const auto listed = [&](std::string_view id) {
    return list != nullptr && std::ranges::any_of(list->items, [&](const jsonc::Value& item) {
             return item.text == id;
           });
  };
  const auto tell = [&](const SourceFile& file, syntax::Span span, std::string_view id) {
    if (!is_app_id(id) || listed(id) || file.reach != Reach::kReached) return;
    findings.add(
        file.at(span),
        about("跳转的小程序", "the mini-program ", id, "不在 navigateToMiniProgramAppIdList 中",
              " that is jumped to is not in navigateToMiniProgramAppIdList"));
  };
  const auto& program = context.program();
  for (const auto* use : program.uses_of("navigateToMiniProgram")) {
    tell(*use->file, use->span, use->argument("appId"));
  }
  for (const auto& file : program.files()) {
    if (!file->markup) continue;
    for (const auto& link : file->markup->links) {
      if (link.kind == syntax::LinkKind::kMiniProgram) tell(*file, link.span, link.value);
    }
  }
}

}  // namespace

Rule jump_target_missing() {
  const std::string kList =
      "{\"pages\": [\"pages/index/index\"], \"navigateToMiniProgramAppIdList\": "
      "[\"wx0123456789abcdef\"]}";
  const std::string kJump = "wx.navigateToMiniProgram({ appId: 'wx0123456789abcdef' })";
  return {
      .id = "structure/jump-target-missing",
      .severity = Severity::kWarning,
      .title = {"跳转的小程序没有列出", "A mini-program that is jumped to is not listed"},
      .why = {"提审时会核对代码跳转的小程序；没有列在 app.json 中的可能被拦下。",
              "The submission is compared with the mini-programs that the code jumps to; one that "
              "app.json does not list may be turned back."},
      .what_to_do = {"把它的 appid 加入 navigateToMiniProgramAppIdList（至多 10 个）。",
                     "Add its appid to navigateToMiniProgramAppIdList, at most ten."},
      .good = {{{{"app.json", kList}, {"pages/index/index.js", kJump}}},
               {{{"pages/index/index.js", "wx.navigateToMiniProgram({ appId: id })"}}}},
      .bad =
          {{{{"pages/index/index.js", kJump}}},
           {{{"pages/index/index.wxml",
              "<navigator target=\"miniProgram\" app-id=\"wx0123456789abcdef\">a</navigator>"}}}},
      .match = match_jump_target_missing,
  };
}

}  // namespace baobei::check::rules
