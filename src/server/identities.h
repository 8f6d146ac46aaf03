// Providers of identities, put together: their configuration, the way out to them, who is bound.
//
// Threads: open and stop from the Node's owner; the parts from any. Owner: the Node; ends before
// the services it was plugged into.
#pragma once

#include <memory>

#include "store/sqlite_identities.h"

namespace baobei::http {
class Oidc;
struct Services;
}  // namespace baobei::http

namespace baobei::server {

struct Config;

class IdentityProviders {
 public:
  // Their secrets are read here and now; nobody is called yet.
  static Result<std::unique_ptr<IdentityProviders>> open(const Config& config,
                                                         store::Opened& database);
  ~IdentityProviders();

  void plug_into(http::Services& services);

 private:
  explicit IdentityProviders(store::Opened& database);

  store::SqliteIdentities identities_;
  std::unique_ptr<http::Oidc> oidc_;  // null: none is configured
};

}  // namespace baobei::server
