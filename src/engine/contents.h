// The port to what stands inside stored versions, for people to look at: files, lines of text, a
// report's findings and the lines around them, the differences of two versions.
//
// Invariants: nothing of a version is run or interpreted but as text. What is shown are the sealed
// pack's bytes, compared with their digests; spans that a report marks as secrets are shown as
// kMaskCharacter only (DESIGN decision 10).
// Threads: any. Every call may block on the disk: call it away from the I/O threads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace baobei::engine {

inline constexpr std::uint64_t kShownFileBytesMax = std::uint64_t{8} << 20;  // larger: no text
inline constexpr std::uint32_t kShownLinesMax = 5'000;                       // of one answer
inline constexpr std::size_t kShownLineCharactersMax = 2'000;  // of one line; the rest is cut
inline constexpr std::uint64_t kShownPictureBytesMax = std::uint64_t{8} << 20;
inline constexpr std::uint64_t kShownPicturePixelsMax = 40'000'000;  // that its head states
inline constexpr std::uint32_t kExcerptLinesAround = 2;
inline constexpr std::size_t kExcerptCharactersMax = 240;
inline constexpr char kMaskCharacter = '*';
inline constexpr std::size_t kFileChangesMax = 2'000;     // of one comparison
inline constexpr std::size_t kOutlineChangesMax = 2'000;  // likewise
inline constexpr std::size_t kHunkLinesMax = 4'000;       // of one file's differences

// By the file's name alone; whether it is text shows when it is read.
enum class FileKind { kScript, kTemplate, kStyle, kData, kDocument, kImage, kMedia, kFont, kOther };
std::string_view name(FileKind kind);  // "script"
FileKind kind_of(std::string_view path);

struct VersionFile {
  std::string path;
  std::uint64_t size = 0;
  Digest content;  // SHA-256 of its bytes
  FileKind kind = FileKind::kOther;
};

// Lines and columns from 1; a column counts characters; the end is behind the last. Line 0: the
// file as a whole.
struct TextSpan {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;
};

struct LineRange {
  std::uint32_t from = 1;
  std::uint32_t lines = kShownLinesMax;
};

enum class Shown {
  kText,
  kNotText,   // not UTF-8, or with control characters
  kTooLarge,  // above kShownFileBytesMax
};

struct FileText {
  VersionFile file;
  Shown shown = Shown::kNotText;
  std::uint32_t from = 1;
  std::uint32_t lines_total = 0;
  std::vector<std::string> lines;  // without line feeds and the carriage returns before them
};

enum class PictureShown {
  kPicture,
  kNotPicture,  // no PNG, JPEG, GIF or WebP by its bytes, whatever its name
  kTooLarge,    // above kShownPictureBytesMax or kShownPicturePixelsMax
};

// A file's bytes as they are, for a browser to draw and for nothing here to decode.
struct Picture {
  Digest content;  // SHA-256 of its bytes
  PictureShown shown = PictureShown::kNotPicture;
  std::string_view media_type;  // of kPicture: "image/png"; a literal
  std::string bytes;            // of kPicture
};

// One finding of a stored report, as the report words it.
struct ReportFinding {
  std::string rule;
  std::string severity;  // "error"
  std::string message_zh;
  std::string message_en;
  std::string advice_zh;
  std::string advice_en;
  TextSpan at;
  std::string api;
  std::string category;
  bool confidential = false;  // R8: the platform's alone until the decision
  bool secret = false;        // its span is never shown
};

// The lines around a place; empty where the file is gone, no text, or the place is the whole file.
struct Excerpt {
  std::uint32_t from = 0;
  std::vector<std::string> lines;
};

// ---- two versions side by side ----------------------------------------------------------------
enum class Change { kAdded, kRemoved, kChanged, kMoved };
std::string_view name(Change change);  // "added"

// One thing that the newer version is made of and the older was not, or was otherwise.
struct OutlineChange {
  std::string aspect;  // "interfaces"
  std::string key;     // "wx.getLocation"
  Change change = Change::kAdded;
  std::string before;
  std::string after;
  std::string file;        // where it is named: in the newer version, of removed ones in the older
  std::uint32_t line = 0;  // 0: the file as a whole
};

struct FileChange {
  std::string path;
  Change change = Change::kAdded;
  std::string moved_from;  // of kMoved: the same bytes under another path
  std::uint64_t size_before = 0;
  std::uint64_t size_after = 0;
  FileKind kind = FileKind::kOther;
};

struct Comparison {
  std::vector<OutlineChange> outline;      // by aspect and key
  std::uint64_t outline_left_out = 0;      // changes beyond the limit, or not looked for
  std::string outline_missing;             // why it could not be made; empty where it could
  std::vector<FileChange> files;           // by path
  std::uint64_t files_left_out = 0;        // beyond the limit
  std::uint64_t counts[4] = {0, 0, 0, 0};  // of files, by Change
};

struct HunkLine {
  char sign = ' ';  // ' ' in both, '-' in the older alone, '+' in the newer alone
  std::string text;
};
struct Hunk {
  std::uint32_t from_before = 1;
  std::uint32_t lines_before = 0;
  std::uint32_t from_after = 1;
  std::uint32_t lines_after = 0;
  std::vector<HunkLine> lines;
};
struct FileDifferences {
  Change change = Change::kChanged;
  Shown shown = Shown::kText;  // of the side that is shown least
  std::vector<Hunk> hunks;
  std::uint64_t hunks_left_out = 0;
  bool coarse = false;  // too different to be compared line by line: replaced as a whole
};

// A version as one side of a comparison.
struct Side {
  std::optional<Digest> version;  // none: nothing stands on this side
  std::vector<TextSpan> masked;
};

class Contents {
 public:
  virtual ~Contents() = default;

  // Sorted by path. kCorrupt where the version, which somebody named, is damaged or not there.
  virtual Result<std::vector<VersionFile>> files(const Digest& version) = 0;

  // `masked`: spans whose characters are not shown; those of other files count for nothing.
  // kNotFound for a path that the version does not have. Beyond the last line: no lines.
  virtual Result<FileText> text(const Digest& version, const std::string& path, LineRange range,
                                const std::vector<TextSpan>& masked) = 0;

  // kNotFound for a path that the version does not have.
  virtual Result<Picture> picture(const Digest& version, const std::string& path) = 0;

  // Of a report in the blob store, in its order.
  virtual Result<std::vector<ReportFinding>> findings(const Digest& report) = 0;

  // For each place, in their order.
  virtual Result<std::vector<Excerpt>> excerpts(const Digest& version,
                                                const std::vector<TextSpan>& places,
                                                const std::vector<TextSpan>& masked) = 0;

  // What is new in `after`. kCorrupt as above; an outline that could not be made is no
  // error but said in the answer.
  virtual Result<Comparison> compare(const Side& before, const Side& after) = 0;

  // One file's differences: `path` in `after`, `path_before` (as a rule the same) in `before`.
  // kNotFound where neither has it.
  virtual Result<FileDifferences> compare_file(const Side& before, const std::string& path_before,
                                               const Side& after, const std::string& path) = 0;

  // R8: rules whose findings are not shown to developers before the decision.
  virtual bool is_confidential(std::string_view rule) const = 0;
};

}  // namespace baobei::engine
