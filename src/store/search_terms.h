// What names are found by: their letters without case, in pairs of neighbouring characters. Chinese
// has no blanks between words; two characters are the shortest that a reader looks for. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/text.h"
#include "engine/search_ports.h"

namespace baobei::store {

// As SQLite's lower(): letters of ASCII alone.
inline std::string folded(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Of folded text: every two neighbouring characters.
inline std::set<std::string> terms_of(std::string_view text) {
  std::set<std::string> terms;
  while (utf8_length(text) >= 2) {
    terms.emplace(utf8_prefix(text, 2));
    text.remove_prefix(utf8_prefix(text, 1).size());
  }
  return terms;
}

// Folded; kInvalid for what cannot be looked for.
inline Result<std::string> search_words(std::string_view words) {
  const auto plain = trim(words);
  const bool fits = is_utf8(plain) && utf8_length(plain) >= engine::kSearchCharactersMin &&
                    utf8_length(plain) <= engine::kSearchCharactersMax;
  if (!fits) return fail(ErrorKind::kInvalid, "2 to 50 characters are expected", "q");
  return folded(plain);
}

}  // namespace baobei::store
