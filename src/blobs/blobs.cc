#include "blobs/blobs.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace baobei::blobs {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

}  // namespace

Draft::~Draft() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Status Draft::append(std::string_view bytes) {
  const auto at = ::lseek(file_.get(), 0, SEEK_CUR);
  if (at < 0) return std::unexpected(system_error("cannot seek", errno, path_));
  const auto written = static_cast<std::uint64_t>(at);
  if (written > size_max_ || bytes.size() > size_max_ - written) {
    return fail(ErrorKind::kTooLarge, "at most " + std::to_string(size_max_) + " bytes");
  }
  return write_all(file_.get(), bytes);
}

Result<Digest> Store::put_file(const std::string& path) {
  TRY_ASSIGN(const auto file, open_file(path, O_RDONLY));
  TRY_ASSIGN(const auto size, size_of(file.get()));
  TRY_ASSIGN(auto draft, create());
  std::string piece(kPieceBytes, '\0');
  for (std::uint64_t at = 0; at < size; at += piece.size()) {
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, size - at)));
    TRY(pread_exactly(file.get(), piece, at));
    TRY(draft.append(piece));
  }
  return commit(std::move(draft));
}

Result<Digest> Store::put(std::string_view bytes) {
  TRY_ASSIGN(auto draft, create());
  TRY(draft.append(bytes));
  return commit(std::move(draft), sha256(bytes));
}

Result<std::string> Store::get(const Digest& digest, std::size_t size_max) {
  TRY_ASSIGN(const auto file, open(digest));
  TRY_ASSIGN(auto bytes, read_file(file.get(), size_max));
  if (sha256(bytes) != digest) {
    return fail(ErrorKind::kCorrupt, "a stored blob does not have the bytes of its name",
                to_hex(digest));
  }
  return bytes;
}

bool Store::exists(const Digest& digest) {
  return open(digest).has_value();
}

}  // namespace baobei::blobs
