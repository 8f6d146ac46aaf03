#include "merkle/checkpoint.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace baobei::merkle {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";
constexpr std::size_t kHashBytes = 4;
constexpr std::size_t kSignaturesMax = 16;
constexpr char kEd25519 = 1;

std::string base64(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // its zero
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  const bool read =
      sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &length, &end, sodium_base64_VARIANT_ORIGINAL) == 0;
  if (!read || end != text.data() + text.size()) return std::nullopt;
  out.resize(length);
  return out;
}

std::optional<std::string> key_bytes(std::string_view hex) {
  std::string out(crypto_sign_PUBLICKEYBYTES, '\0');
  std::size_t length = 0;
  const bool read = sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                   hex.data(), hex.size(), nullptr, &length, nullptr) == 0;
  if (!read || length != out.size() || hex.size() != 2 * out.size()) return std::nullopt;
  return out;
}

std::string key_hash(std::string_view name, std::string_view key) {
  const auto digest = sha256(std::string(name) + "\n" + kEd25519 + std::string(key));
  return {reinterpret_cast<const char*>(digest.bytes.data()), kHashBytes};
}

std::string_view bytes_of(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.bytes.data()), digest.bytes.size()};
}

std::unexpected<Error> wrong(std::size_t line, std::string what) {
  return fail(ErrorKind::kInvalid, std::move(what), "line " + std::to_string(line));
}

Status read_body(const std::vector<std::string>& lines, Checkpoint& out) {
  out.origin = lines[0];
  if (!is_origin(out.origin)) return wrong(1, "not the name of a log");
  const auto& size = lines[1];
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), out.size);
  const bool number = error == std::errc() && end == size.data() + size.size() && !size.empty() &&
                      (size == "0" || size[0] != '0');
  if (!number) return wrong(2, "not the size of a log");
  const auto root = from_base64(lines[2]);
  if (!root || root->size() != out.root.bytes.size()) return wrong(3, "not the root of a tree");
  std::copy(root->begin(), root->end(), out.root.bytes.begin());
  return {};
}

}  // namespace

bool is_origin(std::string_view text) {
  return !text.empty() && text.size() <= 200 &&
         std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F && c != '+'; });
}

std::string body_of(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
         base64(bytes_of(checkpoint.root)) + "\n";
}

std::string note_of(const Checkpoint& checkpoint, std::string_view public_key,
                    std::string_view signature) {
  const auto key = key_bytes(public_key);
  CHECK(key.has_value() && signature.size() == crypto_sign_BYTES);
  return body_of(checkpoint) + "\n" + std::string(kDash) + checkpoint.origin + " " +
         base64(key_hash(checkpoint.origin, *key) + std::string(signature)) + "\n";
}

Result<SignedCheckpoint> checkpoint_from(std::string_view text) {
  if (text.size() > kCheckpointBytesMax) return fail(ErrorKind::kTooLarge, "too long a checkpoint");
  const auto lines = split(text, '\n');
  if (lines.size() < 6 || !lines.back().empty()) return wrong(1, "this is no signed checkpoint");
  SignedCheckpoint out;
  TRY(read_body(lines, out.checkpoint));
  if (!lines[3].empty()) return wrong(4, "an empty line is expected");
  for (std::size_t i = 4; i + 1 < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const auto rest = line.starts_with(kDash) ? line.substr(kDash.size()) : std::string_view();
    const auto blank = rest.find(' ');
    if (blank == rest.npos || out.signatures.size() == kSignaturesMax) {
      return wrong(i + 1, "not a signature");
    }
    auto bytes = from_base64(rest.substr(blank + 1));
    if (!bytes || bytes->size() <= kHashBytes) return wrong(i + 1, "not a signature");
    out.signatures.push_back({std::string(rest.substr(0, blank)), std::move(*bytes)});
  }
  return out;
}

bool is_signed_by(const SignedCheckpoint& checkpoint, const std::vector<std::string>& public_keys) {
  CHECK(sodium_init() >= 0);
  const auto& origin = checkpoint.checkpoint.origin;
  const auto body = body_of(checkpoint.checkpoint);
  for (const auto& signature : checkpoint.signatures) {
    if (signature.name != origin || signature.bytes.size() != kHashBytes + crypto_sign_BYTES) {
      continue;
    }
    for (const auto& hex : public_keys) {
      const auto key = key_bytes(hex);
      if (!key || !signature.bytes.starts_with(key_hash(origin, *key))) continue;
      const auto* bytes =
          reinterpret_cast<const unsigned char*>(signature.bytes.data()) + kHashBytes;
      const bool good = crypto_sign_verify_detached(
                            bytes, reinterpret_cast<const unsigned char*>(body.data()), body.size(),
                            reinterpret_cast<const unsigned char*>(key->data())) == 0;
      if (good) return true;
    }
  }
  return false;
}

std::string verifier_key(std::string_view name, std::string_view public_key) {
  const auto key = key_bytes(public_key);
  CHECK(key.has_value());
  const auto hash = key_hash(name, *key);
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(hash.data()), hash.size());
  return std::string(name) + "+" + to_hex(bytes) + "+" + base64(kEd25519 + *key);
}

}  // namespace baobei::merkle
