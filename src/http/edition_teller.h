// What follows the instant of a version, row by row: subjects whose accepted category is open to
// them no longer are told; reminders that policy moved are set anew. Asks the writer again and
// again for one step of at most kActivationStepMax rows.
//
// Invariants: a step and how far it is are one transaction, so that after a crash nobody is told
// twice and nobody is left out; commands of people go in between. Deciding does not wait for it:
// from its instant on the version counts, told or not.
// Threads: start and stop from one owner; its own thread besides. Owner: server/editions.h; the
// services outlive it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "engine/edition_ports.h"
#include "http/services.h"

namespace baobei::http {

class EditionTeller {
 public:
  EditionTeller() = default;
  ~EditionTeller() { stop(); }
  EditionTeller(const EditionTeller&) = delete;
  EditionTeller& operator=(const EditionTeller&) = delete;

  void start(Services& services);
  void stop();

 private:
  void work_on(Services& services);

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

// One step of the oldest version that has something to follow; on the writer's thread. True where
// there may be more at once.
Result<bool> follow_editions(Services& services);

}  // namespace baobei::http
