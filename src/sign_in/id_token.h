// The keys of a provider of identities, and what its ID tokens say once they are verified
// (OpenID Connect Core 1.0, 3.1.3.7; RFC 7515, 7517, 8725).
//
// Invariants
// - Signed with RS256, ES256 or EdDSA (Ed25519), and by a key of that very kind: never with none,
//   never with an HMAC, never by a key that the token itself brings.
// - Nothing of a token is believed before its signature holds; of its claims, all of iss, aud, azp,
//   exp, iat, nbf, nonce and sub.
// Threads: any; values after they were made.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace baobei::sign_in {

inline constexpr std::size_t kIdTokenBytesMax = std::size_t{16} << 10;
inline constexpr std::size_t kProviderKeysMax = 32;
inline constexpr Duration kClockSkewMax = std::chrono::seconds(60);
inline constexpr Duration kIdTokenAgeMax = std::chrono::minutes(10);

enum class KeyKind { kRsa, kP256, kEd25519 };

class ProviderKeys {
 public:
  struct Key {
    KeyKind kind = KeyKind::kRsa;
    std::string id;          // "kid"; empty: it has none
    std::string jwk;         // public members alone, as JSON; kRsa, kP256
    std::string public_key;  // 32 bytes; kEd25519
  };

  ProviderKeys() = default;
  // A JWK set. Keys of other kinds or uses, too short ones and private ones are passed over;
  // kInvalid where none is left.
  static Result<ProviderKeys> from(std::string_view text);

  // The key of this name, or where the token names none the only one of its kind.
  const Key* find(KeyKind kind, const std::optional<std::string>& id) const;
  bool empty() const { return keys_.empty(); }

 private:
  std::vector<Key> keys_;
};

struct Expected {
  std::string issuer;
  std::string client_id;
  std::string nonce;
  Instant now;
};

struct IdClaims {
  std::string subject;
  std::string email;                 // where the provider says that it is confirmed; in lower case
  std::vector<std::string> methods;  // "amr"
};

// kUnauthorized for what is not to be believed; kNotFound where none of the keys is its one, and
// newer keys may have it.
Result<IdClaims> verified(const std::string& id_token, const ProviderKeys& keys,
                          const Expected& expected);

}  // namespace baobei::sign_in
