#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <memory>

#include "base/file.h"
#include "package/folder_pack.h"
#include "package/source.h"

namespace baobei::package {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;
constexpr int kOpenFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

struct CloseDir {
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using Directory = std::unique_ptr<DIR, CloseDir>;

struct FolderEntry {
  std::string path;  // below the root, in NFC
  int folder = -1;   // that holds it
  std::string name;  // there
  struct stat status = {};
};
using VisitEntry = std::function<Status(const FolderEntry&)>;

// The regular files below `root` in the order of their names. Walks by descriptors and never
// through a link, so that a folder which changes meanwhile cannot lead outside.
class Walk {
 public:
  Walk(int root, const LeftOut& left_out) : root_(root), left_out_(left_out) {}

  Status each(const VisitEntry& visit) {
    entries_ = 0;
    return below(root_, "", visit);
  }

 private:
  // Recursion ends: check_path refuses what is deeper than kDepthMax.
  Status below(int folder, const std::string& prefix, const VisitEntry& visit) {
    TRY_ASSIGN(auto names, names_in(folder, prefix));
    for (auto& name : names) {
      if (is_ignored(name)) continue;
      if (++entries_ > kEntriesMax) return refuse(FaultCode::kTooManyEntries, prefix + name);
      FolderEntry entry;
      TRY_ASSIGN(entry.path, entry_path(prefix + name));
      if (::fstatat(folder, name.c_str(), &entry.status, AT_SYMLINK_NOFOLLOW) != 0) {
        return refuse(FaultCode::kChangedWhileRead, entry.path);
      }
      const auto mode = entry.status.st_mode;
      if (S_ISLNK(mode)) return refuse(FaultCode::kLink, entry.path);
      if (!S_ISDIR(mode) && !S_ISREG(mode)) return refuse(FaultCode::kSpecialFile, entry.path);
      if (S_ISREG(mode)) {
        if (left_out_.has(entry.path)) continue;
        entry.folder = folder;
        entry.name = std::move(name);
        TRY(visit(entry));
        continue;
      }
      const Fd inner(::openat(folder, name.c_str(), O_DIRECTORY | kOpenFlags));
      if (!inner.is_open()) {
        return std::unexpected(system_error("cannot open", errno, entry.path));
      }
      TRY(below(inner.get(), entry.path + "/", visit));
    }
    return {};
  }

  Result<std::vector<std::string>> names_in(int folder, const std::string& prefix) {
    const int again = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const Directory directory(again < 0 ? nullptr : ::fdopendir(again));
    if (!directory) return std::unexpected(system_error("cannot list the folder", errno, prefix));
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(directory.get())) {
      std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      if (names.size() > kEntriesMax) return refuse(FaultCode::kTooManyEntries, prefix);
      names.push_back(std::move(name));
    }
    std::ranges::sort(names);
    return names;
  }

  int root_;
  const LeftOut& left_out_;
  std::size_t entries_ = 0;
};

// The pieces of one open file.
class Pieces {
 public:
  explicit Pieces(std::vector<char>& room) : room_(room) { room_.resize(kReadBytes); }

