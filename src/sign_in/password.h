// Passwords: what is taken for one, and argon2id around libsodium (DESIGN decision 12).
//
// Invariants: of a password only the argon2id string is kept; comparing costs the same whether the
// person is known or not (no_password()). Hashing takes kHashMemoryBytes and tens of milliseconds:
// call it from a bounded pool, never from an I/O thread. Threads: any.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace baobei::sign_in {

inline constexpr std::size_t kPasswordCharactersMin = 12;
inline constexpr std::size_t kPasswordBytesMax = 256;
inline constexpr std::size_t kHashMemoryBytes = std::size_t{32} << 20;
inline constexpr unsigned kHashPasses = 3;

// kInvalid for what is too short, too long, no printable text, one character over and over, or the
// name of the person themselves.
Status check_password(std::string_view password, std::string_view person);

// "$argon2id$v=19$m=32768,t=3,p=1$…". kUnavailable where the machine has not the memory.
Result<std::string> hash_password(std::string_view password);

// False too for a string that is no argon2id hash.
bool password_matches(const std::string& hash, std::string_view password);

// A hash that no password matches, with the cost of a true one.
const std::string& no_password();

}  // namespace baobei::sign_in
