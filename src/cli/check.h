// `check PATH`: the server's checker over a package on this machine, without a server.
// Threads: one. Owner: the command.
#pragma once

#include <string>

#include "cli/session.h"

namespace baobei::cli {

struct CheckOptions {
  std::string format = "human";   // or "json": a baobei.check/1 report, one line
  std::string fail_on = "error";  // the mildest severity that makes the exit code 1
};

// kExitOk: nothing at or above `fail_on`; kExitRefused: something; kExitCouldNot: could not check.
int run_check(Session& session, const std::string& path, const CheckOptions& options);

}  // namespace baobei::cli
