#include "versions/text.h"

#include <algorithm>

#include "base/text.h"

namespace baobei::versions {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::string_view kCut = "\xE2\x80\xA6";

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The byte at which character number `column` (from 1) of the line begins; its end beyond that.
std::size_t byte_of(std::string_view line, std::uint32_t column) {
  if (column == 0) return 0;
  return utf8_prefix(line, column - 1).size();
}

// One character of the text per character, so that columns stay where they are.
void mask_range(std::string& text, std::size_t begin, std::size_t end) {
  std::string hidden;
  for (std::size_t at = begin; at < end; ++at) {
    const char c = text[at];
    if (c == '\n' || c == '\r') hidden.push_back(c);
    if (c != '\n' && c != '\r' && !continues(c)) hidden.push_back(engine::kMaskCharacter);
  }
  text.replace(begin, end - begin, hidden);
}

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Sorted, without overlaps.
std::vector<Range> merged(std::vector<Range> ranges) {
  std::ranges::sort(ranges, {}, &Range::begin);
  std::vector<Range> apart;
  for (const auto& range : ranges) {
    if (apart.empty() || range.begin > apart.back().end) {
      apart.push_back(range);
    } else {
      apart.back().end = std::max(apart.back().end, range.end);
    }
  }
  return apart;
}

// The bytes of a span; a whole file's where it names no line.
Range range_of(std::string_view text, const std::vector<std::string_view>& lines,
               const engine::TextSpan& span) {
  const auto offset = [&](std::uint32_t line, std::uint32_t column) {
    if (line > lines.size()) return text.size();
    const auto& wanted = lines[line - 1];
    return static_cast<std::size_t>(wanted.data() - text.data()) + byte_of(wanted, column);
  };
  if (span.line == 0) return {0, text.size()};
  const auto begin = offset(span.line, span.column);
  const auto last = std::max(span.end_line, span.line);
  // A place without an end hides the rest of its line rather than nothing.
  const auto end = span.end_column == 0 ? offset(last, UINT32_MAX) : offset(last, span.end_column);
  return {begin, std::max(begin, end)};
}

}  // namespace

bool is_text(std::string_view bytes) {
  const bool controlled = std::ranges::any_of(bytes, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F || (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f');
  });
  return !controlled && is_utf8(bytes);
}

void mask(std::string& text, std::string_view file, const std::vector<engine::TextSpan>& spans) {
  std::vector<Range> ranges;
  const auto lines = lines_of(text);
  for (const auto& span : spans) {
    if (span.file == file) ranges.push_back(range_of(text, lines, span));
  }
  // From the last to the first, so that what is still to be hidden stays where it is.
  const auto apart = merged(std::move(ranges));
  for (auto range = apart.rbegin(); range != apart.rend(); ++range) {
    mask_range(text, range->begin, range->end);
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  if (text.starts_with(kBom)) text.remove_prefix(kBom.size());
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto feed = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, feed);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(feed + 1, text.size()));
  }
  return lines;
}

std::string shortened_line(std::string_view line, std::uint32_t column, std::size_t characters) {
  if (line.size() <= characters || utf8_length(line) <= characters) return std::string(line);
  const std::size_t wanted = column == 0 ? 0 : column - 1;
  const std::size_t skipped = wanted > characters / 2 ? wanted - characters / 2 : 0;
  const auto rest = line.substr(utf8_prefix(line, skipped).size());
  const auto kept = utf8_prefix(rest, characters);
  std::string out(skipped > 0 ? kCut : "");
  out += kept;
  if (kept.size() < rest.size()) out += kCut;
  return out;
}

}  // namespace baobei::versions
