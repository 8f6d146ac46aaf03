#include "http/risk_desk.h"

#include <algorithm>
#include <set>

#include "http/fragments.h"

namespace baobei::http {
namespace {

constexpr std::string_view kContentRules = "content/";
constexpr std::string_view kUndeclaredRule = "category/undeclared";
constexpr std::size_t kAppsOfSubjectLookedAt = 50;

template <typename Value>
std::optional<Value> remembered(std::mutex& mutex, const std::map<Digest, Value>& rows,
                                const Digest& key) {
  const std::lock_guard lock(mutex);
  const auto found = rows.find(key);
  return found == rows.end() ? std::nullopt : std::optional(found->second);
}

template <typename Value>
void remember(std::mutex& mutex, std::map<Digest, Value>& rows, const Digest& key,
              const Value& value) {
  const std::lock_guard lock(mutex);
  if (rows.size() >= kRiskFactsKept) rows.erase(rows.begin());
  rows.insert_or_assign(key, value);
}

Result<std::vector<engine::DismissalRow>> dismissed_in(const lifecycle::AppId& app,
                                                       Services& services) {
  if (services.dismissals == nullptr) return std::vector<engine::DismissalRow>();
  return services.dismissals->standing(app);
}

Result<bool> serves_others(const lifecycle::App& app, Services& services) {
  const engine::Viewer everything{"", "", {lifecycle::Role::kAuditor}, ""};
  engine::AppFilter filter;
  filter.subject = app.subject.id;
  const engine::Page page{"", kAppsOfSubjectLookedAt};
  TRY_ASSIGN(const auto apps, services.reader.apps_where(everything, filter, page));
  return std::ranges::any_of(apps.rows, [&](const engine::AppListItem& row) {
    return row.app != app.id && row.row.service != lifecycle::ServiceState::kNeverServed;
  });
}

std::uint32_t sensitive_among(const lifecycle::Submission& submission,
                              const catalogue::Catalogue& catalogue) {
  std::uint32_t count = 0;
  for (const auto& declared : submission.categories) {
    const auto* category = catalogue.category(declared.category);
    count += category != nullptr && category->sensitive;
  }
  return count;
}

}  // namespace

Result<RiskDesk::ReportFacts> RiskDesk::facts_of_report(const lifecycle::App& app,
                                                        const lifecycle::Submission& submission,
                                                        Services& services) {
  TRY_ASSIGN(const auto standing, dismissed_in(app.id, services));
  auto words = to_hex(submission.report);
  for (const auto& row : standing) words += " " + std::to_string(row.no);
  const auto key = sha256(words);
  if (const auto known = remembered(mutex_, reports_, key)) return *known;
  auto& contents = *services.contents;
  TRY_ASSIGN(const auto findings, contents.findings(submission.report));
  std::vector<Digest> fragments(findings.size());
  if (!standing.empty()) {
    TRY_ASSIGN(fragments, fragments_of(app.id, submission.digest, findings, contents));
  }
  ReportFacts facts;
  std::set<std::string> content;
  std::set<std::string> undeclared;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto& finding = findings[i];
    if (dismissal_of(standing, finding, fragments[i]) != nullptr) continue;
    if (finding.severity != "error" && finding.severity != "warning") continue;
    if (finding.rule.starts_with(kContentRules)) {
      content.insert(finding.rule);
    } else if (finding.rule == kUndeclaredRule) {
      undeclared.insert(finding.category);
    } else {
      ++(finding.severity == "error" ? facts.errors : facts.warnings);
    }
  }
  facts.content = static_cast<std::uint32_t>(content.size());
  facts.undeclared = static_cast<std::uint32_t>(undeclared.size());
  remember(mutex_, reports_, key, facts);
  return facts;
}

// Bytes of files whose content the older version does not have, of all bytes; what only went away
// counts like what came.
Result<lifecycle::Share> RiskDesk::changed(const Digest& before, const Digest& after,
                                           engine::Contents& contents) {
  const auto key = sha256(to_hex(before) + to_hex(after));
  if (const auto known = remembered(mutex_, changes_, key)) return *known;
  TRY_ASSIGN(const auto older, contents.files(before));
  TRY_ASSIGN(const auto newer, contents.files(after));
  std::set<Digest> in_older;
  std::set<Digest> in_newer;
  for (const auto& file : older) in_older.insert(file.content);
  for (const auto& file : newer) in_newer.insert(file.content);
  std::uint64_t total = 0;
  std::uint64_t moved = 0;
  for (const auto& file : newer) {
    total += file.size;
    if (!in_older.contains(file.content)) moved += file.size;
  }
  for (const auto& file : older) {
    if (in_newer.contains(file.content)) continue;
    total += file.size;
    moved += file.size;
  }
  const auto share = total == 0
                         ? lifecycle::Share{0}
                         : static_cast<lifecycle::Share>(moved * lifecycle::kFullShare / total);
  remember(mutex_, changes_, key, share);
  return share;
}

Weighed RiskDesk::weigh(const lifecycle::App& app, const lifecycle::Submission& submission,
                        Services& services) {
  Weighed weighed;
  lifecycle::RiskFacts facts;
  const auto told = [&](const Error& error) {
    weighed.complete = false;
    services.report(error);
  };
  if (!submission.report.is_zero()) {
    const auto report = facts_of_report(app, submission, services);
    if (report) {
      facts.content = report->content;
      facts.errors = report->errors;
      facts.warnings = report->warnings;
      facts.undeclared = report->undeclared;
    } else {
      told(report.error());
    }
  }
  if (const auto* before = lifecycle::approved_before(app, submission)) {
    const auto share = changed(before->digest, submission.digest, *services.contents);
    if (share) facts.changed = *share;
    if (!share) told(share.error());
  }
  const auto others = serves_others(app, services);
  if (others) facts.subject_serves_others = *others;
  if (!others) told(others.error());
  facts.sensitive = sensitive_among(submission, services.catalogue(submission.submitted_at));
  const auto& rules = services.rules(services.clock.now());
  weighed.score = lifecycle::risk_score(app, submission, facts, rules);
  return weighed;
}

json::object risk_json(const Weighed& weighed, const lifecycle::Rules& rules,
                       catalogue::Language language) {
  json::array items;
  for (const auto& item : weighed.score.items) {
    const auto words = lifecycle::words_of(item);
    items.push_back(
        json::object{{"what", to_json(item.what)},
                     {"count", item.count},
                     {"points", item.points},
                     {"why", language == catalogue::Language::kZh ? words.zh : words.en},
                     {"why_zh", words.zh},
                     {"why_en", words.en}});
  }
  return json::object{{"points", weighed.score.points},
                      {"high", weighed.score.points >= rules.risk_high_from},
                      {"complete", weighed.complete},
                      {"items", std::move(items)}};
}

}  // namespace baobei::http
