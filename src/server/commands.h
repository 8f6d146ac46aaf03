// The commands that run a server rather than talk to one: serve, demo, config, admin.
//
// Threads: one. Owner: main.
#pragma once

#include <expected>

#include "cli/binder.h"
#include "server/config.h"

namespace baobei::server {

void add_server_commands(CLI::App& app, cli::Invocation& invocation);

// One function per command, each in the file of that name.
void bind_serve(cli::Binder& binder);      // serve config
void bind_demo(cli::Binder& binder);       // demo
void bind_admin(cli::Binder& binder);      // admin …
void bind_admin_data(cli::Binder& admin);  // admin backup, restore, verify
void bind_admin_keys(cli::Binder& admin);  // admin keys …

// The options that say where configuration comes from, and what they say.
struct ConfigWords {
  std::string path;
  std::vector<std::string> settings;  // "http.port=9000"
  std::string data;
  std::string port;
};
void take_config_options(cli::Command& command, ConfigWords& words);
// Prints what is wrong and gives the exit code in place of a configuration.
std::expected<Configured, int> configured(cli::Session& session, const ConfigWords& words);

}  // namespace baobei::server
