#include "check/docs.h"

#include "base/text.h"
#include "check/rule.h"

namespace baobei::check {
namespace {

std::string severity_zh(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "错误";
    case Severity::kWarning:
      return "警告";
    case Severity::kNote:
      break;
  }
  return "说明";
}

std::string audience(const Rule& rule) {
  return rule.audience == Audience::kDeveloper
             ? "检查结束即向开发者显示 · shown to developers when the check ends"
             : "审核决定前只向审核员显示 · shown to reviewers only until the decision";
}

std::string declared_text(const Example& example) {
  std::string out;
  if (!example.subject.empty()) out += "- subject / 主体: `" + example.subject + "`\n";
  if (example.declared) {
    out += "- declared / 申报:";
    for (const auto& id : *example.declared) out += " `" + id + "`";
    out += example.declared->empty() ? " nothing / 无\n" : "\n";
  }
  if (!example.completed.empty()) {
    out += "- filed before / 已完成报备:";
    for (const auto& id : example.completed) out += " `" + id + "`";
    out += "\n";
  }
  return out;
}

std::string example_text(const Example& example) {
  std::string out = declared_text(example);
  for (const auto& path : example.removed) out += "- without / 删去 `" + path + "`\n";
  for (const auto& [path, size] : example.fillers) {
    out += "- `" + path + "`, " + std::to_string(size) + " bytes / 字节\n";
  }
  for (const auto& [path, bytes] : example.files) {
    if (bytes.empty()) {
      out += "- `" + path + "`, empty / 空文件\n";
    } else if (!is_utf8(bytes)) {
      out += "- `" + path + "`, " + std::to_string(bytes.size()) + " bytes / 字节\n";
    } else {
      out += "- `" + path + "`\n\n  ```\n";
      const std::string shown(trim(bytes));
      for (const auto& line : split(shown, '\n')) out += "  " + line + "\n";
      out += "  ```\n\n";
    }
  }
  return out.empty() ? "- the plain app / 最简单的小程序\n" : out;
}

std::string examples_text(const std::vector<Example>& examples) {
  std::string out;
  for (std::size_t i = 0; i < examples.size(); ++i) {
    out += "\n**" + std::to_string(i + 1) + ".**\n\n" + example_text(examples[i]);
  }
  return out;
}

// What it is found by: examples, or for a content rule the pack that it is made from.
std::string grounds(const Rule& rule) {
  if (rule.pack) {
    const auto file = "catalogue/packs/" + rule.id.substr(rule.id.find('/') + 1) + ".toml";
    return "## 依据 · Grounds\n\n"
           "词语、组合、反证与例子都在数据文件中，测试会运行每个例子。\n"
           "Its words, combinations, counter-evidence and examples are data; tests run each "
           "example: "
           "[`" +
           file + "`](../../../" + file + ").\n";
  }
  return "## 例子 · Examples\n\n"
         "改动叠加在最简单的小程序之上；测试会运行每个例子。\n"
         "Changes to the plain app of `example_app()`; tests run each of them.\n\n"
         "### 被指出 · Found\n" +
         examples_text(rule.bad) + "\n### 不被指出 · Not found\n" + examples_text(rule.good);
}

std::string page(const Rule& rule) {
  const auto both = [](const Text& text) { return text.zh + "\n\n" + text.en + "\n\n"; };
  return "<!-- Made from the registry; run check_test with UPDATE_GOLDEN=1 to write it. -->\n# " +
         rule.id + "\n\n**" + rule.title.zh + " · " + rule.title.en + "**\n\n- " +
         severity_zh(rule.severity) + " · " + std::string(name(rule.severity)) + "\n- " +
         audience(rule) + "\n\n## 为什么 · Why\n\n" + both(rule.why) +
         "## 怎么办 · What to do\n\n" + both(rule.what_to_do) + grounds(rule);
}

}  // namespace

std::map<std::string, std::string> rule_pages() {
  std::map<std::string, std::string> pages;
  std::string index =
      "<!-- Made from the registry; run check_test with UPDATE_GOLDEN=1 to write it. -->\n"
      "# 检查规则 · Rules of the checker\n\n"
      "错误（error）会使审核退回，警告（warning）交审核员判断，说明（note）仅供参考。\n\n"
      "An error refuses, a warning goes to the reviewer, a note informs.\n\n"
      "| rule | | 标题 | title |\n|---|---|---|---|\n";
  for (const auto& rule : all_rules()) {
    const auto file = std::string(rule.id) + ".md";
    pages[file] = page(rule);
    index += "| [" + std::string(rule.id) + "](" + file + ") | " +
             std::string(name(rule.severity)) + " | " + rule.title.zh + " | " + rule.title.en +
             " |\n";
  }
  pages["README.md"] = index;
  return pages;
}

}  // namespace baobei::check
