// What a piece of evidence is, as people read it, in both languages. Constant data; any thread.
#include <algorithm>
#include <array>

#include "sinks/sinks.h"

namespace baobei::sinks {
namespace {

struct KindWords {
  std::string_view kind;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array kKinds = {
    KindWords{"program_title", "小程序标题", "title of the program"},
    KindWords{"navigation_title", "导航栏标题", "title of a page"},
    KindWords{"tab_text", "标签栏", "tab bar"},
    KindWords{"heading", "页面标题", "heading"},
    KindWords{"button", "按钮", "button"},
    KindWords{"label", "表单项", "label"},
    KindWords{"placeholder", "输入提示", "placeholder"},
    KindWords{"text", "页面文字", "text of a page"},
    KindWords{"attribute", "组件属性", "attribute"},
    KindWords{"dialog", "弹窗", "dialog"},
    KindWords{"share", "分享文字", "text to share"},
    KindWords{"description", "用途说明", "description"},
    KindWords{"data", "页面数据", "data of a page"},
    KindWords{"string", "脚本中的文字", "string of a script"},
    KindWords{"url", "地址", "address"},
    KindWords{"json", "JSON 中的文字", "text in JSON"},
    KindWords{"comment", "注释", "comment"},
    KindWords{"page", "页面路径", "path of a page"},
    KindWords{"picture", "图片", "picture"},
    KindWords{"structure", "几类文字齐备", "several sorts of words together"},
    KindWords{"api", "接口", "interface"},
    KindWords{"component", "组件", "component"},
    KindWords{"counter", "反面证据", "speaks against it"},
};

}  // namespace

check::Text words_of(const check::Evidence& evidence) {
  if (!evidence.means.zh.empty()) {
    return {evidence.means.zh + "齐备", "there are " + evidence.means.en};
  }
  const auto row = std::ranges::find(kKinds, evidence.kind, &KindWords::kind);
  if (row == kKinds.end()) return {evidence.kind, evidence.kind};
  return {std::string(row->zh), std::string(row->en)};
}

std::vector<check::Evidence> rows_of(const check::InvolvedCategory& category) {
  std::vector<check::Evidence> rows;
  for (const auto& one : category.evidence) {
    const bool there = std::ranges::any_of(rows, [&](const check::Evidence& row) {
      return row.line > 0 && row.file == one.file && row.line == one.line &&
             (row.weight < 0) == (one.weight < 0) && row.means == one.means;
    });
    if (!there) rows.push_back(one);
  }
  return rows;
}

}  // namespace baobei::sinks
