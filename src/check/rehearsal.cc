#include "check/rehearsal.h"

#include <algorithm>

#include "base/json.h"
#include "infer/infer.h"

namespace baobei::check {
namespace {

double share(std::uint64_t part, std::uint64_t rest) {
  return part + rest == 0 ? 1 : static_cast<double>(part) / static_cast<double>(part + rest);
}

void count(Agreement& agreement, bool answered, bool found) {
  agreement.agreed += answered && found ? 1 : 0;
  agreement.refuted += answered && !found ? 1 : 0;
  agreement.missed += !answered && found ? 1 : 0;
}

Result<std::pair<std::string, Answers>> decision_of(const json::value& item) {
  const auto* row = item.if_object();
  const auto* package = row == nullptr ? nullptr : row->if_contains("package");
  const auto* found = row == nullptr ? nullptr : row->if_contains("found");
  if (package == nullptr || !package->is_string() || found == nullptr || !found->is_array()) {
    return fail(ErrorKind::kInvalid, "a decision has a package and a list of what was found");
  }
  Answers answers;
  for (const auto& answer : found->get_array()) {
    if (!answer.is_string()) {
      return fail(ErrorKind::kInvalid, "what was found is the id of a rule, or involves:CATEGORY");
    }
    answers.emplace(answer.get_string());
  }
  return std::pair(std::string(package->get_string()), std::move(answers));
}

std::vector<Change> changes_of(const std::vector<Rehearsed>& programs) {
  std::map<std::string, Change> all;
  for (const auto& row : programs) {
    for (const auto& answer : row.before) {
      ++all[answer].before;
      if (!row.after.contains(answer)) all[answer].lost.push_back(row.program);
    }
    for (const auto& answer : row.after) {
      ++all[answer].after;
      if (!row.before.contains(answer)) all[answer].gained.push_back(row.program);
    }
  }
  std::vector<Change> changed;
  for (auto& [answer, change] : all) {
    if (change.gained.empty() && change.lost.empty()) continue;
    change.answer = answer;
    std::ranges::sort(change.gained);
    std::ranges::sort(change.lost);
    changed.push_back(std::move(change));
  }
  return changed;
}

}  // namespace

double Agreement::precision() const {
  return share(agreed, refuted);
}

double Agreement::recall() const {
  return share(agreed, missed);
}

Answers answers_of(const Report& report) {
  Answers answers;
  for (const auto& finding : report.findings) {
    if (finding.severity != Severity::kNote) answers.insert(finding.rule);
  }
  for (const auto& category : report.categories) {
    if (category.confidence >= infer::kNamedConfidence) answers.insert("involves:" + category.id);
  }
  return answers;
}

Result<Decisions> parse_decisions(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kDecisionsBytesMax));
  const auto* root = value.if_object();
  const auto* schema = root == nullptr ? nullptr : root->if_contains("schema");
  if (schema == nullptr || !schema->is_string() || schema->get_string() != kDecisionsSchema) {
    return fail(ErrorKind::kInvalid, "this is no " + std::string(kDecisionsSchema));
  }
  const auto* list = root->if_contains("decisions");
  if (list == nullptr || !list->is_array()) {
    return fail(ErrorKind::kInvalid, "there is no list of decisions");
  }
  Decisions decisions;
  for (const auto& item : list->get_array()) {
    TRY_ASSIGN(auto decision, decision_of(item));
    const auto name = decision.first;
    if (!decisions.insert(std::move(decision)).second) {
      return fail(ErrorKind::kInvalid, "a package is decided twice", name);
    }
  }
  return decisions;
}

Rehearsal rehearsal_of(const std::vector<Rehearsed>& programs, const Decisions& decisions) {
  Rehearsal out;
  out.changes = changes_of(programs);
  Answers looked_for;
  for (const auto& [package, found] : decisions) looked_for.insert(found.begin(), found.end());
  std::map<std::string, Scored> by_answer;
  Scored all;
  for (const auto& row : programs) {
    const auto decided = decisions.find(row.program);
    if (decided == decisions.end()) continue;
    ++out.decided;
    for (const auto& answer : looked_for) {
      const bool found = decided->second.contains(answer);
      auto& scored = by_answer[answer];
      for (auto* one : {&scored, &all}) {
        count(one->before, row.before.contains(answer), found);
        count(one->after, row.after.contains(answer), found);
      }
    }
  }
  if (out.decided == 0) return out;
  out.scores.push_back(all);
  for (auto& [answer, scored] : by_answer) {
    scored.answer = answer;
    out.scores.push_back(std::move(scored));
  }
  return out;
}

}  // namespace baobei::check
