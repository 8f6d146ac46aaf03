// Live events (DESIGN decision 17): one tailer of the log per node into a bounded ring, and streams
// that read from the ring as fast as their clients do.
//
// Invariants
// - A stream holds no events of its own: it is a cursor into the ring. Who falls behind by more
// than
//   `behind_bytes_max`, or is overtaken by the ring, is told where it stands and ended.
// - A stream sees an event where its owner was among the audiences of the mini-program when the
// event
//   was tailed, and is still who they were: the token is looked at again when rights have moved,
//   and at least every `recheck`.
// - A stream without news gets a heartbeat, which carries its cursor and finds clients that are
// gone. Threads: any; the tailer is a thread of its own. Owner: server/main.cc; outlives the server
// whose sessions read the streams.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/feed_ports.h"
#include "engine/ports.h"
#include "http/message.h"
#include "http/problem.h"

namespace baobei::http {

struct HubLimits {
  std::size_t ring_events = 4'096;
  std::size_t ring_bytes = std::size_t{8} << 20;
  std::size_t preloaded = 1'024;            // events of the past that the ring starts with
  std::size_t event_bytes_max = 64 * 1024;  // larger ones are named, not told
  std::size_t behind_bytes_max = 256 * 1024;
  std::size_t streams_max = 1'024;
  std::size_t streams_of_person_max = 8;
  Duration look_every = std::chrono::milliseconds(50);
  Duration heartbeat = std::chrono::seconds(15);
  Duration recheck = std::chrono::seconds(5);
};

class EventStream;

class EventHub {
 public:
  EventHub(engine::Feed& feed, engine::Reader& reader, engine::Clock& clock,
           std::function<void(const Error&)> report, HubLimits limits = {});
  ~EventHub();  // stops
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;

  void start();
  void stop();

  // Something was committed here: look at once.
  void look();
  // People, tokens or grants changed: every stream asks again who its owner is.
  void rights_moved();

  // Events behind `after`, or behind the newest where there is none. kGone where the ring does not
  // reach back to there, or the log not so far; kBusy where there are too many streams.
  OrProblem<std::shared_ptr<BodySource>> open(const engine::Principal& principal,
                                              const Digest& token_hash,
                                              std::optional<std::uint64_t> after);

  std::size_t streams();

 private:
  friend class EventStream;

  struct Entry {
    std::uint64_t index = 0;
    std::vector<std::string> audiences;
    std::string for_staff;           // as an event of the stream, whole
    std::string for_parties;         // without who decided
    std::uint64_t bytes_before = 0;  // of all entries ever, up to this one
  };

  void tail_on();
  void preload();
  bool take_news();
  void append(std::vector<Entry> entries);
  void beat();
  Result<Entry> rendered(const engine::TailedEvent& tailed) const;
  void remove(const EventStream* stream);

  engine::Feed& feed_;
  engine::Reader& reader_;
  engine::Clock& clock_;
  const std::function<void(const Error&)> report_;
  const HubLimits limits_;

  std::atomic<std::uint64_t> rights_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  bool look_now_ = false;
  bool failing_ = false;  // the last look at the log failed, and was reported
  std::deque<Entry> ring_;
  std::uint64_t tailed_ = 0;  // index of the newest event looked at
  std::uint64_t bytes_ = 0;   // of all entries ever
  std::set<EventStream*> streams_;
  std::map<lifecycle::PersonId, std::size_t> of_person_;
  std::thread tailer_;
};

}  // namespace baobei::http
