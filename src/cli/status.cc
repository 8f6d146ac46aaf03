// status: how a case stands, once or until it is the developer's turn.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/case_view.h"
#include "cli/clients.h"
#include "cli/waiting.h"

namespace baobei::cli {
namespace {

struct StatusOptions {
  std::string app;
  bool watch = false;
  std::string timeout = "8d";
  bool all_clients = false;
};

// Whether anything is still with the platform or the office.
bool others_are_at_it(const View& file) {
  for (const auto& submission : file["submissions"].items()) {
    const auto holder = submission["holder"].text();
    if (holder == "platform" || holder == "authority") return true;
  }
  return false;
}

int run_watch(Session& session, const StatusOptions& options) {
  const auto limit = parse_duration(options.timeout);
  if (!limit) return session.usage(Word::kBadValue, {spoken(limit.error(), session.language())});
  const auto done = wait_for(
      session, app_path(options.app), [](const View& file) { return !others_are_at_it(file); },
      [&](const View& file) {
        if (session.options().json) return;
        const auto now = session.server_now();
        if (now) show_case(session.out(), file, *now, CaseDetail::kNow);
        session.out().line();
      },
      *limit);
  if (!done) return failed_waiting(session, done.error());
  if (session.options().json) session.print_json(done->body);
  const auto newest = done->view()["submissions"].last();
  return newest.is_there() ? outcome_of(newest) : kExitOk;
}

int run_status(Session& session, const StatusOptions& options) {
  if (options.all_clients != options.app.empty()) return session.usage(Word::kAppOrAllClients);
  if (options.all_clients) return run_status_of_clients(session);
  if (options.watch) return run_watch(session, options);
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto found = (*api)->get(app_path(options.app));
  if (!found) return session.failed(found.error());
  if (session.options().json) return session.print_json(found->body);
  const auto now = session.server_now();
  if (!now) return session.failed(now.error());
  show_case(session.out(), found->view(), *now, CaseDetail::kNow);
  return kExitOk;
}

}  // namespace

void bind_status(Binder& binder) {
  auto options = std::make_shared<StatusOptions>();
  binder.command("status", Word::kHelpStatus)
      .may_take("APP", options->app, Word::kHelpApp)
      .flag("--all-clients", options->all_clients, Word::kHelpAllClients)
      .flag("--watch", options->watch, Word::kHelpWatch)
      .option("--timeout", options->timeout, Word::kHelpTimeout)
      .runs([options](Session& session) { return run_status(session, *options); });
}

}  // namespace baobei::cli
