// The serving process of a benchmark: the program starts itself again with `--serve`, so that the
// server's CPU time and memory are its own and a restart is a restart.
//
// Protocol, one line each way. Out, once: "ready PRODUCT_PORT BARE_PORT" (0: none). Then
//   "usage"                → "CPU_MICROS RSS_BYTES FIRED LATE_P50 LATE_P99 LATE_MAX" (microseconds)
//   "fire MICROS COUNT"     → moves the clock there, waits until COUNT more deadlines have fired:
//                            "MICROS" that it took
// The end of the input stops it.
// Threads: Server one at a time. Owner: a bench program.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/file.h"
#include "base/time.h"

namespace baobei::bench {

struct ServeOptions {
  std::string folder;       // of the product's database
  std::string bare_folder;  // of the bare loop's; empty: none
  std::size_t apps = 0;     // seeded in the bare loop's
  std::size_t io_threads = 2;
};

// Serves until the input ends; the exit code of the process.
int serve(const ServeOptions& options);

struct Usage {
  std::int64_t cpu_micros = 0;
  std::int64_t rss_bytes = 0;
  std::int64_t fired = 0;
  std::int64_t late_p50 = 0;
  std::int64_t late_p99 = 0;
  std::int64_t late_max = 0;
};

// The serving process from outside. Its methods CHECK that it lives and speaks the protocol.
class ServerProcess {
 public:
  explicit ServerProcess(const ServeOptions& options);
  ~ServerProcess();  // stops it in order, unless it was killed
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  std::uint16_t port() const { return port_; }
  std::uint16_t bare_port() const { return bare_port_; }
  Usage usage();
  void begin_firing(Instant at, std::size_t count);
  bool has_answer() const;  // of what was begun
  Duration firing_time();   // waits for it
  void kill();              // as a crash does

 private:
  void say(const std::string& line);
  std::string hear();

  pid_t pid_ = -1;
  Fd in_;
  Fd out_;
  std::string heard_;
  std::uint16_t port_ = 0;
  std::uint16_t bare_port_ = 0;
};

}  // namespace baobei::bench
