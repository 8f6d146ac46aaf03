// `check PATH`: the server's checker over a package on this machine, without a server.
//
// What a server never does is done here: baobei.check.toml says what will be declared, and remarks
// and a baseline set findings aside (check/set_aside.h). Files that packOptions.ignore of
// project.config.json leaves out of an upload are left out here as well.
// Threads: one, and those that read files. Owner: the command.
#pragma once

#include <string>
#include <vector>

#include "cli/session.h"

namespace baobei::cli {

inline constexpr std::uint32_t kJobsMax = 64;

struct CheckOptions {
  std::string format = "human";              // json, sarif, junit, github, html
  std::string fail_on = {};                  // the mildest severity that makes the exit code 1
  std::vector<std::string> categories = {};  // that will be declared; none: not known
  std::string subject = {};                  // kind of subject in wire case; "": not known
  std::string catalogue = {};                // folder of another catalogue; "": the built-in one
  std::string baseline = {};                 // file of what is known; "": none
  std::string write_baseline = {};           // file to write; "": none
  std::uint32_t jobs = 0;                    // 0: as many as processors
  bool images = false;                       // looks for codes in pictures too
  bool no_cache = false;                     // checks what has not changed as well
};

// kExitOk: nothing at or above `fail_on`; kExitRefused: something; kExitCouldNot: could not check.
int run_check(Session& session, const std::string& path, const CheckOptions& options);

}  // namespace baobei::cli
