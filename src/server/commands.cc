#include "server/commands.h"

#include <unistd.h>

namespace baobei::server {
namespace {

constexpr const char* kUsualPath = "/etc/baobei/baobei.toml";

std::string path_of_file(const cli::Session& session, const ConfigWords& words) {
  if (!words.path.empty()) return words.path;
  if (const auto named = session.machine().variable("BAOBEI_CONFIG")) return *named;
  return ::access(kUsualPath, R_OK) == 0 ? kUsualPath : "";
}

}  // namespace

void add_server_commands(CLI::App& app, cli::Invocation& invocation) {
  cli::Binder binder(app, invocation);
  bind_serve(binder);
  bind_demo(binder);
  bind_admin(binder);
}

void take_config_options(cli::Command& command, ConfigWords& words) {
  command.option("--config", words.path, cli::Word::kHelpConfigFile)
      .list("--set", words.settings, cli::Word::kHelpSet)
      .option("--data", words.data, cli::Word::kHelpData)
      .option("--port", words.port, cli::Word::kHelpPort);
}

std::expected<Configured, int> configured(cli::Session& session, const ConfigWords& words) {
  Source source;
  source.path = path_of_file(session, words);
  source.variable = session.machine().variable;
  for (const auto& setting : words.settings) {
    const auto sign = setting.find('=');
    if (sign == std::string::npos) {
      return std::unexpected(session.usage(cli::Word::kSetNeedsValue, {setting}));
    }
    source.flags[setting.substr(0, sign)] = setting.substr(sign + 1);
  }
  if (!words.data.empty()) source.flags["data"] = words.data;
  if (!words.port.empty()) source.flags["http.port"] = words.port;
  auto result = configure(source);
  if (!result) return std::unexpected(session.failed(result.error()));
  return std::move(*result);
}

}  // namespace baobei::server
