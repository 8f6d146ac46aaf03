#include "cli/terminal.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kCellColumnsMax = 60;

std::size_t width_of(UChar32 character) {
  const auto type = u_charType(character);
  const bool sits_on_another = type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
  if (sits_on_another || character == 0xFE0F) return 0;
  const auto width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// The character at `at`, which moves behind it; U+FFFD for what is no UTF-8.
UChar32 next_character(std::string_view text, std::size_t& at) {
  auto index = static_cast<std::int32_t>(at);
  UChar32 character = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // ICU's macro
  U8_NEXT_OR_FFFD(text.data(), index, static_cast<std::int32_t>(text.size()), character);  // NOLINT
#pragma GCC diagnostic pop
  at = static_cast<std::size_t>(index);
  return character;
}

std::string_view escape_of(Tone tone) {
  switch (tone) {
    case Tone::kGood:
      return "\x1B[32m";
    case Tone::kBad:
      return "\x1B[31m";
    case Tone::kWarn:
      return "\x1B[33m";
    case Tone::kQuiet:
      return "\x1B[2m";
    case Tone::kStrong:
      return "\x1B[1m";
    case Tone::kPlain:
      return "";
  }
  return "";
}

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) width += width_of(next_character(text, at));
  return width;
}

std::string padded(std::string_view text, std::size_t width) {
  const auto own = display_width(text);
  return std::string(text) + std::string(width > own ? width - own : 0, ' ');
}

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::size_t used = 1;  // the ellipsis
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    used += width_of(next_character(text, at));
    if (used > width) break;
    end = at;
  }
  return std::string(text.substr(0, end)) + "…";
}

std::string Terminal::say(Word which, const std::vector<std::string>& arguments) const {
  std::vector<std::string> safe;
  for (const auto& argument : arguments) safe.push_back(printable(argument));
  return filled(word(which, style_.language), safe);
}

std::string Terminal::name(std::string_view vocabulary, std::string_view wire) const {
  return printable(term(vocabulary, wire, style_.language));
}

std::string Terminal::when(Instant instant) const {
  const auto offset = style_.utc_offset ? style_.utc_offset(instant) : std::chrono::seconds{0};
  auto text = format_rfc3339(std::chrono::floor<std::chrono::seconds>(instant + offset));
  text.pop_back();  // the Z, which no longer holds
  std::ranges::replace(text, 'T', ' ');
  const auto minutes = std::abs(offset.count()) / 60;
  return text + (offset.count() < 0 ? " -" : " +") + two_digits(minutes / 60) + ":" +
         two_digits(minutes % 60);
}

std::string Terminal::when(std::string_view rfc3339) const {
  const auto instant = parse_rfc3339(rfc3339);
  return instant ? when(*instant) : printable(rfc3339);
}

std::string Terminal::span(Duration duration) const {
  const auto total = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
  const std::int64_t seconds = std::max<std::int64_t>(total, 0);
  const std::array<std::pair<std::int64_t, Word>, 4> units = {
      {{86'400, Word::kDays}, {3'600, Word::kHours}, {60, Word::kMinutes}, {1, Word::kSeconds}}};
  std::int64_t rest = seconds;
  std::string text;
  int shown = 0;
  for (const auto& [size, unit] : units) {
    const auto count = rest / size;
    rest %= size;
    if ((count == 0 && shown == 0 && size > 1) || shown == 2) continue;
    if (count == 0 && shown == 1) break;
    if (!text.empty()) text += " ";
    text += say(unit, {std::to_string(count)});
    ++shown;
  }
  return text;
}

std::string Terminal::percent(std::int64_t share) {
  auto text = std::to_string(share / 100);
  if (share % 100 != 0) text += "." + two_digits(share % 100);
  if (text.find('.') != std::string::npos && text.ends_with('0')) text.pop_back();
  return text + " %";
}

std::string Terminal::painted(std::string_view text, Tone tone) const {
  if (!style_.colours || tone == Tone::kPlain || text.empty()) return std::string(text);
  return std::string(escape_of(tone)) + std::string(text) + "\x1B[0m";
}

void Terminal::line(std::string_view text, Tone tone) {
  const auto indent = std::min(text.find_first_not_of(' '), text.size());
  bool first = true;
  for (const auto& one : split(text, '\n')) {
    const auto lead = first ? std::string() : std::string(indent, ' ');
    *out_ << lead << painted(printable(one), tone) << '\n';
    first = false;
  }
}

void Terminal::line(Word which, const std::vector<std::string>& arguments, Tone tone) {
  line(say(which, arguments), tone);
}

void Terminal::facts(const std::vector<std::pair<std::string, Cell>>& rows) {
  std::size_t width = 0;
  for (const auto& [label, cell] : rows) width = std::max(width, display_width(label));
  for (const auto& [label, cell] : rows) {
    if (cell.text.empty()) continue;
    *out_ << "  " << painted(padded(printable(label), width), Tone::kQuiet) << "  "
          << painted(printable(cell.text), cell.tone) << '\n';
  }
}

void Terminal::table(const std::vector<Word>& headers, const std::vector<std::vector<Cell>>& rows) {
  std::vector<std::string> titles;
  for (const auto header : headers) titles.push_back(say(header));
  table(titles, rows);
}

void Terminal::table(const std::vector<std::string>& headers,
                     const std::vector<std::vector<Cell>>& rows) {
  if (rows.empty()) return line(Word::kNothing, {}, Tone::kQuiet);
  std::vector<std::vector<std::string>> texts;
  std::vector<std::size_t> widths;
  for (const auto& header : headers) widths.push_back(display_width(header));
  for (const auto& row : rows) {
    auto& line_texts = texts.emplace_back();
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      line_texts.push_back(shortened(printable(row[i].text), kCellColumnsMax));
      widths[i] = std::max(widths[i], display_width(line_texts.back()));
    }
  }
  const auto write = [&](std::size_t column, const std::string& text, Tone tone, bool last) {
    *out_ << painted(last ? text : padded(text, widths[column]), tone) << (last ? "\n" : "  ");
  };
  for (std::size_t i = 0; i < headers.size(); ++i) {
    write(i, headers[i], Tone::kStrong, i + 1 == headers.size());
  }
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t i = 0; i < texts[r].size(); ++i) {
      write(i, texts[r][i], rows[r][i].tone, i + 1 == texts[r].size());
    }
  }
}

void Terminal::transient(std::string_view text) {
  *out_ << "\r\x1B[K" << shortened(printable(text), style_.columns) << std::flush;
}

void Terminal::json(std::string_view serialised) {
  *out_ << safe_json(serialised) << '\n' << std::flush;
}

void Terminal::raw_ascii(std::string_view text) {
  *out_ << text;
}

void Terminal::encoded(std::string_view text) {
  *out_ << text << std::flush;
}

std::string safe_json(std::string_view serialised) {
  std::string out;
  out.reserve(serialised.size());
  for (std::size_t at = 0; at < serialised.size();) {
    const auto begin = at;
    const auto character = next_character(serialised, at);
    const auto piece = serialised.substr(begin, at - begin);
    if (printable(piece) == piece) {
      out += piece;
      continue;
    }
    char escaped[16];
    const auto unit = static_cast<unsigned>(character > 0xFFFF ? 0xFFFD : character);
    (void)std::snprintf(escaped, sizeof escaped, "\\u%04X", unit);
    out += escaped;
  }
  return out;
}

}  // namespace baobei::cli
