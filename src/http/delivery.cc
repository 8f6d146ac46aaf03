#include "http/delivery.h"

#include <algorithm>

#include "base/json.h"
#include "http/darkness.h"
#include "http/file_body.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

// `order`: the one that darkens; null where none is named.
Problem taken_down(const lifecycle::Order* order, Services& services) {
  Problem problem(ProblemCode::kTakenDown);
  problem.rule = "R20";
  if (order == nullptr) return problem;
  const Instant now = services.clock.now();
  const auto& catalogue = services.catalogue(now);
  problem.members.emplace_back("since", format_rfc3339(dark_since(*order, now)));
  problem.members.emplace_back("ground", order->reason);
  if (const auto* reason = catalogue.reason(order->reason)) {
    problem.members.emplace_back("ground_zh", reason->title.zh);
    problem.members.emplace_back("ground_en", reason->title.en);
  }
  return problem;
}

// A host may keep the manifest no longer than the version may be served (R17).
Duration max_age_of(const lifecycle::App& app, const lifecycle::ReleaseRecord& release,
                    Duration usual, Instant now) {
  Duration left = usual;
  for (const auto* order : lifecycle::standing_orders(app)) {
    const auto& digests = order->take_down.digests;
    const bool hits = order->take_down.scope == lifecycle::OrderScope::kService ||
                      std::ranges::find(digests, release.digest) != digests.end();
    if (order->carried_out || !hits) continue;
    const Duration until = std::chrono::floor<std::chrono::seconds>(order->take_down.down_by - now);
    left = std::min(left, until);
  }
  return std::max(left, Duration{});
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
  object.emplace("package", "/d/" + app.id + "/packages/" + to_hex(release.digest));
  auto response = json_text(200, json::serialize(object));
  response.headers.push_back({"Cache-Control", "private, max-age=" + std::to_string(seconds)});
  return response;
}

Result<lifecycle::App> delivered_app(const Call& call, Services& services) {
  TRY_ASSIGN(const auto stored, services.reader.app_for_delivery(call.params.at(0)));
  auto app = lifecycle::decode_app(stored.state);
  if (!app) services.report(app.error());
  return app;
}

struct AckBody {
  std::vector<Digest> serves;
};
BOOST_DESCRIBE_STRUCT(AckBody, (), (serves))

// The path of the version's package, where it may leave the server now.
OrProblem<std::string> deliverable(const lifecycle::App& app, const Digest& digest,
                                   Services& services) {
  const Instant now = services.clock.now();
  const bool released = std::ranges::any_of(app.releases, [&](const auto& release) {
    return release.digest == digest && release.served;
  });
  if (!released) return std::unexpected(Problem(ProblemCode::kNotFound));
  if (lifecycle::serving(app, now).dark) {
    return std::unexpected(taken_down(darkening_order(app, now), services));
  }
  const auto darkness = darkness_of(app, digest, now);
  if (darkness.dark) return std::unexpected(taken_down(darkness.order, services));
  if (app.suspended) return std::unexpected(Problem(ProblemCode::kServiceSuspended));
  auto path = services.blobs.path_of(digest);
  if (path) return *path;
  // Named by a release, so it has to be there.
  services.report({ErrorKind::kCorrupt, "a released package is missing", to_hex(digest)});
  return std::unexpected(Problem(ProblemCode::kInternal));
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
  const auto app = delivered_app(call, services);
  if (!app) return call.problem(app.error());
  const Instant now = services.clock.now();
  const auto serving = lifecycle::serving(*app, now);
  if (serving.dark) {
    return call.problem(taken_down(darkening_order(*app, now), services));
  }
  const auto no = release_for(serving, device_bucket(app->id, *device));
  const auto* release = lifecycle::find_release(*app, no);
  if (release == nullptr) {
    return call.problem(app->suspended ? ProblemCode::kServiceSuspended
                                       : ProblemCode::kNotYetForYou);
  }
  return manifest(*release, *app, no == serving.current ? serving.share : lifecycle::kFullShare,
                  max_age_of(*app, *release, services.settings.manifest_max_age, now));
}

Reply get_package(Call& call, Services& services) {
  const auto app = delivered_app(call, services);
  if (!app) return call.problem(app.error());
  const auto digest = digest_from_hex(call.params.at(1));
  if (!digest) return call.problem(ProblemCode::kNotFound);
  const auto path = deliverable(*app, *digest, services);
  if (!path) return call.problem(path.error());
  auto response = file_response(call.request.head, *path, *digest);
  if (!response) {
    if (response.error().status >= 500) {
      services.report({ErrorKind::kCorrupt, "a released package cannot be read", *path});
    }
    return call.problem(response.error());
  }
  // The bytes never change, but whether they may be had does: whoever keeps them asks each time.
  response->headers.push_back({"Cache-Control", "no-cache"});
  response->headers.push_back(
      {"Content-Disposition", "attachment; filename=\"" + to_hex(*digest) + ".pack\""});
  return std::move(*response);
}

Reply acknowledge(Call& call, Services& services) {
  const auto body = read_body<AckBody>(call.request.body);
  if (!body) return call.problem(body.error());
  if (body->serves.size() > engine::kServedByHostMax) {
    return call.problem(Error{ErrorKind::kInvalid, "at most 16 versions are taken", "/serves"});
  }
  const auto app = delivered_app(call, services);
  if (!app) return call.problem(app.error());
  engine::HostAck ack{app->id, call.host.id, body->serves, services.clock.now()};
  const auto dark = carried_out_by(*app, ack.serves, ack.at);
  return Pending([&services, ack, dark, language = call.language](Done done) {
    services.commands.write(
        [&hosts = *services.hosts, ack, dark] { return hosts.acknowledge(ack, dark); },
        [&services, ack, dark, language, done](const Status& kept) {
          if (!kept) {
            services.report(kept.error());
            return done(problem_response(kept.error(), language));
          }
          json::object object{{"app", ack.app},
                              {"host", ack.host},
                              {"recorded_at", format_rfc3339(ack.at)},
                              {"dark", to_json(dark)}};
          done(json_text(200, json::serialize(object)));
        });
  });
}

}  // namespace baobei::http
