// Digests and identifiers: SHA-256, hex, random ids. Plain values and pure functions, but for the
// operating system's random source; any thread.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace baobei {

// A SHA-256 digest: of a version's canonical file tree, of an event, of a document.
struct Digest {
  std::array<std::uint8_t, 32> bytes{};

  auto operator<=>(const Digest&) const = default;
  bool is_zero() const { return *this == Digest{}; }
};

Digest sha256(std::string_view data);

// SHA-256 of data that arrives in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view piece);
  Digest finish();  // once; the object is spent afterwards

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string to_hex(std::span<const std::uint8_t> bytes);
inline std::string to_hex(const Digest& digest) {
  return to_hex(digest.bytes);
}

// 64 hexadecimal digits, either case; kInvalid otherwise.
Result<Digest> digest_from_hex(std::string_view hex);

// An unguessable id: `prefix`, "_", then 26 characters of Crockford's base 32 (128 random bits).
std::string random_id(std::string_view prefix);

// Unguessable bytes from the operating system. CHECKs that it has them.
void fill_random(std::span<std::uint8_t> out);

// FNV-1a, 64 bit: stable across releases and machines, so it may be stored. Not for secrets.
std::uint64_t stable_hash(std::string_view text);

// Compares in time that depends on the length alone.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace baobei
