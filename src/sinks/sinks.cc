#include "sinks/sinks.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

namespace baobei::sinks {
namespace {

// A key that is out is revoked at once; what is never allowed decides everything else; a program
// that does not run cannot be reviewed.
constexpr std::array<std::string_view, 8> kAreas = {"secrets/",  "content/", "structure/",
                                                    "category/", "privacy/", "network/",
                                                    "project/",  "quality/"};

std::size_t area_of(std::string_view rule) {
  const auto found =
      std::ranges::find_if(kAreas, [&](auto area) { return rule.starts_with(area); });
  return static_cast<std::size_t>(found - kAreas.begin());
}

}  // namespace

const std::string& in(const check::Text& text, Language language) {
  return language == Language::kZh ? text.zh : text.en;
}

const check::Rule* rule_of(const View& view, const std::string& id) {
  const auto found = std::ranges::lower_bound(*view.rules, id, {}, &check::Rule::id);
  return found != view.rules->end() && found->id == id ? &*found : nullptr;
}

std::string category_name(const View& view, const check::InvolvedCategory& category) {
  const auto& rows = view.knowledge->data.categories;
  const auto row = std::ranges::find(rows, category.id, &knowledge::Category::id);
  const bool zh = view.language == Language::kZh;
  if (row == rows.end()) return category.id;
  std::string name =
      zh ? row->first.zh + " > " + row->second.zh : row->first.en + " > " + row->second.en;
  const auto& third = zh ? row->third.zh : row->third.en;
  return third.empty() ? name : name + " > " + third;
}

std::vector<std::size_t> by_urgency(const check::Report& report) {
  std::vector<std::size_t> order(report.findings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t index) {
    const auto& finding = report.findings[index];
    return std::tuple(finding.severity, area_of(finding.rule), std::string_view(finding.rule));
  });
  return order;
}

bool counts(const check::Finding& finding, check::Severity fail_on) {
  return finding.severity <= fail_on;
}

std::string failure_text(const View& view) {
  const auto& failure = view.report->failure;
  return failure ? in(failure->message, view.language) : std::string();
}

}  // namespace baobei::sinks
