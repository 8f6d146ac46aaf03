#include "pages.h"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "base/json.h"
#include "diagrams.h"
#include "lifecycle/lifecycle.h"
#include "lifecycle/refusal.h"

namespace baobei::docs {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

std::string made_from(const char* source) {
  return std::string("<!-- Made from ") + source +
         "; run docs_test with UPDATE_GOLDEN=1 to write it. -->\n";
}

template <typename State>
std::string state_table() {
  std::string text = "| | 状态 | state | 处理方 | held by | code |\n|---|---|---|---|---|---|\n";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<State>>([&](auto d) {
    const auto state = words_of(d.value);
    const auto holder = words_of(state.tone);
    text += "| " + std::string(state.sign) + " | " + std::string(state.words.zh) + " | " +
            std::string(state.words.en) + " | " + std::string(holder.zh) + " | " +
            std::string(holder.en) + " | `" + wire_name(d.value) + "` |\n";
  });
  return text;
}

template <typename Table>
std::string transition_table(const Table& table) {
  std::string text = "| from | 触发 | on | to | rule |\n|---|---|---|---|---|\n";
  for (const auto& row : table) {
    const auto on = words_of(row.on);
    text += "| " + std::string(words_of(row.from).words.zh) + " " +
            std::string(words_of(row.from).words.en) + " | " + std::string(on.words.zh) + " | " +
            std::string(on.words.en) + " | " + std::string(words_of(row.to).words.zh) + " " +
            std::string(words_of(row.to).words.en) + " | [" + std::string(on.rule) +
            "](lifecycle/rules.md) |\n";
  }
  return text;
}

template <typename State, typename Table>
std::string section(const char* title, const char* name, const Table& table,
                    const std::string& mermaid) {
  const std::string picture = std::string("lifecycle/") + name;
  return std::string("\n## ") + title + "\n\n![" + title + "](" + picture + ".zh.svg)\n\n" +
         "[English](" + picture + ".en.svg) · [Mermaid](" + picture + ".mmd)\n\n" +
         state_table<State>() + "\n" + transition_table(table) +
         "\n<details><summary>Mermaid</summary>\n\n```mermaid\n" + mermaid + "```\n\n</details>\n";
}

struct DeadlineWords {
  DeadlineKind kind;
  const char* rule;
  const char* zh;
  const char* en;
};
constexpr DeadlineWords kDeadlineWords[] = {
    {DeadlineKind::kFilingEnd, "R11", "报备周期期满，进入预上线",
     "the filing period ends: pre-launch"},
    {DeadlineKind::kFilingEndWarning, "R10", "期满前提醒网信部门",
     "the office is told ahead of the end"},
    {DeadlineKind::kDownBy, "R17", "下架时限到，由平台下架", "taken down by the platform"},
    {DeadlineKind::kDownByWarning, "R17", "下架时限前提醒开发者",
     "the developer is told ahead of it"},
    {DeadlineKind::kReviewDue, "R26", "审核逾期，告知运营方",
     "a review is late: the operator is told"},
    {DeadlineKind::kAnswerLimit, "R7", "待补充到期，按撤回处理",
     "an unanswered question counts as withdrawal"},
    {DeadlineKind::kLapse, "R25", "可发布而逾期未用，失效", "a version that was not used lapses"},
    {DeadlineKind::kQualificationWarning, "R2a", "资质到期前提醒",
     "told ahead of a qualification's end"},
    {DeadlineKind::kQualificationExpiry, "R2a", "资质到期，宽限开始",
     "a qualification lapses: grace begins"},
    {DeadlineKind::kQualificationGrace, "R2a", "宽限结束，成为运营方的待办",
     "grace ends: the operator's task"},
    {DeadlineKind::kAuthorisationEnd, "R10b", "服务商授权到期", "an agency's authorisation ends"},
};

std::string deadline_table() {
  std::string text =
      "\n## 期限 · Deadlines\n\n"
      "定时器只是敲门：期限在它的时刻对所有条件生效，不管定时器是否已响（R13）。\n"
      "Timers only knock: a deadline holds for every guard from its instant on (R13).\n\n"
      "| code | 到期 | when due | rule |\n|---|---|---|---|\n";
  for (const auto& row : kDeadlineWords) {
    text +=
        "| `" + wire_name(row.kind) + "` | " + row.zh + " | " + row.en + " | " + row.rule + " |\n";
  }
  return text;
}
static_assert(std::size(kDeadlineWords) ==
              boost::mp11::mp_size<boost::describe::describe_enumerators<DeadlineKind>>::value);

std::string lifecycle_page() {
  std::string text = made_from("src/lifecycle/tables.h");
  text +=
      "# 生命周期 · The lifecycle\n\n"
      "三张表说明一切能发生的事：一次[提审](#提审--submission)、它在[报备](#报备条目--filing-entry)"
      "里的那一份、"
      "小程序的[服务](#服务--service)。状态只按表里的行改变，`apply` "
      "之外没有别的路；谁能在什么条件下触发，"
      "在 `src/lifecycle/decide*.cc`。颜色表示处理方，符号和文字同样说明。\n\n"
      "Three tables say all that can happen: to a submission, to its entry in the filing, to the "
      "service of the\nmini-program. States move by these rows alone; who may pull a trigger under "
      "which conditions is in\n`src/lifecycle/decide*.cc`. Colour tells the holder, sign and word "
      "tell it again.\n\n"
      "[规则 · rules](lifecycle/rules.md) · [拒绝 · refusals](refusals.md) · "
      "[场景文件 · scenario files](lifecycle/scenarios.md)\n";
  text += section<SubmissionState>("提审 · Submission", "submission", kSubmissionTable,
                                   submission_mermaid());
  text += section<EntryState>("报备条目 · Filing entry", "entry", kEntryTable, entry_mermaid());
  text += section<ServiceState>("服务 · Service", "service", kServiceTable, service_mermaid());
  return text + deadline_table();
}

const char* status_of(RefusalClass status) {
  switch (status) {
    case RefusalClass::kUnknown:
      return "404";
    case RefusalClass::kForbidden:
      return "403";
    case RefusalClass::kStale:
      return "412";
    case RefusalClass::kConflict:
      return "409";
  }
  return "409";
}

std::string refusals_page() {
  std::string text = made_from("src/lifecycle/refusal.cc");
  text +=
      "# 拒绝 · Refusals\n\n"
      "被拒绝的操作不改变任何状态，并说明是哪个条件（R23）。同时有几个原因时，给出表中最靠前的一个"
      "。\n\n"
      "A refused command changes no state and names its guard (R23). Where several apply, the "
      "first "
      "of this table is\nnamed.\n\n"
      "| code | HTTP | rule | 说明 | 建议 | text | advice |\n|---|---|---|---|---|---|---|\n";
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Refusal>>([&](auto d) {
    const auto& row = text_of(d.value);
    text += "| `" + refusal_name(d.value) + "` | " + status_of(row.status) + " | " +
            std::string(row.rule) + " | " + std::string(row.zh) + " | " +
            std::string(row.advice_zh) + " | " + std::string(row.en) + " | " +
            std::string(row.advice_en) + " |\n";
  });
  return text;
}

void add_pictures(Pages& pages, const std::string& name, Diagram (*diagram)(Language)) {
  pages["lifecycle/" + name + ".zh.svg"] = to_svg(diagram(Language::kZh));
  pages["lifecycle/" + name + ".en.svg"] = to_svg(diagram(Language::kEn));
}

}  // namespace

Pages generated_pages() {
  Pages pages;
  pages["lifecycle.md"] = lifecycle_page();
  pages["refusals.md"] = refusals_page();
  pages["lifecycle/submission.mmd"] = submission_mermaid();
  pages["lifecycle/entry.mmd"] = entry_mermaid();
  pages["lifecycle/service.mmd"] = service_mermaid();
  add_pictures(pages, "submission", submission_diagram);
  add_pictures(pages, "entry", entry_diagram);
  add_pictures(pages, "service", service_diagram);
  return pages;
}

std::vector<std::string> compare(const Pages& made, const Pages& stored) {
  std::vector<std::string> faults;
  for (const auto& [path, text] : made) {
    const auto found = stored.find(path);
    if (found == stored.end()) {
      faults.push_back(path + " is missing");
    } else if (found->second != text) {
      faults.push_back(path + " is stale");
    }
  }
  for (const auto& [path, text] : stored) {
    if (!made.contains(path)) faults.push_back(path + " is left over");
  }
  return faults;
}

}  // namespace baobei::docs
