// What receipts, bundles and answers have in common: Ed25519 signatures over texts, by published
// keys. Inside this module alone. Pure; any thread.
#pragma once

#include <sodium.h>

#include <array>
#include <optional>
#include <string_view>

#include "receipts/receipts.h"

namespace baobei::receipts {

// Exactly so many bytes; nothing for other lengths or digits.
template <std::size_t N>
std::optional<std::array<unsigned char, N>> exactly(std::string_view hex) {
  std::array<unsigned char, N> out{};
  std::size_t length = 0;
  const char* end = nullptr;
  const bool read =
      sodium_hex2bin(out.data(), N, hex.data(), hex.size(), nullptr, &length, &end) == 0;
  if (!read || length != N || end != hex.data() + hex.size()) return std::nullopt;
  return out;
}

inline const unsigned char* bytes_in(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Signature and key as hexadecimal digits.
inline bool is_signature_of(std::string_view signature, std::string_view text,
                            std::string_view public_key) {
  const auto key = exactly<crypto_sign_PUBLICKEYBYTES>(public_key);
  const auto value = exactly<crypto_sign_BYTES>(signature);
  if (!key || !value) return false;
  return crypto_sign_verify_detached(value->data(), bytes_in(text), text.size(), key->data()) == 0;
}

inline bool is_valid_at(const PublicKey& key, Instant at) {
  const auto from = parse_rfc3339(key.valid_from);
  if (!from || at < *from) return false;
  if (!key.valid_until) return true;
  const auto until = parse_rfc3339(*key.valid_until);
  return until && at < *until;
}

}  // namespace baobei::receipts
