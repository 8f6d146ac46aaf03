#include "http/delivery.h"

#include <algorithm>

#include "base/json.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

// The order that darkens: the newest standing one whose time has come.
const lifecycle::Order* darkening_order(const lifecycle::App& app, Instant now) {
  const lifecycle::Order* found = nullptr;
  for (const auto* order : lifecycle::standing_orders(app)) {
    if (order->carried_out || order->take_down.down_by <= now) found = order;
  }
  return found;
}

Problem taken_down(const lifecycle::App& app, const catalogue::Catalogue& catalogue, Instant now) {
  Problem problem(ProblemCode::kTakenDown);
  problem.rule = "R20";
  const auto* order = darkening_order(app, now);
  if (order == nullptr) return problem;
  problem.members.emplace_back("since", format_rfc3339(order->take_down.down_by));
  problem.members.emplace_back("ground", order->reason);
  if (const auto* reason = catalogue.reason(order->reason)) {
    problem.members.emplace_back("ground_zh", reason->title.zh);
    problem.members.emplace_back("ground_en", reason->title.en);
  }
  return problem;
}

Response manifest(const lifecycle::ReleaseRecord& release, const lifecycle::App& app,
                  lifecycle::Share share, Duration max_age) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(max_age).count();
  json::object object;
  object.emplace("app", app.id);
  object.emplace("digest", to_hex(release.digest));
  object.emplace("release", release.no);
  object.emplace("share", share);
  object.emplace("max_age", seconds);
  auto response = json_text(200, json::serialize(object));
  response.headers.push_back({"Cache-Control", "private, max-age=" + std::to_string(seconds)});
  return response;
}

}  // namespace

lifecycle::Share device_bucket(std::string_view app, std::string_view device) {
  std::string whole(app);
  whole += "\n";
  whole += device;
  return static_cast<lifecycle::Share>(stable_hash(whole) % lifecycle::kFullShare);
}

lifecycle::ReleaseNo release_for(const lifecycle::Serving& serving, lifecycle::Share bucket) {
  if (serving.dark) return 0;
  return serving.current != 0 && bucket < serving.share ? serving.current : serving.base;
}

Reply get_manifest(Call& call, Services& services) {
  const auto device = call.query("device");
  if (!device || device->empty() || device->size() > kIdBytesMax) {
    return call.problem(Error{ErrorKind::kInvalid, "1 to 64 bytes are expected", "device"});
  }
  const auto stored = services.reader.app_for_delivery(call.params.at(0));
  if (!stored) return call.problem(stored.error());
  const auto app = lifecycle::decode_app(stored->state);
  if (!app) {
    services.report(app.error());
    return call.problem(app.error());
  }
  const Instant now = services.clock.now();
  const auto serving = lifecycle::serving(*app, now);
  if (serving.dark) return call.problem(taken_down(*app, services.catalogue(now), now));
  const auto no = release_for(serving, device_bucket(app->id, *device));
  const auto* release = lifecycle::find_release(*app, no);
  if (release == nullptr) {
    return call.problem(app->suspended ? ProblemCode::kServiceSuspended
                                       : ProblemCode::kNotYetForYou);
  }
  return manifest(*release, *app, no == serving.current ? serving.share : lifecycle::kFullShare,
                  services.settings.manifest_max_age);
}

}  // namespace baobei::http
