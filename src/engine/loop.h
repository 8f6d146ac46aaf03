// The writer thread of the engine; see engine.h for what it promises.
//
// One round: take what is queued (officers first in line for room, all in the order of their
// stamps), decide each against the newest case file, commit together, answer; then what is due.
// Rounds overlap with nothing: while one commits, the next one's commands queue up, and that is
// what makes groups.
//
// Three things wait outside the queues, on the writer alone: commands that an earlier stamp still
// has to overtake (R13) or that are decided again (held_), writes whose outcome is not known yet
// (unresolved_), and mini-programs whose deadlines make no sense (deferred_).
//
// engine.cc: the face and the threads. loop.cc: a round. loop_commit.cc: from decisions to answers.
// loop_checks.cc: the automatic checks.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "engine/clock_guard.h"
#include "engine/decider.h"
#include "engine/engine.h"

namespace baobei::engine {

struct Pending {
  StampTicket ticket;  // of a knock: none
  Request request;
  std::function<void(Answer)> done;
  int tries = 0;              // decided again after a conflict
  std::vector<Instant> dues;  // of a knock: what it fires

  Instant stamp() const { return ticket.stamp(); }
  bool is_knock() const { return !ticket.is_open(); }
  bool is_officers() const { return request.command.actor.role == lifecycle::Role::kOfficer; }
};

struct Decision {
  Pending pending;
  Answer answer;
  std::size_t place = 0;  // writes of the batch that were decided before it
};

// One batch on its way from decisions to answers.
struct Batch {
  std::vector<Write> writes;
  std::vector<Decision> written;    // one per write
  std::vector<Decision> unwritten;  // refusals and dry runs: they may rest on the writes
  std::size_t size() const { return written.size() + unwritten.size(); }
};

// A write that may or may not be in the log.
struct Unresolved {
  Write write;
  Decision decision;
  int asked = 0;
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
  // Writer thread.
  bool believes(const StampTicket& ticket) const;

 private:
  // ---- engine.cc
  void run_writer();
  // Nothing is left that a stopping engine still owes an answer; with the mutex held.
  bool is_empty() const;
  std::chrono::microseconds next_pause();

  // ---- loop.cc
  // One round; false where nothing could be done.
  bool round();
  bool run_tasks();
  std::vector<Pending> take_commands();
  void count_held();
  bool decide_batch(std::vector<Pending> commands, Instant now);
  // True where the answer was given without a decision.
  bool answer_at_once(Pending& pending);
  // R13: would deciding it carry out an end that an earlier stamp has to overtake?
  bool must_wait(const Pending& pending, std::optional<Instant> outside);
  void decide_into(Pending pending, Instant now, Batch& batch);
  bool fire(Instant now);
  bool know_next_due();
  // Knocks for what is due at or before `until`, one per mini-program, at most `most`.
  std::vector<Pending> due_knocks(Instant until, Instant now, std::size_t most);
  // How many of them a round carries out: all that a batch takes, or few where people wait for it.
  std::size_t knocks_of_a_round();
  bool repair_deadlines(const lifecycle::AppId& app, Instant until, Instant now);
  void defer(const lifecycle::AppId& app, Instant now);
  bool keep_house(Instant now);

  // ---- loop_commit.cc
  // Commits and answers; false where nothing became durable and nothing was answered.
  bool finish(Batch batch, Instant now);
  // False where it was a knock that the store could not take.
  bool settle_outcome(Decision decision, Write write, const WriteOutcome& outcome, Instant now);
  bool resolve_unknown();
  enum class Resolved { kThere, kLost, kNotKnown };
  Resolved resolve(Unresolved& open, Instant now);
  void accept(Decision decision, const Write& write, Instant now);
  void retry(Pending pending, const std::string& why);
  void answer_unwritten(std::vector<Decision> decisions);
  void answer_unavailable(Pending pending, std::string why);
  void answer_all_unavailable(std::vector<Pending> commands, const std::string& why);

  // ---- loop_checks.cc
  void start_checkers();
  void stop_checkers();
  void run_checker();
  void send_check(Request request);
  void lease_checks(Instant now);

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
  std::size_t held_commands_ = 0;  // of held_: they take room of the queues still
  std::size_t held_officers_ = 0;
  bool unknown_ = false;  // unresolved_ is not empty
  bool stopping_ = false;
  bool woken_ = false;
  bool busy_ = false;

  // Writer thread only.
  std::deque<Pending> held_;
  std::deque<Unresolved> unresolved_;
  std::map<lifecycle::AppId, Instant> deferred_;  // until when
  // Of the batch being finished: the first write of a mini-program that came to nothing.
  std::map<lifecycle::AppId, std::size_t> failed_;
  bool leaving_ = false;        // this round is one of a stopping engine
  bool store_failing_ = false;  // in this round
  std::optional<Instant> next_due_;
  bool next_due_known_ = false;
  std::optional<Instant> open_at_fire_;
  Duration knock_cost_{};                // of carrying one out, as the last rounds showed
  std::optional<Duration> people_seen_;  // boot time of the newest round with commands
  Instant started_at_;
  Instant high_water_stored_;
  Instant keys_dropped_at_;
  bool checks_wanted_ = true;
  Instant checks_at_;

  mutable std::mutex check_mutex_;
  std::condition_variable check_wake_;
  std::deque<Store::Lease> checks_;
  std::deque<Request> check_results_;  // that found no room, or no store
  std::size_t checks_running_ = 0;
  bool check_stopping_ = false;

  Lateness lateness_;
  std::atomic<std::uint64_t> commands_decided_{0};
  std::atomic<std::uint64_t> commits_{0};
  std::atomic<std::uint64_t> fired_{0};
  std::atomic<std::uint64_t> conflicts_{0};
  std::atomic<std::size_t> deferred_count_{0};
  std::atomic<bool> halted_{false};

  std::thread writer_;
  std::vector<std::thread> checkers_;
};

}  // namespace baobei::engine
