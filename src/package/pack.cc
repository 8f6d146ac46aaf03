#include "package/pack.h"

#include <algorithm>
#include <unordered_set>

#include "base/file.h"
#include "package/nfc.h"

namespace baobei::package {
namespace {

// Six letters, a byte that stops a terminal's `type`, the format's version.
constexpr std::string_view kMagic("BAOBEI\x1a\x01", 8);
constexpr std::size_t kHeaderBytes = kMagic.size() + 4 + 4;
constexpr std::size_t kEntryBytesMin = 2 + 1 + 8 + 32;
constexpr std::size_t kIndexBytesMax = kEntriesMax * (kEntryBytesMin + kPathBytesMax);
constexpr std::size_t kPieceBytes = 256 * 1024;

void put_number(std::string& out, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = bytes; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

// Takes big-endian numbers and strings off the front of hostile bytes; never reads beyond them.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  std::string_view take(std::size_t count) {
    good_ = good_ && count <= rest_.size();
    if (!good_) return {};
    const auto taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    for (const char c : take(bytes)) value = value << 8 | static_cast<std::uint8_t>(c);
    return value;
  }
  bool good() const { return good_; }
  bool at_end() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

// The invariants of FileTree that concern names and sizes, for files in any order.
Status check_files(const std::vector<File>& files) {
  if (files.empty()) return refuse(FaultCode::kNothingInside);
  if (files.size() > kEntriesMax) return refuse(FaultCode::kTooManyEntries);
  std::unordered_set<std::string> keys;
  keys.reserve(files.size());
  std::uint64_t total = 0;
  for (const auto& file : files) {
    TRY(check_path(file.path));
    if (file.size > kFileBytesMax) return refuse(FaultCode::kFileTooLarge, file.path);
    total += file.size;
    if (total > kTreeBytesMax) return refuse(FaultCode::kTreeTooLarge, file.path);
    if (!keys.insert(collision_key(file.path)).second) {
      return refuse(FaultCode::kDuplicate, file.path);
    }
  }
  std::unordered_set<std::string_view> folders;  // looked at already
  for (const std::string_view key : keys) {
    for (auto at = key.rfind('/'); at != std::string_view::npos; at = key.rfind('/', at - 1)) {
      if (!folders.insert(key.substr(0, at)).second) break;
      if (keys.contains(std::string(key.substr(0, at)))) {
        return refuse(FaultCode::kFileAndFolder, key);
      }
    }
  }
  return {};
}

std::string head_of(const std::vector<File>& files) {
  std::string index;
  for (const auto& file : files) {
    put_number(index, file.path.size(), 2);
    index += file.path;
    put_number(index, file.size, 8);
    index.append(file.content.bytes.begin(), file.content.bytes.end());
  }
  std::string head(kMagic);
  put_number(head, files.size(), 4);
  put_number(head, index.size(), 4);
  return head + index;
}

std::vector<std::uint64_t> offsets_of(const std::vector<File>& files, std::uint64_t begin) {
  std::vector<std::uint64_t> offsets;
  offsets.reserve(files.size());
  for (const auto& file : files) {
    offsets.push_back(begin);
    begin += file.size;
  }
  return offsets;
}

Result<std::vector<File>> parse_index(std::string_view index, std::uint64_t count) {
  std::vector<File> files;
  files.reserve(count);
  Cursor cursor(index);
  for (std::uint64_t i = 0; i < count; ++i) {
    File file;
    file.path = cursor.take(cursor.number(2));
    file.size = cursor.number(8);
    const auto content = cursor.take(32);
    if (!cursor.good()) return refuse(FaultCode::kBadPack);
    std::ranges::copy(content, file.content.bytes.begin());
    if (!files.empty() && files.back().path >= file.path) return refuse(FaultCode::kBadPack);
    files.push_back(std::move(file));
  }
  if (!cursor.at_end()) return refuse(FaultCode::kBadPack);
  for (const auto& file : files) {
    if (!check_path(file.path) || nfc(file.path) != file.path) {
      return refuse(FaultCode::kBadPack, file.path);
    }
  }
  if (!check_files(files)) return refuse(FaultCode::kBadPack);
  return files;
}

}  // namespace

Result<Pack> Pack::open(int fd) {
  TRY_ASSIGN(const auto size, size_of(fd));
  std::string head(kHeaderBytes, '\0');
  if (size < head.size()) return refuse(FaultCode::kBadPack);
  TRY(pread_exactly(fd, head, 0));
  Cursor cursor(head);
  const bool known = cursor.take(kMagic.size()) == kMagic;
  const auto count = cursor.number(4);
  const auto index_bytes = cursor.number(4);
  if (!known || count > kEntriesMax || index_bytes > kIndexBytesMax ||
      index_bytes < count * kEntryBytesMin || index_bytes > size - kHeaderBytes) {
    return refuse(FaultCode::kBadPack);
  }
  std::string index(index_bytes, '\0');
  TRY(pread_exactly(fd, index, kHeaderBytes));
  Pack pack;
  TRY_ASSIGN(pack.files_, parse_index(index, count));
  pack.fd_ = fd;
  pack.head_ = head + index;
  pack.offsets_ = offsets_of(pack.files_, pack.head_.size());
  for (const auto& file : pack.files_) pack.bytes_ += file.size;
  if (pack.head_.size() + pack.bytes_ != size) return refuse(FaultCode::kBadPack);
  return pack;
}

const File* Pack::find(std::string_view path) const {
  const auto found = std::ranges::lower_bound(files_, path, {}, &File::path);
  return found != files_.end() && found->path == path ? &*found : nullptr;
}

Result<std::string> Pack::read(const File& file) const {
  const File* known = find(file.path);
  CHECK(known != nullptr, "the file is of another pack");
  std::string bytes(known->size, '\0');
  TRY(pread_exactly(fd_, bytes, offsets_[static_cast<std::size_t>(known - files_.data())]));
  if (sha256(bytes) != known->content) return refuse(FaultCode::kBadPack, file.path);
  return bytes;
}

Result<FileTree> Pack::verify() const {
  Sha256 whole;
  whole.update(head_);
  std::vector<char> piece(kPieceBytes);
  for (std::size_t i = 0; i < files_.size(); ++i) {
    Sha256 content;
    for (std::uint64_t at = 0; at < files_[i].size;) {
      const auto length =
          static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), files_[i].size - at));
      TRY(pread_exactly(fd_, std::span(piece.data(), length), offsets_[i] + at));
      whole.update({piece.data(), length});
      content.update({piece.data(), length});
      at += length;
    }
    if (content.finish() != files_[i].content) return refuse(FaultCode::kBadPack, files_[i].path);
  }
  return FileTree{files_, whole.finish(), bytes_};
}

