// `check PATH`: the server's checker over a package on this machine, without a server.
// Threads: one. Owner: the command.
#pragma once

#include <string>
#include <vector>

#include "cli/session.h"

namespace baobei::cli {

struct CheckOptions {
  std::string format = "human";              // or "json": a baobei.check/1 report, one line
  std::string fail_on = "error";             // the mildest severity that makes the exit code 1
  std::vector<std::string> categories = {};  // that will be declared; none: not known
  std::string subject = {};                  // kind of subject in wire case; "": not known
  std::string catalogue = {};                // folder of another catalogue; "": the built-in one
};

// kExitOk: nothing at or above `fail_on`; kExitRefused: something; kExitCouldNot: could not check.
int run_check(Session& session, const std::string& path, const CheckOptions& options);

}  // namespace baobei::cli
