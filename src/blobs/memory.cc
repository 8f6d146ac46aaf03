#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "blobs/blobs.h"

namespace baobei::blobs {
namespace {

std::string name_of(const Fd& file) {
  return "/proc/self/fd/" + std::to_string(file.get());
}

std::unexpected<Error> no_such_blob(const Digest& digest) {
  return fail(ErrorKind::kNotFound, "there is no such blob", to_hex(digest));
}

}  // namespace

Result<Draft> MemoryBlobs::create(std::uint64_t size_max) {
  TRY_ASSIGN(auto file, memory_file("baobei-blob"));
  return Draft(std::move(file), "", size_max);
}

Result<Digest> MemoryBlobs::commit(Draft draft, std::optional<Digest> expected) {
  TRY_ASSIGN(const auto size, size_of(draft.fd()));
  if (size > draft.size_max_) {
    return fail(ErrorKind::kTooLarge, "at most " + std::to_string(draft.size_max_) + " bytes");
  }
  TRY_ASSIGN(const auto digest, sha256_of_file(draft.fd()));
  if (expected && *expected != digest) {
    return fail(ErrorKind::kInvalid, "the bytes have another digest than stated", to_hex(digest));
  }
  const std::lock_guard lock(mutex_);
  files_.try_emplace(digest, std::move(draft.file_));
  return digest;
}

Result<Fd> MemoryBlobs::open(const Digest& digest) {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(digest);
  if (found == files_.end()) return no_such_blob(digest);
  return open_file(name_of(found->second), O_RDONLY);
}

Result<std::vector<Listed>> MemoryBlobs::list() {
  const std::lock_guard lock(mutex_);
  std::vector<Listed> all;
  for (const auto& [digest, file] : files_) {
    TRY_ASSIGN(const auto size, size_of(file.get()));
    all.push_back({digest, size});
  }
  return all;
}

Result<bool> MemoryBlobs::remove(const Digest& digest) {
  const std::lock_guard lock(mutex_);
  return files_.erase(digest) > 0;
}

Result<std::string> MemoryBlobs::path_of(const Digest& digest) {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(digest);
  if (found == files_.end()) return no_such_blob(digest);
  return name_of(found->second);
}

}  // namespace baobei::blobs
