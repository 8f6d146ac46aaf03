// Carries jobs out (engine/job_ports.h): one after the other by their instant of receipt, at most
// kJobItemsAtOnce commands on their way, each with the stamp of its job.
//
// Invariants
// - A job's ticket is open from its receipt until its last item is decided, over restarts too:
//   resume() opens it again before the engine starts. So no end that lies behind the receipt takes
//   effect before the items do (R13).
// - stop() leaves the tickets open: they go with this object, after the engine has stopped, so that
//   nothing overtakes what is left.
// - An item that cannot be carried out by a fault of ours is tried kItemTriesMax times and fails
//   then, so that no fault holds back ends for ever; while the clock or the store is out of order
//   nothing counts as a try.
// Threads: resume, start, stop from one owner; adopt on the engine's writer; its own thread
// besides. Owner: server/job_desk.h; the services and the engine outlive it.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "engine/job_ports.h"
#include "http/services.h"

namespace baobei::http {

class JobRunner {
 public:
  static constexpr int kItemTriesMax = 10;

  JobRunner() = default;
  ~JobRunner() { stop(); }
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  // What an earlier run left; before the engine starts.
  Status resume(Services& services);
  void start(Services& services);
  void stop();

  // A job that was written just now.
  void adopt(engine::JobRow job, engine::StampTicket ticket);

 private:
  struct Open {
    engine::JobRow job;
    engine::StampTicket ticket;
    std::uint32_t after = 0;             // items up to here were tried in this round
    std::map<std::uint32_t, int> tries;  // of those that could not be carried out
  };
  enum class Step { kMore, kPause, kEnded };
  using Key = std::pair<Instant, std::string>;

  void work_on(Services& services);
  Step carry_on(Services& services, Open& open);
  Step end(Services& services, const Open& open);
  // What became of the items that were not accepted; items that have another try are left out.
  std::vector<engine::ItemResult> carry_out(Services& services, Open& open,
                                            const std::vector<engine::JobItemRow>& items);
  void sweep(Services& services);

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::map<Key, Open> open_;  // only the runner's thread takes out
  Instant swept_at_;
  std::thread thread_;
};

}  // namespace baobei::http
