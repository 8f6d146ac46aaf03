#include "server/config_oidc.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>

#include "base/file.h"
#include "base/text.h"

namespace baobei::server {
namespace {

constexpr std::size_t kSecretBytesMax = 4'096;
constexpr std::size_t kTextBytesMax = 2'048;
constexpr std::string_view kRoles[] = {"reviewer", "senior_reviewer", "operator", "auditor",
                                       "developer"};

Status bad(const OidcConfig& config, std::string_view key, std::string what) {
  return fail(ErrorKind::kInvalid,
              "oidc." + config.id + "." + std::string(key) + ": " + std::move(what), config.place);
}

bool is_web_address(const std::string& text) {
  const bool web = text.starts_with("https://") || text.starts_with("http://");
  return web && text.size() <= kTextBytesMax && !text.contains('#') &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

Status check_id(const OidcConfig& config) {
  const bool plain =
      !config.id.empty() && config.id.size() <= 32 && std::ranges::all_of(config.id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
      });
  if (plain) return {};
  return fail(ErrorKind::kInvalid, "oidc: 1 to 32 of a-z, 0-9 and '-' name a provider",
              config.place);
}

// Officers keep a password of their own and a second factor, whoever vouches for them.
Status check_roles(const OidcConfig& config) {
  if (config.roles.empty()) return bad(config, "roles", "at least one is expected");
  for (const auto& role : config.roles) {
    if (role == "officer") return bad(config, "roles", "officers sign in with their own password");
    if (std::ranges::find(kRoles, role) == std::end(kRoles)) {
      return bad(config, "roles", "not a role of a person: " + role);
    }
  }
  return {};
}

Status check_provider(const OidcConfig& config) {
  TRY(check_id(config));
  if (config.name.empty() || printable(config.name) != config.name) {
    return bad(config, "name", "a name is expected, as people know the provider");
  }
  if (!is_web_address(config.issuer)) {
    return bad(config, "issuer", "the provider's address is expected, exactly as it writes it");
  }
  if (config.client_id.empty()) return bad(config, "client_id", "it is missing");
  if (config.secret_file.empty()) return bad(config, "secret_file", "it is missing");
  const auto callback = "/v1/sign-in/oidc/" + config.id + "/callback";
  if (!is_web_address(config.redirect) || !config.redirect.ends_with(callback)) {
    return bad(config, "redirect",
               "this server's public address is expected, ending in " + callback);
  }
  if (config.second_factor != "amr" && config.second_factor != "provider") {
    return bad(config, "second_factor", "amr or provider is expected");
  }
  return check_roles(config);
}

Result<std::string> path_of_secret(const OidcConfig& config) {
  if (config.secret_file.contains('/')) return config.secret_file;
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT: before any other thread
  if (folder != nullptr) return std::string(folder) + "/" + config.secret_file;
  return fail(ErrorKind::kNotFound,
              "oidc." + config.id +
                  ".secret_file: a name without a slash is a systemd credential, "
                  "and there are none",
              config.place);
}

}  // namespace

Result<OidcConfig> oidc_from(const std::string& id, const std::string& place,
                             const std::map<std::string, std::string>& values) {
  OidcConfig config;
  config.id = id;
  config.place = place;
  config.roles = {"reviewer", "senior_reviewer", "operator", "auditor"};
  const std::map<std::string_view, std::string*> texts = {
      {"name", &config.name},           {"issuer", &config.issuer},
      {"client_id", &config.client_id}, {"secret_file", &config.secret_file},
      {"redirect", &config.redirect},   {"second_factor", &config.second_factor}};
  for (const auto& [key, value] : values) {
    if (key == "roles") {
      config.roles.clear();
      for (const auto& role : split(value, ',')) config.roles.emplace_back(trim(role));
      continue;
    }
    const auto known = texts.find(key);
    if (known == texts.end()) {
      return fail(ErrorKind::kInvalid, "there is no setting 'oidc." + id + "." + key + "'", place);
    }
    if (value.size() > kTextBytesMax) TRY(bad(config, key, "it is too long"));
    *known->second = value;
  }
  TRY(check_provider(config));
  return config;
}

Result<std::string> oidc_secret(const OidcConfig& config) {
  TRY_ASSIGN(const auto path, path_of_secret(config));
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || (status.st_mode & 077) != 0) {
    return fail(ErrorKind::kForbidden, "others may read the provider's secret: chmod 600", path);
  }
  TRY_ASSIGN(const auto text, read_file(file.get(), kSecretBytesMax));
  std::string secret(trim(text));
  if (!secret.empty()) return secret;
  return fail(ErrorKind::kInvalid, "the provider's secret is empty", path);
}

}  // namespace baobei::server
