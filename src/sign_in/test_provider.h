// A provider of identities for tests: keys of every kind, its documents, tokens that are as they
// should be, and such as a forger would make. Threads: one, or none that changes it. Owner: a test.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/json.h"
#include "base/time.h"

namespace baobei::sign_in::test {

class TestProvider {
 public:
  explicit TestProvider(std::string issuer);
  ~TestProvider();

  const std::string& issuer() const { return issuer_; }
  std::string discovery(bool names_issuer = true) const;
  // "rsa", "p256", "ed25519"; with `extra` a second one of each kind, as when keys are rotated.
  std::string keys() const;
  // New keys under new names, in place of the old ones.
  void rotate();

  // What it says of `subject` to `client` for an attempt.
  json::object claims(const std::string& subject, const std::string& client,
                      const std::string& nonce, Instant now) const;
  // `kind`: "RS256", "ES256", "EdDSA"; its header names the key.
  std::string signed_token(const std::string& kind, const json::object& claims) const;
  // With any header; signed with the key of `kind` over whatever it says.
  std::string token_with(const std::string& kind, const json::object& header,
                         const json::object& claims) const;
  // {"alg":"none"} and no signature.
  static std::string unsigned_token(const json::object& claims);
  // HS256 with a secret that everybody knows: the public key.
  std::string hmac_token(const json::object& claims) const;

  std::string key_name(const std::string& kind) const;

 private:
  struct Keys;
  const std::string issuer_;
  int generation_ = 0;
  std::unique_ptr<Keys> keys_;
};

}  // namespace baobei::sign_in::test
