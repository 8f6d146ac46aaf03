// The pack: one flat container of a file tree, whose SHA-256 is the version's digest. Layout in
// docs/package-format.md.
//
// Invariants: an opened Pack has a well-formed index: valid, sorted, collision-free paths whose
// sizes add up to the file's length. Its bytes are compared with the index on every read, so a
// changed pack gives kBadPack and never other content. It does not own its descriptor, which must
// stay open and unchanged.
// Threads: const functions from any.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "package/package.h"

namespace baobei::package {

class Pack {
 public:
  // Reads and validates the index alone. `fd` is a regular file, read from its beginning.
  static Result<Pack> open(int fd);

  const std::vector<File>& files() const { return files_; }
  std::uint64_t bytes() const { return bytes_; }

  // Exact, by bytes of the path.
  const File* find(std::string_view path) const;

  // The file's bytes, compared with its digest. kBadPack where they differ.
  Result<std::string> read(const File& file) const;

  // Reads everything: every file against the index, the whole into the version's digest.
  Result<FileTree> verify() const;

 private:
  Pack() = default;

  int fd_ = -1;
  std::string head_;  // header and index, as they stand
  std::vector<File> files_;
  std::vector<std::uint64_t> offsets_;
  std::uint64_t bytes_ = 0;
};

// Writes a pack in two steps: the whole index first, then each file's bytes in any order.
class PackWriter {
 public:
  // `files`: any order; checked as a tree (check_path, collisions, limits), sorted, and written as
  // the head of the empty file `out_fd`.
  static Result<PackWriter> begin(int out_fd, std::vector<File> files);

  // Hands out the place of a file that the index names; kChangedWhileRead for others.
  class Slot {
   public:
    // Appends; kChangedWhileRead beyond the announced size.
    Status write(std::string_view bytes);
    // Once at the end: kChangedWhileRead where size or digest are not as announced.
    Status finish();

   private:
    friend class PackWriter;
    const File* file_ = nullptr;
    int fd_ = -1;
    std::uint64_t at_ = 0;
    std::uint64_t written_ = 0;
    Sha256 hash_;
  };
  Result<Slot> slot(std::string_view path);

  // After every file had its slot: the sealed tree. kChangedWhileRead where one is missing.
  Result<FileTree> finish();

 private:
  PackWriter() = default;

  int fd_ = -1;
  std::vector<File> files_;
  std::vector<std::uint64_t> offsets_;
  std::vector<bool> given_;
};

// The bytes of a pack of small files held in memory; for tests and examples.
Result<std::string> pack_of(const std::map<std::string, std::string>& files);

}  // namespace baobei::package
