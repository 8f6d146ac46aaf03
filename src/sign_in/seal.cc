#include "sign_in/seal.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <vector>

#include "base/bytes.h"
#include "base/file.h"

namespace baobei::sign_in {
namespace {

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Complete or not there at all.
Status make_key_file(const std::string& path) {
  std::array<std::uint8_t, 32> key{};
  fill_random(key);
  const auto unfinished = path + ".new";
  {
    TRY_ASSIGN(const Fd file, open_file(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW));
    TRY(write_all(file.get(), to_hex(key) + "\n"));
    if (::fsync(file.get()) != 0) {
      return std::unexpected(system_error("cannot keep the sealing key", errno, unfinished));
    }
  }
  sodium_memzero(key.data(), key.size());
  if (std::rename(unfinished.c_str(), path.c_str()) == 0) return {};
  return std::unexpected(system_error("cannot keep the sealing key", errno, path));
}

}  // namespace

Result<std::string> seal_bytes(std::string_view key, std::string_view bytes,
                               std::string_view purpose) {
  if (key.size() != kSealKeyBytes) return fail(ErrorKind::kInvalid, "this is no key");
  std::string out(kNonce + bytes.size() + kTag, '\0');
  auto* to = reinterpret_cast<unsigned char*>(out.data());
  randombytes_buf(to, kNonce);
  CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(to + kNonce, nullptr, bytes_of(bytes),
                                                   bytes.size(), bytes_of(purpose), purpose.size(),
                                                   nullptr, to, bytes_of(key)) == 0);
  return out;
}

Result<std::string> unseal_bytes(std::string_view key, std::string_view sealed,
                                 std::string_view purpose) {
  if (key.size() != kSealKeyBytes) return fail(ErrorKind::kInvalid, "this is no key");
  if (sealed.size() < kNonce + kTag) return fail(ErrorKind::kCorrupt, "sealed bytes are cut");
  std::string out(sealed.size() - kNonce - kTag, '\0');
  const bool opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
                          reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr,
                          bytes_of(sealed) + kNonce, sealed.size() - kNonce, bytes_of(purpose),
                          purpose.size(), bytes_of(sealed), bytes_of(key)) == 0;
  if (opened) return out;
  return fail(ErrorKind::kCorrupt, "sealed bytes do not open with this key");
}

Result<std::string> seal_digits(std::string_view key, std::string_view bytes,
                                std::string_view purpose) {
  TRY_ASSIGN(const auto sealed, seal_bytes(key, bytes, purpose));
  return to_hex(std::span(reinterpret_cast<const std::uint8_t*>(sealed.data()), sealed.size()));
}

Result<std::string> unseal_digits(std::string_view key, std::string_view sealed,
                                  std::string_view purpose) {
  std::string bytes(sealed.size() / 2, '\0');
  std::size_t length = 0;
  const bool read = sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                   sealed.data(), sealed.size(), nullptr, &length, nullptr) == 0;
  if (!read || length != bytes.size()) return fail(ErrorKind::kCorrupt, "a sealed secret is cut");
  return unseal_bytes(key, bytes, purpose);
}

Result<Seal> Seal::open(const std::string& path) {
  CHECK(sodium_init() >= 0);
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno != ENOENT) return std::unexpected(system_error("no sealing key", errno, path));
    TRY(make_key_file(path));
  }
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY | O_NOFOLLOW));
  if (::fstat(file.get(), &status) != 0 || (status.st_mode & 077) != 0) {
    return fail(ErrorKind::kForbidden, "others may read the sealing key: chmod 600", path);
  }
  TRY_ASSIGN(auto text, read_file(file.get(), 256));
  Seal seal;
  std::size_t length = 0;
  const bool read = sodium_hex2bin(seal.key_.data(), seal.key_.size(), text.data(), text.size(),
                                   "\n", &length, nullptr) == 0;
  sodium_memzero(text.data(), text.size());
  if (read && length == seal.key_.size()) return seal;
  return fail(ErrorKind::kCorrupt, "this is no sealing key", path);
}

Seal::~Seal() {
  sodium_memzero(key_.data(), key_.size());
}

std::string Seal::seal(std::string_view secret, std::string_view purpose) const {
  std::vector<std::uint8_t> out(kNonce + secret.size() + kTag);
  randombytes_buf(out.data(), kNonce);
  CHECK(crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kNonce, nullptr, bytes_of(secret),
                                                   secret.size(), bytes_of(purpose), purpose.size(),
                                                   nullptr, out.data(), key_.data()) == 0);
  return to_hex(out);
}

Result<std::string> Seal::unseal(std::string_view sealed, std::string_view purpose) const {
  std::vector<std::uint8_t> bytes(sealed.size() / 2);
  std::size_t length = 0;
  const bool read = sodium_hex2bin(bytes.data(), bytes.size(), sealed.data(), sealed.size(),
                                   nullptr, &length, nullptr) == 0;
  if (!read || length != bytes.size() || length < kNonce + kTag) {
    return fail(ErrorKind::kCorrupt, "a sealed secret is cut");
  }
  std::string out(length - kNonce - kTag, '\0');
  const bool opened =
      crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr, bytes.data() + kNonce,
          length - kNonce, bytes_of(purpose), purpose.size(), bytes.data(), key_.data()) == 0;
  if (opened) return out;
  return fail(ErrorKind::kCorrupt, "a sealed secret does not open with this key");
}

Digest Seal::keyed_hash(std::string_view text, std::string_view purpose) const {
  static_assert(sizeof(Digest::bytes) == crypto_generichash_BYTES);
  std::array<unsigned char, crypto_generichash_KEYBYTES> key{};
  CHECK(crypto_generichash(key.data(), key.size(), bytes_of(purpose), purpose.size(), key_.data(),
                           key_.size()) == 0);
  Digest hash;
  CHECK(crypto_generichash(hash.bytes.data(), hash.bytes.size(), bytes_of(text), text.size(),
                           key.data(), key.size()) == 0);
  sodium_memzero(key.data(), key.size());
  return hash;
}

}  // namespace baobei::sign_in
