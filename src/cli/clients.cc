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

json::array items_of(const json::value& page) {
  const auto* items = page.is_object() ? page.get_object().if_contains("items") : nullptr;
  return items != nullptr && items->is_array() ? items->get_array() : json::array{};
}

// Mini-programs of others that one may see, by id.
Answer<std::map<std::string, json::value>> clients(Session& session) {
  TRY_ASSIGN(Client * api, session.client());
  TRY_ASSIGN(const auto me, api->get("/v1/me"));
  const auto own = me.view()["org"]["id"].text();
  TRY_ASSIGN(const auto list,
             api->list("/v1/apps?detail=true", kClientAppsMax, kDetailedPageItems));
  std::map<std::string, json::value> apps;
  for (const auto& item : items_of(list.body)) {
    if (View(item)["owner"].text() != own) apps.emplace(View(item)["app"].text(), item);
  }
  return apps;
}

json::value page_of(json::array items, const std::string& next) {
  json::object page{{"items", std::move(items)}};
  if (!next.empty()) page["next"] = next;
  return page;
}

int run_submissions(Session& session, const SubmissionsOptions& options) {
  const auto target = std::string(answer_table("listSubmissions").path) +
                      query({{"state", options.state}, {"sort", options.newest ? "newest" : ""}});
  if (options.all_clients) {
    const auto list = list_of_clients(session, target, options.limit);
    if (!list) return session.failed(list.error());
    if (session.options().json) return session.print_json(*list);
    return show_table(session, answer_table("listSubmissions"), View(*list));
  }
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto list = (*api)->list(target, options.limit);
  if (!list) return session.failed(list.error());
  if (session.options().json) return session.print_json(list->body);
  return show_table(session, answer_table("listSubmissions"), list->view());
}

}  // namespace

Answer<json::value> list_of_clients(Session& session, const std::string& target,
                                    std::size_t items_max) {
  TRY_ASSIGN(const auto apps, clients(session));
  TRY_ASSIGN(Client * api, session.client());
  const auto page_target = target + (target.find('?') == std::string::npos ? "?" : "&") + "limit=";
  json::array kept;
  std::string next;
  for (std::size_t page = 0; page < kClientPagesMax; ++page) {
    const auto after = next.empty() ? "" : "&after=" + encoded(next);
    TRY_ASSIGN(auto reply, api->get(page_target + std::to_string(kPageItems) + after));
    const auto items = items_of(reply.body);
    std::size_t looked_at = 0;
    while (looked_at < items.size() && kept.size() < items_max) {
      const auto& item = items[looked_at++];
      if (apps.contains(View(item)["app"].text())) kept.push_back(item);
    }
    if (looked_at > 0 && looked_at < items.size()) {
      // The same page up to there, for the cursor.
      TRY_ASSIGN(reply, api->get(page_target + std::to_string(looked_at) + after));
    }
    next = reply.view()["next"].text();
    if (next.empty() || kept.size() >= items_max) return page_of(std::move(kept), next);
  }
  session.err().line(Word::kClientPages, {std::to_string(kClientPagesMax * kPageItems)},
                     Tone::kWarn);
  return page_of(std::move(kept), next);
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
