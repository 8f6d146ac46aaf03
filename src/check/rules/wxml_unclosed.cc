#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

Text said(std::string_view what) {
  using namespace syntax::wxml;
  if (what == kNotClosed) return {"标签没有结束", "this element is not closed"};
  if (what == kStrayEnd) return {"多余的结束标签", "this end tag closes nothing"};
  if (what == kTagNotClosed) return {"标签缺少“>”", "this tag has no '>'"};
  if (what == kHoleNotClosed) return {"“{{”没有结束", "'{{' is not closed"};
  if (what == kQuoteNotClosed) return {"引号没有结束", "this quotation mark is not closed"};
  if (what == kCommentNotClosed) return {"注释没有结束", "this comment is not closed"};
  return {"元素过多，其余没有检查", "too many elements; the rest is not looked at"};
}

void match_wxml_unclosed(Context& context, Findings& findings) {
  if (context.kind() != PackageKind::kSource) return;
  for (const auto& file : context.program().files()) {
    if (!file->markup || !file->is_reached()) continue;
    for (const auto& fault : file->markup->document.faults) {
      auto message = said(fault.what);
      const auto source = file->markup->document.source(fault.span);
      findings.add(file->at(fault.span),
                   {message.zh + "：" + quoted_zh(source), message.en + ": " + quoted_en(source)});
    }
  }
}

}  // namespace

Rule wxml_unclosed() {
  return {
      .id = "structure/wxml-unclosed",
      .severity = Severity::kError,
      .title = {"wxml 标签没有正确结束", "A wxml element is not closed"},
      .why = {"标签没有结束或多出结束标签时无法编译，或页面结构与所写的不同。",
              "An element that is not closed, or an end tag too many, does not compile, or makes a "
              "page other than what was written."},
      .what_to_do = {"补上或删除结束标签；无内容的写成“<image />”。",
                     "Add or remove the end tag; write '<image />' where there is no content."},
      .good = {{{{"pages/index/index.wxml",
                  "<view wx:if=\"{{a < b}}\"><image src=\"x\"/>a < b<!-- <view> --></view>\n"
                  "<wxs module=\"m\">if (a < b) f('<view>')</wxs>"}}},
               {{{"unused.wxml", "<view>"}}}},
      .bad = {{{{"pages/index/index.wxml", "<view><text>a</view>"}}},
              {{{"pages/index/index.wxml", "<view>a</view></view>"}}},
              {{{"pages/index/index.wxml", "<view class=\"a>b</view>"}}},
              {{{"pages/index/index.wxml", "<view>{{a</view>"}}}},
      .match = match_wxml_unclosed,
  };
}

}  // namespace baobei::check::rules
