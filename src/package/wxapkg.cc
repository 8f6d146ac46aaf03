#include "package/wxapkg.h"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "base/file.h"

namespace baobei::package {
namespace {

constexpr char kFirstMark = '\xBE';
constexpr char kLastMark = '\xED';
constexpr std::size_t kPieceBytes = 256 * 1024;
constexpr std::size_t kBlockBytes = 64 * 1024;
constexpr std::uint64_t kWholeBytesMax = kTreeBytesMax + kWxapkgIndexBytesMax + kWxapkgHeaderBytes;

using ReadAt = std::function<Status(std::span<char>, std::uint64_t)>;

std::uint32_t number_of(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<std::uint8_t>(c);
  return value;
}

struct Entry {
  std::string path;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// Takes numbers and names from the index, piece by piece, so that a lying count costs nothing.
class Index {
 public:
  Index(const ReadAt& read, std::uint64_t size) : read_(read), size_(size) {}

  Result<std::string> take(std::size_t count) {
    if (at_ + count > size_ || at_ + count > kWxapkgIndexBytesMax + kWxapkgHeaderBytes) {
      return refuse(FaultCode::kDamaged);
    }
    std::string bytes(count, '\0');
    TRY(read_(bytes, at_));
    at_ += count;
    return bytes;
  }
  std::uint64_t at() const { return at_; }
  void start_at(std::uint64_t at) { at_ = at; }

 private:
  const ReadAt& read_;
  std::uint64_t size_;
  std::uint64_t at_ = 0;
};

class WxapkgSource : public Source {
 public:
  WxapkgSource(ReadAt read, std::uint64_t size, std::uint64_t packed)
      : read_(std::move(read)), size_(size), packed_(packed), piece_(kPieceBytes, '\0') {}

  Status each(const Visit& visit) override {
    TRY_ASSIGN(const auto entries, index());
    for (const auto& entry : entries) {
      if (is_ignored(entry.path)) continue;
      std::uint64_t done = 0;
      TRY(visit(entry.path, [&] { return next_piece(entry, done); }));
    }
    return {};
  }
  const std::vector<std::string>& folders() const override { return none_; }

 private:
  Result<std::vector<Entry>> index() const {
    Index index(read_, size_);
    TRY_ASSIGN(const auto head, index.take(kWxapkgHeaderBytes));
    if (!is_wxapkg(head)) return refuse(FaultCode::kNotAnArchive);
    const auto count = number_of(std::string_view(head).substr(14));
    if (count > kEntriesMax) return refuse(FaultCode::kTooManyEntries);
    std::vector<Entry> entries;
    std::uint64_t total = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      TRY_ASSIGN(auto entry, next_entry(index));
      total += entry.size;
      if (total > kTreeBytesMax) return refuse(FaultCode::kTreeTooLarge, entry.path);
      if (total > kRatioFree && total > kRatioMax * packed_) {
        return refuse(FaultCode::kInflatesTooFar, entry.path);
      }
      entries.push_back(std::move(entry));
    }
    for (const auto& entry : entries) {
      const bool inside =
          entry.offset >= index.at() && entry.offset <= size_ && entry.size <= size_ - entry.offset;
      if (!inside && entry.size > 0) return refuse(FaultCode::kSizeLies, entry.path);
    }
    return entries;
  }

  static Result<Entry> next_entry(Index& index) {
    TRY_ASSIGN(const auto length_bytes, index.take(4));
    const auto length = number_of(length_bytes);
    if (length > kPathBytesMax + 1) return refuse(FaultCode::kPathTooLong);
    TRY_ASSIGN(const auto written, index.take(length));
    std::string_view name = written;
    if (name.starts_with('/')) name.remove_prefix(1);  // the container's own way of the root
    Entry entry;
    TRY_ASSIGN(entry.path, entry_path(name));
    if (entry.path.empty()) return refuse(FaultCode::kOddComponent, name);
    TRY_ASSIGN(const auto place, index.take(8));
    entry.offset = number_of(place);
    entry.size = number_of(std::string_view(place).substr(4));
    if (entry.size > kFileBytesMax) return refuse(FaultCode::kFileTooLarge, entry.path);
    return entry;
  }

  Result<std::string_view> next_piece(const Entry& entry, std::uint64_t& done) {
    const auto count = std::min<std::uint64_t>(entry.size - done, piece_.size());
    if (count == 0) return std::string_view();
    TRY(read_(std::span(piece_.data(), count), entry.offset + done));
    done += count;
    return std::string_view(piece_.data(), count);
  }

  ReadAt read_;
  std::uint64_t size_;
  std::uint64_t packed_;
  std::string piece_;
  std::vector<std::string> none_;
};

struct FreeReader {
  void operator()(archive* reader) const { ::archive_read_free(reader); }
};

}  // namespace

bool is_wxapkg(std::string_view head) {
  return head.size() >= kWxapkgHeaderBytes && head[0] == kFirstMark && head[13] == kLastMark;
}

bool is_encrypted_wxapkg(std::string_view head) {
  return head.starts_with("V1MMWX");
}

std::unique_ptr<Source> wxapkg_source(int fd, std::uint64_t size) {
  ReadAt read = [fd](std::span<char> out, std::uint64_t offset) {
    return pread_exactly(fd, out, offset);
  };
  return std::make_unique<WxapkgSource>(std::move(read), size, size);
}

std::unique_ptr<Source> wxapkg_source(std::string bytes, std::uint64_t packed) {
  const auto size = bytes.size();
  ReadAt read = [held = std::move(bytes)](std::span<char> out, std::uint64_t offset) -> Status {
    if (offset > held.size() || out.size() > held.size() - offset) {
      return refuse(FaultCode::kDamaged);
    }
    std::copy_n(held.data() + offset, out.size(), out.data());
    return {};
  };
  return std::make_unique<WxapkgSource>(std::move(read), size, packed);
}

Result<std::optional<std::string>> gunzipped_wxapkg(int fd, std::uint64_t packed) {
  const std::unique_ptr<archive, FreeReader> reader(::archive_read_new());
  CHECK(reader != nullptr);
  ::archive_read_support_filter_gzip(reader.get());
  ::archive_read_support_format_raw(reader.get());
  archive_entry* entry = nullptr;
  if (::lseek(fd, 0, SEEK_SET) != 0 ||
      ::archive_read_open_fd(reader.get(), fd, kBlockBytes) != ARCHIVE_OK ||
      ::archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) {
    return std::optional<std::string>();
  }
  std::string out;
  while (true) {
    const auto before = out.size();
    out.resize(before + kBlockBytes);
    const auto got = ::archive_read_data(reader.get(), out.data() + before, kBlockBytes);
    if (got < 0) return refuse(FaultCode::kDamaged);
    out.resize(before + static_cast<std::size_t>(got));
    if (before < kWxapkgHeaderBytes && out.size() >= kWxapkgHeaderBytes && !is_wxapkg(out)) {
      return std::optional<std::string>();
    }
    if (got == 0) break;
    if (out.size() > kWholeBytesMax) return refuse(FaultCode::kTreeTooLarge);
    if (out.size() > kRatioFree && out.size() > kRatioMax * packed) {
      return refuse(FaultCode::kInflatesTooFar);
    }
  }
  if (!is_wxapkg(out)) return std::optional<std::string>();
  return std::optional<std::string>(std::move(out));
}

}  // namespace baobei::package
