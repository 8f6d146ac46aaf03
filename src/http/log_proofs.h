// What the server states and proves of its log: signed checkpoints, that an event is in it, that it
// only grew (R24).
//
// Invariants: a checkpoint is of what is committed, and one size has one text. Threads: any.
// Owner: server/main.cc; the log and the keys outlive it.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "merkle/checkpoint.h"
#include "merkle/tree.h"
#include "receipts/receipts.h"

namespace baobei::http {

class LogProofs {
 public:
  // `origin` empty: made from the oldest key, so that a log keeps its name when keys change.
  LogProofs(merkle::Log& log, const receipts::KeyRing& keys, std::string origin = "");

  const std::string& origin() const { return origin_; }
  merkle::Log& log() { return log_; }
  // Of all that is committed by now.
  Result<std::string> checkpoint();

 private:
  merkle::Log& log_;
  const receipts::KeyRing& keys_;
  const std::string origin_;
  std::mutex mutex_;
  std::uint64_t size_ = 0;
  std::string note_;  // of `size_`; empty: none yet
};

std::string default_origin(const receipts::KeyRing& keys);

}  // namespace baobei::http
