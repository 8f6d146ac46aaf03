#include "sign_in/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/text.h"

namespace baobei::sign_in {

Status check_password(std::string_view password, std::string_view person) {
  if (password.size() > kPasswordBytesMax) {
    return fail(ErrorKind::kInvalid, "a password has at most 256 bytes", "/password");
  }
  if (!is_utf8(password) || printable(password) != password) {
    return fail(ErrorKind::kInvalid, "a password is printable text", "/password");
  }
  if (utf8_length(password) < kPasswordCharactersMin) {
    return fail(ErrorKind::kInvalid, "a password has at least 12 characters", "/password");
  }
  const bool one_over_and_over =
      std::ranges::all_of(password, [&](char c) { return c == password.front(); });
  const bool name = !person.empty() && trim(password).starts_with(person) &&
                    trim(password).size() < person.size() + 4;
  if (one_over_and_over || name) {
    return fail(ErrorKind::kInvalid, "this password is the first that others would try",
                "/password");
  }
  return {};
}

Result<std::string> hash_password(std::string_view password) {
  CHECK(sodium_init() >= 0);
  std::array<char, crypto_pwhash_STRBYTES> out{};
  const int code = crypto_pwhash_str_alg(out.data(), password.data(), password.size(), kHashPasses,
                                         kHashMemoryBytes, crypto_pwhash_ALG_ARGON2ID13);
  if (code != 0) return fail(ErrorKind::kUnavailable, "no memory for a password");
  return std::string(out.data());
}

bool password_matches(const std::string& hash, std::string_view password) {
  CHECK(sodium_init() >= 0);
  if (hash.size() >= crypto_pwhash_STRBYTES || password.size() > kPasswordBytesMax) return false;
  std::array<char, crypto_pwhash_STRBYTES> stored{};
  std::ranges::copy(hash, stored.begin());
  return crypto_pwhash_str_verify(stored.data(), password.data(), password.size()) == 0;
}

const std::string& no_password() {
  static const std::string kHash = [] {
    const auto hash = hash_password(random_id("nobody"));
    return hash ? *hash : std::string();
  }();
  return kHash;
}

}  // namespace baobei::sign_in
