// Text that came from outside: is it UTF-8, is it short enough, may it be shown on one line.
// Pure functions; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baobei {

// Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

// How many bytes at its begin are UTF-8, so strictly.
std::size_t utf8_bytes(std::string_view text);

// Characters (code points) of valid UTF-8.
std::size_t utf8_length(std::string_view text);

// At most `characters` characters, cut at a character boundary.
std::string_view utf8_prefix(std::string_view text, std::size_t characters);

// Control characters, bidirectional overrides and zero-width characters replaced by U+FFFD, so that
// a line of a log or terminal shows what is there.
std::string printable(std::string_view text);

std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);

// "kToBeHandedOver" or "ToBeHandedOver" → "to_be_handed_over": how enums and types are written
// outside C++.
std::string wire_case(std::string_view cpp_name);

}  // namespace baobei
