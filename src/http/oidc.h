// What signing in with a provider of identities takes: the providers as configured, what they last
// said of themselves, the keys of their tokens, and which attempts were answered
// (DESIGN decisions 12, 14).
//
// Invariants
// - A provider is called through `fetch` alone (the one dialer), never from an I/O thread, by at
//   most kOidcThreads at one time; beyond kOidcWaitingMax waiting ones the answer is 503.
// - Its documents are kept for kDocumentLife; unknown keys ask for newer ones at most every
//   kKeysEvery, so that made-up names of keys cost no calls.
// - An attempt lives in the browser's cookie, sealed; here only those that were answered are known,
//   until they would have ended anyway: each is answered once.
// Threads: any. Owner: server; outlives the services it was plugged into.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "http/background.h"
#include "lifecycle/terms.h"
#include "sign_in/id_token.h"
#include "sign_in/oidc.h"

namespace baobei::http {

inline constexpr std::size_t kOidcThreads = 2;
inline constexpr std::size_t kOidcWaitingMax = 32;
inline constexpr std::size_t kAnsweredMax = 10'000;
inline constexpr Duration kAttemptLifetime = std::chrono::minutes(10);
inline constexpr Duration kDocumentLife = std::chrono::hours(1);
inline constexpr Duration kKeysEvery = std::chrono::seconds(30);

// `body` empty: GET.
struct FetchRequest {
  std::string url;
  std::vector<std::string> headers;  // "name: value"
  std::string body;
};
struct Fetched {
  int status = 0;
  std::string body;
};
// Blocks, within limits of time and size. kUnavailable where there was no answer at all.
using Fetch = std::function<Result<Fetched>(const FetchRequest&)>;

struct OidcProvider {
  sign_in::Provider of;
  std::vector<lifecycle::Role> roles;      // that may come this way
  bool vouches_for_second_factor = false;  // else "amr" has to say so
};

class Oidc {
 public:
  Oidc(std::vector<OidcProvider> providers, Fetch fetch);

  const std::vector<OidcProvider>& providers() const { return providers_; }
  const OidcProvider* find(const std::string& id) const;
  const OidcProvider* of_issuer(const std::string& issuer) const;

  // ---- these block: on a thread of run()
  Result<sign_in::Discovery> discovery(const OidcProvider& provider, Instant now);
  // Exchanges the code and verifies the ID token. kUnauthorized for what is not to be believed;
  // kUnavailable where the provider cannot be reached or makes no sense.
  Result<sign_in::IdClaims> claims(const OidcProvider& provider, const std::string& code,
                                   const sign_in::Attempt& attempt, Instant now);

  // False where too much waits.
  bool run(std::move_only_function<void()> work) { return threads_.run(std::move(work)); }

  // True the first time within the attempt's life; false also where too many were answered lately.
  bool first_answer(const std::string& state, Instant until, Instant now);

 private:
  struct Known {
    sign_in::Discovery discovery;
    std::optional<Instant> discovered;
    sign_in::ProviderKeys keys;
    std::optional<Instant> fetched_keys;
  };

  Result<std::string> document(const std::string& url);
  Result<sign_in::ProviderKeys> keys(const OidcProvider& provider,
                                     const sign_in::Discovery& discovery, bool newer, Instant now);

  const std::vector<OidcProvider> providers_;
  const Fetch fetch_;
  std::mutex mutex_;
  std::map<std::string, Known> known_;                 // by the provider's id
  std::map<std::string, Instant> answered_;            // states, until when
  Background threads_{kOidcThreads, kOidcWaitingMax};  // last: it ends before what it works with
};

}  // namespace baobei::http
