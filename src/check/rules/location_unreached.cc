#include "check/private_interfaces.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_location_unreached(Context& context, Findings& findings) {
  if (context.app() == nullptr) return;
  const auto declared = declared_private_infos(context);
  const auto& program = context.program();
  for (const auto function : location_interfaces()) {
    if (declares(declared, function)) continue;
    const auto* use = first_use(program, function);
    if (use == nullptr || use->file->reach == Reach::kReached) continue;
    const bool vendored = use->file->reach == Reach::kVendored;
    Findings::More more;
    more.api = api_name(function);
    findings.add(use->file->at(use->span),
                 vendored ? about("第三方库中使用了", "a library uses ", *more.api,
                                  "，requiredPrivateInfos 没有声明它",
                                  ", which requiredPrivateInfos does not name")
                          : about("没有页面引用的文件中使用了", "a file that no page reaches uses ",
                                  *more.api, "，requiredPrivateInfos 没有声明它",
                                  ", which requiredPrivateInfos does not name"),
                 more);
  }
}

}  // namespace

Rule location_unreached() {
  return {
      .id = "privacy/location-unreached",
      .severity = Severity::kNote,
      .title = {"用不到的文件或第三方库里有地理位置接口",
                "A location interface in a file that nothing reaches, or in a library"},
      .why = {"平台按代码扫描，不看文件是否用到；残留的调用同样可能被要求声明。",
              "The platform scans the code and does not ask whether a file is used; calls left "
              "over may have to be declared all the same."},
      .what_to_do = {"删除用不到的文件；确实使用的，请声明。",
                     "Remove the files that are not used; declare what is."},
      .good = {{}, {{{"pages/index/index.js", "wx.getLocation()"}}}},
      .bad = {{{{"utils/unused.js", "wx.getLocation()"}}},
              {{{"pages/index/index.js", "require('lib')"},
                {"miniprogram_npm/lib/index.js", "wx.chooseLocation()"}}}},
      .match = match_location_unreached,
  };
}

}  // namespace baobei::check::rules