  // Of `name` in `folder`; the stamp is that of what was opened.
  Result<Stamp> open(int folder, const std::string& name, const std::string& path) {
    path_ = path;
    file_ = Fd(::openat(folder, name.c_str(), kOpenFlags));
    if (!file_.is_open()) return std::unexpected(system_error("cannot open", errno, path));
    return stamp();
  }
  Result<Stamp> stamp() const {
    struct stat status = {};
    if (::fstat(file_.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
      return refuse(FaultCode::kChangedWhileRead, path_);
    }
    return stamp_of(status);
  }
  Result<std::string_view> next() {
    while (true) {
      const auto got = ::read(file_.get(), room_.data(), room_.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return std::unexpected(system_error("cannot read", errno, path_));
      return std::string_view(room_.data(), static_cast<std::size_t>(got));
    }
  }

 private:
  Fd file_;
  std::string path_;
  std::vector<char>& room_;
};

class FolderSource : public Source {
 public:
  FolderSource(Fd root, const LeftOut& left_out)
      : root_(std::move(root)), walk_(root_.get(), left_out), pieces_(room_) {}

  Status each(const Visit& visit) override {
    return walk_.each([&](const FolderEntry& entry) -> Status {
      TRY(pieces_.open(entry.folder, entry.name, entry.path));
      return visit(entry.path, [&] { return pieces_.next(); });
    });
  }
  const std::vector<std::string>& folders() const override { return none_; }

 private:
  Fd root_;
  Walk walk_;
  std::vector<char> room_;
  Pieces pieces_;
  std::vector<std::string> none_;
};

// Remembered, where the file was the same before and after it was read.
Result<File> read_entry(const FolderEntry& entry, Pieces& pieces, DigestCache* known) {
  TRY_ASSIGN(const auto before, pieces.open(entry.folder, entry.name, entry.path));
  File file{entry.path, 0, {}};
  Sha256 hash;
  while (true) {
    TRY_ASSIGN(const auto piece, pieces.next());
    if (piece.empty()) break;
    file.size += piece.size();
    if (file.size > kFileBytesMax) return refuse(FaultCode::kFileTooLarge, entry.path);
    hash.update(piece);
  }
  file.content = hash.finish();
  TRY_ASSIGN(const auto after, pieces.stamp());
  const bool same = before == after && after.size == file.size;
  if (known != nullptr && same) known->keep(entry.path, after, file.content);
  return file;
}

Result<std::vector<File>> index_of_folder(int root, const LeftOut& left_out, DigestCache* known) {
  std::vector<File> files;
  std::uint64_t total = 0;
  std::vector<char> room;
  Pieces pieces(room);
  TRY(Walk(root, left_out).each([&](const FolderEntry& entry) -> Status {
    const auto stamp = stamp_of(entry.status);
    const auto digest = known == nullptr ? std::nullopt : known->find(entry.path, stamp);
    if (digest) {
      files.push_back({entry.path, stamp.size, *digest});
    } else {
      TRY_ASSIGN(auto file, read_entry(entry, pieces, known));
      files.push_back(std::move(file));
    }
    total += files.back().size;
    if (total > kTreeBytesMax) return refuse(FaultCode::kTreeTooLarge, entry.path);
    return {};
  }));
  return files;
}

Result<Fd> open_folder(const std::string& directory) {
  Fd root(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root.is_open()) return refuse(FaultCode::kNotAFolder, directory);
  return root;
}

}  // namespace

Result<FileTree> pack_folder(const std::string& directory, int out_fd, const LeftOut& left_out) {
  TRY_ASSIGN(auto root, open_folder(directory));
  FolderSource source(std::move(root), left_out);
  return pack_source(source, out_fd);
}

Result<FolderPack> FolderPack::open(const std::string& directory, int out_fd,
                                    const LeftOut& left_out, DigestCache* known) {
  TRY_ASSIGN(auto root, open_folder(directory));
  TRY_ASSIGN(auto files, index_of_folder(root.get(), left_out, known));
  if (files.empty()) return refuse(FaultCode::kNothingInside);
  auto top = wrapping_folders(files);
  std::set<std::string, std::less<>> wanted;
  std::uint64_t bytes = 0;
  for (auto& file : files) {
    file.path.erase(0, top.size());
    wanted.insert(wanted.end(), file.path);
    bytes += file.size;
  }
  TRY_ASSIGN(auto writer, PackWriter::begin(out_fd, std::move(files)));
  TRY_ASSIGN(const auto head, size_of(out_fd));
  if (::ftruncate(out_fd, static_cast<off_t>(head + bytes)) != 0) {
    return std::unexpected(system_error("cannot make room for the pack", errno));
  }
  FolderPack pack(std::move(root), std::move(top), std::move(writer));
  pack.wanted_ = std::move(wanted);
  return pack;
}

Status FolderPack::bring(std::string_view path) {
  const auto found = wanted_.find(path);
  if (found == wanted_.end()) return {};
  const std::string name = top_ + *found;
  wanted_.erase(found);
  Pieces pieces(room_);
  // A link that was put in the way meanwhile leads to nothing else: the bytes are compared.
  if (!pieces.open(root_.get(), name, name)) return refuse(FaultCode::kChangedWhileRead, name);
  TRY_ASSIGN(auto slot, writer_.slot(path));
  while (true) {
    TRY_ASSIGN(const auto piece, pieces.next());
    if (piece.empty()) break;
    TRY(slot.write(piece));
  }
  return slot.finish();
}

Status FolderPack::bring_all() {
  while (!wanted_.empty()) TRY(bring(std::string(*wanted_.begin())));
  return {};
}

}  // namespace baobei::package
