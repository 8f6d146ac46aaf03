// The client commands on a command line. A program's main does no more than
//
//   cli::Invocation invocation(cli::machine_environment(), cli::language_of(argc, argv, …));
//   CLI::App app; cli::add_client_commands(app, invocation);
//   return cli::parse_and_run(app, invocation, argc, argv);
//
// and may add commands of its own beside them, whose callbacks set `chosen`.
//
// Invariants: commands speak only the API (api/openapi.yaml); parsing runs nothing, it chooses.
// Threads: one. Owner: main.
#pragma once

#include <functional>
#include <string>

#include "cli/session.h"

namespace CLI {
class App;
}

namespace baobei::cli {

struct Invocation {
  Invocation(Environment environment, Language which)
      : machine(std::move(environment)), language(which) {}

  Environment machine;
  Language language;
  CommonOptions common;
  std::function<int()> chosen;  // what the command line asks for
};

// --lang of the command line, else BAOBEI_LANG, LC_ALL, LC_MESSAGES, LANG. Before parsing, because
// the help is in that language too.
Language language_of(int argc, const char* const* argv,
                     const std::function<std::optional<std::string>(const char*)>& variable);

void add_client_commands(CLI::App& app, Invocation& invocation);

// Parses, then runs what was chosen. Help is kExitOk, a wrong command line kExitUsage.
int parse_and_run(CLI::App& app, Invocation& invocation, int argc, const char* const* argv);

}  // namespace baobei::cli
