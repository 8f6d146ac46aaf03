#include "http/partial_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/file.h"

namespace baobei::http {
namespace {

constexpr std::size_t kCopyBytes = 256 * 1024;

// Copies all of `from` behind what `to` holds.
Status copy_behind(int from, int to, std::uint64_t end) {
  TRY_ASSIGN(const auto bytes, size_of(from));
  std::string buffer;
  for (std::uint64_t at = 0; at < bytes; at += buffer.size()) {
    buffer.resize(std::min<std::uint64_t>(kCopyBytes, bytes - at));
    TRY(pread_exactly(from, buffer, at));
    TRY(pwrite_all(to, buffer, end + at));
  }
  if (::fdatasync(to) == 0) return {};
  return std::unexpected(system_error("cannot keep a piece", errno));
}

}  // namespace

PartialFiles::Hold::Hold(Hold&& other) noexcept
    : files_(std::exchange(other.files_, nullptr)), id_(std::move(other.id_)) {}

PartialFiles::Hold::~Hold() {
  if (files_ == nullptr) return;
  const std::lock_guard lock(files_->mutex_);
  files_->held_.erase(id_);
}

Result<std::uint64_t> PartialFiles::Hold::size() const {
  return files_->size(id_);
}

Result<std::uint64_t> PartialFiles::Hold::append(const std::string& piece) {
  TRY_ASSIGN(const Fd from, open_file(piece, O_RDONLY));
  TRY_ASSIGN(const Fd to, open_file(path(), O_RDWR | O_CREAT));
  TRY_ASSIGN(const auto end, size_of(to.get()));
  const auto copied = copy_behind(from.get(), to.get(), end);
  if (copied) return size_of(to.get());
  if (::ftruncate(to.get(), static_cast<off_t>(end)) != 0) remove();
  return std::unexpected(copied.error());
}

void PartialFiles::Hold::remove() {
  ::unlink(path().c_str());
}

Result<PartialFiles::Hold> PartialFiles::hold(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (!held_.insert(id).second) {
    return fail(ErrorKind::kConflict, "another piece of the upload is being taken");
  }
  return Hold(*this, id);
}

Result<std::uint64_t> PartialFiles::size(const std::string& id) const {
  const auto file = open_file(path_of(id), O_RDONLY);
  if (file) return size_of(file->get());
  if (file.error().kind == ErrorKind::kNotFound) return 0;
  return std::unexpected(file.error());
}

}  // namespace baobei::http
