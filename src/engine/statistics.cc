#include "engine/statistics.h"

#include <algorithm>

#include "lifecycle/codec.h"

namespace baobei::engine {
namespace {

using lifecycle::EntryState;
EntryEnd end_of(const lifecycle::App& app, const lifecycle::Entry& entry) {
  const bool answered = entry.answer > 0 && entry.answer <= app.answers.size();
  if (entry.state == EntryState::kSilent) return EntryEnd::kSilent;
  if (answered && app.answers[entry.answer - 1].late) return EntryEnd::kSilent;
  switch (entry.state) {
    case EntryState::kPassed:
      return EntryEnd::kPassed;
    case EntryState::kFailed:
      return EntryEnd::kFailed;
    case EntryState::kWithdrawn:
    case EntryState::kMoved:
    case EntryState::kStopped:
      return EntryEnd::kOther;
    default:
      return EntryEnd::kOpen;
  }
}

std::optional<ReviewStepKind> kind_of_step(std::string_view type) {
  if (type == "check_finished") return ReviewStepKind::kChecked;
  if (type == "review_passed") return ReviewStepKind::kPassed;
  if (type == "review_refused") return ReviewStepKind::kRefused;
  if (type == "submission_withdrawn" || type == "case_stopped") return ReviewStepKind::kGivenUp;
  return std::nullopt;
}

}  // namespace

std::optional<ReviewStep> review_step(const EventRow& row) {
  const auto kind = kind_of_step(row.type);
  if (!kind) return std::nullopt;
  const auto opened = lifecycle::open_event(row.body);
  if (!opened) return std::nullopt;  // no event of ours: it says nothing of a review
  ReviewStep step{*kind, 0, row.at, row.actor, {}};
  const auto& data = opened->event.data;
  if (const auto* check = std::get_if<lifecycle::CheckFinished>(&data)) {
    step.submission = check->submission;
    step.report = check->report;
  }
  if (const auto* passed = std::get_if<lifecycle::ReviewPassed>(&data)) {
    step.submission = passed->submission;
  }
  if (const auto* refused = std::get_if<lifecycle::ReviewRefused>(&data)) {
    step.submission = refused->submission;
  }
  if (const auto* withdrawn = std::get_if<lifecycle::SubmissionWithdrawn>(&data)) {
    step.submission = withdrawn->submission;
  }
  if (const auto* stopped = std::get_if<lifecycle::CaseStopped>(&data)) {
    step.submission = stopped->submission;
  }
  return step;
}

std::vector<MeasuredSubmission> measured_submissions(const lifecycle::App& app) {
  std::vector<MeasuredSubmission> rows;
  for (const auto& submission : app.submissions) {
    MeasuredSubmission row;
    row.app = app.id;
    row.no = submission.no;
    row.region = app.subject.region;
    row.submitted_at = submission.submitted_at;
    row.finished_at = submission.finished_at;
    row.held = submission.held;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<MeasuredEntry> measured_entries(const lifecycle::App& app) {
  std::vector<MeasuredEntry> rows;
  for (const auto& entry : app.entries) {
    MeasuredEntry row;
    row.app = app.id;
    row.no = entry.no;
    row.region = entry.region;
    row.start = entry.start;
    row.end = end_of(app, entry);
    if (row.end == EntryEnd::kSilent) row.ended_at = entry.end;
    if (row.end != EntryEnd::kSilent && row.end != EntryEnd::kOpen) row.ended_at = entry.ended_at;
    rows.push_back(std::move(row));
  }
  return rows;
}

Quantiles quantiles_of(std::vector<Duration> values) {
  Quantiles quantiles;
  quantiles.count = values.size();
  if (values.empty()) return quantiles;
  std::ranges::sort(values);
  const auto at = [&](std::size_t percent) {
    const auto rank = (values.size() * percent + 99) / 100;  // nearest rank, from 1
    return values[std::max<std::size_t>(rank, 1) - 1];
  };
  quantiles.p10 = at(10);
  quantiles.p50 = at(50);
  quantiles.p90 = at(90);
  quantiles.p99 = at(99);
  quantiles.max = values.back();
  return quantiles;
}

std::vector<Duration> waits_of(const std::vector<MeasuredSubmission>& reviewed) {
  std::vector<Duration> waits;
  for (const auto& row : reviewed) {
    if (row.reviewed_at) waits.push_back(*row.reviewed_at - row.submitted_at);
  }
  return waits;
}

namespace {

// The interval of the newest kEstimateRows rows that were decided before `at`; `reviewed` is newest
// first, so they stand together.
std::optional<Quantiles> interval_before(const std::vector<MeasuredSubmission>& reviewed,
                                         Instant at) {
  const auto first =
      std::ranges::lower_bound(reviewed, at, std::ranges::greater_equal(),
                               [](const MeasuredSubmission& row) { return *row.reviewed_at; });
  const auto there = static_cast<std::size_t>(reviewed.end() - first);
  if (there < kEstimateLeast) return std::nullopt;
  const auto last = first + static_cast<std::ptrdiff_t>(std::min(there, kEstimateRows));
  return quantiles_of(waits_of({first, last}));
}

}  // namespace

std::optional<Estimate> estimate_of(const std::vector<MeasuredSubmission>& reviewed) {
  if (reviewed.size() < kEstimateLeast) return std::nullopt;
  const auto now = interval_before(reviewed, Instant::max());
  if (!now) return std::nullopt;
  Estimate estimate{now->p10, now->p90, now->count, 0, 0};
  for (std::size_t i = 0; i < std::min(reviewed.size(), kEstimateTested); ++i) {
    const auto& row = reviewed[i];
    const auto said = interval_before(reviewed, row.submitted_at);
    if (!said) continue;
    const auto waited = *row.reviewed_at - row.submitted_at;
    ++estimate.tested;
    if (waited >= said->p10 && waited <= said->p90) ++estimate.hits;
  }
  return estimate;
}

std::map<lifecycle::RegionCode, SilenceRow> silence_by_region(
    const std::vector<MeasuredEntry>& ended) {
  std::map<lifecycle::RegionCode, SilenceRow> regions;
  for (const auto& row : ended) {
    if (row.end == EntryEnd::kOpen || row.end == EntryEnd::kOther) continue;
    auto& region = regions[row.region];
    ++region.ended;
    if (row.end == EntryEnd::kSilent) ++region.silent;
  }
  return regions;
}

std::vector<RuleDay> by_rule(const std::vector<RuleDay>& days) {
  std::map<std::string, RuleDay> rules;
  for (const auto& row : days) {
    auto& sum = rules[row.rule];
    sum.rule = row.rule;
    sum.day = std::max(sum.day, row.day);
    sum.found += row.found;
    sum.refused_with += row.refused_with;
    sum.passed_with += row.passed_with;
  }
  std::vector<RuleDay> sums;
  for (auto& [rule, sum] : rules) sums.push_back(std::move(sum));
  std::ranges::stable_sort(sums, std::ranges::greater(), &RuleDay::found);
  return sums;
}

std::map<lifecycle::PersonId, ReviewerRow> by_reviewer(
    const std::vector<MeasuredSubmission>& reviewed) {
  std::map<lifecycle::PersonId, ReviewerRow> reviewers;
  std::map<lifecycle::PersonId, std::vector<Duration>> waits;
  for (const auto& row : reviewed) {
    if (row.decided_by.empty() || !row.reviewed_at) continue;
    auto& reviewer = reviewers[row.decided_by];
    ++reviewer.decided;
    if (row.refused) ++reviewer.refused;
    waits[row.decided_by].push_back(*row.reviewed_at - row.submitted_at);
  }
  for (auto& [person, values] : waits) reviewers[person].wait = quantiles_of(std::move(values));
  return reviewers;
}

}  // namespace baobei::engine
