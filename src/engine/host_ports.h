// The port to hosts: who serves released versions to users, what each said it serves, and since
// when nothing of an ordered-down version (R20: ordered, endpoint dark, all hosts dark).
//
// Invariants: a host is known by a secret of which only the SHA-256 is stored; it is registered and
// revoked by the operator. The first acknowledgement of a darkness counts, later ones change
// nothing. These rows lie beside the log: they prove what hosts said, not what is so.
// Owner: server/main.cc; outlives the server.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "engine/directory_steps.h"
#include "lifecycle/terms.h"

namespace baobei::engine {

inline constexpr std::size_t kHostsMax = 200;  // not revoked
inline constexpr std::size_t kServedByHostMax =
    16;  // versions of one mini-program that a host names

struct HostRow {
  std::string id;
  std::string name;
  Digest token_hash;  // SHA-256 of the secret
  Instant registered_at;
  std::optional<Instant> revoked_at;
};

struct HostAck {
  lifecycle::AppId app;
  std::string host;
  std::vector<Digest> serves;  // empty: nothing of the mini-program
  Instant at;
};

struct DarkAck {
  lifecycle::OrderNo order = 0;
  std::string host;
  Instant at;
};

class Hosts {
 public:
  virtual ~Hosts() = default;

  // ---- on the writer's thread; who adds or revokes one leaves a step (directory_steps.h) ----
  // kTooLarge beyond kHostsMax.
  virtual Status add(const HostRow& host, const lifecycle::PersonId& by) = 0;
  // kNotFound for an unknown one; a revoked one keeps its instant.
  virtual Status revoke(const std::string& id, const Act& act) = 0;
  // Replaces what the host said before; `dark`: orders that it has carried out by now.
  virtual Status acknowledge(const HostAck& ack, const std::vector<lifecycle::OrderNo>& dark) = 0;

  // ---- any thread ----
  // kUnauthorized for unknown and revoked ones.
  virtual Result<HostRow> authenticate(const Digest& token_hash) = 0;
  // By id.
  virtual Result<std::vector<HostRow>> all() = 0;
  // By host.
  virtual Result<std::vector<HostAck>> acknowledged(const lifecycle::AppId& app) = 0;
  // By order and host.
  virtual Result<std::vector<DarkAck>> dark(const lifecycle::AppId& app) = 0;
};

}  // namespace baobei::engine
