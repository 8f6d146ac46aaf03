// A line that says that long work goes on, on a terminal alone: where somebody waits.
// Threads: the caller's waits, `work` runs on one of its own where there is a terminal.
#pragma once

#include <chrono>
#include <future>

#include "cli/session.h"

namespace baobei::cli {

inline constexpr std::chrono::milliseconds kProgressAfter{700};

// `which` takes `what` and the seconds so far.
template <typename Work>
auto with_progress(Session& session, Word which, const std::string& what, const Work& work) {
  if (!session.machine().err_is_terminal) return work();
  const auto start = std::chrono::steady_clock::now();
  auto result = std::async(std::launch::async, work);
  bool shown = false;
  while (result.wait_for(kProgressAfter) != std::future_status::ready) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start);
    session.err().transient(session.err().say(which, {what, std::to_string(seconds.count())}));
    shown = true;
  }
  if (shown) session.err().transient({});
  return result.get();
}

}  // namespace baobei::cli
