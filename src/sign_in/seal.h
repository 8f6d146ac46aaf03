// Secrets at rest: sealed under a key that lies in a file of its own, readable by its owner alone,
// and neither in the database nor in a back-up of it (DESIGN decision 13).
//
// Invariants: XChaCha20-Poly1305; what was sealed for one purpose opens for no other. Without the
// file, what it sealed is lost: its people set up a second factor anew.
// Threads: any after open. Owner: server/main.cc.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace baobei::sign_in {

inline constexpr std::size_t kSealKeyBytes = 32;
inline constexpr std::size_t kSealedBytesMore = 24 + 16;  // nonce and tag

// The same with a key of somebody's own, as bytes. kInvalid for a key of another length.
Result<std::string> seal_bytes(std::string_view key, std::string_view bytes,
                               std::string_view purpose);
Result<std::string> unseal_bytes(std::string_view key, std::string_view sealed,
                                 std::string_view purpose);

// The same as hexadecimal digits.
Result<std::string> seal_digits(std::string_view key, std::string_view bytes,
                                std::string_view purpose);
Result<std::string> unseal_digits(std::string_view key, std::string_view sealed,
                                  std::string_view purpose);

class Seal {
 public:
  // Makes the file with a new key where there is none. kForbidden where others may read it.
  static Result<Seal> open(const std::string& path);
  ~Seal();
  Seal(Seal&&) = default;
  Seal& operator=(Seal&&) = default;
  Seal(const Seal&) = delete;
  Seal& operator=(const Seal&) = delete;

  // In hexadecimal digits. `purpose`: what for and whose, "totp:person-1".
  std::string seal(std::string_view secret, std::string_view purpose) const;
  // kCorrupt where it was sealed with another key, for another purpose, or changed since.
  Result<std::string> unseal(std::string_view sealed, std::string_view purpose) const;
  // A keyed hash (BLAKE2b) under a key that is made for this purpose alone: equal texts have equal
  // ones, and nobody without the key can tell which text it is of, not even by trying them all.
  Digest keyed_hash(std::string_view text, std::string_view purpose) const;

 private:
  Seal() = default;
  std::array<unsigned char, 32> key_{};
};

}  // namespace baobei::sign_in
