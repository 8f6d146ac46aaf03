// The second factor: time-based one-time passwords (RFC 6238: SHA-1, six digits, 30 seconds, as
// every authenticator app has them) and recovery codes for when the device is lost.
//
// Invariants: a code works once, for its own step and the ones beside it (clocks of telephones);
// recovery codes have 80 random bits and are kept as SHA-256 alone. Threads: pure but for the
// random source of the system.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace baobei::sign_in {

inline constexpr std::size_t kSecretBytes = 20;
inline constexpr std::size_t kRecoveryCodes = 10;
inline constexpr std::int64_t kStepSeconds = 30;

// Raw bytes.
std::string new_secret();
// RFC 4648 without padding, as apps want it typed.
std::string base32(std::string_view bytes);
// "otpauth://totp/…", as apps read it from a picture.
std::string otpauth_uri(std::string_view issuer, std::string_view account, std::string_view secret);

std::int64_t step_at(Instant now);
// Six digits.
std::string code_of_step(std::string_view secret, std::int64_t step);
// The step that the code belongs to, within one of `now` and after `last`; nullopt for a wrong or
// spent one.
std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code,
                                         Instant now, std::int64_t last);

// "k3v9-…": four groups of four.
std::vector<std::string> new_recovery_codes();
// SHA-256 of a code as somebody typed it: without blanks, dashes and case.
Digest recovery_hash(std::string_view code);

}  // namespace baobei::sign_in
