// The keys that sign, one file each, readable by their owner alone.
#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "base/file.h"
#include "base/json.h"
#include "receipts/receipts.h"

namespace baobei::receipts {
namespace {

constexpr std::string_view kEnding = ".key";
constexpr std::size_t kKeyFileBytesMax = 4 * 1024;

// A key as its file holds it.
struct KeyFile {
  std::string id;
  std::string purpose;
  std::string algorithm;
  std::string seed;
  std::string public_key;
  std::string valid_from;
  std::optional<std::string> valid_until;
};
BOOST_DESCRIBE_STRUCT(KeyFile, (),
                      (id, purpose, algorithm, seed, public_key, valid_from, valid_until))

using Seed = std::array<unsigned char, crypto_sign_SEEDBYTES>;
struct Pair {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  ~Pair() { sodium_memzero(secret.data(), secret.size()); }
};

Pair pair_of(const Seed& seed) {
  Pair pair;
  CHECK(crypto_sign_seed_keypair(pair.open.data(), pair.secret.data(), seed.data()) == 0);
  return pair;
}

std::optional<Seed> seed_of(std::string_view hex) {
  Seed seed{};
  std::size_t length = 0;
  const bool read = sodium_hex2bin(seed.data(), seed.size(), hex.data(), hex.size(), nullptr,
                                   &length, nullptr) == 0;
  if (!read || length != seed.size()) return std::nullopt;
  return seed;
}

Result<std::vector<std::string>> files_of(const std::string& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), ::closedir);
  if (open == nullptr) return std::unexpected(system_error("no key folder", errno, folder));
  std::vector<std::string> names;
  while (const auto* entry = ::readdir(open.get())) {
    const std::string name = entry->d_name;
    if (name.ends_with(kEnding)) names.push_back(name);
    if (names.size() > kKeysMax) return fail(ErrorKind::kTooLarge, "too many keys", folder);
  }
  std::ranges::sort(names);
  return names;
}

Result<KeyFile> read_key(const std::string& path) {
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY | O_NOFOLLOW));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) {
    return std::unexpected(system_error("cannot look at a key", errno, path));
  }
  if ((status.st_mode & 077) != 0) {
    return fail(ErrorKind::kForbidden, "others may read this key: chmod 600, or replace it", path);
  }
  TRY_ASSIGN(const auto text, read_file(file.get(), kKeyFileBytesMax));
  const auto value = parse_json(text, kKeyFileBytesMax);
  KeyFile key;
  const auto read = value ? from_json(*value, key) : Status(std::unexpected(value.error()));
  const auto seed = read ? seed_of(key.seed) : std::nullopt;
  if (!seed || to_hex(pair_of(*seed).open) != key.public_key || !parse_rfc3339(key.valid_from)) {
    return fail(ErrorKind::kCorrupt, "this is no signing key", path);
  }
  return key;
}

}  // namespace

Result<KeyRing> KeyRing::open(const std::string& folder, Instant now) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return std::unexpected(system_error("cannot make the key folder", errno, folder));
  }
  TRY_ASSIGN(auto ring, read_all(folder));
  const bool signs = std::ranges::any_of(
      ring.keys_, [](const Key& key) { return !key.shown.valid_until.has_value(); });
  if (!signs) TRY(ring.add(now));
  return ring;
}

Result<KeyRing> KeyRing::read(const std::string& folder) {
  TRY_ASSIGN(auto ring, read_all(folder));
  if (ring.keys_.empty()) return fail(ErrorKind::kNotFound, "no key", folder);
  return ring;
}

Result<KeyRing> KeyRing::read_all(const std::string& folder) {
  CHECK(sodium_init() >= 0);
  KeyRing ring;
  ring.folder_ = folder;
  TRY_ASSIGN(const auto names, files_of(folder));
  for (const auto& name : names) {
    TRY_ASSIGN(auto file, read_key(folder + "/" + name));
    ring.keys_.push_back(
        {{std::move(file.id), std::move(file.purpose), std::move(file.algorithm),
          std::move(file.public_key), std::move(file.valid_from), std::move(file.valid_until)},
         std::move(file.seed)});
  }
  std::ranges::sort(ring.keys_, {},
                    [](const Key& key) { return parse_rfc3339(key.shown.valid_from).value(); });
  return ring;
}

// Whole or not at all, and never with other rights.
Status KeyRing::write(const Key& key) const {
  const KeyFile file{key.shown.id,         key.shown.purpose,    key.shown.algorithm,  key.seed,
                     key.shown.public_key, key.shown.valid_from, key.shown.valid_until};
  const auto path = folder_ + "/" + key.shown.id + std::string(kEnding);
  const auto unfinished = path + ".new";
  {
    TRY_ASSIGN(const Fd out, open_file(unfinished, O_WRONLY | O_CREAT | O_TRUNC, 0600));
    TRY(write_all(out.get(), json::serialize(to_json(file)) + "\n"));
    if (::fsync(out.get()) != 0) {
      return std::unexpected(system_error("cannot write a key", errno, path));
    }
  }
  if (::rename(unfinished.c_str(), path.c_str()) == 0) return {};
  return std::unexpected(system_error("cannot write a key", errno, path));
}

Status KeyRing::add(Instant now) {
  if (keys_.size() >= kKeysMax) return fail(ErrorKind::kTooLarge, "too many keys", folder_);
  Seed seed{};
  fill_random(seed);
  Key key;
  key.shown.id = random_id("key");
  key.shown.public_key = to_hex(pair_of(seed).open);
  key.shown.valid_from = format_rfc3339(now);
  key.seed = to_hex(seed);
  TRY(write(key));
  keys_.push_back(std::move(key));
  return {};
}

Status KeyRing::rotate(Instant now) {
  TRY(add(now));
  for (std::size_t i = 0; i + 1 < keys_.size(); ++i) {
    if (keys_[i].shown.valid_until) continue;
    keys_[i].shown.valid_until = format_rfc3339(now);
    TRY(write(keys_[i]));
  }
  return {};
}

KeyRing::TextSignature KeyRing::sign_text(std::string_view text) const {
  const auto& key = keys_.back();
  const auto seed = seed_of(key.seed);
  CHECK(seed.has_value(), "a key was checked when it was read");
  const auto pair = pair_of(*seed);
  TextSignature out{key.shown, std::string(crypto_sign_BYTES, '\0')};
  CHECK(crypto_sign_detached(reinterpret_cast<unsigned char*>(out.bytes.data()), nullptr,
                             reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                             pair.secret.data()) == 0);
  return out;
}

SignedReceipt KeyRing::sign(Receipt receipt, Instant now) const {
  SignedReceipt out;
  out.key = keys_.back().shown;
  // A key that was made a moment ago, by another clock, still signs within its validity.
  const auto from = parse_rfc3339(out.key.valid_from).value();
  receipt.issued_at = format_rfc3339(std::max(now, from));
  out.receipt = std::move(receipt);
  const auto signature =
      sign_text(std::string(kSchema) + "\n" + canonical_json(to_json(out.receipt)));
  out.signature.key = signature.key.id;
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(signature.bytes.data()),
                        signature.bytes.size());
  out.signature.value = to_hex(bytes);
  return out;
}

std::vector<PublicKey> KeyRing::published() const {
  std::vector<PublicKey> keys;
  for (const auto& key : keys_) keys.push_back(key.shown);
  return keys;
}

}  // namespace baobei::receipts
