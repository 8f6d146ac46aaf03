// Everything the command line says, in both languages: words.def and the other
// *_words.def are sentences, terms.def the names of states, roles and events as people read them.
//
// Invariants: one table, so no sentence exists in one language only; {0}…{9} are filled by position
// and stand in both languages alike (a test holds it). Threads: constants, pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace baobei::cli {

enum class Language { kZh, kEn };

enum class Word {
#define WORD(name, zh, en) name,
#include "cli/check_words.def"
#include "cli/directory_words.def"
#include "cli/edition_words.def"
#include "cli/form_words.def"
#include "cli/log_words.def"
#include "cli/office_words.def"
#include "cli/people_words.def"
#include "cli/review_words.def"
#include "cli/server_words.def"
#include "cli/version_words.def"
#include "cli/walk_words.def"
#include "cli/webhook_words.def"
#include "cli/words.def"
#undef WORD
};

struct WordRow {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};
std::span<const WordRow> all_words();

struct TermRow {
  std::string_view vocabulary;  // "submission", "event"
  std::string_view wire;        // as the API writes it
  std::string_view zh;
  std::string_view en;
};
std::span<const TermRow> all_terms();

std::string_view word(Word which, Language language);

// `pattern` with {0}, {1}… replaced by the arguments; what is missing stays empty.
std::string filled(std::string_view pattern, const std::vector<std::string>& arguments);

// How people read a word of the API. What this program does not know is shown as it came: the API
// changes by addition.
std::string term(std::string_view vocabulary, std::string_view wire, Language language);

// From a locale's name ("zh_CN.UTF-8"): Chinese where it begins with zh, else English.
Language language_of_locale(std::string_view locale);

}  // namespace baobei::cli
