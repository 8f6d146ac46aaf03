// Figures made of measured rows: quantiles, shares, and an estimate of waiting that says how often
// it was right.
//
// Invariants: a quantile is one of the values themselves (nearest rank), so no figure pretends to
// more than was measured. The hit rate is measured on the newest decisions, each against what would
// have been said when it was submitted; nothing that came later goes into it.
// Threads: pure.
#pragma once

#include <map>

#include "engine/statistics_ports.h"
#include "lifecycle/app.h"

namespace baobei::engine {

// ---- from the log to steps of reviews
enum class ReviewStepKind { kChecked, kPassed, kRefused, kGivenUp };
struct ReviewStep {
  ReviewStepKind kind = ReviewStepKind::kChecked;
  lifecycle::SubmissionNo submission = 0;
  Instant at;
  lifecycle::PersonId actor;
  Digest report = {};  // kChecked
  bool operator==(const ReviewStep&) const = default;
};
// nullopt: the event is none.
std::optional<ReviewStep> review_step(const EventRow& row);

// ---- from case files to rows; of reviews' decisions they say nothing
std::vector<MeasuredSubmission> measured_submissions(const lifecycle::App& app);
std::vector<MeasuredEntry> measured_entries(const lifecycle::App& app);

// ---- from rows to figures
struct Quantiles {
  std::size_t count = 0;  // 0: the others mean nothing
  Duration p10{};
  Duration p50{};
  Duration p90{};
  Duration p99{};
  Duration max{};
};
Quantiles quantiles_of(std::vector<Duration> values);

// From submission to decision.
std::vector<Duration> waits_of(const std::vector<MeasuredSubmission>& reviewed);

inline constexpr std::size_t kEstimateRows = 200;    // newest decisions that an estimate rests on
inline constexpr std::size_t kEstimateLeast = 20;    // fewer: there is no estimate
inline constexpr std::size_t kEstimateTested = 200;  // newest decisions that it is tested on

// Where four of five waits lie, if the next are like the last.
struct Estimate {
  Duration low{};
  Duration high{};
  std::size_t based_on = 0;
  std::size_t tested = 0;  // decisions whose estimate could be compared
  std::size_t hits = 0;    // that lay within it
};
// `reviewed`: newest decision first. nullopt where too few were decided.
std::optional<Estimate> estimate_of(const std::vector<MeasuredSubmission>& reviewed);

struct SilenceRow {
  std::size_t ended = 0;  // passed, failed or silent
  std::size_t silent = 0;
};
std::map<lifecycle::RegionCode, SilenceRow> silence_by_region(
    const std::vector<MeasuredEntry>& ended);

// Summed over the days, the most found first, then by id; `day` is the last one of each.
std::vector<RuleDay> by_rule(const std::vector<RuleDay>& days);

struct ReviewerRow {
  std::size_t decided = 0;
  std::size_t refused = 0;
  Quantiles wait;
};
std::map<lifecycle::PersonId, ReviewerRow> by_reviewer(
    const std::vector<MeasuredSubmission>& reviewed);

}  // namespace baobei::engine
