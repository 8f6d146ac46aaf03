// order …: take-downs and what follows them (R17, R21).

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"

namespace baobei::cli {
namespace {

struct OrderOptions {
  std::string app;
  std::uint32_t no = 0;
  std::string reason;
  std::string scope = "service";
  std::string down_by;
  std::vector<std::string> digests;
  std::vector<std::string> points;
  std::vector<std::string> voids;
  std::string text;
};

int run_give(Session& session, const OrderOptions& options) {
  json::object body{{"reason", options.reason}, {"scope", options.scope}};
  auto points = points_of(options.points, "code");
  if (!points) return session.usage(Word::kBadValue, {spoken(points.error(), session.language())});
  if (!options.points.empty()) body["points"] = std::move(*points);
  if (!options.digests.empty()) body["digests"] = list_of(options.digests);
  if (!options.voids.empty()) body["voids"] = list_of(options.voids);
  if (!options.down_by.empty()) {
    const auto now = session.server_now();
    if (!now) return session.failed(now.error());
    const auto instant = instant_of(options.down_by, *now);
    if (!instant)
      return session.usage(Word::kBadValue, {spoken(instant.error(), session.language())});
    body["down_by"] = *instant;
  }
  const auto held = session.held_back(Word::kAskTakeDown, {options.app});
  return held ? *held : session.send(app_path(options.app, "orders"), std::move(body));
}

std::string order_path(const OrderOptions& options, const char* action) {
  return app_path(options.app, "orders/" + std::to_string(options.no) + "/" + action);
}

int run_revoke(Session& session, const OrderOptions& options) {
  const auto held = session.held_back(Word::kAskRevoke, {options.app, std::to_string(options.no)});
  if (held) return *held;
  json::value body;
  if (!options.text.empty()) body = json::object{{"text", options.text}};
  return session.send(order_path(options, "revoke"), body);
}

int run_comply(Session& session, const OrderOptions& options) {
  const auto held = session.held_back(Word::kAskComply, {options.app, std::to_string(options.no)});
  return held ? *held : session.send(order_path(options, "comply"), nullptr);
}

}  // namespace

void bind_order(Binder& binder) {
  auto options = std::make_shared<OrderOptions>();
  auto order = binder.group("order", Word::kHelpOrderGroup);
  order.command("give", Word::kHelpOrderGive)
      .takes("APP", options->app, Word::kHelpApp)
      .required("--reason", options->reason, Word::kHelpOrderReason)
      .one_of("--scope", options->scope, {"service", "version"}, Word::kHelpScope)
      .option("--down-by", options->down_by, Word::kHelpDownBy)
      .list("--digest", options->digests, Word::kHelpOrderDigest)
      .list("--point", options->points, Word::kHelpPoint)
      .list("--voids", options->voids, Word::kHelpVoids)
      .runs([options](Session& session) { return run_give(session, *options); });
  bind_order_register(order);
  const auto on_order = [&](const char* name, Word help) {
    return order.command(name, help)
        .takes("APP", options->app, Word::kHelpApp)
        .takes("NUMBER", options->no, Word::kHelpOrderNo);
  };
  on_order("sign", Word::kHelpSignOrder).runs([options](Session& session) {
    return session.send(order_path(*options, "sign"), nullptr);
  });
  on_order("revoke", Word::kHelpRevokeOrder)
      .may_take("TEXT", options->text, Word::kHelpText)
      .runs([options](Session& session) { return run_revoke(session, *options); });
  on_order("comply", Word::kHelpComply).runs([options](Session& session) {
    return run_comply(session, *options);
  });
}

}  // namespace baobei::cli
