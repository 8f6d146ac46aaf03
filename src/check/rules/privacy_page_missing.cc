#include <algorithm>
#include <array>

#include "check/private_interfaces.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

// What a page about privacy says of itself, and functions that show the platform's own.
constexpr std::array<std::string_view, 3> kWords = {"隐私", "privacy", "Privacy"};
constexpr std::array<std::string_view, 4> kFunctions = {"openPrivacyContract", "getPrivacySetting",
                                                        "requirePrivacyAuthorize",
                                                        "onNeedPrivacyAuthorization"};

bool is_personal(Information information) {
  return information == Information::kPhoneNumber || information == Information::kAddress ||
         information == Information::kLicensePlate || information == Information::kLocation;
}

bool speaks_of_privacy(const Context& context, const Program& program) {
  for (const auto& page : context.pages()) {
    if (page.path.find("priva") != std::string::npos) return true;
  }
  for (const auto function : kFunctions) {
    if (first_use(program, function) != nullptr) return true;
  }
  for (const auto& open_type : program.open_types()) {
    if (open_type.open_type->value.find("agreePrivacyAuthorization") != std::string_view::npos) {
      return true;
    }
  }
  for (const auto& file : program.files()) {
    if (!file->is_reached()) continue;
    for (const auto& piece : file->pieces) {
      if (piece.role == syntax::Role::kComment) continue;
      for (const auto word : kWords) {
        if (piece.text.find(word) != std::string_view::npos) return true;
      }
    }
  }
  return false;
}

void match_privacy_page_missing(Context& context, Findings& findings) {
  if (context.app() == nullptr) return;
  const auto& program = context.program();
  const auto uses = private_uses(program);
  const auto asks = std::ranges::find_if(uses, [](const PrivateUse& use) {
    return use.file->reach == Reach::kReached && is_personal(use.interface->information);
  });
  if (asks == uses.end() || speaks_of_privacy(context, program)) return;
  const auto information = name(asks->interface->information);
  findings.add(
      asks->file->at(asks->span),
      {"向用户收集" + information.zh + "，但没有任何页面或弹窗说明隐私保护",
       "users are asked for " + information.en + ", and no page or window speaks of privacy"});
}

}  // namespace

Rule privacy_page_missing() {
  return {
      .id = "privacy/privacy-page-missing",
      .severity = Severity::kWarning,
      .title = {"收集个人信息却没有隐私说明",
                "Personal information is asked for without a word on "
                "privacy"},
      .why = {"收集手机号、地址、位置、车牌等个人信息，应让用户能看到隐私政策并同意。",
              "Whoever asks for phone numbers, addresses, locations or licence plates should let "
              "users read the privacy policy and agree."},
      .what_to_do = {"增加隐私政策页面，或调用 wx.openPrivacyContract 展示平台的隐私保护指引。",
                     "Add a page with the privacy policy, or show the platform's guide with "
                     "wx.openPrivacyContract."},
      .good = {{},
               {{{"pages/index/index.wxml",
                  "<button open-type=\"getPhoneNumber\">登录</button><text>《隐私政策》</text>"}}},
               {{{"pages/index/index.js", "wx.chooseAddress(); wx.openPrivacyContract()"}}}},
      .bad = {{{{"pages/index/index.wxml", "<button open-type=\"getPhoneNumber\">登录</button>"}}},
              {{{"pages/index/index.js", "wx.getLocation() // 隐私"}}}},
      .match = match_privacy_page_missing,
  };
}

}  // namespace baobei::check::rules
