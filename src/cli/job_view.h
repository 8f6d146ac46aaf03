// A list of commands as one job of the server: sent, waited for, shown. Threads: one. Owner: the
// command.
#pragma once

#include <boost/json/array.hpp>
#include <string>

#include "cli/session.h"

namespace baobei::cli {

inline constexpr std::size_t kJobItemsMax = 2'000;  // as the server takes them

// Sends `items` as a job of `kind`, waits for its end unless `wait` is false, and shows what was
// not done. The exit code: kExitOk where everything was.
int run_job(Session& session, const std::string& kind, boost::json::array items,
            const std::string& key, bool wait);

// What the server answered to something that became a job.
int follow_job(Session& session, const Answer<Reply>& taken, bool wait);

}  // namespace baobei::cli
