// R13's order: when each command was received, and which of those are still undecided.
//
// A stamp is taken once, when the last byte of a command was read. Until the command is decided or
// dropped its ticket is open. An end may take effect at T only while no open ticket carries a stamp
// before T: whoever answered in time is decided in time, however late a timer or a queue is.
//
// Invariants: stamps never go backwards, even where the clock does. Threads: any; one mutex, held
// for a few instructions. Owner: the engine; tickets must not outlive it.
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "base/time.h"
#include "engine/ports.h"

namespace baobei::engine {

class StampGate {
 public:
  explicit StampGate(Clock& clock) : clock_(clock) {}

  // Takes the stamp now; the ticket closes when it is destroyed.
  class Ticket {
   public:
    Ticket() = default;
    Ticket(Ticket&& other) noexcept { swap(other); }
    Ticket& operator=(Ticket&& other) noexcept {
      Ticket(std::move(other)).swap(*this);
      return *this;
    }
    ~Ticket() {
      if (gate_ != nullptr) gate_->close(stamp_);
    }
    Instant stamp() const { return stamp_; }
    bool is_open() const { return gate_ != nullptr; }

   private:
    friend class StampGate;
    Ticket(StampGate* gate, Instant stamp) : gate_(gate), stamp_(stamp) {}
    void swap(Ticket& other) noexcept {
      std::swap(gate_, other.gate_);
      std::swap(stamp_, other.stamp_);
    }
    StampGate* gate_ = nullptr;
    Instant stamp_;
  };

  Ticket open() {
    const std::lock_guard lock(mutex_);
    last_ = std::max(last_, clock_.now());
    stamps_.insert(last_);
    return Ticket(this, last_);
  }

  // The earliest stamp that is still undecided; nullopt: none is.
  std::optional<Instant> earliest_open() const {
    const std::lock_guard lock(mutex_);
    return stamps_.empty() ? std::nullopt : std::optional(*stamps_.begin());
  }

 private:
  void close(Instant stamp) {
    const std::lock_guard lock(mutex_);
    stamps_.erase(stamps_.find(stamp));
  }

  Clock& clock_;
  mutable std::mutex mutex_;
  std::multiset<Instant> stamps_;
  Instant last_;
};

using StampTicket = StampGate::Ticket;

}  // namespace baobei::engine
