#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "base/file.h"
#include "package/source.h"

namespace baobei::package {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

struct CloseDir {
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDir>;

// Walks by descriptors and never through a link, so that a folder which changes meanwhile cannot
// lead outside.
class FolderSource : public Source {
 public:
  FolderSource(Fd root, const LeftOut& left_out)
      : root_(std::move(root)), left_out_(left_out), piece_(kPieceBytes) {}

  Status each(const Visit& visit) override {
    entries_ = 0;
    return walk(root_.get(), "", visit);
  }
  const std::vector<std::string>& folders() const override { return none_; }

 private:
  // Recursion ends: check_path refuses what is deeper than kDepthMax.
  Status walk(int folder, const std::string& prefix, const Visit& visit) {
    TRY_ASSIGN(auto names, names_in(folder, prefix));
    for (const auto& name : names) {
      if (is_ignored(name)) continue;
      if (++entries_ > kEntriesMax) return refuse(FaultCode::kTooManyEntries, prefix + name);
      TRY_ASSIGN(const auto path, entry_path(prefix + name));
      struct stat status = {};
      if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return refuse(FaultCode::kChangedWhileRead, path);
      }
      if (S_ISLNK(status.st_mode)) return refuse(FaultCode::kLink, path);
      if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)) {
        return refuse(FaultCode::kSpecialFile, path);
      }
      if (!S_ISDIR(status.st_mode) && left_out_.has(path)) continue;
      const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC |
                        (S_ISDIR(status.st_mode) ? O_DIRECTORY : 0);
      const Fd entry(::openat(folder, name.c_str(), flags));
      if (!entry.is_open()) return std::unexpected(system_error("cannot open", errno, path));
      if (S_ISDIR(status.st_mode)) {
        TRY(walk(entry.get(), path + "/", visit));
      } else {
        TRY(visit(path, [&] { return next_piece(entry.get(), path); }));
      }
    }
    return {};
  }

  Result<std::vector<std::string>> names_in(int folder, const std::string& prefix) {
    const int again = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const Directory directory(again < 0 ? nullptr : ::fdopendir(again));
    if (!directory) return std::unexpected(system_error("cannot list the folder", errno, prefix));
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(directory.get())) {
      const std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      if (names.size() > kEntriesMax) return refuse(FaultCode::kTooManyEntries, prefix);
      names.push_back(name);
    }
    std::ranges::sort(names);
    return names;
  }

  Result<std::string_view> next_piece(int fd, const std::string& path) {
    struct stat status = {};
    if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
      return refuse(FaultCode::kChangedWhileRead, path);
    }
    while (true) {
      const auto got = ::read(fd, piece_.data(), piece_.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return std::unexpected(system_error("cannot read", errno, path));
      return std::string_view(piece_.data(), static_cast<std::size_t>(got));
    }
  }

  Fd root_;
  const LeftOut& left_out_;
  std::vector<char> piece_;
  std::size_t entries_ = 0;
  std::vector<std::string> none_;
};

}  // namespace

Result<FileTree> pack_folder(const std::string& directory, int out_fd, const LeftOut& left_out) {
  Fd root(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root.is_open()) return refuse(FaultCode::kNotAFolder, directory);
  FolderSource source(std::move(root), left_out);
  return pack_source(source, out_fd);
}

}  // namespace baobei::package
