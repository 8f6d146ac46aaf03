// Reads of a case that leave a trace (DESIGN decision 7): what anybody but its own people looks at
// of a case is on record before it is shown.
//
// Invariants: one row for each auditor or officer, address and hour; of reviewers and operators,
// who open many things of many cases a day, one for each person, case and hour, and one more for
// all of its versions' contents. Lists leave none, nor this record itself, nor what one may not
// see. A bundle of filings leaves one row for each of its cases, unless its own office asks for it
// (handlers_bundle.cc). Threads: any; the handler behind it runs on a background thread then.
// Owner: the services.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "http/call.h"

namespace baobei::http {

inline constexpr Duration kTraceEvery = std::chrono::hours(1);
inline constexpr std::size_t kTracesKept = 20'000;

class Traces {
 public:
  // Asks for a row: it was not recorded within the hour.
  bool is_due(const std::string& key, Instant now);
  void recorded(const std::string& key, Instant now);

 private:
  std::mutex mutex_;
  std::map<std::string, Instant> recorded_;
};

// Does this request leave one?
bool leaves_trace(const Call& call, const Services& services);
// The route's answer, after the row is on disk.
Reply traced(Call call, Services& services);

}  // namespace baobei::http
