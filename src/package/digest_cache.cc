#include "package/digest_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/file.h"
#include "package/package.h"

namespace baobei::package {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCacheMagic("BAOBEI\x1a\x44\x01", 9);
constexpr std::size_t kSumBytes = 32;
constexpr std::size_t kCacheHeaderBytes = kCacheMagic.size() + 8 + 4;
constexpr std::size_t kCacheEntryBytesMin = 2 + 1 + 5 * 8 + kSumBytes;
constexpr std::size_t kCacheBytesMax =
    kCacheHeaderBytes + kEntriesMax * (kCacheEntryBytesMin + kPathBytesMax) + kSumBytes;

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::int64_t nanoseconds(DigestCache::Clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

void put_bytes_of(std::string& out, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = bytes; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

// Takes numbers and strings off the front; after too few bytes everything is zero and `good` false.
struct CacheCursor {
  std::string_view rest;
  bool good = true;

  std::string_view take(std::size_t count) {
    good = good && count <= rest.size();
    if (!good) return {};
    const auto taken = rest.substr(0, count);
    rest.remove_prefix(count);
    return taken;
  }
  std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    for (const char c : take(bytes)) value = value << 8 | static_cast<std::uint8_t>(c);
    return value;
  }
};

// Nothing where somebody else may have written it.
std::optional<std::string> own_bytes(const std::string& path) {
  const auto file = open_file(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  struct stat status = {};
  if (!file || ::fstat(file->get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  if (status.st_uid != ::geteuid() || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return std::nullopt;
  }
  auto bytes = read_file(file->get(), kCacheBytesMax);
  if (!bytes) return std::nullopt;
  return std::move(*bytes);
}

}  // namespace

Stamp stamp_of(const struct stat& status) {
  return {static_cast<std::uint64_t>(status.st_size), nanoseconds(status.st_mtim),
          nanoseconds(status.st_ctim), static_cast<std::uint64_t>(status.st_ino),
          static_cast<std::uint64_t>(status.st_dev)};
}

DigestCache DigestCache::open(const std::string& caches, const std::string& folder,
                              Clock::time_point now) {
  DigestCache cache;
  std::error_code error;
  const auto place = fs::canonical(folder, error);
  cache.caches_ = caches;
  cache.file_ = caches + "/" + to_hex(sha256(error ? folder : place.string()));
  cache.now_ = nanoseconds(now);
  if (const auto bytes = own_bytes(cache.file_)) {
    auto known = parse(*bytes, cache.now_);
    cache.changed_ = !known.has_value();
    if (known) cache.known_ = std::move(*known);
  }
  return cache;
}

std::optional<Digest> DigestCache::find(std::string_view path, const Stamp& stamp) const {
  const auto found = known_.find(path);
  if (found == known_.end() || found->second.stamp != stamp) return std::nullopt;
  found->second.used = true;
  return found->second.digest;
}

void DigestCache::keep(std::string_view path, const Stamp& stamp, const Digest& digest) {
  const auto settled = now_ - nanoseconds(Clock::time_point(kSettled));
  if (stamp.modified > settled || stamp.changed > settled || known_.size() >= kEntriesMax) return;
  changed_ = true;
  known_.insert_or_assign(std::string(path), Known{stamp, digest, true});
}

std::optional<DigestCache::AllKnown> DigestCache::parse(std::string_view bytes, std::int64_t now) {
  if (bytes.size() < kCacheHeaderBytes + kSumBytes || !bytes.starts_with(kCacheMagic))
    return std::nullopt;
  const auto sum = bytes.substr(bytes.size() - kSumBytes);
  bytes.remove_suffix(kSumBytes);
  if (!std::ranges::equal(sha256(bytes).bytes, sum, {}, {},
                          [](char c) { return static_cast<std::uint8_t>(c); })) {
    return std::nullopt;
  }
  CacheCursor cursor{bytes.substr(kCacheMagic.size())};
  if (static_cast<std::int64_t>(cursor.number(8)) > now) return std::nullopt;
  const auto count = cursor.number(4);
  if (count > kEntriesMax) return std::nullopt;
  AllKnown known;
  for (std::uint64_t i = 0; i < count && cursor.good; ++i) {
    std::string path(cursor.take(cursor.number(2)));
    Known entry;
    entry.stamp.size = cursor.number(8);
    entry.stamp.modified = static_cast<std::int64_t>(cursor.number(8));
    entry.stamp.changed = static_cast<std::int64_t>(cursor.number(8));
    entry.stamp.inode = cursor.number(8);
    entry.stamp.device = cursor.number(8);
    std::ranges::copy(cursor.take(kSumBytes), entry.digest.bytes.begin());
    known.emplace_hint(known.end(), std::move(path), entry);
  }
  if (!cursor.good || !cursor.rest.empty() || known.size() != count) return std::nullopt;
  return known;
}

std::string DigestCache::serialise() const {
  std::string entries;
  std::uint64_t count = 0;
  for (const auto& [path, known] : known_) {
    if (!known.used) continue;
    ++count;
    put_bytes_of(entries, path.size(), 2);
    entries += path;
    put_bytes_of(entries, known.stamp.size, 8);
    put_bytes_of(entries, static_cast<std::uint64_t>(known.stamp.modified), 8);
    put_bytes_of(entries, static_cast<std::uint64_t>(known.stamp.changed), 8);
    put_bytes_of(entries, known.stamp.inode, 8);
    put_bytes_of(entries, known.stamp.device, 8);
    entries.append(known.digest.bytes.begin(), known.digest.bytes.end());
  }
  std::string bytes(kCacheMagic);
  put_bytes_of(bytes, static_cast<std::uint64_t>(now_), 8);
  put_bytes_of(bytes, count, 4);
  bytes += entries;
  const auto sum = sha256(bytes);
  bytes.append(sum.bytes.begin(), sum.bytes.end());
  return bytes;
}

void DigestCache::save() const {
  const bool forgets =
      std::ranges::any_of(known_, [](const auto& row) { return !row.second.used; });
  if (!changed_ && !forgets) return;
  std::error_code ignored;
  fs::create_directories(caches_, ignored);
  const auto beside = file_ + "." + std::to_string(::getpid());
  {
    const auto file = open_file(beside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    if (!file || !write_all(file->get(), serialise())) return;
  }
  fs::rename(beside, file_, ignored);
  drop_oldest();
}

void DigestCache::drop_oldest() const {
  std::error_code ignored;
  std::vector<std::pair<fs::file_time_type, fs::path>> kept;
  for (const auto& entry : fs::directory_iterator(caches_, ignored)) {
    kept.emplace_back(entry.last_write_time(ignored), entry.path());
  }
  std::ranges::sort(kept);
  for (std::size_t i = 0; i + kFoldersKept < kept.size(); ++i) fs::remove(kept[i].second, ignored);
}

}  // namespace baobei::package
