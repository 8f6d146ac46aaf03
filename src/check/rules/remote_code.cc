#include <algorithm>
#include <array>

#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

// Interpreters of JavaScript written in JavaScript.
constexpr std::array<std::string_view, 8> kInterpreters = {
    "eval5",         "evil-eval",      "jsjs",        "sval",
    "vm-browserify", "js-interpreter", "eval-estree", "metajs"};

bool asks_for_global(const SourceFile& file, syntax::Span span) {
  const auto around = std::string_view(file.text).substr(span.begin, 80);
  return around.find("return this") != std::string_view::npos;
}

// Large, with a licence at its head: a library that somebody copied in.
bool is_library(const SourceFile& file) {
  constexpr std::size_t kLibraryBytesMin = 20 * 1024;
  constexpr std::size_t kHeadBytes = 4 * 1024;
  if (file.text.size() < kLibraryBytesMin) return false;
  std::string head = file.text.substr(0, kHeadBytes);
  for (char& c : head) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return head.find("license") != std::string::npos || head.find("copyright") != std::string::npos;
}

void match_remote_code(Context& context, Findings& findings) {
  if (context.app() == nullptr && !context.is_plugin()) return;
  const auto& program = context.program();
  for (const auto& file : program.files()) {
    if (!file->script || file->reach != Reach::kReached || is_library(*file)) continue;
    for (const auto& odd : file->script->odd) {
      if (odd.kind == syntax::OddKind::kDateGate || asks_for_global(*file, odd.span)) continue;
      const auto source =
          std::string_view(file->text).substr(odd.span.begin, odd.span.end - odd.span.begin);
      findings.add(file->at(odd.span),
                   about("把文字当作代码执行：", "text is run as code: ", source, "", ""));
    }
  }
  for (const auto& use : program.modules()) {
    if (!use.from->is_reached()) continue;
    const auto slash = use.specifier.rfind('/');
    auto name = slash == std::string_view::npos ? use.specifier : use.specifier.substr(slash + 1);
    if (name.ends_with(".js")) name.remove_suffix(3);
    if (std::ranges::find(kInterpreters, name) == kInterpreters.end()) continue;
    findings.add(
        use.from->at(use.span),
        about("引入了脚本解释器", "an interpreter of scripts is loaded: ", use.specifier, "", ""));
  }
}

}  // namespace

Rule remote_code() {
  return {
      .id = "network/remote-code",
      .severity = Severity::kWarning,
      .title = {"执行下载的或拼出来的代码", "Code that is downloaded or put together is run"},
      .why =
          {"平台不允许动态执行脚本：审核看到的代码必须就是运行的代码。",
           "The platform forbids running scripts made at run time: what is reviewed must be what "
           "runs."},
      .what_to_do = {"去掉 eval、new Function、字符串形式的定时器和脚本解释器。",
                     "Remove eval, new Function, timers with text, and interpreters."},
      .good = {{{{"pages/index/index.js",
                  "const g = Function('return this')(); setTimeout(() => {}, 1); "
                  "JSON.parse('{}')"}}},
               {{{"pages/index/index.js", "require('x')"},
                 {"miniprogram_npm/x/index.js", "eval(a)"}}}},
      .bad = {{{{"pages/index/index.js", "wx.request({ success: r => eval(r.data) })"}}},
              {{{"pages/index/index.js", "new Function('a', code)(1)"}}},
              {{{"pages/index/index.js", "setTimeout('go()', 100)"}}},
              {{{"pages/index/index.js", "import { run } from './eval5'"},
                {"pages/index/eval5.js", ""}}}},
      .match = match_remote_code,
  };
}

}  // namespace baobei::check::rules
