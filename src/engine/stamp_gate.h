// R13's order: when each command was received, and which of those are still undecided.
//
// A stamp is taken once, when the last byte of a command was read. Until the command is decided or
// dropped its ticket is open. An end may take effect at T only while no open ticket carries a stamp
// before T: whoever answered in time is decided in time, however late a timer or a queue is.
//
// A recorded stamp stands on disk with what it was taken for (job_ports.h). It is believed whatever
// the clock says later, and nothing overtakes it when the engine stops: what has to wait for it is
// told to come again.
//
// Invariants: stamps never go backwards, but where the clock was set back by more than the guard
// bears (nothing that was stamped then is decided: clock_guard.h). After settled_until(now) no new
// stamp is earlier than `now`. Threads: any; one mutex, held for a few instructions. Owner: the
// engine; tickets must not outlive it.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "base/time.h"
#include "engine/clock_guard.h"
#include "engine/ports.h"

namespace baobei::engine {

class StampGate {
 public:
  // `on_close`: called outside the gate's mutex when a ticket closes after watch().
  explicit StampGate(Clock& clock, std::function<void()> on_close = {})
      : clock_(clock), on_close_(std::move(on_close)) {}

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
      if (gate_ != nullptr) gate_->close(stamp_, recorded_);
    }
    // One more of the same stamp.
    Ticket another() const { return gate_->again(*this); }
    // From now on it stands on disk.
    void record() {
      if (!std::exchange(recorded_, true)) gate_->record(stamp_);
    }
    bool is_recorded() const { return recorded_; }
    Instant stamp() const { return stamp_; }
    // Real time less boot time at that moment: whose clock it was.
    Duration offset() const { return offset_; }
    bool is_open() const { return gate_ != nullptr; }

   private:
    friend class StampGate;
    Ticket(StampGate* gate, Instant stamp, Duration offset, bool recorded = false)
        : gate_(gate), stamp_(stamp), offset_(offset), recorded_(recorded) {}
    void swap(Ticket& other) noexcept {
      std::swap(gate_, other.gate_);
      std::swap(stamp_, other.stamp_);
      std::swap(offset_, other.offset_);
      std::swap(recorded_, other.recorded_);
    }
    StampGate* gate_ = nullptr;
    Instant stamp_;
    Duration offset_{};
    bool recorded_ = false;
  };

  Ticket open() {
    const std::lock_guard lock(mutex_);
    const auto reading = read_clock(clock_);
    if (last_ > reading.now + ClockGuard::kTolerance) last_ = reading.now;
    last_ = std::max(last_, reading.now);
    stamps_.insert(last_);
    return Ticket(this, last_, reading.offset());
  }

  // A ticket of an earlier run, open again.
  Ticket reopen(Instant recorded) {
    const std::lock_guard lock(mutex_);
    stamps_.insert(recorded);
    recorded_.insert(recorded);
    return Ticket(this, recorded, Duration{}, true);
  }

  // The earliest undecided stamp that stands on disk.
  std::optional<Instant> earliest_recorded() const {
    const std::lock_guard lock(mutex_);
    return recorded_.empty() ? std::nullopt : std::optional(*recorded_.begin());
  }

  // The earliest stamp that is still undecided; nullopt: none is.
  std::optional<Instant> earliest_open() const {
    const std::lock_guard lock(mutex_);
    return first();
  }

  // Ends at or before this instant may take effect: nothing undecided is stamped before it, nor
  // will be.
  Instant settled_until(Instant now) {
    const std::lock_guard lock(mutex_);
    last_ = std::max(last_, now);
    return std::min(now, first().value_or(now));
  }

  // The earliest undecided stamp that is not one of `taken` (ascending, each of an open ticket).
  std::optional<Instant> earliest_besides(std::span<const Instant> taken) const {
    const std::lock_guard lock(mutex_);
    auto mine = taken.begin();
    for (const Instant stamp : stamps_) {
      if (mine == taken.end() || *mine != stamp) return stamp;
      ++mine;
    }
    return std::nullopt;
  }

  // As earliest_open(); the next ticket that closes calls `on_close`.
  std::optional<Instant> watch() {
    const std::lock_guard lock(mutex_);
    watched_ = true;
    return first();
  }

 private:
  std::optional<Instant> first() const {
    return stamps_.empty() ? std::nullopt : std::optional(*stamps_.begin());
  }
  Ticket again(const Ticket& ticket) {
    const std::lock_guard lock(mutex_);
    stamps_.insert(ticket.stamp_);
    if (ticket.recorded_) recorded_.insert(ticket.stamp_);
    return Ticket(this, ticket.stamp_, ticket.offset_, ticket.recorded_);
  }
  void record(Instant stamp) {
    const std::lock_guard lock(mutex_);
    recorded_.insert(stamp);
  }
  void close(Instant stamp, bool recorded) {
    bool tell = false;
    {
      const std::lock_guard lock(mutex_);
      stamps_.erase(stamps_.find(stamp));
      if (recorded) recorded_.erase(recorded_.find(stamp));
      tell = std::exchange(watched_, false);
    }
    if (tell && on_close_) on_close_();
  }

  Clock& clock_;
  const std::function<void()> on_close_;
  mutable std::mutex mutex_;
  std::multiset<Instant> stamps_;
  std::multiset<Instant> recorded_;  // those of them that stand on disk
  Instant last_;
  bool watched_ = false;
};

using StampTicket = StampGate::Ticket;

}  // namespace baobei::engine
