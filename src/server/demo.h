// baobei demo: a sandbox server with sample data in a folder of its own, and the walk through the
// whole story against such a server in a process of its own.
// Threads: one. Owner: the command.
#pragma once

#include <optional>
#include <string>

#include "cli/session.h"
#include "server/config.h"

namespace baobei::server {

struct DemoOptions {
  Config config;
  bool temporary = true;     // the data folder goes when the demo ends
  std::size_t cases = 100;   // mini-programs besides the walk's
  std::string people_path;   // where sign-ins are written; empty: <data>/people.json
  bool quiet = false;        // prints nothing: the walk reads the file
  bool still_clock = false;  // it moves only when told, so that no slow machine misses an instant
};

// Runs until a signal ends it.
int run_demo(cli::Session& session, const DemoOptions& options);

// Starts a demo server as a child process, walks, ends it. `package`: a mini-program's folder
// instead of the sample. The exit code is the walk's.
int run_demo_walk(cli::Session& session, const Config& config, const std::string& package);

}  // namespace baobei::server
