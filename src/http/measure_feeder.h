// Keeps the figures near the log: asks the writer, again and again, to take in what is new.
//
// Invariants: one catch_up waits at a time, so commands of people go in between; nothing is asked
// of an engine that is busy beyond its limit, it is tried again later. Threads: start and stop from
// one owner; its own thread besides. Owner: server/beside.h; the services outlive it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "http/services.h"

namespace baobei::http {

class MeasureFeeder {
 public:
  MeasureFeeder() = default;
  ~MeasureFeeder() { stop(); }
  MeasureFeeder(const MeasureFeeder&) = delete;
  MeasureFeeder& operator=(const MeasureFeeder&) = delete;

  void start(Services& services);
  void stop();

 private:
  void work_on(Services& services);
  // True where there may be more at once.
  bool feed(Services& services);

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace baobei::http