Result<PackWriter> PackWriter::begin(int out_fd, std::vector<File> files) {
  TRY(check_files(files));
  std::ranges::sort(files, {}, &File::path);
  PackWriter writer;
  const auto head = head_of(files);
  TRY(pwrite_all(out_fd, head, 0));
  writer.fd_ = out_fd;
  writer.offsets_ = offsets_of(files, head.size());
  writer.given_.assign(files.size(), false);
  writer.files_ = std::move(files);
  return writer;
}

Result<PackWriter::Slot> PackWriter::slot(std::string_view path) {
  const auto found = std::ranges::lower_bound(files_, path, {}, &File::path);
  const auto index = static_cast<std::size_t>(found - files_.begin());
  if (found == files_.end() || found->path != path || given_[index]) {
    return refuse(FaultCode::kChangedWhileRead, path);
  }
  given_[index] = true;
  Slot slot;
  slot.file_ = &*found;
  slot.fd_ = fd_;
  slot.at_ = offsets_[index];
  return slot;
}

Status PackWriter::Slot::write(std::string_view bytes) {
  if (bytes.size() > file_->size - written_) {
    return refuse(FaultCode::kChangedWhileRead, file_->path);
  }
  TRY(pwrite_all(fd_, bytes, at_ + written_));
  written_ += bytes.size();
  hash_.update(bytes);
  return {};
}

Status PackWriter::Slot::finish() {
  if (written_ != file_->size || hash_.finish() != file_->content) {
    return refuse(FaultCode::kChangedWhileRead, file_->path);
  }
  return {};
}

Result<FileTree> PackWriter::finish() {
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (!given_[i]) return refuse(FaultCode::kChangedWhileRead, files_[i].path);
  }
  TRY_ASSIGN(const Digest digest, sha256_of_file(fd_));
  std::uint64_t bytes = 0;
  for (const auto& file : files_) bytes += file.size;
  return FileTree{std::move(files_), digest, bytes};
}

Result<std::string> pack_of(const std::map<std::string, std::string>& files) {
  std::vector<File> index;
  std::string bytes;
  for (const auto& [path, content] : files) {
    index.push_back({path, content.size(), sha256(content)});
    bytes += content;
  }
  TRY(check_files(index));
  return head_of(index) + bytes;
}

}  // namespace baobei::package
