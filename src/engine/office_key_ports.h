// The port to the public keys that offices sign their answers with (R10a, channel hand-over).
//
// Invariants: a key is an office's (by region); it counts from the instant at which a second
// operator confirms it until it is revoked, and stays on record afterwards. One public key is
// registered once in all regions. Threads: what changes on the engine's writer alone; what reads
// from any. Owner: server/main.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "lifecycle/terms.h"

namespace baobei::engine {

inline constexpr std::size_t kOfficeKeysOfRegionMax = 64;

struct OfficeKeyRow {
  std::string id;  // "ofk_" and the first 32 digits of the public key's SHA-256
  lifecycle::RegionCode region;
  std::string public_key;  // Ed25519, 32 bytes in hexadecimal
  std::string label;
  lifecycle::PersonId proposed_by;
  Instant proposed_at;
  lifecycle::PersonId confirmed_by;
  std::optional<Instant> confirmed_at;
  lifecycle::PersonId revoked_by;
  std::optional<Instant> revoked_at;

  bool counts() const { return confirmed_at && !revoked_at; }
};

class OfficeKeys {
 public:
  virtual ~OfficeKeys() = default;

  // ---- on the writer's thread ----
  // kConflict where it is registered already, kTooLarge where the region has too many.
  virtual Status add(const OfficeKeyRow& row) = 0;
  // kNotFound; kForbidden for whoever proposed it; kConflict where it was confirmed or revoked.
  virtual Result<OfficeKeyRow> confirm(const std::string& id, const lifecycle::PersonId& by,
                                       Instant at) = 0;
  // kNotFound; kConflict where it was revoked before.
  virtual Result<OfficeKeyRow> revoke(const std::string& id, const lifecycle::PersonId& by,
                                      Instant at) = 0;

  // ---- any thread ----
  // By age.
  virtual Result<std::vector<OfficeKeyRow>> of(const lifecycle::RegionCode& region) = 0;
  virtual Result<OfficeKeyRow> find(const std::string& id) = 0;
};

// What confirming and revoking do to a row, alike in every store.
inline Status confirm_key(OfficeKeyRow& row, const lifecycle::PersonId& by, Instant at) {
  if (row.confirmed_at || row.revoked_at) return fail(ErrorKind::kConflict, "it waits no more");
  if (row.proposed_by == by) return fail(ErrorKind::kForbidden, "a second operator confirms it");
  row.confirmed_by = by;
  row.confirmed_at = at;
  return {};
}
inline Status revoke_key(OfficeKeyRow& row, const lifecycle::PersonId& by, Instant at) {
  if (row.revoked_at) return fail(ErrorKind::kConflict, "it was revoked before");
  row.revoked_by = by;
  row.revoked_at = at;
  return {};
}

}  // namespace baobei::engine
