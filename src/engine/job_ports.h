// The port to jobs: many commands of one person, received at one instant (R13), carried out by and
// by, each with a result of its own (DESIGN decision 3).
//
// Invariants
// - A job and its items are written in one transaction, with the instant at which the request was
//   received; until the job ends, no end behind that instant takes effect (stamp_gate.h).
// - An item becomes accepted in the transaction of its command (Write::finished_item), so that it
// is
//   carried out once, whatever dies in between.
// - What an item says (words of people among it) goes when the item waits no more.
// - A job that ended is kept for kJobKept, with ids and names of refusals alone.
// Threads: what changes on the engine's writer alone; what reads from any. Owner: server/main.cc.
#pragma once

#include <boost/describe/enum.hpp>
#include <span>
#include <string>
#include <vector>

#include "engine/ports.h"

namespace baobei::engine {

inline constexpr std::size_t kJobItemsMax = 2'000;
inline constexpr std::size_t kJobItemsAtOnce = 200;  // commands on their way
inline constexpr std::size_t kJobsRunningOfPersonMax = 4;
inline constexpr std::size_t kJobsRunningMax = 32;     // they hold back ends, so there are few
inline constexpr std::string_view kFromList = "list";  // JobRow::source
inline constexpr Duration kJobKept = std::chrono::hours(24 * 30);

enum class JobKind { kFilingAnswers, kSubmit, kRelease, kHandOver };
BOOST_DESCRIBE_ENUM(JobKind, kFilingAnswers, kSubmit, kRelease, kHandOver)

enum class JobState { kRunning, kDone, kCancelled };
BOOST_DESCRIBE_ENUM(JobState, kRunning, kDone, kCancelled)

// kFailed: it could not be carried out by a fault of ours, and nothing of it was.
enum class ItemState { kWaiting, kAccepted, kRefused, kFailed, kCancelled };
BOOST_DESCRIBE_ENUM(ItemState, kWaiting, kAccepted, kRefused, kFailed, kCancelled)

struct JobRow {
  std::string id;
  JobKind kind = JobKind::kFilingAnswers;
  lifecycle::Actor actor;  // whose commands its items are
  std::string source;      // "list", or the digest of the signed file that its items come from
  Instant received_at;
  std::string key;  // Idempotency-Key; empty: none
  Digest request;   // what was asked for under it
  JobState state = JobState::kRunning;
  std::size_t items = 0;
  std::size_t accepted = 0;
  std::size_t refused = 0;
  std::size_t failed = 0;
  std::size_t cancelled = 0;
  std::optional<Instant> finished_at;

  std::size_t waiting() const { return items - accepted - refused - failed - cancelled; }
};

struct JobItemRow {
  std::uint32_t no = 0;  // from 1, as they were given
  lifecycle::AppId app;
  std::string body;  // JSON of the request; empty once it waits no more
  ItemState state = ItemState::kWaiting;
  std::string refusal;   // the guard's name; of kFailed the problem's
  std::string response;  // of kAccepted: JSON, as of a single command
  std::optional<Instant> decided_at;
};

// What became of an item that was not accepted.
struct ItemResult {
  std::uint32_t no = 0;
  ItemState state = ItemState::kRefused;
  std::string refusal;
};

class Jobs {
 public:
  virtual ~Jobs() = default;

  // ---- on the writer's thread ----
  // kTooLarge where too many run, kConflict where its key is there or its source, if it is a signed
  // file, was taken before.
  virtual Status add(const JobRow& job, std::span<const JobItemRow> items) = 0;
  // Only items that still wait are touched.
  virtual Status record(const std::string& job, std::span<const ItemResult> results,
                        Instant at) = 0;
  // Items that wait still are cancelled. kNotFound where it is not the person's (empty: anybody's).
  // The job as it is now; one that had ended before stays as it was.
  virtual Result<JobRow> finish(const lifecycle::PersonId& person, const std::string& job,
                                JobState end, Instant at) = 0;
  // At most one that ended before `before`; true where there was one.
  virtual Result<bool> drop_one(Instant before) = 0;

  // ---- any thread ----
  virtual Result<JobRow> find(const lifecycle::PersonId& person, const std::string& job) = 0;
  virtual Result<std::optional<JobRow>> by_key(const lifecycle::PersonId& person,
                                               const std::string& key) = 0;
  // Newest first.
  virtual Result<Listed<JobRow>> of(const lifecycle::PersonId& person, const Page& page) = 0;
  // By number; of one state where it is given.
  virtual Result<Listed<JobItemRow>> items(const std::string& job, std::optional<ItemState> state,
                                           const Page& page) = 0;
  // Of every person, by the instant of receipt.
  virtual Result<std::vector<JobRow>> running() = 0;
  // Waiting items behind `after`, with their bodies.
  virtual Result<std::vector<JobItemRow>> waiting(const std::string& job, std::uint32_t after,
                                                  std::size_t limit) = 0;
};

}  // namespace baobei::engine
