#include "server/identities.h"

#include "base/json.h"
#include "courier/fetch.h"
#include "http/oidc.h"
#include "http/services.h"
#include "server/config.h"

namespace baobei::server {
namespace {

Result<http::OidcProvider> provider_from(const OidcConfig& config) {
  http::OidcProvider provider;
  TRY_ASSIGN(auto secret, oidc_secret(config));
  provider.of = {config.id,        config.name,       config.issuer,
                 config.client_id, std::move(secret), config.redirect};
  for (const auto& name : config.roles) {
    const auto role = enum_from_wire<lifecycle::Role>(name);
    CHECK(role.has_value(), name);
    provider.roles.push_back(*role);
  }
  provider.vouches_for_second_factor = config.second_factor == "provider";
  return provider;
}

http::Fetch fetch_through(courier::AllowList allowed) {
  return
      [allowed = std::move(allowed)](const http::FetchRequest& request) -> Result<http::Fetched> {
        TRY_ASSIGN(auto page, courier::fetch(request.url, request.headers, request.body, allowed));
        return http::Fetched{page.status, std::move(page.body)};
      };
}

}  // namespace

IdentityProviders::IdentityProviders(store::Opened& database)
    : identities_(*database.store, *database.reader) {}

IdentityProviders::~IdentityProviders() = default;

Result<std::unique_ptr<IdentityProviders>> IdentityProviders::open(const Config& config,
                                                                   store::Opened& database) {
  std::unique_ptr<IdentityProviders> made(new IdentityProviders(database));
  std::vector<http::OidcProvider> providers;
  for (const auto& each : config.oidc) {
    TRY_ASSIGN(auto provider, provider_from(each));
    providers.push_back(std::move(provider));
  }
  if (providers.empty()) return made;
  TRY_ASSIGN(auto allowed, courier::AllowList::of(config.oidc_allow));
  made->oidc_ =
      std::make_unique<http::Oidc>(std::move(providers), fetch_through(std::move(allowed)));
  return made;
}

void IdentityProviders::plug_into(http::Services& services) {
  services.identities = &identities_;
  services.oidc = oidc_.get();
}

}  // namespace baobei::server
