// Signing in with a provider of identities (OpenID Connect 1.0, authorisation code with PKCE): what
// is sent to it, and what its documents say. Who calls it is somebody else's (http/oidc.h).
//
// Invariants: everything that a provider says is read as hostile: bounded, strict where it matters,
// its addresses https. Threads: pure but for the random source of the system.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace baobei::sign_in {

inline constexpr std::size_t kProviderDocumentBytesMax = std::size_t{64} << 10;
inline constexpr std::size_t kSubjectBytesMax = 255;  // OpenID Connect Core 1.0, 2
inline constexpr std::size_t kEmailBytesMax = 254;

// As the operator registered this server with it.
struct Provider {
  std::string id;      // "corp", as in the addresses of this server
  std::string name;    // as people know it
  std::string issuer;  // exactly as the provider writes it
  std::string client_id;
  std::string client_secret;
  std::string redirect_uri;
};

struct Discovery {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  bool names_issuer = false;  // RFC 9207: every answer carries `iss`
  bool takes_basic = true;    // else the secret goes in the body
};

// "…/.well-known/openid-configuration".
std::string discovery_url(const std::string& issuer);
// kInvalid where it is another issuer's (mix-up), or lacks what is needed.
Result<Discovery> discovery_from(std::string_view text, const std::string& issuer);

// What ties an attempt to the browser that began it; 256 random bits each.
struct Attempt {
  std::string state;
  std::string nonce;
  std::string verifier;  // RFC 7636
};
Attempt new_attempt();
// RFC 7636, S256.
std::string code_challenge(std::string_view verifier);

// Where the browser is sent to.
std::string authorization_url(const Provider& provider, const Discovery& discovery,
                              const Attempt& attempt);

// The request for tokens.
struct TokenRequest {
  std::vector<std::string> headers;  // "name: value"
  std::string body;
};
TokenRequest token_request(const Provider& provider, const Discovery& discovery,
                           const std::string& code, const std::string& verifier);
// The id_token of its answer; kInvalid where there is none.
Result<std::string> id_token_of(std::string_view text);

// In lower case; empty for what is no plain address of ASCII.
std::string plain_email(std::string_view text);

// RFC 3986: everything but unreserved characters.
std::string percent_encoded(std::string_view text);

}  // namespace baobei::sign_in
