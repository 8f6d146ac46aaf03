#include "engine/statistics.h"

#include <algorithm>

namespace baobei::engine {
namespace {

using lifecycle::EntryState;
using lifecycle::SubmissionState;

// When the review of a submission was over, as its case file tells; nullopt while it is not.
std::optional<Instant> reviewed_at(const lifecycle::App& app,
                                   const lifecycle::Submission& submission) {
  switch (submission.state) {
    case SubmissionState::kChecking:
    case SubmissionState::kReviewing:
    case SubmissionState::kWaitingForDeveloper:
    case SubmissionState::kWithdrawn:
    case SubmissionState::kStopped:
      return std::nullopt;
    case SubmissionState::kRefused:
      return submission.finished_at;
    default:
      break;
  }
  // The pass opens the entry, in the same decision.
  for (const auto& entry : app.entries) {
    if (entry.submission == submission.no) return entry.opened_at;
  }
  if (submission.state == SubmissionState::kReleasable) return submission.held_since;
  return submission.finished_at;
}

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

}  // namespace

std::vector<MeasuredSubmission> measured_submissions(const lifecycle::App& app) {
  std::vector<MeasuredSubmission> rows;
  for (const auto& submission : app.submissions) {
    MeasuredSubmission row;
    row.app = app.id;
    row.no = submission.no;
    row.region = app.subject.region;
    row.submitted_at = submission.submitted_at;
    row.reviewed_at = reviewed_at(app, submission);
    row.decided_by = submission.decided_by;
    row.refused = submission.state == SubmissionState::kRefused;
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
