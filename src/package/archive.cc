#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include <memory>

#include "base/file.h"
#include "base/text.h"
#include "package/source.h"
#include "package/utf8_locale.h"
#include "package/wxapkg.h"

namespace baobei::package {
namespace {

constexpr std::size_t kBlockBytes = 64 * 1024;

struct FreeReader {
  void operator()(archive* reader) const { ::archive_read_free(reader); }
};
using Reader = std::unique_ptr<archive, FreeReader>;

std::string_view words_of(archive* reader) {
  const char* text = ::archive_error_string(reader);
  return text == nullptr ? "" : text;
}

bool speaks_of(archive* reader, std::string_view word) {
  return words_of(reader).find(word) != std::string_view::npos;
}

class ArchiveSource : public Source {
 public:
  ArchiveSource(int fd, std::uint64_t packed) : fd_(fd), packed_(packed) {}

  Status each(const Visit& visit) override {
    const Utf8Locale locale;
    folders_.clear();
    inflated_ = 0;
    Reader reader(::archive_read_new());
    CHECK(reader != nullptr);
    ::archive_read_support_filter_gzip(reader.get());
    ::archive_read_support_format_zip(reader.get());
    ::archive_read_support_format_tar(reader.get());
    if (::lseek(fd_, 0, SEEK_SET) != 0 ||
        ::archive_read_open_fd(reader.get(), fd_, kBlockBytes) != ARCHIVE_OK) {
      return refuse(FaultCode::kNotAnArchive);
    }
    for (std::size_t entries = 0;; ++entries) {
      archive_entry* entry = nullptr;
      const int got = ::archive_read_next_header(reader.get(), &entry);
      if (got == ARCHIVE_EOF) return {};
      if (entries >= kEntriesMax) return refuse(FaultCode::kTooManyEntries);
      TRY(check_header(reader.get(), got, entries == 0));
      TRY(take(reader.get(), entry, visit));
    }
  }
  const std::vector<std::string>& folders() const override { return folders_; }

 private:
  static Status check_header(archive* reader, int got, bool first) {
    if (got == ARCHIVE_OK) return {};
    if (speaks_of(reader, "converted")) return refuse(FaultCode::kBadUtf8);
    if (got == ARCHIVE_WARN) return {};  // of owners, times and the like, which are not kept
    return refuse(first && speaks_of(reader, "Unrecognized") ? FaultCode::kNotAnArchive
                                                             : FaultCode::kDamaged);
  }

  Status take(archive* reader, archive_entry* entry, const Visit& visit) {
    const char* name = ::archive_entry_pathname(entry);
    if (name == nullptr) return refuse(FaultCode::kBadUtf8);
    TRY_ASSIGN(const auto path, entry_path(name));
    const auto type = ::archive_entry_filetype(entry);
    const bool folder = type == AE_IFDIR || std::string_view(name).ends_with('/');
    const Pull pull = [&] { return next_piece(reader, entry, path); };
    Position position;
    position_ = &position;
    if (path.empty() || is_ignored(path)) return drain(pull);
    if (::archive_entry_hardlink(entry) != nullptr || type == AE_IFLNK) {
      return refuse(FaultCode::kLink, path);
    }
    if (folder) {
      folders_.push_back(path);
      return drain(pull);
    }
    if (type != AE_IFREG && type != 0) return refuse(FaultCode::kSpecialFile, path);
    if (::archive_entry_is_encrypted(entry) != 0) return refuse(FaultCode::kEncrypted, path);
    if (::archive_entry_size_is_set(entry) != 0 &&
        static_cast<std::uint64_t>(::archive_entry_size(entry)) > kFileBytesMax) {
      return refuse(FaultCode::kFileTooLarge, path);
    }
    return visit(path, pull);
  }

  // Skipped bytes are inflated and counted as well: libarchive's own skipping knows no limit.
  static Status drain(const Pull& pull) {
    while (true) {
      TRY_ASSIGN(const auto piece, pull());
      if (piece.empty()) return {};
    }
  }

  Result<std::string_view> next_piece(archive* reader, archive_entry* entry,
                                      const std::string& path) {
    if (position_->ended) return std::string_view();
    const void* block = nullptr;
    std::size_t length = 0;
    la_int64_t offset = 0;
    int got = ARCHIVE_OK;
    do {
      got = ::archive_read_data_block(reader, &block, &length, &offset);
    } while (got == ARCHIVE_OK && length == 0);
    if (got == ARCHIVE_EOF) {
      position_->ended = true;
      const bool lies = ::archive_entry_size_is_set(entry) != 0 &&
                        static_cast<std::uint64_t>(::archive_entry_size(entry)) != position_->at;
      if (lies) return refuse(FaultCode::kSizeLies, path);
      return std::string_view();
    }
    if (got != ARCHIVE_OK) {
      if (speaks_of(reader, "ncrypt")) return refuse(FaultCode::kEncrypted, path);
      return refuse(speaks_of(reader, "wrong size") ? FaultCode::kSizeLies : FaultCode::kDamaged,
                    path);
    }
    // A gap is a sparse file's hole, whose zeros would be counted nowhere.
    if (static_cast<std::uint64_t>(offset) != position_->at) {
      return refuse(FaultCode::kSizeLies, path);
    }
    position_->at += length;
    inflated_ += length;
    if (inflated_ > kTreeBytesMax) return refuse(FaultCode::kTreeTooLarge, path);
    if (inflated_ > kRatioFree && inflated_ > kRatioMax * packed_) {
      return refuse(FaultCode::kInflatesTooFar, path);
    }
    return std::string_view(static_cast<const char*>(block), length);
  }

  struct Position {
    std::uint64_t at = 0;
    bool ended = false;
  };

  int fd_;
  std::uint64_t packed_;
  std::uint64_t inflated_ = 0;
  Position* position_ = nullptr;  // of the entry being taken
  std::vector<std::string> folders_;
};

}  // namespace

void prepare() {
  utf8_locale();
}

Result<FileTree> pack_archive(int archive_fd, int out_fd) {
  TRY_ASSIGN(const auto packed, size_of(archive_fd));
  if (packed > kPackageBytesMax) return refuse(FaultCode::kPackageTooLarge);
  if (packed >= kWxapkgHeaderBytes) {
    std::string head(kWxapkgHeaderBytes, '\0');
    TRY(pread_exactly(archive_fd, head, 0));
    if (is_encrypted_wxapkg(head)) return refuse(FaultCode::kEncrypted);
    if (is_wxapkg(head)) return pack_source(*wxapkg_source(archive_fd, packed), out_fd);
    if (head.starts_with("\x1F\x8B")) {
      TRY_ASSIGN(auto whole, gunzipped_wxapkg(archive_fd, packed));
      if (whole) return pack_source(*wxapkg_source(std::move(*whole), packed), out_fd);
    }
  }
  ArchiveSource source(archive_fd, packed);
  return pack_source(source, out_fd);
}

}  // namespace baobei::package
