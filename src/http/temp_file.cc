#include "http/temp_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/bytes.h"

namespace baobei::http {
namespace {

std::string reason() {
  return std::generic_category().message(errno);
}

}  // namespace

TempFile::TempFile(std::string path, int descriptor,
                   std::shared_ptr<std::atomic<std::size_t>> alive)
    : path_(std::move(path)), descriptor_(descriptor), alive_(std::move(alive)) {}

TempFile::~TempFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  ::unlink(path_.c_str());
  --*alive_;
}

Status TempFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(ErrorKind::kUnavailable, "writing an upload: " + reason(), path_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += static_cast<std::uint64_t>(written);
  }
  return {};
}

Status TempFile::finish() {
  const int descriptor = descriptor_;
  descriptor_ = -1;
  if (::close(descriptor) == 0) return {};
  return fail(ErrorKind::kUnavailable, "closing an upload: " + reason(), path_);
}

Result<std::unique_ptr<TempFile>> TempFolder::create() {
  if (++*alive_ > files_max_) {
    --*alive_;
    return fail(ErrorKind::kUnavailable, "too many uploads at once");
  }
  std::string path = directory_ + "/" + random_id("upload");
  const int descriptor = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    --*alive_;
    return fail(ErrorKind::kUnavailable, "creating an upload: " + reason(), path);
  }
  return std::make_unique<TempFile>(std::move(path), descriptor, alive_);
}

}  // namespace baobei::http
