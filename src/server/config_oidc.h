// A provider of identities as the operator configured it: [oidc.<id>] of the file (config.h).
//
// Invariants: whatever is wrong with it is said at the start, with its place; its secret is in a
// file of its own, readable by its owner alone, or a systemd credential, and nowhere else.
// Threads: plain values.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace baobei::server {

inline constexpr std::size_t kOidcProvidersMax = 8;

struct OidcConfig {
  std::string id;
  std::string name;
  std::string issuer;
  std::string client_id;
  std::string secret_file;  // without a slash: a systemd credential of that name
  std::string redirect;
  std::vector<std::string> roles;
  std::string second_factor = "amr";  // or "provider": it always asks for one
  std::string place;                  // "/etc/baobei/baobei.toml:12"
};

// From the keys of its table. kInvalid names key and fault.
Result<OidcConfig> oidc_from(const std::string& id, const std::string& place,
                             const std::map<std::string, std::string>& values);

// kForbidden where others may read it, kNotFound, kInvalid where it is empty.
Result<std::string> oidc_secret(const OidcConfig& config);

}  // namespace baobei::server
