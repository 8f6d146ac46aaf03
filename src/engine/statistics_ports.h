// The port to figures: one measured row per submission and per entry that was opened, what each
// rule found and what people then decided, filled from the log behind it; and how late ends were
// decided.
//
// Invariants: measures hold ids, instants and spans only. They follow the log: `taken_in` says up
// to where, and readers show it. A review's decision is its first pass or refusal in the log,
// whatever became of the submission afterwards; the rest of a row is measured from the case file as
// it stands. Reads walk an index, at most kMeasuresMax rows, newest first (DESIGN decision 15).
// Threads: catch_up on the engine's writer alone; reads from any. Owner: server/main.cc.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "engine/rows.h"

namespace baobei::engine {

inline constexpr std::size_t kMeasuresMax = 10'000;
inline constexpr std::size_t kMeasuredEventsMax = 500;  // of the log, at one catch_up
inline constexpr std::size_t kRuleDaysMax = 100'000;    // rows of RuleDay of one read

struct MeasuredSubmission {
  lifecycle::AppId app;
  lifecycle::SubmissionNo no = 0;
  lifecycle::RegionCode region;
  Instant submitted_at;
  std::optional<Instant> reviewed_at;  // passed or refused for the first time
  lifecycle::PersonId decided_by;      // of that decision, as what it was
  bool refused = false;
  std::optional<Instant> finished_at;  // first release or end (R26)
  lifecycle::TimeByHolder held;        // up to then
};

enum class EntryEnd { kOpen, kPassed, kFailed, kSilent, kOther };
BOOST_DESCRIBE_ENUM(EntryEnd, kOpen, kPassed, kFailed, kSilent, kOther)

struct MeasuredEntry {
  lifecycle::AppId app;
  lifecycle::EntryNo no = 0;
  lifecycle::RegionCode region;
  std::optional<Instant> start;
  // When it was answered, or its period ended, whichever came first: a late answer changes nothing
  // of how it ended.
  std::optional<Instant> ended_at;
  EntryEnd end = EntryEnd::kOpen;
};

struct MeasuredUpTo {
  std::uint64_t taken_in = 0;  // log index
  std::uint64_t head = 0;      // newest log index
};

// What comes next, and the reports of checks in it.
struct NextMeasures {
  std::uint64_t until = 0;  // log index; what was taken in already where nothing is new
  std::vector<Digest> reports;
};
// The ids of the rules that found something, each once, by report. One that is not there counts as
// having found nothing.
using FoundRules = std::map<Digest, std::vector<std::string>>;

// What happened to one rule on one day, in UTC. Each submission counts once, whatever was found how
// often in it.
struct RuleDay {
  std::string rule;
  std::int64_t day = 0;            // since 1970-01-01
  std::uint64_t found = 0;         // it found something, before a decision
  std::uint64_t refused_with = 0;  // where it had found something, people then refused
  std::uint64_t passed_with = 0;   // or passed
};
inline std::int64_t day_of(Instant at) {
  return std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
}

class Statistics {
 public:
  virtual ~Statistics() = default;

  // What the next catch_up may take in: at most kMeasuredEventsMax events. Any thread.
  virtual Result<NextMeasures> next() = 0;
  // Takes in what comes up to that index; returns how many events.
  virtual Result<std::size_t> catch_up(std::uint64_t until, const FoundRules& found) = 0;

  virtual Result<MeasuredUpTo> up_to() = 0;
  // Decided since `from`, by that instant, newest first.
  virtual Result<std::vector<MeasuredSubmission>> reviewed(Instant from) = 0;
  // First released or ended since `from`, newest first.
  virtual Result<std::vector<MeasuredSubmission>> finished(Instant from) = 0;
  // Ended since `from`, newest first.
  virtual Result<std::vector<MeasuredEntry>> ended(Instant from) = 0;
  // Of the day of `from` and those after it.
  virtual Result<std::vector<RuleDay>> rules(Instant from) = 0;
  // How much later than due each of the clock's newest ends was decided; newest first.
  virtual Result<std::vector<Duration>> lateness() = 0;
};

}  // namespace baobei::engine
