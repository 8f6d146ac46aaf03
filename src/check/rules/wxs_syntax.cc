#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

// Where a script stops making sense; what follows is often only its echo.
void tell_first(const SourceFile& file, const std::vector<syntax::Fault>& faults,
                std::uint32_t offset, Findings& findings) {
  if (faults.empty() || faults.front().what == syntax::js::kTooDeep) return;
  auto span = faults.front().span;
  span.begin += offset;
  span.end += offset;
  const auto source = std::string_view(file.text).substr(span.begin, span.end - span.begin);
  const Text message =
      source.empty() || source.starts_with("</")
          ? Text{"这里的 wxs 没有写完，缺少括号或后半句",
                 "this wxs ends too soon: a bracket or the rest of a statement is missing"}
          : Text{"wxs 有语法错误，读不懂" + quoted_zh(source),
                 "a syntax error in wxs: unexpected " + quoted_en(source)};
  findings.add(file.at(span), message);
}

void match_wxs_syntax(Context& context, Findings& findings) {
  if (context.kind() == PackageKind::kCompiled) return;
  for (const auto& file : context.program().files()) {
    if (!file->is_reached()) continue;
    if (file->script && file->path.ends_with(".wxs")) {
      tell_first(*file, file->script->faults, 0, findings);
    }
    if (!file->markup) continue;
    const auto& document = file->markup->document;
    for (const auto& inline_script : document.scripts) {
      const auto body = document.source(inline_script.span);
      if (body.size() > syntax::js::kTreeBytesMax) continue;
      const auto tree = syntax::js::parse(body, syntax::js::Language::kJavaScript);
      tell_first(*file, tree.faults, inline_script.span.begin, findings);
    }
  }
}

}  // namespace

Rule wxs_syntax() {
  return {
      .id = "structure/wxs-syntax",
      .severity = Severity::kError,
      .title = {"wxs 有语法错误", "A syntax error in wxs"},
      .why = {"<wxs> 标签里或 .wxs 文件中的脚本读不懂时，引用它的页面无法编译。",
              "Where the script inside <wxs> or in a .wxs file cannot be read, the pages that use "
              "it do not compile."},
      .what_to_do = {"按提示的位置改正：多数是少了括号、逗号或引号。",
                     "Mend it at the place that is shown: mostly a bracket, a comma or a quotation "
                     "mark is missing."},
      .good = {{{{"pages/index/index.wxml",
                  "<wxs module=\"m\">\nvar f = function (a) { return a < 1 ? '0' + a : a; };\n"
                  "module.exports = { f: f, r: getRegExp('a', 'g') };\n</wxs>\n"
                  "<view>{{m.f(1)}}</view>"}}},
               {{{"pages/index/index.wxml", "<wxs src=\"a.wxs\" module=\"a\"/>"},
                 {"pages/index/a.wxs",
                  "function of(state) {\n  var class = ''\n  class = state === 1 ? 'a' : class\n"
                  "  do { state-- } while (state > 0)\n  for (var i = 0, n = 2; i < n; i++) {}\n"
                  "  return class\n}\nmodule.exports = { of: of, };\n"}}},
               {{{"unused.wxs", "var = ;"}}}},
      .bad = {{{{"pages/index/index.wxml",
                 "<view/>\n<wxs module=\"m\">\nvar a = ;\nmodule.exports = { a: a };\n</wxs>"}}},
              {{{"pages/index/index.wxml",
                 "<wxs module=\"m\">module.exports = { f: function () { return 1; };</wxs>"}}},
              {{{"pages/index/index.wxml", "<wxs src=\"a.wxs\" module=\"a\"/>"},
                {"pages/index/a.wxs", "function f( { return 1; }\n"}}}},
      .match = match_wxs_syntax,
  };
}

}  // namespace baobei::check::rules
