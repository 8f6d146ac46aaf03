// The writer thread of the engine; see engine.h for what it promises.
//
// One round: take what is queued (officers first in line for room, all in the order of their
// stamps), add what is due, decide each against the newest case file, commit together, answer.
// Rounds overlap with nothing: while one commits, the next one's commands queue up, and that is
// what makes groups.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>

#include "engine/clock_guard.h"
#include "engine/decider.h"
#include "engine/engine.h"

namespace baobei::engine {

struct Pending {
  StampTicket ticket;
  Request request;
  std::function<void(Answer)> done;
  int tries = 0;  // decided again after a conflict

  Instant stamp() const { return ticket.stamp(); }
};

// Lateness of fires, microseconds: a ring of the newest ones. The writer writes, anybody reads.
class Lateness {
 public:
  void add(std::int64_t micros);
  void fill(EngineFigures& figures) const;

 private:
  static constexpr std::size_t kKept = 4096;
  mutable std::mutex mutex_;
  std::array<std::int64_t, kKept> ring_{};
  std::size_t count_ = 0;
};

class Engine::Loop {
 public:
  Loop(Store& store, Clock& clock, const Book& book, Checker* checker, EngineLimits limits);
  ~Loop();

  void start();
  void stop();
  void submit(Pending pending);
  bool run_on_writer(std::function<void(Store&)> task);
  void wake();
  void drain();
  EngineFigures figures() const;
  StampGate& gate() { return gate_; }

 private:
  void run_writer();
  void run_checker();

  // One round; false where there was nothing to do.
  bool round();
  std::vector<Pending> take_commands();
  std::vector<std::function<void(Store&)>> take_tasks();
  // Knocks for what is due at or before `until`, one per mini-program.
  std::vector<Pending> due_knocks(Instant until, std::size_t limit);
  std::size_t fire(Instant until);
  void decide_batch(std::vector<Pending> batch);
  // True where the answer was given without a write.
  bool answer_from_record(Pending& pending);
  void decide_into(Pending pending, std::vector<Pending>& waiting, std::vector<Write>& writes,
                   std::vector<Answer>& answers);
  void commit(std::vector<Pending> waiting, std::vector<Write> writes, std::vector<Answer> answers);
  void settle_outcome(Pending pending, const Write& write, const WriteOutcome& outcome,
                      Answer answer);
  void retry(Pending pending, const std::string& why);
  void record_refusal(const Pending& pending, lifecycle::Refusal refusal);
  void lease_checks();
  Instant next_wake();
  void answer_all_unavailable(std::vector<Pending> batch, const std::string& why);

  Store& store_;
  Clock& clock_;
  Checker* checker_;
  const EngineLimits limits_;
  StampGate gate_;
  Decider decider_;
  std::optional<ClockGuard> guard_;  // from start() on

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable idle_;
  std::deque<Pending> commands_;
  std::deque<Pending> officers_;
  std::deque<std::function<void(Store&)>> tasks_;
  bool stopping_ = false;
  bool woken_ = false;
  bool busy_ = false;

  // Writer thread only.
  std::deque<Pending> again_;  // conflicts, decided again in the next round
  std::optional<Instant> next_due_;
  std::set<lifecycle::AppId> stuck_;
  Instant high_water_stored_;
  bool checks_wanted_ = true;
  Instant checks_at_;
  Instant idempotency_swept_;

  std::mutex check_mutex_;
  std::condition_variable check_wake_;
  std::deque<Store::Lease> checks_;
  std::size_t checks_running_ = 0;
  bool check_stopping_ = false;

  Lateness lateness_;
  std::atomic<std::uint64_t> commands_decided_{0};
  std::atomic<std::uint64_t> commits_{0};
  std::atomic<std::uint64_t> fired_{0};
  std::atomic<std::uint64_t> conflicts_{0};
  std::atomic<bool> halted_{false};

  std::thread writer_;
  std::vector<std::thread> checkers_;
};

}  // namespace baobei::engine
