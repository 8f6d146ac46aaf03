// A file's bytes as lines for people: is it text, where do its lines stand, which characters must
// not be shown.
//
// Invariants: pure; any thread. Lines end at a line feed, and a carriage return before it belongs
// to the end; the byte order mark belongs to no line; columns count characters, as check's do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/contents.h"

namespace baobei::versions {

// UTF-8 without control characters but tab, line feed, form feed and carriage return.
bool is_text(std::string_view bytes);

// Replaces every character but line ends in these spans of `file`. What lies outside the text
// counts for nothing.
void mask(std::string& text, std::string_view file, const std::vector<engine::TextSpan>& spans);

// The lines of the text, pointing into it. An empty text has none; a line feed at the end starts
// no further one.
std::vector<std::string_view> lines_of(std::string_view text);

// At most `characters` of the line around `column` (from 1; 0: from its start), "…" where something
// was cut.
std::string shortened_line(std::string_view line, std::uint32_t column, std::size_t characters);

}  // namespace baobei::versions
