#include "sinks/source_lines.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "check/secrets.h"

namespace baobei::sinks {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::string_view kSecretRules = "secrets/";
constexpr std::size_t kBeforeMax = 40;  // characters kept before a mark where the line is cut
constexpr std::size_t kMarkMax = 60;

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// One file's lines, and the bytes of it that must not be shown.
class File {
 public:
  explicit File(std::string text) : text_(std::move(text)) {
    starts_.push_back(text_.starts_with(kBom) ? kBom.size() : 0);
    for (auto at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
      starts_.push_back(at + 1);
    }
  }

  std::optional<Range> line(std::uint32_t number) const {
    if (number == 0 || number > starts_.size()) return std::nullopt;
    const auto begin = starts_[number - 1];
    auto end = number < starts_.size() ? starts_[number] - 1 : text_.size();
    if (end > begin && text_[end - 1] == '\r') --end;
    return Range{begin, std::max(begin, end)};
  }

  // The byte of a column, at the latest the line's end.
  std::size_t byte_at(const Range& line, std::uint32_t column) const {
    const auto text = std::string_view(text_).substr(line.begin, line.end - line.begin);
    return line.begin + utf8_prefix(text, column == 0 ? 0 : column - 1).size();
  }

  void hide(const check::Finding& finding) {
    const auto first = line(finding.line);
    const auto last = line(finding.end_line);
    if (!first || !last) return;
    const auto begin = byte_at(*first, finding.column);
    const auto end = byte_at(*last, finding.end_column);
    if (end > begin) hidden_.push_back({begin, end});
  }

  std::string_view bytes(const Range& range) const {
    return std::string_view(text_).substr(range.begin, range.end - range.begin);
  }

  // What must not be shown of this line, sorted and apart.
  std::vector<Range> hidden_in(const Range& line) const {
    auto all = hidden_;
    for (const auto& secret : check::find_secrets_in_code(bytes(line))) {
      all.push_back({line.begin + secret.begin, line.begin + secret.end});
    }
    std::ranges::sort(all, {}, &Range::begin);
    std::vector<Range> out;
    for (const auto& range : all) {
      if (range.end <= line.begin || range.begin >= line.end) continue;
      if (!out.empty() && range.begin <= out.back().end) {
        out.back().end = std::max(out.back().end, range.end);
      } else {
        out.push_back(range);
      }
    }
    return out;
  }

  // The bytes of `part`, a piece of a line, with what is hidden masked. A mask stands where its
  // secret begins; what else of it lies in the part is left out.
  std::string shown(const Range& part, const std::vector<Range>& hidden, const Digest& key) const {
    std::string out;
    auto at = part.begin;
    for (const auto& range : hidden) {
      if (range.end <= at || range.begin >= part.end) continue;
      if (range.begin >= at) {
        out += bytes({at, range.begin});
        out += check::masked(bytes(range), key);
      } else if (at == part.begin) {
        out += "…";
      }
      at = std::min(range.end, part.end);
    }
    if (at < part.end) out += bytes({at, part.end});
    std::ranges::replace(out, '\t', ' ');
    return printable(out);
  }

 private:
  std::string text_;
  std::vector<std::size_t> starts_;
  std::vector<Range> hidden_;
};

std::string_view utf8_suffix(std::string_view text, std::size_t characters) {
  const auto length = utf8_length(text);
  if (length <= characters) return text;
  return text.substr(utf8_prefix(text, length - characters).size());
}

std::string cut(std::string_view text, std::size_t characters) {
  if (utf8_length(text) <= characters) return std::string(text);
  return std::string(utf8_prefix(text, characters - 1)) + "…";
}

SourceLine line_of(const File& file, const check::Finding& finding, const Digest& key) {
  SourceLine out;
  const auto line = file.line(finding.line);
  if (!line || finding.column == 0) return out;
  const auto begin = file.byte_at(*line, finding.column);
  const auto end = finding.end_line == finding.line && finding.end_column > finding.column
                       ? file.byte_at(*line, finding.end_column)
                       : line->end;
  const auto hidden = file.hidden_in(*line);
  auto before = file.shown({line->begin, begin}, hidden, key);
  auto mark = file.shown({begin, std::max(begin, end)}, hidden, key);
  auto after = file.shown({std::max(begin, end), line->end}, hidden, key);
  if (utf8_length(before) + utf8_length(mark) + utf8_length(after) > kLineCharactersMax) {
    if (utf8_length(before) > kBeforeMax) {
      before = "…" + std::string(utf8_suffix(before, kBeforeMax - 1));
    }
    mark = cut(mark, kMarkMax);
    const auto room = kLineCharactersMax - utf8_length(before) - utf8_length(mark);
    after = cut(after, room);
  }
  out.number = finding.line;
  out.begin = utf8_length(before);
  out.length = std::max<std::size_t>(1, utf8_length(mark));
  out.text = before + mark + after;
  return out;
}

// Calls `take(file, index)` for each finding whose file can be shown.
template <typename Take>
void each_file(const package::Pack& pack, const check::Report& report,
               const std::vector<check::Finding>& findings, const Take& take) {
  std::map<std::string_view, std::vector<std::size_t>> by_file;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].line > 0) by_file[findings[i].file].push_back(i);
  }
  for (const auto& [path, wanted] : by_file) {
    const auto* entry = pack.find(path);
    if (entry == nullptr || entry->size > kFileBytesMax) continue;
    auto bytes = pack.read(*entry);
    if (!bytes) continue;
    File file(std::move(*bytes));
    const auto hide = [&](const check::Finding& finding) {
      if (finding.file == path && finding.rule.starts_with(kSecretRules)) file.hide(finding);
    };
    std::ranges::for_each(report.findings, hide);
    for (const auto& aside : report.set_aside) hide(aside.finding);
    for (const auto index : wanted) take(file, index);
  }
}

}  // namespace

std::vector<SourceLine> source_lines(const package::Pack& pack, const check::Report& report,
                                     const std::vector<check::Finding>& findings) {
  std::vector<SourceLine> lines(findings.size());
  each_file(pack, report, findings, [&](const File& file, std::size_t index) {
    lines[index] = line_of(file, findings[index], report.package.digest);
  });
  return lines;
}

std::vector<std::string> stable_lines(const package::Pack& pack, const check::Report& report,
                                      const std::vector<check::Finding>& findings) {
  std::vector<std::string> lines(findings.size());
  each_file(pack, report, findings, [&](const File& file, std::size_t index) {
    const auto line = file.line(findings[index].line);
    if (!line) return;
    lines[index] = trim(file.shown(*line, file.hidden_in(*line), Digest{}));
  });
  return lines;
}

}  // namespace baobei::sinks
