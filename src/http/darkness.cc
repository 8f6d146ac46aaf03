#include "http/darkness.h"

#include <algorithm>

namespace baobei::http {
namespace {

bool names(const lifecycle::Order& order, const Digest& digest) {
  const auto& digests = order.take_down.digests;
  return std::ranges::find(digests, digest) != digests.end();
}

std::optional<Instant> endpoint_dark(const lifecycle::Order& order, Instant now) {
  return darkens(order, now) ? std::optional(dark_since(order, now)) : order.carried_out_at;
}

std::optional<Instant> acknowledged(const std::vector<engine::DarkAck>& acks,
                                    lifecycle::OrderNo order, const std::string& host) {
  for (const auto& ack : acks) {
    if (ack.order == order && ack.host == host) return ack.at;
  }
  return std::nullopt;
}

void add_hosts(DarkTimes& times, const std::vector<engine::HostRow>& hosts,
               const std::vector<engine::DarkAck>& acks) {
  times.all_hosts = times.endpoint;
  for (const auto& host : hosts) {
    if (host.revoked_at || host.registered_at > *times.endpoint) continue;
    const auto at = acknowledged(acks, times.order, host.id);
    times.hosts.push_back({host.id, at});
    if (!at) times.all_hosts.reset();
    if (at && times.all_hosts) times.all_hosts = std::max(*times.all_hosts, *at);
  }
}

}  // namespace

bool darkens(const lifecycle::Order& order, Instant now) {
  return order.state == lifecycle::OrderState::kStanding && !order.proposed &&
         (order.carried_out || order.take_down.down_by <= now);
}

Instant dark_since(const lifecycle::Order& order, Instant now) {
  const Instant down_by = order.take_down.down_by;
  return std::min({order.carried_out_at.value_or(down_by), down_by, now});
}

const lifecycle::Order* darkening_order(const lifecycle::App& app, Instant now) {
  const lifecycle::Order* found = nullptr;
  for (const auto& order : app.orders) {
    if (darkens(order, now)) found = &order;
  }
  return found;
}

VersionDarkness darkness_of(const lifecycle::App& app, const Digest& digest, Instant now) {
  VersionDarkness out;
  out.dark = lifecycle::is_barred(app, digest);
  for (const auto& order : app.orders) {
    if (!names(order, digest)) continue;
    out.order = &order;
    out.dark = out.dark || darkens(order, now);
  }
  return out;
}

std::vector<lifecycle::OrderNo> carried_out_by(const lifecycle::App& app,
                                               const std::vector<Digest>& serves, Instant now) {
  std::vector<lifecycle::OrderNo> orders;
  for (const auto& order : app.orders) {
    if (!darkens(order, now)) continue;
    const bool whole = order.take_down.scope == lifecycle::OrderScope::kService;
    const bool still = std::ranges::any_of(
        serves, [&](const Digest& digest) { return whole || names(order, digest); });
    if (!still) orders.push_back(order.no);
  }
  return orders;
}

std::vector<DarkTimes> dark_times(const lifecycle::App& app,
                                  const std::vector<engine::HostRow>& hosts,
                                  const std::vector<engine::DarkAck>& acks, Instant now) {
  std::vector<DarkTimes> all;
  for (const auto& order : app.orders) {
    if (order.proposed || order.forbids_release) continue;
    DarkTimes times;
    times.order = order.no;
    times.scope = order.take_down.scope;
    times.ordered = order.at;
    times.down_by = order.take_down.down_by;
    times.endpoint = endpoint_dark(order, now);
    if (times.endpoint) add_hosts(times, hosts, acks);
    all.push_back(std::move(times));
  }
  return all;
}

}  // namespace baobei::http
