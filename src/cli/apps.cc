// apps, app …, packages, manifest, events.

#include "base/json.h"
#include "base/text.h"
#include "cli/binder.h"
#include "cli/case_view.h"
#include "cli/fields.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

struct ListOptions {
  std::string search;
  std::uint32_t limit = 50;
};

struct AppOptions {
  std::string app;
  std::string name;
  std::string subject;
  std::string kind;
  std::string region;
  std::string owner;
  std::string org;
  std::string until;
  std::string device = "baobei-cli";
  bool own = false;
  std::uint32_t limit = 50;
};

int run_apps(Session& session, const ListOptions& options) {
  const auto& table = answer_table("listApps");
  return run_table(session, table, std::string(table.path) + query({{"q", options.search}}),
                   options.limit);
}

int run_app_show(Session& session, const AppOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto found = (*api)->get(app_path(options.app));
  if (!found) return session.failed(found.error());
  if (session.options().json) return session.print_json(found->body);
  const auto now = session.server_now();
  if (!now) return session.failed(now.error());
  show_case(session.out(), found->view(), *now, CaseDetail::kWhole);
  return kExitOk;
}

int run_app_register(Session& session, const AppOptions& options) {
  json::object body{{"app", options.app},
                    {"name", options.name},
                    {"subject", options.subject},
                    {"owner", options.owner}};
  if (options.own) body["own"] = true;
  return session.send("/v1/apps", std::move(body));
}

int run_app_authorise(Session& session, const AppOptions& options) {
  json::object body{{"agency", options.org}};
  if (!options.until.empty()) {
    const auto now = session.server_now();
    if (!now) return session.failed(now.error());
    const auto until = instant_of(options.until, *now);
    if (!until) return session.usage(Word::kBadValue, {spoken(until.error(), session.language())});
    body["until"] = *until;
  }
  return session.send(app_path(options.app, "agencies"), std::move(body));
}

int run_app_end(Session& session, const AppOptions& options) {
  return session.send(app_path(options.app, "agencies/" + encoded(options.org)), nullptr, {},
                      "DELETE");
}

int run_app_move(Session& session, const AppOptions& options) {
  if (const auto held = session.held_back(Word::kAskMove, {options.app})) return *held;
  json::object body{{"subject", options.subject}};
  if (!options.kind.empty()) body["kind"] = options.kind;
  if (!options.region.empty()) body["region"] = options.region;
  return session.send(app_path(options.app, "subject"), std::move(body));
}

int run_packages(Session& session, const AppOptions& options) {
  return run_table(session, answer_table("listPackages"), app_path(options.app, "packages"),
                   options.limit);
}

int run_manifest(Session& session, const AppOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto target =
      "/d/" + encoded(options.app) + "/manifest" + query({{"device", options.device}});
  const auto served = (*api)->get(target);
  if (!served) return session.failed(served.error());
  if (session.options().json) return session.print_json(served->body);
  auto& out = session.out();
  const auto manifest = served->view();
  out.facts({{out.say(Word::kFieldDigest), {manifest["digest"].text(), Tone::kStrong}},
             {out.say(Word::kFieldRelease), {manifest["release"].text()}},
             {out.say(Word::kFieldShare), {Terminal::percent(manifest["share"].number())}},
             {out.say(Word::kFieldMaxAge),
              {out.span(std::chrono::seconds(manifest["max_age"].number()))}}});
  return kExitOk;
}

int run_events(Session& session, const AppOptions& options) {
  return run_table(session, answer_table("listEvents"), app_path(options.app, "events"),
                   options.limit);
}

void bind_app_changes(Binder& app) {
  const std::vector<std::string> kinds = {
      "personal", "individual_business", "enterprise",          "government",
      "media",    "other_organisation",  "overseas_enterprise", "overseas_other"};
  auto options = std::make_shared<AppOptions>();
  app.command("register", Word::kHelpAppRegister)
      .takes("APP", options->app, Word::kHelpApp)
      .required("--name", options->name, Word::kHelpAppName)
      .required("--subject", options->subject, Word::kHelpSubject)
      .required("--owner", options->owner, Word::kHelpOwner)
      .flag("--own", options->own, Word::kHelpOwn)
      .runs([options](Session& session) { return run_app_register(session, *options); });
  app.command("authorise", Word::kHelpAppAuthorise)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("ORGANISATION", options->org, Word::kHelpAgency)
      .option("--until", options->until, Word::kHelpUntil)
      .runs([options](Session& session) { return run_app_authorise(session, *options); });
  app.command("end-authorisation", Word::kHelpAppEnd)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("ORGANISATION", options->org, Word::kHelpAgency)
      .runs([options](Session& session) { return run_app_end(session, *options); });
  app.command("move", Word::kHelpAppMove)
      .takes("APP", options->app, Word::kHelpApp)
      .required("--subject", options->subject, Word::kHelpSubject)
      .one_of("--kind", options->kind, kinds, Word::kHelpKind)
      .option("--region", options->region, Word::kHelpRegion)
      .runs([options](Session& session) { return run_app_move(session, *options); });
}

}  // namespace

void bind_apps(Binder& binder) {
  auto limit = std::make_shared<ListOptions>();
  binder.command("apps", Word::kHelpApps)
      .option("--search", limit->search, Word::kHelpSearchApps)
      .option("--limit", limit->limit, Word::kHelpLimit)
      .runs([limit](Session& session) { return run_apps(session, *limit); });
  auto options = std::make_shared<AppOptions>();
  auto app = binder.group("app", Word::kHelpAppGroup);
  app.command("show", Word::kHelpAppShow)
      .takes("APP", options->app, Word::kHelpApp)
      .runs([options](Session& session) { return run_app_show(session, *options); });
  bind_app_changes(app);
  binder.command("packages", Word::kHelpPackages)
      .takes("APP", options->app, Word::kHelpApp)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_packages(session, *options); });
  binder.command("events", Word::kHelpEvents)
      .takes("APP", options->app, Word::kHelpApp)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_events(session, *options); });
  binder.command("manifest", Word::kHelpManifest)
      .takes("APP", options->app, Word::kHelpApp)
      .option("--device", options->device, Word::kHelpDevice)
      .runs([options](Session& session) { return run_manifest(session, *options); });
}

}  // namespace baobei::cli
