#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "blobs/blobs.h"

namespace baobei::blobs {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIncoming = "/incoming";
constexpr std::size_t kHexDigits = 64;

Status sync_folder(const std::string& path) {
  TRY_ASSIGN(const auto folder, open_file(path, O_RDONLY | O_DIRECTORY));
  if (::fsync(folder.get()) != 0) {
    return std::unexpected(system_error("cannot sync the folder", errno, path));
  }
  return {};
}

Status make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return std::unexpected(system_error("cannot make the folder", errno, path));
}

Instant written_at(const struct stat& status) {
  return Instant(std::chrono::seconds(status.st_mtim.tv_sec) +
                 std::chrono::microseconds(status.st_mtim.tv_nsec / 1000));
}

}  // namespace

Result<std::unique_ptr<FolderBlobs>> FolderBlobs::open_folder(const std::string& root) {
  const auto parent = fs::path(root).parent_path().string();
  TRY(make_folder(root));
  TRY(make_folder(root + std::string(kIncoming)));
  for (unsigned first = 0; first < 256; ++first) {
    const auto byte = static_cast<std::uint8_t>(first);
    TRY(make_folder(root + "/" + to_hex({&byte, 1})));
  }
  // New names are durable only once the folders that hold them are.
  TRY(sync_folder(root));
  TRY(sync_folder(parent.empty() ? "." : parent));
  return std::unique_ptr<FolderBlobs>(new FolderBlobs(root));
}

std::string FolderBlobs::folder_of(const Digest& digest) const {
  return root_ + "/" + to_hex(digest).substr(0, 2);
}

std::string FolderBlobs::place_of(const Digest& digest) const {
  return folder_of(digest) + "/" + to_hex(digest);
}

Result<Draft> FolderBlobs::create(std::uint64_t size_max) {
  const auto path = root_ + std::string(kIncoming) + "/" + random_id("draft");
  TRY_ASSIGN(auto file, open_file(path, O_RDWR | O_CREAT | O_EXCL, 0600));
  return Draft(std::move(file), path, size_max);
}

Result<Digest> FolderBlobs::commit(Draft draft, std::optional<Digest> expected) {
  TRY_ASSIGN(const auto size, size_of(draft.fd()));
  if (size > draft.size_max_) {
    return fail(ErrorKind::kTooLarge, "at most " + std::to_string(draft.size_max_) + " bytes");
  }
  TRY_ASSIGN(const auto digest, sha256_of_file(draft.fd()));
  if (expected && *expected != digest) {
    return fail(ErrorKind::kInvalid, "the bytes have another digest than stated", to_hex(digest));
  }
  ::fchmod(draft.fd(), 0400);
  if (::fsync(draft.fd()) != 0) {
    return std::unexpected(system_error("cannot sync", errno, draft.path_));
  }
  const auto place = place_of(digest);
  {
    const std::lock_guard lock(placing_);
    if (::rename(draft.path_.c_str(), place.c_str()) != 0) {
      return std::unexpected(system_error("cannot put a blob in place", errno, place));
    }
  }
  draft.path_.clear();
  TRY(sync_folder(folder_of(digest)));
  return digest;
}

Result<Fd> FolderBlobs::open(const Digest& digest) {
  auto file = open_file(place_of(digest), O_RDONLY | O_NOFOLLOW);
  if (!file && file.error().kind == ErrorKind::kNotFound) {
    return fail(ErrorKind::kNotFound, "there is no such blob", to_hex(digest));
  }
  return file;
}

Result<std::vector<Listed>> FolderBlobs::list() {
  std::vector<Listed> all;
  std::error_code error;
  for (fs::recursive_directory_iterator it(root_, error), end; !error && it != end;
       it.increment(error)) {
    const auto name = it->path().filename().string();
    std::error_code gone;  // removed meanwhile
    if (name.size() != kHexDigits || !it->is_regular_file(gone)) continue;
    const auto digest = digest_from_hex(name);
    if (!digest || it->path() != place_of(*digest)) continue;
    const auto size = it->file_size(gone);
    if (!gone) all.push_back({*digest, size});
  }
  if (error) return fail(ErrorKind::kInternal, error.message(), root_);
  std::ranges::sort(all);
  return all;
}

Result<bool> FolderBlobs::remove(const Digest& digest) {
  if (::unlink(place_of(digest).c_str()) == 0) {
    TRY(sync_folder(folder_of(digest)));
    return true;
  }
  if (errno == ENOENT) return false;
  return std::unexpected(system_error("cannot remove a blob", errno, to_hex(digest)));
}

Result<std::string> FolderBlobs::path_of(const Digest& digest) {
  TRY(open(digest));
  return place_of(digest);
}

Result<std::size_t> FolderBlobs::sweep(Instant before) {
  std::size_t removed = 0;
  std::error_code error;
  for (fs::directory_iterator it(root_ + std::string(kIncoming), error), end; !error && it != end;
       it.increment(error)) {
    struct stat status = {};
    if (::stat(it->path().c_str(), &status) != 0) continue;  // committed or dropped meanwhile
    if (written_at(status) < before && ::unlink(it->path().c_str()) == 0) ++removed;
  }
  if (error) return fail(ErrorKind::kInternal, error.message(), root_);
  return removed;
}

Result<bool> FolderBlobs::remove_old(const Digest& digest, Instant before) {
  const std::lock_guard lock(placing_);
  struct stat status = {};
  if (::stat(place_of(digest).c_str(), &status) != 0) return false;  // removed meanwhile
  if (written_at(status) >= before) return false;
  return remove(digest);
}

Result<std::size_t> FolderBlobs::sweep_unnamed(const std::vector<Digest>& named, Instant before) {
  TRY_ASSIGN(const auto all, list());
  std::size_t removed = 0;
  for (const auto& each : all) {
    if (std::ranges::binary_search(named, each.digest)) continue;
    TRY_ASSIGN(const bool gone, remove_old(each.digest, before));
    if (gone) ++removed;
  }
  return removed;
}

}  // namespace baobei::blobs
