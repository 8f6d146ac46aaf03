#include "http/taken_down.h"

#include "base/json.h"

namespace baobei::http {

Result<TakenDownAt> taken_down_at(const engine::Viewer& viewer, Services& services,
                                  const lifecycle::AppId& app) {
  TakenDownAt found;
  engine::Page page;
  page.limit = engine::kPageMax;
  for (;;) {
    TRY_ASSIGN(const auto events, services.reader.events(viewer, app, page));
    for (const auto& row : events.rows) {
      if (row.row.type != "taken_down") continue;
      TRY_ASSIGN(const auto body, parse_json(row.row.body, std::size_t{1} << 20));
      const auto* data = body.is_object() ? body.get_object().if_contains("data") : nullptr;
      const auto* order =
          data != nullptr && data->is_object() ? data->get_object().if_contains("order") : nullptr;
      if (order == nullptr) return fail(ErrorKind::kCorrupt, "an event without its order");
      found.emplace_back(order->to_number<lifecycle::OrderNo>(), row.row.at);
    }
    if (events.next.empty()) return found;
    page.after = events.next;
  }
}

}  // namespace baobei::http
