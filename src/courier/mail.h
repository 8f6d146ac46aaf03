// What reaches the courier's thread from others, and what they read of it. Inside this module
// alone. Threads: any, through the mutex; a Waiter is answered by whoever holds it last. Owner: the
// Courier and what the writer still runs.
#pragma once

#include "courier/courier.h"

namespace baobei::courier {

class Courier::Waiter {
 public:
  explicit Waiter(Done done) : done_(std::move(done)) {}
  ~Waiter() { answer(fail(ErrorKind::kUnavailable, "the server stops")); }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  void answer(Result<engine::WebhookAttempt> what) {
    if (const auto done = std::exchange(done_, {})) done(std::move(what));
  }

 private:
  Done done_;
};

struct Courier::Mail {
  std::mutex mutex;
  bool changed = true;
  bool recorded = false;
  Result<std::vector<std::uint64_t>> numbers;
  std::deque<ByHand> by_hand;
  Dialer* dialer = nullptr;  // to be woken, while it is there
  CourierFigures figures;
};

}  // namespace baobei::courier
