// Sweeps: every hour, and when an operator asks for it, what is past its time is taken away
// (DESIGN decision 7, R24).
//
// Invariants
// - One sweep at a time. Each of its transactions takes at most engine::kSweptAtOnce rows, and
//   commands of people go in between: it can stop anywhere and goes on at the next one.
// - A used document leaves a step in its application's record that says it was erased; bytes go
//   after the row that named them.
// - What a sweep took is recorded, kind by kind, with what a hold kept.
// - Once a day a sweep looks for bytes that a crash left and nothing names.
// Threads: start and stop from one owner; its own thread besides; run() from any that may block.
// Owner: server; the services outlive it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/retention_ports.h"
#include "http/services.h"

namespace baobei::http {

inline constexpr Duration kSweepEvery = std::chrono::hours(1);
inline constexpr Duration kUnnamedEvery = std::chrono::hours(24);
inline constexpr std::size_t kSweepRoundsMax = 500;  // of each kind, in one sweep

class RetentionSweep {
 public:
  RetentionSweep(engine::Retention& retention, std::vector<engine::RetentionRule> rules)
      : retention_(retention), rules_(std::move(rules)) {}
  ~RetentionSweep() { stop(); }
  RetentionSweep(const RetentionSweep&) = delete;
  RetentionSweep& operator=(const RetentionSweep&) = delete;

  void start(Services& services);
  void stop();

  // Blocks. kUnavailable where one runs already.
  Result<engine::SweepRow> run(Services& services);
  // What it would take and what is held.
  Result<engine::SweepRow> dry_run(Services& services);

  const std::vector<engine::RetentionRule>& rules() const { return rules_; }
  engine::Retention& retention() const { return retention_; }

 private:
  void work_on(Services& services);
  void drop_unnamed(Services& services, Instant now);
  Result<std::uint64_t> sweep_kind(Services& services, engine::RetentionKind kind, Instant before);
  Result<std::size_t> sweep_scans(Services& services, Instant before);
  Result<std::size_t> sweep_pictures(Services& services, Instant before);
  Result<std::size_t> sweep_documents(Services& services, engine::RetentionKind kind,
                                      Instant before);

  engine::Retention& retention_;
  const std::vector<engine::RetentionRule> rules_;
  std::mutex running_;
  Instant unnamed_next_ = {};  // within running_
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace baobei::http
