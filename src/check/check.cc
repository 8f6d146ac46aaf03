#include "check/check.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "base/text.h"
#include "check/categories.h"
#include "check/context.h"
#include "check/remarks.h"
#include "check/secrets.h"
#include "infer/builtin.h"

namespace baobei::check {
namespace {

constexpr std::size_t kQuotedCharactersMax = 120;

std::string shown(std::string_view text) {
  const auto clean = printable(text);
  const auto cut = utf8_prefix(clean, kQuotedCharactersMax);
  return std::string(cut) + (cut.size() < clean.size() ? "…" : "");
}

void sort_findings(std::vector<Finding>& findings) {
  std::ranges::sort(findings, {}, [](const Finding& finding) {
    return std::tie(finding.file, finding.line, finding.column, finding.rule, finding.message.en);
  });
}

}  // namespace

std::string quoted_zh(std::string_view text) {
  return "“" + shown(text) + "”";
}
std::string quoted_en(std::string_view text) {
  return "'" + shown(text) + "'";
}
Text about(std::string_view zh_before, std::string_view en_before, std::string_view text,
           std::string_view zh_after, std::string_view en_after) {
  return {std::string(zh_before) + quoted_zh(text) + std::string(zh_after),
          std::string(en_before) + quoted_en(text) + std::string(en_after)};
}

void Findings::add(const At& at, const Text& message) {
  add(at, message, More{});
}

void Findings::add(const At& at, const Text& message, Severity severity) {
  More more;
  more.severity = severity;
  add(at, message, std::move(more));
}

void Findings::add(const At& at, const Text& message, More more) {
  const auto severity = more.severity.value_or(rule_.severity);
  CHECK(severity >= rule_.severity, "a finding is never worse than its rule");
  if (added_ >= kFindingsPerRuleMax || report_.findings.size() >= kFindingsMax) {
    ++report_.coverage.findings_left_out;
    return;
  }
  ++added_;
  Finding finding;
  finding.rule = rule_.id;
  finding.severity = severity;
  const auto& key = report_.package.digest;
  finding.message = {without_secrets(message.zh, key), without_secrets(message.en, key)};
  finding.advice = rule_.what_to_do;
  finding.file = at.file;
  if (at.json != nullptr) {
    const auto begin = jsonc::position_of(at.json->text, at.span.begin);
    const auto end = jsonc::position_of(at.json->text, at.span.end);
    finding.line = begin.line;
    finding.column = begin.column;
    finding.end_line = end.line;
    finding.end_column = end.column;
  } else if (at.begin && at.end) {
    finding.line = at.begin->line;
    finding.column = at.begin->column;
    finding.end_line = at.end->line;
    finding.end_column = at.end->column;
  }
  finding.api = std::move(more.api);
  finding.category = std::move(more.category);
  report_.findings.push_back(std::move(finding));
}

const knowledge::Knowledge& knowledge_of(const Options& options) {
  return options.knowledge == nullptr ? infer::builtin() : *options.knowledge;
}

namespace {

// The rules of a check: the built-in ones, unless the caller brought packs of its own.
class RulesOf {
 public:
  explicit RulesOf(const Options& options) {
    if (options.knowledge != nullptr) own_ = rules_with(*options.knowledge);
    rules_ = options.knowledge == nullptr ? &all_rules() : &own_;
  }
  const std::vector<Rule>& all() const { return *rules_; }

 private:
  std::vector<Rule> own_;
  const std::vector<Rule>* rules_ = nullptr;
};

Versions versions_of(const std::vector<Rule>& rules, const Options& options) {
  const auto& knowledge = knowledge_of(options);
  return {std::string(checker_version()), rules_version(rules, knowledge),
          options.catalogue_version};
}

void run_rules(const std::vector<Rule>& rules, Context& context, Report& report) {
  for (const auto& rule : rules) {
    Findings findings(rule, report);
    if (rule.pack) {
      match_pack(context, findings, *rule.pack);
    } else {
      rule.match(context, findings);
    }
  }
  sort_findings(report.findings);
}

std::uint64_t milliseconds_since(std::chrono::steady_clock::time_point start) {
  const auto elapsed = std::chrono::steady_clock::now() - start;
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count());
}

}  // namespace

std::string_view checker_version() {
  return BAOBEI_VERSION;
}

Versions versions(const Options& options) {
  return versions_of(RulesOf(options).all(), options);
}

bool is_known_finding(const Finding& finding, const Options& options) {
  const RulesOf rules(options);
  const auto found = std::ranges::find(rules.all(), finding.rule, &Rule::id);
  return found != rules.all().end() && finding.severity >= found->severity;
}

Report check_pack(const package::Pack& pack, const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const RulesOf rules(options);
  const auto stated = versions_of(rules.all(), options);
  PackageFacts facts{PackageKind::kUnknown, {}, pack.files().size(), pack.bytes()};
  const auto tree = pack.verify();
  if (!tree) {
    return could_not_check(
        facts, stated,
        {"damaged_package", {"存储的包已损坏，无法检查", "the stored package is damaged"}});
  }
  facts.digest = tree->digest;
  Report report;
  report.package = facts;
  Context context(pack, options);
  context.set_digest(facts.digest);
  if (const auto inferred = context.infer_content(); !inferred) {
    return could_not_check(facts, stated,
                           {"out_of_memory", {"检查所需内存超出上限", inferred.error().message}});
  }
  run_rules(rules.all(), context, report);
  report.categories = report_categories(context);
  report.covering = report_covering(context);
  report.remarks = context.remarks().all;
  facts.kind = context.kind();
  report.package = facts;
  const auto left_out = report.coverage.findings_left_out;
  report.coverage = context.coverage();
  report.coverage.findings_left_out = left_out;
  report.versions = stated;
  report.outcome = outcome_of(report.findings);
  report.elapsed_ms = milliseconds_since(start);
  return report;
}

}  // namespace baobei::check
