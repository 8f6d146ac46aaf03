#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace baobei {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

}  // namespace

void Fd::reset() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

Error system_error(std::string what, int number, std::string context) {
  const ErrorKind kind = number == ENOENT || number == ENOTDIR ? ErrorKind::kNotFound
                         : number == ENOSPC || number == EDQUOT || number == EMFILE ||
                                 number == ENFILE || number == EAGAIN || number == ENOMEM
                             ? ErrorKind::kUnavailable
                             : ErrorKind::kInternal;
  char text[128] = {};
  return Error{kind, std::move(what) + ": " + ::strerror_r(number, text, sizeof text),
               std::move(context)};
}

Result<Fd> open_file(const std::string& path, int flags, unsigned mode) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  if (fd < 0) return std::unexpected(system_error("cannot open the file", errno, path));
  return Fd(fd);
}

Result<Fd> memory_file(const char* label) {
  const int fd = ::memfd_create(label, MFD_CLOEXEC);
  if (fd < 0) return std::unexpected(system_error("cannot make a file in memory", errno));
  return Fd(fd);
}

Result<std::uint64_t> size_of(int fd) {
  struct stat status = {};
  if (::fstat(fd, &status) != 0)
    return std::unexpected(system_error("cannot look at a file", errno));
  if (!S_ISREG(status.st_mode)) return fail(ErrorKind::kInvalid, "this is not a regular file");
  return static_cast<std::uint64_t>(status.st_size);
}

Status pread_exactly(int fd, std::span<char> out, std::uint64_t offset) {
  while (!out.empty()) {
    const auto got = ::pread(fd, out.data(), out.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(system_error("cannot read", errno));
    if (got == 0) return fail(ErrorKind::kCorrupt, "the file ends too early");
    out = out.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
  return {};
}

Status pwrite_all(int fd, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const auto put = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return std::unexpected(system_error("cannot write", errno));
    bytes.remove_prefix(static_cast<std::size_t>(put));
    offset += static_cast<std::uint64_t>(put);
  }
  return {};
}

Status write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return std::unexpected(system_error("cannot write", errno));
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

Result<std::string> read_file(int fd, std::size_t size_max) {
  TRY_ASSIGN(const auto size, size_of(fd));
  if (size > size_max) {
    return fail(ErrorKind::kTooLarge,
                "the file is larger than " + std::to_string(size_max) + " bytes");
  }
  std::string text(static_cast<std::size_t>(size), '\0');
  TRY(pread_exactly(fd, text, 0));
  return text;
}

Result<Digest> sha256_of_file(int fd) {
  TRY_ASSIGN(const auto size, size_of(fd));
  Sha256 hash;
  std::vector<char> piece(kPieceBytes);
  for (std::uint64_t at = 0; at < size;) {
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), size - at));
    TRY(pread_exactly(fd, std::span(piece.data(), length), at));
    hash.update({piece.data(), length});
    at += length;
  }
  return hash.finish();
}

}  // namespace baobei
