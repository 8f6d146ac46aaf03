// The load: one thread, one epoll, connections that stay open, requests made beforehand.
//
// Each connection has mini-programs of its own and goes through them in turn: a question to the
// developer, the answer, the next mini-program. What costs is kept out of the loop: a request is a
// ready text in which sixteen digits of the idempotency key are written over; of an answer the
// status and the length are read.
// Threads: one at a time. Owner: a bench program.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "bench/cast.h"

namespace baobei::bench {

struct LoadOptions {
  std::uint16_t port = 0;
  std::size_t connections = 1;
  Cast cast;                 // whose first `apps` mini-programs are in review
  std::uint64_t run_no = 0;  // distinguishes the idempotency keys of several Loads
};

struct Pace {
  std::chrono::nanoseconds time{};    // stops sending then
  double per_s = 0;                   // 0: the next request follows each answer at once
  std::function<bool()> also_end_at;  // asked about once a millisecond; may be empty
};

struct Sent {
  std::size_t steps = 0;         // answered within the time
  std::size_t steps_all = 0;     // and after it, before everything was answered
  double seconds = 0;            // the time
  double cpu_seconds = 0;        // of this thread
  std::size_t failures = 0;      // answers other than 200
  std::string first_failure;     // what came instead
  std::vector<double> waits_ms;  // of each answered step; paced: from when it was due to be sent
};

// Sorts; p in 0..1 of what is there, 0 where nothing is.
double percentile(std::vector<double>& values, double p);

class Load {
 public:
  explicit Load(const LoadOptions& options);
  ~Load();  // answers the questions that are still open, for the next Load

  Sent run(const Pace& pace);

 private:
  struct Connection;
  struct Script;
  using Steady = std::chrono::steady_clock;

  void send_next(Connection& connection, Steady::time_point since);
  // Reads what is there; true where an answer is complete.
  bool read_answer(Connection& connection, Sent& sent);
  void send_due(Steady::time_point now);

  Fd epoll_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<Connection*> idle_;
  std::uint64_t keys_used_ = 0;

  // Of the run that goes on.
  Steady::time_point end_;
  std::chrono::nanoseconds gap_{};
  Steady::time_point next_due_;
};

}  // namespace baobei::bench
