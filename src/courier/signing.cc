#include "courier/signing.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/file.h"

namespace baobei::courier {
namespace {

static_assert(crypto_auth_hmacsha256_BYTES == std::tuple_size_v<Secret>);

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Secret hmac(std::span<const std::uint8_t> key, std::string_view text) {
  Secret out{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
  crypto_auth_hmacsha256_final(&state, out.data());
  return out;
}

std::string base64(std::span<const std::uint8_t> bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // its zero
  return out;
}

// Whole or not there at all.
Status make_file(const std::string& path) {
  Secret key{};
  fill_random(key);
  const auto unfinished = path + ".new";
  {
    TRY_ASSIGN(const Fd file, open_file(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW));
    TRY(write_all(file.get(), to_hex(key) + "\n"));
    if (::fsync(file.get()) != 0) {
      return std::unexpected(system_error("cannot keep the webhooks' key", errno, unfinished));
    }
  }
  sodium_memzero(key.data(), key.size());
  if (std::rename(unfinished.c_str(), path.c_str()) == 0) return {};
  return std::unexpected(system_error("cannot keep the webhooks' key", errno, path));
}

}  // namespace

Result<Secrets> Secrets::open(const std::string& path) {
  CHECK(sodium_init() >= 0);
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (errno != ENOENT) return std::unexpected(system_error("no webhooks' key", errno, path));
    TRY(make_file(path));
  }
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY | O_NOFOLLOW));
  if (::fstat(file.get(), &status) != 0 || (status.st_mode & 077) != 0) {
    return fail(ErrorKind::kForbidden, "others may read the webhooks' key: chmod 600", path);
  }
  TRY_ASSIGN(auto text, read_file(file.get(), 256));
  Secret key{};
  std::size_t length = 0;
  const bool read =
      sodium_hex2bin(key.data(), key.size(), text.data(), text.size(), "\n", &length, nullptr) == 0;
  sodium_memzero(text.data(), text.size());
  if (read && length == key.size()) return Secrets(key);
  return fail(ErrorKind::kCorrupt, "this is no key for webhooks", path);
}

Secrets::~Secrets() {
  sodium_memzero(key_.data(), key_.size());
}

Secret Secrets::secret_of(const std::string& webhook, std::uint32_t no) const {
  return hmac(key_, "baobei.webhook/1\n" + webhook + "\n" + std::to_string(no));
}

std::string shown(const Secret& secret) {
  return "whsec_" + base64(secret);
}

Digest print_of(const Secret& secret) {
  return sha256(shown(secret));
}

std::string signature_of(std::span<const std::uint8_t> secret, std::string_view id,
                         std::int64_t timestamp, std::string_view body) {
  std::string text(id);
  text += "." + std::to_string(timestamp) + ".";
  text += body;
  return "v1," + base64(hmac(secret, text));
}

}  // namespace baobei::courier
