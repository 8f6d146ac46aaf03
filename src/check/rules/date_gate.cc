#include <algorithm>
#include <array>

#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

// Bytes behind the comparison in which what hangs on it is looked for.
constexpr std::uint32_t kBranchBytes = 800;
constexpr std::array<std::string_view, 7> kJumps = {"navigateTo",
                                                    "redirectTo",
                                                    "reLaunch",
                                                    "switchTab",
                                                    "navigateToMiniProgram",
                                                    "openEmbeddedMiniProgram",
                                                    "setTabBarItem"};

bool jumps_behind(const Program& program, const SourceFile& file, syntax::Span gate) {
  return std::ranges::any_of(program.uses(), [&](const PlatformUse& use) {
    return use.file == &file && use.span.begin >= gate.end &&
           use.span.begin < gate.end + kBranchBytes &&
           std::ranges::find(kJumps, use.name) != kJumps.end();
  });
}

void match_date_gate(Context& context, Findings& findings) {
  if (context.app() == nullptr && !context.is_plugin()) return;
  const auto& program = context.program();
  for (const auto& file : program.files()) {
    if (!file->script || file->reach != Reach::kReached) continue;
    for (const auto& odd : file->script->odd) {
      if (odd.kind != syntax::OddKind::kDateGate || !jumps_behind(program, *file, odd.span))
        continue;
      findings.add(file->at(odd.span), {"跳转到哪里取决于当前日期是否过了写死的一天",
                                        "where it goes depends on whether a fixed day has passed"});
    }
  }
}

}  // namespace

Rule date_gate() {
  return {
      .id = "network/date-gate",
      .severity = Severity::kWarning,
      .audience = Audience::kConfidential,
      .title = {"按日期切换页面", "Pages that change with the date"},
      .why = {"写死日期、过期后跳到别处，是让审核看到一套、用户看到另一套的常见做法；"
              "上线的版本必须与审核的一致。",
              "A fixed day after which another page opens is a usual way to show reviewers one "
              "thing and users another; what is served must be what was reviewed."},
      .what_to_do = {"说明用途，或去掉该判断。", "Say what it is for, or remove it."},
      .good = {{{{"pages/index/index.js",
                  "if (Date.now() - start > 1000) wx.navigateTo({ url: '/a' })"}}},
               {{{"pages/index/index.js", "if (Date.now() > 1714521600000) this.setData({})"}}}},
      .bad = {{{{"pages/index/index.js",
                 "if (new Date().getTime() > new Date('2024-05-01').getTime()) wx.reLaunch({ url: "
                 "'/b' })"}}},
              {{{"app.js",
                 "const now = Date.now()\nif (now > 1714521600000) { wx.navigateToMiniProgram({}) "
                 "}"}}}},
      .match = match_date_gate,
  };
}

}  // namespace baobei::check::rules
