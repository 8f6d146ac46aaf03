// Waiting for others: looks at a case until somebody is done with it, or the time is up.
// Threads: one. Owner: the command.
#pragma once

#include <functional>
#include <string>

#include "cli/session.h"

namespace baobei::cli {

inline constexpr std::chrono::seconds kLookAgain{2};

// Asks for `target` until `enough` says so or `limit` is over, and tells `changed` of every answer
// that differs from the one before. The last answer; kUnavailable with code "still_waiting" when
// the time is up.
Answer<Reply> wait_for(Session& session, const std::string& target,
                       const std::function<bool(const View&)>& enough,
                       const std::function<void(const View&)>& changed, Duration limit);

// kExitWaiting for the time that is up, else as Session::failed.
int failed_waiting(Session& session, const ApiError& error);

// What a submission's state means to a script: 0 where it may go on, 1 where it ended badly.
int outcome_of(const View& submission);

}  // namespace baobei::cli
