// The port to figures: one measured row per submission that was decided and per entry that was
// opened, filled from the log behind it; and how late ends were decided.
//
// Invariants: measures hold ids, instants and spans only. They follow the log: `taken_in` says up
// to where, and readers show it. A row is measured from the case file as it stands; what was
// measured once (when a review was decided, when a period ended) stays. Reads walk an index, at
// most kMeasuresMax rows, newest first (DESIGN decision 15). Threads: catch_up on the engine's
// writer alone; reads from any. Owner: server/main.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "engine/rows.h"

namespace baobei::engine {

inline constexpr std::size_t kMeasuresMax = 10'000;
inline constexpr std::size_t kMeasuredEventsMax = 500;  // of the log, at one catch_up

struct MeasuredSubmission {
  lifecycle::AppId app;
  lifecycle::SubmissionNo no = 0;
  lifecycle::RegionCode region;
  Instant submitted_at;
  std::optional<Instant> reviewed_at;  // passed or refused for the first time
  lifecycle::PersonId decided_by;
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

class Statistics {
 public:
  virtual ~Statistics() = default;

  // Takes in at most kMeasuredEventsMax events; returns how many.
  virtual Result<std::size_t> catch_up() = 0;

  virtual Result<MeasuredUpTo> up_to() = 0;
  // Decided since `from`, by that instant, newest first.
  virtual Result<std::vector<MeasuredSubmission>> reviewed(Instant from) = 0;
  // First released or ended since `from`, newest first.
  virtual Result<std::vector<MeasuredSubmission>> finished(Instant from) = 0;
  // Ended since `from`, newest first.
  virtual Result<std::vector<MeasuredEntry>> ended(Instant from) = 0;
  // How much later than due each of the clock's newest ends was decided; newest first.
  virtual Result<std::vector<Duration>> lateness() = 0;
};

}  // namespace baobei::engine
