// baobei serve, baobei config.
#include "server/commands.h"
#include "server/node.h"
#include "server/signals.h"

namespace baobei::server {
namespace {

int run_server(cli::Session& session, const Config& config) {
  EndSignals signals;
  const Log log(config.log_level);
  auto node = Node::open(config, log);
  if (!node) return session.failed(node.error());
  auto started = (*node)->start_engine();
  if (started) started = (*node)->start_http();
  if (!started) return session.failed(started.error());
  log.info("listening on " + config.address + ":" + std::to_string((*node)->port()) + ", data in " +
           config.data);
  if ((*node)->metrics_port() != 0) {
    log.info("metrics on 127.0.0.1:" + std::to_string((*node)->metrics_port()));
  }
  const int signal = signals.wait();
  log.info("signal " + std::to_string(signal) + ": stopping, what runs ends first");
  (*node)->stop();
  log.info("stopped");
  return cli::kExitOk;
}

int show_config(cli::Session& session, const Configured& configured) {
  if (session.options().json) {
    boost::json::object all;
    for (const auto& setting : all_settings()) {
      all[setting.key] = {{"value", value_of(configured.config, setting.key)},
                          {"origin", configured.origins.at(setting.key)}};
    }
    return session.print_json(all);
  }
  std::vector<std::vector<cli::Cell>> rows;
  for (const auto& setting : all_settings()) {
    const bool zh = session.out().language() == cli::Language::kZh;
    rows.push_back({{setting.key, cli::Tone::kStrong},
                    {value_of(configured.config, setting.key), cli::Tone::kPlain},
                    {configured.origins.at(setting.key), cli::Tone::kPlain},
                    {setting.variable, cli::Tone::kQuiet},
                    {zh ? setting.zh : setting.en, cli::Tone::kQuiet}});
  }
  session.out().table({cli::Word::kColumnSetting, cli::Word::kColumnValue, cli::Word::kColumnOrigin,
                       cli::Word::kColumnVariable, cli::Word::kColumnMeaning},
                      rows);
  return cli::kExitOk;
}

}  // namespace

void bind_serve(cli::Binder& binder) {
  auto words = std::make_shared<ConfigWords>();
  auto serve = binder.command("serve", cli::Word::kHelpServe, cli::Reach::kThisMachine);
  take_config_options(serve, *words);
  serve.runs([words](cli::Session& session) {
    const auto found = configured(session, *words);
    return found ? run_server(session, found->config) : found.error();
  });
  auto config = binder.command("config", cli::Word::kHelpConfig, cli::Reach::kThisMachine);
  take_config_options(config, *words);
  config.runs([words](cli::Session& session) {
    const auto found = configured(session, *words);
    return found ? show_config(session, *found) : found.error();
  });
}

}  // namespace baobei::server
