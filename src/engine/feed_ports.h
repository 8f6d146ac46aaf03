// The port to the log as a feed: every event that a viewer may see, across mini-programs, in the
// order of the dense log index, which is the only cursor (DESIGN decision 6).
//
// Invariants: what a viewer sees is filtered in the query by today's rights (DESIGN decision 11):
// events of a mini-program whose audience one has left are not there any more, earlier ones of one
// that was joined are. A page may be empty and still move the cursor.
// Threads: any; each call takes its own snapshot. Owner: server/main.cc; outlives the server.
#pragma once

#include <string>
#include <vector>

#include "engine/ports.h"

namespace baobei::engine {

inline constexpr std::size_t kFeedLookedAtMax = 5'000;  // rows of the log that one page looks at

struct FeedPage {
  std::vector<LoggedEvent> events;
  std::uint64_t next = 0;  // everything visible up to here was returned
  bool more = false;       // the log goes on behind `next`
};

// Backwards from the newest event below `before`.
struct FeedBack {
  std::uint64_t before = 0;
  lifecycle::AppId app = {};  // of this one alone, where it is given
  std::string type = {};      // likewise
};

// An event and who sees it, as the words that audiences() gives.
struct TailedEvent {
  LoggedEvent event;
  std::vector<std::string> audiences;
};

class Feed {
 public:
  virtual ~Feed() = default;

  virtual Result<FeedPage> page(const Viewer& viewer, std::uint64_t after, std::size_t limit) = 0;
  // Newest first. `next` of the page: everything that was asked for down to this index was
  // returned; `more`: the log goes on below it. kNotFound for a mini-program that the viewer does
  // not see.
  virtual Result<FeedPage> back(const Viewer& viewer, const FeedBack& wanted,
                                std::size_t limit) = 0;
  // The index of the newest event; 0 where there is none.
  virtual Result<std::uint64_t> head() = 0;
  // For the node's one tailer: everything behind `after`, at most `limit`.
  virtual Result<std::vector<TailedEvent>> tail(std::uint64_t after, std::size_t limit) = 0;
  // A viewer sees an event where one of these is among its audiences.
  virtual std::vector<std::string> audiences(const Viewer& viewer) const = 0;
};

}  // namespace baobei::engine
