#include "backup/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

namespace baobei::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = 1024 * 1024;

// Reads all of it once; `to` may be none.
Result<Item> read_through(const std::string& from, const Fd* to) {
  TRY_ASSIGN(const auto file, open_file(from, O_RDONLY | O_NOFOLLOW));
  Item item;
  TRY_ASSIGN(item.bytes, size_of(file.get()));
  Sha256 hash;
  std::string piece;
  for (std::uint64_t at = 0; at < item.bytes; at += piece.size()) {
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, item.bytes - at)));
    TRY(pread_exactly(file.get(), piece, at));
    hash.update(piece);
    if (to != nullptr) TRY(write_all(to->get(), piece));
  }
  item.digest = hash.finish();
  return item;
}

}  // namespace

std::string blob_path(const std::string& blobs, const Digest& digest) {
  const auto hex = to_hex(digest);
  return blobs + "/" + hex.substr(0, 2) + "/" + hex;
}

Result<Item> digest_of(const std::string& path) {
  return read_through(path, nullptr);
}

Result<Item> copy(const std::string& from, const std::string& to) {
  TRY_ASSIGN(const auto target, open_file(to, O_WRONLY | O_CREAT | O_EXCL, 0600));
  return read_through(from, &target);
}

Status write_new(const std::string& path, std::string_view bytes) {
  TRY_ASSIGN(const auto file, open_file(path, O_WRONLY | O_CREAT | O_EXCL, 0600));
  return write_all(file.get(), bytes);
}

Status make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return std::unexpected(system_error("cannot make the folder", errno, path));
}

Result<bool> is_free(const std::string& path) {
  std::error_code error;
  const auto status = fs::symlink_status(path, error);
  if (status.type() == fs::file_type::not_found) return true;
  if (!error && status.type() == fs::file_type::directory) {
    const bool empty = fs::is_empty(path, error);
    if (!error) return empty;
  }
  if (!error) return false;
  return fail(ErrorKind::kUnavailable, "cannot be looked at: " + error.message(), path);
}

Status sync_all(const std::string& folder) {
  TRY_ASSIGN(const auto fd, open_file(folder, O_RDONLY | O_DIRECTORY));
  if (::syncfs(fd.get()) == 0) return {};
  return std::unexpected(system_error("cannot sync", errno, folder));
}

Status sync_folder(const std::string& folder) {
  TRY_ASSIGN(const auto fd, open_file(folder, O_RDONLY | O_DIRECTORY));
  if (::fsync(fd.get()) == 0) return {};
  return std::unexpected(system_error("cannot sync the folder", errno, folder));
}

std::string parent_of(const std::string& path) {
  auto whole = fs::path(path);
  if (!whole.has_filename()) whole = whole.parent_path();  // "folder/"
  const auto parent = whole.parent_path().string();
  return parent.empty() ? "." : parent;
}

}  // namespace baobei::backup
