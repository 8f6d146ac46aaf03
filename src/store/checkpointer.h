// Carries the write-ahead log over into the database file beside the writer, on a thread and a
// connection of its own, so that nobody's answer waits for it.
//
// Invariants: it waits for nobody and nobody waits for it (a PASSIVE checkpoint); what it could not
// carry over because a reader still needed it stays for the next time. It cannot make the log begin
// anew under unbroken load: the writer does (SqliteStore).
// Threads: wake and busy from the store's. Owner: SqliteStore.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "store/sqlite.h"

namespace baobei::store {

class Checkpointer {
 public:
  static Result<std::unique_ptr<Checkpointer>> start(const std::string& path);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  // Carries over what is in the log now.
  void wake();
  // A pass runs, or was asked for.
  bool busy() const { return busy_; }

 private:
  explicit Checkpointer(std::unique_ptr<Connection> connection);
  void work();

  const std::unique_ptr<Connection> connection_;
  std::atomic<bool> busy_{false};

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;  // last: it starts when everything above exists
};

}  // namespace baobei::store
