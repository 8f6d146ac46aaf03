// Standard Webhooks: the secret of a subscription, and the signature of a message.
//
// A secret is 32 bytes, HMAC-SHA256 of the subscription's id and the secret's number under a key
// that lies in a file of its own (0600), and in neither the database nor a back-up (DESIGN decision
// 13): with another key file every secret is another one, which `secret_print` tells.
// Threads: any. Owner: server/main.cc.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace baobei::courier {

using Secret = std::array<std::uint8_t, 32>;

class Secrets {
 public:
  // Makes the file with a new key where there is none. kForbidden where others may read it.
  static Result<Secrets> open(const std::string& path);
  // For tests.
  explicit Secrets(const Secret& key) : key_(key) {}
  ~Secrets();
  Secrets(const Secrets&) = default;
  Secrets& operator=(const Secrets&) = default;

  Secret secret_of(const std::string& webhook, std::uint32_t no) const;

 private:
  Secret key_{};
};

// "whsec_" and base64, as receivers' libraries take it.
std::string shown(const Secret& secret);
Digest print_of(const Secret& secret);  // SHA-256 of it as it is shown

// "v1,<base64>" over "<id>.<timestamp>.<body>".
std::string signature_of(std::span<const std::uint8_t> secret, std::string_view id,
                         std::int64_t timestamp, std::string_view body);

}  // namespace baobei::courier
