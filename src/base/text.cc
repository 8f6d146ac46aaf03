#include "base/text.h"

#include <cctype>
#include <cstdint>

namespace baobei {
namespace {

// Decodes one character at `at`; returns its length in bytes, 0 where it is not UTF-8.
std::size_t decode(std::string_view text, std::size_t at, std::uint32_t& character) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
  const std::uint8_t lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || at + length > text.size()) return 0;
  character = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    character = character << 6 | (byte(i) & 0x3F);
  }
  const bool overlong = (length == 3 && character < 0x800) || (length == 4 && character < 0x10000);
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  return overlong || surrogate || character > 0x10FFFF ? 0 : length;
}

bool hides_or_moves_text(std::uint32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0xAD ||
         (character >= 0x200B && character <= 0x200F) ||
         (character >= 0x2028 && character <= 0x202E) ||
         (character >= 0x2060 && character <= 0x206F) || character == 0xFEFF;
}

}  // namespace

std::size_t utf8_bytes(std::string_view text) {
  std::uint32_t character = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto length = decode(text, at, character);
    if (length == 0) break;
    at += length;
  }
  return at;
}

bool is_utf8(std::string_view text) {
  return utf8_bytes(text) == text.size();
}

std::size_t utf8_length(std::string_view text) {
  std::size_t characters = 0;
  for (const char c : text) characters += (static_cast<std::uint8_t>(c) & 0xC0) != 0x80;
  return characters;
}

std::string_view utf8_prefix(std::string_view text, std::size_t characters) {
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool starts = (static_cast<std::uint8_t>(text[at]) & 0xC0) != 0x80;
    if (starts && seen++ == characters) return text.substr(0, at);
  }
  return text;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::uint32_t character = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto length = decode(text, at, character);
    if (length == 0 || hides_or_moves_text(character)) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text.substr(at, length);
    }
    at += length == 0 ? 1 : length;
  }
  return out;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string wire_case(std::string_view cpp_name) {
  if (cpp_name.size() > 1 && cpp_name[0] == 'k' &&
      std::isupper(static_cast<unsigned char>(cpp_name[1]))) {
    cpp_name.remove_prefix(1);
  }
  std::string out;
  for (const char c : cpp_name) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isupper(letter)) {
      if (!out.empty()) out.push_back('_');
      out.push_back(static_cast<char>(std::tolower(letter)));
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace baobei
