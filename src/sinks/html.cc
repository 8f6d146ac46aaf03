// One HTML file that needs nothing beside it, to send to a client: no script, no address, and a
// policy in the file that allows neither.
#include <cmath>

#include "base/text.h"
#include "sinks/encode.h"
#include "sinks/sinks.h"

namespace baobei::sinks {
namespace {

using check::Severity;
using check::Text;

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark;--line:#d7dbe2;--soft:#5b6472;--bad:#b3261e;--warn:#8a5300;--note:#2f5fb3;--mark:#ffe08a}
@media(prefers-color-scheme:dark){:root{--line:#3a404b;--soft:#a3adbd;--bad:#ff8a80;--warn:#ffc46b;--note:#9dbdff;--mark:#6b5300}}
body{font:15px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:960px;margin:0 auto;padding:24px 16px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:17px;margin:32px 0 8px}h3{font-size:15px;margin:0}
.soft{color:var(--soft)}.bad{color:var(--bad)}.warn{color:var(--warn)}.note{color:var(--note)}
article{border:1px solid var(--line);border-radius:8px;padding:12px 16px;margin:12px 0}
article p{margin:4px 0}code,pre{font:13px/1.5 ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{margin:6px 0;padding:6px 10px;border-left:3px solid var(--line);white-space:pre-wrap}
mark{background:var(--mark);color:inherit;border-radius:2px}
table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid var(--line);padding:4px 8px;text-align:left;vertical-align:top}
details>summary{cursor:pointer}
)css";

class Page {
 public:
  explicit Page(const View& view) : view_(view), report_(*view.report) {}

  std::string take() {
    head();
    if (report_.failure) {
      element("p", failure_text(view_), "bad");
    } else {
      summary();
      for (const auto severity : {Severity::kError, Severity::kWarning, Severity::kNote}) {
        group(severity);
      }
      categories();
      remarks();
      set_aside();
    }
    facts();
    return out_ + "</body>\n</html>\n";
  }

 private:
  std::string say(const char* zh, const char* en) const {
    return view_.language == Language::kZh ? zh : en;
  }
  const std::string& say(const Text& text) const { return in(text, view_.language); }

  void element(std::string_view tag, std::string_view text, std::string_view style = {}) {
    out_ += "<" + std::string(tag);
    if (!style.empty()) out_ += " class=\"" + std::string(style) + "\"";
    out_ += ">" + markup(text) + "</" + std::string(tag) + ">\n";
  }

  void head() {
    const auto title = say("小程序检查报告", "Check of a mini-program");
    out_ += "<!DOCTYPE html>\n<html lang=\"" + say("zh-CN", "en") +
            "\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
            "style-src 'unsafe-inline'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
            markup(title + " · " + view_.name) + "</title>\n<style>" + std::string(kStyle) +
            "</style>\n</head>\n<body>\n";
    element("h1", title);
    element("p", view_.name, "soft");
  }

  std::size_t count(Severity severity) const {
    std::size_t number = 0;
    for (const auto& finding : report_.findings) number += finding.severity == severity ? 1 : 0;
    return number;
  }

  void summary() {
    const auto number = [&](Severity severity) { return std::to_string(count(severity)); };
    element("p", say("须先改正 ", "To mend first: ") + number(Severity::kError) +
                     say("，审核员会看 ", " · for the reviewer: ") + number(Severity::kWarning) +
                     say("，提示 ", " · notes: ") + number(Severity::kNote) +
                     say("；已读文件 ", " · files read: ") +
                     std::to_string(report_.coverage.files_read));
    if (report_.findings.empty()) element("p", say("没有发现问题。", "No findings."));
    if (report_.coverage.findings_left_out > 0) {
      element("p",
              say("另有未列出的：", "Not listed: ") +
                  std::to_string(report_.coverage.findings_left_out),
              "warn");
    }
  }

  std::string title_of(Severity severity) const {
    switch (severity) {
      case Severity::kError:
        return say("先处理：会被退回", "First: these turn the submission back");
      case Severity::kWarning:
        return say("再处理：审核员会看", "Then: a reviewer will look at these");
      case Severity::kNote:
        break;
    }
    return say("提示：不影响审核", "Notes: nothing depends on them");
  }

  void group(Severity severity) {
    if (count(severity) == 0) return;
    element("h2", title_of(severity) + " (" + std::to_string(count(severity)) + ")",
            severity == Severity::kError     ? "bad"
            : severity == Severity::kWarning ? "warn"
                                             : "note");
    std::string_view open;
    for (const auto index : by_urgency(report_)) {
      const auto& finding = report_.findings[index];
      if (finding.severity != severity) continue;
      if (finding.rule != open) {
        if (!open.empty()) out_ += "</article>\n";
        begin_rule(finding);
      }
      open = finding.rule;
      place(finding, view_.lines.at(index));
    }
    out_ += "</article>\n";
  }

  void begin_rule(const check::Finding& finding) {
    out_ += "<article>\n";
    const auto* rule = rule_of(view_, finding.rule);
    element("h3", rule == nullptr ? finding.rule : say(rule->title));
    element("p", finding.rule, "soft");
    if (rule != nullptr) element("p", say(rule->why));
    element("p", say("怎么办：", "What to do: ") + say(finding.advice));
  }

  std::string where(std::string_view file, std::uint32_t line, std::uint32_t column) const {
    if (file.empty()) return say("（整个包）", "(the package)");
    std::string out(file);
    if (line > 0) out += ":" + std::to_string(line);
    if (line > 0 && column > 0) out += ":" + std::to_string(column);
    return out;
  }

  void place(const check::Finding& finding, const SourceLine& line) {
    out_ += "<p><code>" + markup(where(finding.file, finding.line, finding.column)) + "</code> " +
            markup(say(finding.message)) + "</p>\n";
    if (line.number == 0) return;
    const auto before = utf8_prefix(line.text, line.begin);
    const auto rest = std::string_view(line.text).substr(before.size());
    const auto marked = utf8_prefix(rest, line.length);
    out_ += "<pre>" + markup(before) + "<mark>" + markup(marked) + "</mark>" +
            markup(rest.substr(marked.size())) + "</pre>\n";
  }

  void categories() {
    if (report_.categories.empty()) return;
    element("h2", say("内容涉及的类目", "Categories that the content involves"));
    for (const auto& category : report_.categories) {
      out_ += "<article>\n";
      element("h3", category_name(view_, category));
      const auto percent = std::to_string(std::lround(category.confidence * 100));
      element("p",
              category.id + " · " + say("把握 ", "confidence ") + percent + " %" +
                  (category.declared ? say(" · 已申报", " · declared") : ""),
              "soft");
      evidence(category);
      out_ += "</article>\n";
    }
  }

  void evidence(const check::InvolvedCategory& category) {
    out_ += "<details open>\n";
    element("summary", say("证据", "Evidence"));
    out_ += "<table>\n";
    for (const auto& row : rows_of(category)) {
      out_ += "<tr><td><code>" + markup(where(row.file, row.line, row.column)) +
              "</code></td><td>" + markup(row.excerpt) + "</td><td class=\"soft\">" +
              markup(say(words_of(row))) + "</td></tr>\n";
    }
    out_ += "</table>\n</details>\n";
  }

  void remark_row(const std::string& rule, const std::string& place, const std::string& reason,
                  const std::string& until) {
    out_ += "<tr><td><code>" + markup(rule) + "</code></td><td><code>" + markup(place) +
            "</code></td><td>" + markup(reason) + "</td><td>" + markup(until) + "</td></tr>\n";
  }

  void table_head(const char* reason_zh, const char* reason_en) {
    out_ += "<table>\n<tr><th>" + markup(say("规则", "Rule")) + "</th><th>" +
            markup(say("位置", "Place")) + "</th><th>" + markup(say(reason_zh, reason_en)) +
            "</th><th>" + markup(say("截止", "Until")) + "</th></tr>\n";
  }

  void remarks() {
    if (report_.remarks.empty()) return;
    element("h2", say("开发者的说明", "Remarks of the developer"));
    table_head("理由", "Reason");
    for (const auto& row : report_.remarks) {
      remark_row(row.rule, where(row.file, row.line, row.column), row.reason, row.until);
    }
    out_ += "</table>\n";
  }

  void set_aside() {
    if (report_.set_aside.empty()) return;
    element("h2", say("本机未计入的（服务器仍会指出）",
                      "Not counted on this machine (a server counts them)"));
    table_head("依据", "On what ground");
    for (const auto& row : report_.set_aside) {
      const auto& finding = row.finding;
      remark_row(finding.rule, where(finding.file, finding.line, finding.column),
                 row.reason.empty() ? row.by : row.reason, row.until);
    }
    out_ += "</table>\n";
  }

  void fact(const std::string& label, const std::string& value) {
    if (value.empty()) return;
    out_ += "<tr><th>" + markup(label) + "</th><td><code>" + markup(value) + "</code></td></tr>\n";
  }

  void facts() {
    element("h2", say("检查了什么", "What was checked"));
    out_ += "<table>\n";
    fact(say("摘要", "Digest"), to_hex(report_.package.digest));
    fact(say("文件", "Files"), std::to_string(report_.package.files));
    fact(say("字节", "Bytes"), std::to_string(report_.package.bytes));
    fact(say("检查器", "Checker"), report_.versions.checker);
    fact(say("规则版本", "Rules"), report_.versions.rules);
    fact(say("类目版本", "Catalogue"), report_.versions.catalogue);
    for (const auto& skipped : report_.coverage.files_skipped) {
      fact(say("未完全读取", "Not read in full"), skipped.file + " (" + skipped.why + ")");
    }
    out_ += "</table>\n";
  }

  const View& view_;
  const check::Report& report_;
  std::string out_;
};

}  // namespace

std::string html(const View& view) {
  return Page(view).take();
}

}  // namespace baobei::sinks
