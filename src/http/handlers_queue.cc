// The queue of submissions: what waits for whom, why, and how heavy it is.

#include "http/api_json.h"
#include "http/csv.h"
#include "http/handlers.h"
#include "http/list_query.h"
#include "http/queue_query.h"
#include "http/review_leases.h"
#include "http/row_names.h"
#include "http/visible_version.h"

namespace baobei::http {
namespace {

constexpr std::string_view kSubmissionColumns[] = {
    "app",          "app_name",   "owner",  "submission",  "state",    "holder",    "due",
    "submitted_at", "changed_at", "digest", "review_late", "appealed", "owner_name"};

json::object submission_item(const engine::SubmissionListItem& item, RowNames& names) {
  json::object object;
  object.emplace("app", item.app);
  object.emplace("app_name", item.app_name);
  object.emplace("owner", item.owner);
  object.emplace("submission", item.row.no);
  object.emplace("state", to_json(item.row.state));
  object.emplace("holder", to_json(lifecycle::holder_of(item.row.state)));
  object.emplace("digest", to_hex(item.row.digest));
  if (item.row.due) object.emplace("due", format_rfc3339(*item.row.due));
  object.emplace("submitted_at", format_rfc3339(item.row.submitted_at));
  object.emplace("changed_at", format_rfc3339(item.row.changed_at));
  names.add_org(object, "owner_name", item.owner);
  return object;
}

// "lease" of a row of the queue, for whoever sees everything.
void add_lease(json::object& object, const engine::SubmissionListItem& row,
               const engine::Viewer& viewer, Services& services) {
  if (services.leases == nullptr || !viewer.sees_everything()) return;
  const auto lease = services.leases->find(row.app, row.row.no, services.clock.now());
  if (!lease) return;
  object.emplace("lease",
                 json::object{{"person", lease->person}, {"until", format_rfc3339(lease->until)}});
}

Response queue_response(const QueueQuery& query, bool csv, Services& services) {
  auto rows = queue_rows(query, services);
  if (!rows) return problem_response(rows.error(), query.language);
  RowNames names(services);
  json::array items;
  for (auto& row : rows->rows) {
    auto item = submission_item(row.item, names);
    add_lease(item, row.item, query.viewer, services);
    for (auto& member : row.detail) item.emplace(member.key(), std::move(member.value()));
    items.push_back(std::move(item));
  }
  if (csv) return csv_response(items, kSubmissionColumns, rows->next);
  json::object object{{"items", std::move(items)}};
  if (!rows->next.empty()) object.emplace("next", rows->next);
  return json_text(200, json::serialize(object));
}

}  // namespace

Reply list_submissions(Call& call, Services& services) {
  auto query = queue_query(call);
  if (!query) return call.problem(query.error());
  const bool csv = wants_csv(call.request.head);
  if (!query->is_plain()) {
    return in_background(call, services, [query = std::move(*query), csv, &services] {
      return queue_response(query, csv, services);
    });
  }
  const auto rows = services.reader.submissions(query->viewer, query->filter, query->page);
  if (!rows) return call.problem(rows.error());
  RowNames names(services);
  const auto with_lease = [&](const engine::SubmissionListItem& row) {
    auto item = submission_item(row, names);
    add_lease(item, row, query->viewer, services);
    return item;
  };
  return list_response(call, *rows, with_lease, kSubmissionColumns);
}

}  // namespace baobei::http
