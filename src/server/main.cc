// The program: a child that checks a package, a client's command, or a server.
#include <CLI/CLI.hpp>

#include "check_worker/check_worker.h"
#include "cli/commands.h"
#include "server/commands.h"

int main(int argc, char** argv) {  // NOLINT: what is thrown this far ends the program
  using namespace baobei;
  if (argc == 2 && std::string_view(argv[1]) == "check-worker") {
    return check_worker::run_check_worker();
  }
  cli::Invocation invocation(cli::machine_environment(),
                             cli::language_of(argc, argv, cli::machine_environment().variable));
  CLI::App app("baobei", "baobei");
  cli::add_client_commands(app, invocation);
  server::add_server_commands(app, invocation);
  return cli::parse_and_run(app, invocation, argc, argv);
}
