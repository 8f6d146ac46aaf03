// Secrets in texts: keys and passwords of accounts that a program should not carry, found by their
// form, and shown masked wherever they would be shown.
//
// Invariants: a mask holds the secret's first four characters and a keyed hash, never more. The key
// is the package's digest, so that the same secret in the same package has one mask, and tables of
// hashes made for others are of no use. Linear time.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace baobei::check {

enum class SecretKind {
  kAppSecret,    // of a mini-program, beside its appid
  kPrivateKey,   // PEM
  kCloudKey,     // of a cloud provider's account
  kAccessToken,  // of a service's API
};

struct Secret {
  SecretKind kind = SecretKind::kAppSecret;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// In a literal's text; `key` is the name it stands under, which makes 32 hexadecimal digits an
// AppSecret.
std::vector<Secret> find_secrets(std::string_view text, std::string_view key);

// In a line of code or of configuration: those that have a form of their own, and those that stand
// in a literal behind a name that speaks of them (`secret: "…"`, `"appSecret" = '…'`). Sorted, none
// overlaps another.
std::vector<Secret> find_secrets_in_code(std::string_view line);

std::string masked(std::string_view secret, const Digest& key);

// `text` with every secret masked.
std::string without_secrets(std::string_view text, const Digest& key);

}  // namespace baobei::check
