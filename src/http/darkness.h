// How dark a mini-program is, and how fast it became so (R17, R20): which orders have darkened what
// by now, and for each when it was ordered, when the endpoint went dark, when the last host did.
// Pure, but for the JSON; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/host_ports.h"
#include "engine/ports.h"
#include "lifecycle/app.h"
#include "lifecycle/lifecycle.h"

namespace baobei::http {

// In force, and its time has come.
bool darkens(const lifecycle::Order& order, Instant now);
// Of one that darkens: since it was carried out, and since its time where the timer was late.
Instant dark_since(const lifecycle::Order& order, Instant now);
// The newest such order; null: the service is not dark by an order.
const lifecycle::Order* darkening_order(const lifecycle::App& app, Instant now);
// Why this version must not leave the server although another may: it is barred, or the newest
// order that names it darkens. `order` may be null where it is barred by an answer alone.
struct VersionDarkness {
  bool dark = false;
  const lifecycle::Order* order = nullptr;
};
VersionDarkness darkness_of(const lifecycle::App& app, const Digest& digest, Instant now);

// The darkening orders that a host which serves only these versions has carried out.
std::vector<lifecycle::OrderNo> carried_out_by(const lifecycle::App& app,
                                               const std::vector<Digest>& serves, Instant now);

struct HostDarkness {
  std::string host;
  std::optional<Instant> at;  // its first acknowledgement; none yet: it may still serve
};
struct DarkTimes {
  lifecycle::OrderNo order = 0;
  lifecycle::OrderScope scope = lifecycle::OrderScope::kService;
  Instant ordered;
  Instant down_by;
  std::optional<Instant> endpoint;   // from here on the endpoint answers 451, or the older version
  std::vector<HostDarkness> hosts;   // those that were registered by then and are not revoked
  std::optional<Instant> all_hosts;  // the last of them
};

// Of each order that took something down or will, oldest first.
std::vector<DarkTimes> dark_times(const lifecycle::App& app,
                                  const std::vector<engine::HostRow>& hosts,
                                  const std::vector<engine::DarkAck>& acks, Instant now);

}  // namespace baobei::http
