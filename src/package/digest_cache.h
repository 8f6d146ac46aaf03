// What the files of a project's folder hashed to when they were last read, so that a folder that
// has not changed need not be read again. On a developer's own machine alone: a server hashes every
// byte that was delivered (R4).
//
// A digest is found by the file's path and everything that changes when its bytes do: size, time of
// the last change of bytes and of the inode, both in nanoseconds, inode and device. Invariants
// - A file that changed less than kSettled before it was read is not remembered: a second change in
//   the same tick of the clock would leave no trace. Nor is one whose times lie in the future.
// - Where the clock stands before the instant at which the cache was written, nothing of it is
//   used: times of other files may come again.
// - The cache's file is taken as hostile: another owner, rights for others to write, a sum that is
//   not right or a form that is not, and it is as good as none. What a wrong digest could do is
//   bounded in any case: FolderPack::bring compares bytes with it.
// - At most kFoldersKept caches lie in a folder, those written longest ago go first; each is
// written
//   beside its place and renamed.
// Threads: one; several programs at once. Owner: the caller.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

struct stat;

namespace baobei::package {

struct Stamp {
  std::uint64_t size = 0;
  std::int64_t modified = 0;  // nanoseconds since 1970
  std::int64_t changed = 0;   // of the inode: no program can set it
  std::uint64_t inode = 0;
  std::uint64_t device = 0;

  auto operator<=>(const Stamp&) const = default;
};

Stamp stamp_of(const struct stat& status);

class DigestCache {
 public:
  using Clock = std::chrono::system_clock;
  static constexpr std::chrono::seconds kSettled{2};
  static constexpr std::size_t kFoldersKept = 64;

  // Of the project in `folder`; `caches` is made when the first one is saved. `now` is not later
  // than any reading of the files that follows.
  static DigestCache open(const std::string& caches, const std::string& folder,
                          Clock::time_point now = Clock::now());

  // Paths are those below `folder`, as FolderPack writes them.
  std::optional<Digest> find(std::string_view path, const Stamp& stamp) const;

  // `stamp` was the file's before and after it was read.
  void keep(std::string_view path, const Stamp& stamp, const Digest& digest);

  // What was found or kept since it was opened; what was not is forgotten. Nothing is said where
  // the disk refuses.
  void save() const;

 private:
  struct Known {
    Stamp stamp;
    Digest digest;
    mutable bool used = false;
  };
  using AllKnown = std::map<std::string, Known, std::less<>>;

  static std::optional<AllKnown> parse(std::string_view bytes, std::int64_t now);
  std::string serialise() const;
  void drop_oldest() const;

  std::string caches_;
  std::string file_;
  std::int64_t now_ = 0;
  bool changed_ = false;
  AllKnown known_;
};

}  // namespace baobei::package
