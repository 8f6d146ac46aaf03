#include "cli/local_package.h"

#include <fcntl.h>
#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "base/file.h"
#include "package/package.h"

namespace baobei::cli {

Result<std::string> temporary_folder() {
  std::error_code error;
  auto base = std::filesystem::temp_directory_path(error);
  if (error) base = "/tmp";
  std::string pattern = (base / "baobei-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return std::unexpected(system_error("no temporary folder", errno, pattern));
  }
  return pattern;
}

Result<LocalPackage> LocalPackage::open(const std::string& path) {
  LocalPackage out;
  TRY_ASSIGN(const Fd pack, memory_file("package"));
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    TRY_ASSIGN(const auto folder, package::app_folder(path));
    const auto left_out = package::left_out_of(path);
    TRY_ASSIGN(const auto tree, package::pack_folder(folder, pack.get(), left_out));
    TRY_ASSIGN(out.temporary_, temporary_folder());
    out.path_ = out.temporary_ + "/package.zip";
    TRY(package::zip_folder(folder, out.path_, left_out));
    out.digest_ = tree.digest;
    out.files_ = tree.files.size();
    TRY_ASSIGN(const Fd zip, open_file(out.path_, O_RDONLY));
    TRY_ASSIGN(out.bytes_, size_of(zip.get()));
    return out;
  }
  TRY_ASSIGN(const Fd archive, open_file(path, O_RDONLY));
  TRY_ASSIGN(const auto tree, package::pack_archive(archive.get(), pack.get()));
  out.path_ = path;
  out.digest_ = tree.digest;
  out.files_ = tree.files.size();
  TRY_ASSIGN(out.bytes_, size_of(archive.get()));
  return out;
}

LocalPackage::LocalPackage(LocalPackage&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      digest_(other.digest_),
      files_(other.files_),
      bytes_(other.bytes_) {}

LocalPackage::~LocalPackage() {
  if (temporary_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(temporary_, ignored);
}

}  // namespace baobei::cli
