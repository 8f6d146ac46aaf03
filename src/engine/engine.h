// The durable loop: one writer thread decides commands in the order they were received, commits
// them in groups, fires deadlines, hands out checks, and answers only what is durable.
//
// Invariants
// - An answer kAccepted means: events, state, notices, deadlines, deliveries are on disk together.
//   A refusal rests on what is on disk, too.
// - A command stamped before an end is decided before it; an end takes effect for every guard when
//   its instant has passed, timer or not (R13).
// - A due deadline is only a knock: Settle goes through the same decide() as everything else, and
//   the deadline's row goes in the transaction that carries it out.
// - Both queues are bounded; officers' commands have a share of their own (DESIGN decision 3).
// - The actor is still who the command says, and may still do it, in the committing transaction.
// - While the clock is not to be trusted nothing is decided (ClockGuard): every command is answered
//   kUnavailable, and so is one that such a clock has stamped.
//
// Threads: submit, stamp, run_on_writer, figures from any; `done` comes once, on the writer thread
// or, where the queue is full, on the caller's; it must not block. Owner: server/main.cc; stop()
// (or the destructor) decides what was taken.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/book.h"
#include "engine/ports.h"
#include "engine/stamp_gate.h"

namespace baobei::engine {

struct Request {
  lifecycle::Command command;
  std::vector<TextRow> texts;  // what the commitments in the command stand for
  std::optional<IdempotencyKey> idempotency;
  Digest request_hash;
  bool dry_run = false;
  std::optional<std::uint64_t> delivery;  // outbox row that this command completes
  std::optional<JobPlace> job_item;       // row of a job that this command carries out
};

enum class AnswerKind {
  kAccepted,
  kRefused,
  kDuplicate,    // the first answer under this idempotency key, again
  kKeyReused,    // the key was used with another request
  kBusy,         // the queue is full, or the engine is stopping
  kUnavailable,  // the store or the clock cannot be relied on right now; where `detail` says that
                 // the outcome is not known, the idempotency key tells it
};

struct Answer {
  AnswerKind kind = AnswerKind::kUnavailable;
  std::optional<lifecycle::Refusal> refusal;
  std::vector<lifecycle::Event> events;
  lifecycle::Revision revision = 0;
  std::string response;  // JSON: {"app","revision","events":[…]}; the stored one for kDuplicate
  std::string detail;    // for the log
  Duration retry_after{};
  std::optional<lifecycle::Outlook> outlook = {};  // of a dry run of Submit
};

struct EngineLimits {
  std::size_t queue_max = 4096;         // commands waiting, officers' apart
  std::size_t officer_queue_max = 512;  // R13: answers have a reserved place
  std::size_t tasks_max = 1024;         // directory writes waiting
  std::size_t batch_max = 256;          // commands or fires of one transaction
  std::size_t cache_apps_max = 20'000;  // case files kept decoded
  std::size_t checks_at_once = 1;       // checker threads
  Duration check_lease = std::chrono::minutes(10);
  bool sole = true;  // no other engine works on this store: leases older than the start are void
};

// Of one run; lateness in microseconds over the last 4,096 fires.
struct EngineFigures {
  std::uint64_t commands = 0;
  std::uint64_t commits = 0;
  std::uint64_t fired = 0;
  std::uint64_t conflicts = 0;
  std::int64_t lateness_p50 = 0;
  std::int64_t lateness_p99 = 0;
  std::int64_t lateness_max = 0;
  std::int64_t lateness_last = 0;
  bool halted = false;       // the clock is not to be trusted
  std::size_t queued = 0;    // commands, those held for an earlier stamp included
  std::size_t deferred = 0;  // mini-programs whose deadlines cannot be carried out: a fault
  std::size_t checks_running = 0;
};

class Engine {
 public:
  // `checker` may be null: then nothing drains the checks (tests send RecordCheck themselves).
  Engine(Store& store, Clock& clock, const Book& book, Checker* checker, EngineLimits limits = {});
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Starts the writer; before it nothing is decided.
  void start();
  // Refuses new commands, decides what was taken, ends the threads. Deadlines that are due wait for
  // the next start.
  void stop();

  StampTicket stamp();
  // An instant that an earlier run has recorded as one of receipt: it holds back the ends behind it
  // as if it had been stamped now. Before start(), so that none of them was decided meanwhile.
  StampTicket reopen(Instant recorded);
  // Was it stamped by a clock that is believed? On the writer thread.
  bool believes(const StampTicket& ticket) const;
  void submit(StampTicket ticket, Request request, std::function<void(Answer)> done);

  // Directory writes, read marks: in order with the commands, on the writer thread. False where
  // too many wait; the task was not taken then.
  bool run_on_writer(std::function<void(Store&)> task);

  // Wakes the writer: the clock was moved by hand.
  void clock_moved();

  // After this returns, every command taken and every deadline due before the call is decided, but
  // for what an open ticket, the clock or the store holds back. Not from the writer thread.
  void drain();

  EngineFigures figures() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace baobei::engine
