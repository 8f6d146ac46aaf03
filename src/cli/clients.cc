// submissions, and what an agency sees of all mini-programs that authorised it: status and inbox
// --all-clients.

#include "cli/clients.h"

#include <map>

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kClientAppsMax = 5'000;

struct SubmissionsOptions {
  std::string state;
  bool newest = false;
  bool all_clients = false;
  std::uint32_t limit = 50;
};

// Mini-programs of others that one may see, by id.
Answer<std::map<std::string, json::value>> clients(Session& session) {
  TRY_ASSIGN(Client * api, session.client());
  TRY_ASSIGN(const auto me, api->get("/v1/me"));
  const auto own = me.view()["org"]["id"].text();
  TRY_ASSIGN(const auto list,
             api->list("/v1/apps?detail=true", kClientAppsMax, kDetailedPageItems));
  std::map<std::string, json::value> apps;
  for (const auto& item : list.body.at("items").as_array()) {
    if (View(item)["owner"].text() != own) apps.emplace(View(item)["app"].text(), item);
  }
  return apps;
}

int run_submissions(Session& session, const SubmissionsOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto target = std::string(answer_table("listSubmissions").path) +
                      query({{"state", options.state}, {"sort", options.newest ? "newest" : ""}});
  auto list = (*api)->list(target, options.limit);
  if (!list) return session.failed(list.error());
  if (options.all_clients) {
    const auto apps = clients(session);
    if (!apps) return session.failed(apps.error());
    list->body = of_clients(list->body, *apps);
  }
  if (session.options().json) return session.print_json(list->body);
  return show_table(session, answer_table("listSubmissions"), list->view());
}

}  // namespace

json::value of_clients(const json::value& list, const std::map<std::string, json::value>& apps) {
  json::array items;
  for (const auto& item : list.at("items").as_array()) {
    if (apps.contains(View(item)["app"].text())) items.push_back(item);
  }
  json::object kept{{"items", std::move(items)}};
  if (const auto* next = list.as_object().if_contains("next")) kept["next"] = *next;
  return kept;
}

Answer<json::value> inbox_of_clients(Session& session, const json::value& list) {
  TRY_ASSIGN(const auto apps, clients(session));
  return of_clients(list, apps);
}

int run_status_of_clients(Session& session) {
  const auto apps = clients(session);
  if (!apps) return session.failed(apps.error());
  json::array items;
  for (const auto& [id, app] : *apps) items.push_back(app);
  const json::value list = json::object{{"items", std::move(items)}};
  if (session.options().json) return session.print_json(list);
  return show_table(session, answer_table("listApps", "clients"), View(list));
}

void bind_submissions(Binder& binder) {
  auto options = std::make_shared<SubmissionsOptions>();
  binder.command("submissions", Word::kHelpSubmissions)
      .option("--state", options->state, Word::kHelpState)
      .flag("--newest", options->newest, Word::kHelpNewest)
      .flag("--all-clients", options->all_clients, Word::kHelpAllClients)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_submissions(session, *options); });
}

}  // namespace baobei::cli
