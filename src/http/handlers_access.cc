// Who read a case as a dossier, and when.

#include "base/json.h"
#include "engine/access_ports.h"
#include "http/case_file.h"
#include "http/handlers.h"

namespace baobei::http {

Reply list_case_accesses(Call& call, Services& services) {
  if (services.case_accesses == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto app = visible_case(call, services);
  if (!app) return call.problem(app.error());
  if (!call.viewer().oversees()) return call.problem(lifecycle::Refusal::kNoRight);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto rows = services.case_accesses->of_app(app->id, *page);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : rows->rows) {
    items.push_back({{"person", row.person},
                     {"role", wire_name(row.role)},
                     {"what", row.what},
                     {"at", format_rfc3339(row.at)}});
  }
  json::object object{{"items", std::move(items)}};
  if (!rows->next.empty()) object.emplace("next", rows->next);
  return json_text(200, json::serialize(object));
}

}  // namespace baobei::http
