#include <fcntl.h>

#include <algorithm>
#include <map>

#include "check/report.h"
#include "check/rule.h"
#include "versions/picture.h"
#include "versions/shown_text.h"
#include "versions/text.h"
#include "versions/versions.h"

namespace baobei::versions {
namespace {

engine::VersionFile row_of(const package::File& file) {
  return {file.path, file.size, file.content, engine::kind_of(file.path)};
}

engine::Excerpt around(const std::vector<std::string_view>& lines, const engine::TextSpan& place) {
  engine::Excerpt excerpt;
  if (place.line == 0 || place.line > lines.size()) return excerpt;
  const auto first = std::max<std::uint32_t>(
      1, place.line - std::min(place.line - 1, engine::kExcerptLinesAround));
  const auto last = std::min<std::size_t>(lines.size(), place.line + engine::kExcerptLinesAround);
  excerpt.from = first;
  for (std::size_t no = first; no <= last; ++no) {
    const auto column = no == place.line ? place.column : 0;
    excerpt.lines.push_back(shortened_line(lines[no - 1], column, engine::kExcerptCharactersMax));
  }
  return excerpt;
}

}  // namespace

Result<std::optional<std::string>> shown_text(const package::Pack& pack, const package::File& file,
                                              const std::vector<engine::TextSpan>& masked) {
  if (file.size > engine::kShownFileBytesMax) return std::nullopt;
  TRY_ASSIGN(auto bytes, pack.read(file));
  if (!is_text(bytes)) return std::nullopt;
  mask(bytes, file.path, masked);
  return bytes;
}

Result<std::shared_ptr<const StoredVersions::OpenPack>> StoredVersions::open(
    const Digest& version) {
  if (auto known = packs_.find(version)) return known;
  const auto path = blobs_.path_of(version);
  if (!path && path.error().kind == ErrorKind::kNotFound) {
    return fail(ErrorKind::kCorrupt, "a version that is named is not there", to_hex(version));
  }
  if (!path) return std::unexpected(path.error());
  TRY_ASSIGN(Fd file, open_file(*path, O_RDONLY));
  auto pack = package::Pack::open(file.get());
  if (!pack) return fail(ErrorKind::kCorrupt, pack.error().message, to_hex(version));
  auto opened = std::make_shared<const OpenPack>(std::move(file), std::move(*pack));
  packs_.keep(version, opened);
  return opened;
}

Result<std::vector<engine::VersionFile>> StoredVersions::files(const Digest& version) {
  TRY_ASSIGN(const auto opened, open(version));
  std::vector<engine::VersionFile> rows;
  rows.reserve(opened->pack.files().size());
  for (const auto& file : opened->pack.files()) rows.push_back(row_of(file));
  return rows;
}

Result<engine::FileText> StoredVersions::text(const Digest& version, const std::string& path,
                                              engine::LineRange range,
                                              const std::vector<engine::TextSpan>& masked) {
  TRY_ASSIGN(const auto opened, open(version));
  const auto* file = opened->pack.find(path);
  if (file == nullptr) return fail(ErrorKind::kNotFound, "no such file in the version");
  engine::FileText out;
  out.file = row_of(*file);
  out.from = range.from;
  TRY_ASSIGN(const auto text, shown_text(opened->pack, *file, masked));
  if (!text) {
    const bool large = file->size > engine::kShownFileBytesMax;
    out.shown = large ? engine::Shown::kTooLarge : engine::Shown::kNotText;
    return out;
  }
  out.shown = engine::Shown::kText;
  const auto lines = lines_of(*text);
  out.lines_total = static_cast<std::uint32_t>(lines.size());
  const std::size_t begin = std::min<std::size_t>(lines.size(), range.from - 1);
  const std::size_t count = std::min<std::size_t>(range.lines, lines.size() - begin);
  for (const auto& line : std::span(lines).subspan(begin, count)) out.lines.emplace_back(line);
  return out;
}

Result<engine::Picture> StoredVersions::picture(const Digest& version, const std::string& path) {
  TRY_ASSIGN(const auto opened, open(version));
  const auto* file = opened->pack.find(path);
  if (file == nullptr) return fail(ErrorKind::kNotFound, "no such file in the version");
  engine::Picture picture;
  picture.content = file->content;
  if (file->size > engine::kShownPictureBytesMax) {
    picture.shown = engine::PictureShown::kTooLarge;
    return picture;
  }
  TRY_ASSIGN(auto bytes, opened->pack.read(*file));
  const auto head = picture_head(bytes);
  if (!head) return picture;
  if (head->width > engine::kShownPicturePixelsMax / head->height) {
    picture.shown = engine::PictureShown::kTooLarge;
    return picture;
  }
  picture.shown = engine::PictureShown::kPicture;
  picture.media_type = head->media_type;
  picture.bytes = std::move(bytes);
  return picture;
}

Result<std::vector<engine::ReportFinding>> StoredVersions::findings(const Digest& report) {
  TRY_ASSIGN(const auto text, blobs_.get(report, check::kReportBytesMax));
  auto parsed = check::parse_report(text);
  if (!parsed) return fail(ErrorKind::kCorrupt, parsed.error().message, to_hex(report));
  std::vector<engine::ReportFinding> rows;
  for (auto& finding : parsed->findings) {
    engine::ReportFinding row;
    row.at = {std::move(finding.file), finding.line, finding.column, finding.end_line,
              finding.end_column};
    row.severity = check::name(finding.severity);
    row.message_zh = std::move(finding.message.zh);
    row.message_en = std::move(finding.message.en);
    row.advice_zh = std::move(finding.advice.zh);
    row.advice_en = std::move(finding.advice.en);
    row.api = finding.api.value_or("");
    row.category = finding.category.value_or("");
    row.confidential = is_confidential(finding.rule);
    row.secret = finding.rule.starts_with(kSecretRules);
    row.rule = std::move(finding.rule);
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::vector<engine::Excerpt>> StoredVersions::excerpts(
    const Digest& version, const std::vector<engine::TextSpan>& places,
    const std::vector<engine::TextSpan>& masked) {
  TRY_ASSIGN(const auto opened, open(version));
  std::map<std::string, std::vector<std::size_t>> by_file;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].line > 0) by_file[places[i].file].push_back(i);
  }
  std::vector<engine::Excerpt> all(places.size());
  for (const auto& [path, wanted] : by_file) {
    const auto* file = opened->pack.find(path);
    if (file == nullptr) continue;
    TRY_ASSIGN(const auto text, shown_text(opened->pack, *file, masked));
    if (!text) continue;
    const auto lines = lines_of(*text);
    for (const auto i : wanted) all[i] = around(lines, places[i]);
  }
  return all;
}

bool StoredVersions::is_confidential(std::string_view rule) const {
  const auto* known = check::find_rule(rule);
  return known != nullptr && known->audience == check::Audience::kConfidential;
}

}  // namespace baobei::versions
