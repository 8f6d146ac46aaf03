// What the server is told: one TOML file, the environment and the command line, in this order.
//
// Invariants: a key that is not in the table is an error wherever it comes from, and every fault
// names its place ("/etc/baobei.toml:12"). Each value remembers where it came from; secrets, once
// there are some, are masked when printed. Only this module reads configuration.
// Threads: plain values. Owner: main, for the life of the process.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/retention_ports.h"
#include "server/config_oidc.h"

namespace baobei::server {

struct Config {
  std::string data = "/var/lib/baobei";  // folder: database, blobs, uploads on their way
  std::string catalogue;                 // folder laid out as catalogue/; empty: the built-in one
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::vector<std::string> trusted_proxies;
  std::uint16_t metrics_port = 0;  // on loopback; 0: none
  std::uint32_t http_threads = 2;
  std::uint32_t connections_max = 4096;
  std::uint32_t upload_hours = 24;         // after which an unfinished upload ends
  std::uint32_t queue_max = 4096;          // commands waiting, officers' apart
  std::uint32_t checks_at_once = 1;        // packages checked side by side
  std::string check_sandbox = "required";  // or "best_effort": on machines without the means (R4)
  std::vector<std::string> webhook_allow;  // host:port that webhooks may call at any address
  std::vector<std::string> oidc_allow;     // likewise, providers of identities
  std::vector<OidcConfig> oidc;            // in the file alone
  std::string proofs_origin;  // the log's name in checkpoints; empty: from the oldest key
  // Days that each kind is kept; 0: without end.
  std::uint32_t keep_documents = engine::kRetentionDefaults[0].days;
  std::uint32_t keep_loose_documents = engine::kRetentionDefaults[1].days;
  std::uint32_t keep_accesses = engine::kRetentionDefaults[2].days;
  std::uint32_t keep_sign_in_tokens = engine::kRetentionDefaults[3].days;
  std::uint32_t keep_invitations = engine::kRetentionDefaults[4].days;
  std::uint32_t keep_read_notices = engine::kRetentionDefaults[5].days;
  std::uint32_t keep_scans = engine::kRetentionDefaults[6].days;
  std::uint32_t keep_pictures = engine::kRetentionDefaults[7].days;
  std::uint32_t keep_test_accounts = engine::kRetentionDefaults[8].days;
  std::string log_level = "info";

  std::vector<engine::RetentionRule> retention() const;
};

struct Setting {
  const char* key;       // "http.port"
  const char* variable;  // "BAOBEI_HTTP_PORT"
  const char* zh;
  const char* en;
};
std::span<const Setting> all_settings();

// "7" or "a,b" of a setting, as `baobei config` prints it.
std::string value_of(const Config& config, std::string_view key);

struct Source {
  std::string path;  // of the TOML file; empty: none is read
  std::function<std::optional<std::string>(const char*)> variable;
  std::map<std::string, std::string, std::less<>> flags;  // key → value
};

struct Configured {
  Config config;
  std::map<std::string, std::string, std::less<>> origins;  // key → "default", "file:12", …
};

// kInvalid with the place of the fault; kNotFound for a file that is named and not there.
Result<Configured> configure(const Source& source);

}  // namespace baobei::server
