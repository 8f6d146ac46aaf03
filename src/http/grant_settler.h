// Settles every mini-program of a subject whose grants changed (R2a): what was taken back is told
// of and its grace runs, what was renewed is watched by its new end.
//
// Invariants
// - At most kSettledAtOnce commands are on their way; people's commands go in between.
// - Where it got to is on disk (engine/settling_ports.h): what a stop or a crash cut off goes on at
//   the next start. A mini-program may be settled twice; there is nothing due then.
// Threads: start, stop from one owner; wake from any; its own thread besides. Owner:
// server/job_desk.h; the services and the engine outlive it, and it stops before the engine.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "engine/settling_ports.h"
#include "http/services.h"

namespace baobei::http {

inline constexpr std::size_t kSettledAtOnce = 64;

class GrantSettler {
 public:
  explicit GrantSettler(engine::Settlings& settlings) : settlings_(settlings) {}
  ~GrantSettler() { stop(); }
  GrantSettler(const GrantSettler&) = delete;
  GrantSettler& operator=(const GrantSettler&) = delete;

  // With the engine running. What an earlier run left comes first.
  void start(Services& services);
  void stop();
  // A grant changed.
  void wake();

 private:
  enum class Step { kMore, kPause, kIdle };
  void work_on(Services& services);
  Step carry_on(Services& services);
  // False where one of them could not be carried out now.
  bool settle(Services& services, const std::vector<lifecycle::AppId>& apps);

  engine::Settlings& settlings_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  bool woken_ = false;
  std::thread thread_;
};

}  // namespace baobei::http
