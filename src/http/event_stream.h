// One client's stream of live events; for event_hub.cc and event_stream.cc.
//
// Invariants: the fields below are guarded by the hub's mutex, but for the constant ones and those
// that only the session's thread uses. Threads: next() and wait() as BodySource says; the rest with
// the mutex held. Owner: the session that sends it; the hub outlives it.
#pragma once

#include <string>
#include <vector>

#include "http/event_hub.h"

namespace baobei::http {

class EventStream final : public BodySource {
 public:
  EventStream(EventHub& hub, const engine::Principal& principal, const Digest& token_hash,
              std::uint64_t after);
  ~EventStream() override;

  Next next(std::string& out, std::size_t bytes_max) override;
  void wait(std::function<void()> wake) override;

 private:
  friend class EventHub;

  // Is the owner still who they were? Asks again where that is due.
  bool is_still_known();
  // With the mutex held.
  bool sees(const EventHub::Entry& entry) const;
  Next take(std::string& out, std::size_t bytes_max);
  Next end(std::string& out, const std::string& why);
  std::function<void()> wake_for_news(std::size_t first_new);
  std::function<void()> wake_for_heartbeat(std::chrono::steady_clock::time_point now);

  EventHub& hub_;
  const Digest token_hash_;
  const lifecycle::PersonId person_;
  bool greeted_ = false;  // the session's thread
  bool ended_ = false;    // the session's thread

  std::uint64_t rights_seen_ = 0;
  std::chrono::steady_clock::time_point checked_at_;
  bool staff_ = false;
  std::vector<std::string> audiences_;
  std::uint64_t cursor_ = 0;
  std::chrono::steady_clock::time_point spoke_at_;
  bool heartbeat_due_ = false;
  std::function<void()> wake_;
};

}  // namespace baobei::http
