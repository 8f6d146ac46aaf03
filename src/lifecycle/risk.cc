#include "lifecycle/risk.h"

#include <algorithm>
#include <array>
#include <ranges>

namespace baobei::lifecycle {
namespace {

using enum RiskKind;

bool was_approved(SubmissionState state) {
  return is_before_the_office(state) || state == SubmissionState::kReleasable ||
         state == SubmissionState::kReleased || state == SubmissionState::kFilingFailed;
}

struct History {
  bool released = false;
  std::uint32_t refused = 0;
  std::uint32_t failed = 0;
  std::uint32_t taken_down = 0;
};

History history_of(const App& app, const Submission& submission) {
  History history;
  for (const auto& other : app.submissions) {
    if (other.no >= submission.no) break;
    history.released |= other.state == SubmissionState::kReleased;
    history.refused += other.state == SubmissionState::kRefused && !other.cleared;
    history.failed += other.state == SubmissionState::kFilingFailed;
  }
  for (const auto& order : app.orders) {
    const bool counts = !order.proposed && order.state != OrderState::kRevoked &&
                        order.at <= submission.submitted_at;
    history.taken_down += counts;
  }
  return history;
}

std::uint32_t to_be_filed(const App& app, const Submission& submission) {
  return static_cast<std::uint32_t>(
      std::ranges::count_if(submission.categories, [&](const DeclaredCategory& declared) {
        return declared.filing && !is_covered(app, submission, declared.category);
      }));
}

class Sum {
 public:
  // Each time counts, `most` of them.
  void add(RiskKind what, std::uint32_t weight, std::uint32_t count, std::uint32_t most = 1) {
    put({what, count, weight * std::min(count, most)});
  }
  void add_share(RiskKind what, std::uint32_t weight, Share share) {
    put({what, share, weight * std::min(share, kFullShare) / kFullShare});
  }
  RiskScore take() { return std::move(score_); }

 private:
  void put(const RiskItem& item) {
    if (item.points == 0) return;
    score_.points += item.points;
    score_.items.push_back(item);
  }
  RiskScore score_;
};

struct Words {
  RiskKind what;
  std::string_view zh;  // "{}" is the count
  std::string_view en;
};
constexpr auto kWords = std::to_array<Words>({
    {kBarredElsewhere, "同一代码包在另一个小程序被列为不得再发布",
     "The same version is barred for another mini-program"},
    {kCouldNotCheck, "自动检查未能完成", "The automatic check could not be made"},
    {kContent, "命中内容风险规则：{} 条", "Rules about content that is not allowed: {}"},
    {kError, "错误级问题：{} 个", "Findings that are errors: {}"},
    {kWarning, "警告级问题：{} 个", "Findings that are warnings: {}"},
    {kUndeclaredCategory, "涉及而未申报的类目：{} 个", "Categories involved and not declared: {}"},
    {kFilingCategory, "尚未完成报备的报备类目：{} 个",
     "Filing categories without a completed filing: {}"},
    {kSensitiveCategory, "申报的敏感类目：{} 个", "Sensitive categories declared: {}"},
    {kTakenDownBefore, "此前的下架指令：{} 次", "Take-down orders before: {}"},
    {kFailedBefore, "此前报备未通过：{} 次", "Failed filings before: {}"},
    {kRefusedBefore, "此前审核未通过：{} 次", "Refusals before: {}"},
    {kRectification, "答复了整改项：{} 项", "Points to rectify that it answers: {}"},
    {kFirstSubmission, "小程序从未上线", "Nothing of the mini-program was ever released"},
    {kNewSubject, "主体没有其他上线的小程序", "No other mini-program of the subject is served"},
    {kYoung, "小程序首次提审不久", "The mini-program was first submitted lately"},
    {kChange, "与上次通过的版本相比，变化 {}%", "Changed against the version approved last: {} %"},
});

constexpr bool words_in_order() {
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (kWords[i].what != static_cast<RiskKind>(i)) return false;
  }
  return kWords.size() == static_cast<std::size_t>(kChange) + 1;
}
static_assert(words_in_order());

std::string filled(std::string_view words, const std::string& count) {
  std::string text(words);
  if (const auto place = text.find("{}"); place != std::string::npos) {
    text.replace(place, 2, count);
  }
  return text;
}

}  // namespace

const Submission* approved_before(const App& app, const Submission& submission) {
  const auto before =
      std::ranges::find_if(app.submissions | std::views::reverse, [&](const Submission& other) {
        return other.no < submission.no && was_approved(other.state);
      });
  return before == app.submissions.rend() ? nullptr : &*before;
}

RiskScore risk_score(const App& app, const Submission& submission, const RiskFacts& facts,
                     const Rules& rules) {
  const auto history = history_of(app, submission);
  const bool checked = submission.state != SubmissionState::kChecking;
  const bool unchecked = checked && submission.check == CheckOutcome::kCouldNotCheck;
  const auto answered = std::ranges::count_if(
      app.items, [&](const Item& item) { return item.answered_by == submission.no; });
  const bool young =
      !app.submissions.empty() &&
      submission.submitted_at < app.submissions.front().submitted_at + rules.risk_young_for;
  Sum sum;
  sum.add(kBarredElsewhere, rules.risk_barred_elsewhere, submission.barred_elsewhere);
  sum.add(kCouldNotCheck, rules.risk_could_not_check, unchecked);
  sum.add(kContent, rules.risk_content, facts.content, kRiskTimesMax);
  sum.add(kError, rules.risk_error, facts.errors, kRiskFindingsMax);
  sum.add(kWarning, rules.risk_warning, facts.warnings, kRiskFindingsMax);
  sum.add(kUndeclaredCategory, rules.risk_undeclared_category, facts.undeclared, kRiskTimesMax);
  sum.add(kFilingCategory, rules.risk_filing_category, to_be_filed(app, submission), kRiskTimesMax);
  sum.add(kSensitiveCategory, rules.risk_sensitive_category, facts.sensitive, kRiskTimesMax);
  sum.add(kTakenDownBefore, rules.risk_taken_down_before, history.taken_down, kRiskTimesMax);
  sum.add(kFailedBefore, rules.risk_failed_before, history.failed, kRiskTimesMax);
  sum.add(kRefusedBefore, rules.risk_refused_before, history.refused, kRiskTimesMax);
  sum.add(kRectification, rules.risk_rectification, static_cast<std::uint32_t>(answered));
  sum.add(kFirstSubmission, rules.risk_first_submission, !history.released);
  sum.add(kNewSubject, rules.risk_new_subject, !history.released && !facts.subject_serves_others);
  sum.add(kYoung, rules.risk_young, young);
  sum.add_share(kChange, rules.risk_change, facts.changed.value_or(0));
  return sum.take();
}

RiskWords words_of(const RiskItem& item) {
  const auto& words = kWords[static_cast<std::size_t>(item.what)];
  const auto shown = item.what == kChange ? item.count / (kFullShare / 100) : item.count;
  const auto count = std::to_string(shown);
  return {filled(words.zh, count), filled(words.en, count)};
}

}  // namespace baobei::lifecycle
