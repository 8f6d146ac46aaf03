// Open files as values: a descriptor that closes itself, and reads and writes that are complete or
// an Error.
//
// Invariants: an Fd owns its descriptor alone and closes it once; every descriptor made here is
// close-on-exec, so that a child process inherits only what it is handed.
// Threads: an Fd one at a time; pread_exactly and pwrite_all on one descriptor from any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"

namespace baobei {

class Fd {
 public:
  Fd() = default;
  explicit Fd(int descriptor) : descriptor_(descriptor) {}
  ~Fd() { reset(); }
  Fd(Fd&& other) noexcept : descriptor_(other.release()) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) {
      reset();
      descriptor_ = other.release();
    }
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;

  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }
  int release() { return std::exchange(descriptor_, -1); }
  void reset();

 private:
  int descriptor_ = -1;
};

// "what: strerror(number)"; kNotFound for a missing file, kUnavailable for a full disk or table,
// else kInternal.
Error system_error(std::string what, int number, std::string context = {});

// open(2) with `flags` and O_CLOEXEC.
Result<Fd> open_file(const std::string& path, int flags, unsigned mode = 0600);

// A nameless file in memory, for reading and writing.
Result<Fd> memory_file(const char* label);

// The size of an open regular file; kInvalid for anything else.
Result<std::uint64_t> size_of(int fd);

// As many bytes as `out` has, from `offset`; kCorrupt where the file ends earlier.
Status pread_exactly(int fd, std::span<char> out, std::uint64_t offset);
Status pwrite_all(int fd, std::string_view bytes, std::uint64_t offset);
// At the descriptor's own position.
Status write_all(int fd, std::string_view bytes);

// The whole of an open file; kTooLarge above `size_max`.
Result<std::string> read_file(int fd, std::size_t size_max);

// SHA-256 of the whole of an open file, read in pieces from its beginning.
Result<Digest> sha256_of_file(int fd);

}  // namespace baobei
