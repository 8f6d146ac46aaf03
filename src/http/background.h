// Work that would hold an I/O thread for too long (taking a package in, moving a sandbox's clock):
// a few threads and a bounded queue.
//
// Invariants: what run() took is run, also when the object is destroyed. Threads: run from any.
// Owner: server/main.cc; outlives the Server that uses it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace baobei::http {

class Background {
 public:
  Background(std::size_t threads, std::size_t waiting_max);
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  // False where too much waits already; the work was not taken then.
  bool run(std::move_only_function<void()> work);

 private:
  void work_on();

  const std::size_t waiting_max_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::move_only_function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;  // last: they start when everything above exists
};

}  // namespace baobei::http
