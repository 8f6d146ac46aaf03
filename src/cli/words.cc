#include "cli/words.h"

#include <algorithm>

#include "base/result.h"

namespace baobei::cli {
namespace {

constexpr WordRow kWords[] = {
#define WORD(name, zh, en) {#name, zh, en},
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

constexpr TermRow kTerms[] = {
#define TERM(vocabulary, wire, zh, en) {vocabulary, wire, zh, en},
#include "cli/terms.def"
#undef TERM
};

}  // namespace

std::span<const WordRow> all_words() {
  return kWords;
}

std::span<const TermRow> all_terms() {
  return kTerms;
}

std::string_view word(Word which, Language language) {
  const auto index = static_cast<std::size_t>(which);
  CHECK(index < std::size(kWords));
  return language == Language::kZh ? kWords[index].zh : kWords[index].en;
}

std::string filled(std::string_view pattern, const std::vector<std::string>& arguments) {
  std::string out;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const bool placeholder = pattern[at] == '{' && at + 2 < pattern.size() &&
                             pattern[at + 1] >= '0' && pattern[at + 1] <= '9' &&
                             pattern[at + 2] == '}';
    if (!placeholder) {
      out.push_back(pattern[at]);
      continue;
    }
    const auto index = static_cast<std::size_t>(pattern[at + 1] - '0');
    if (index < arguments.size()) out += arguments[index];
    at += 2;
  }
  return out;
}

std::string term(std::string_view vocabulary, std::string_view wire, Language language) {
  const auto found = std::ranges::find_if(
      kTerms, [&](const TermRow& row) { return row.vocabulary == vocabulary && row.wire == wire; });
  if (found == std::end(kTerms)) return std::string(wire);
  return std::string(language == Language::kZh ? found->zh : found->en);
}

Language language_of_locale(std::string_view locale) {
  return locale.starts_with("zh") ? Language::kZh : Language::kEn;
}

}  // namespace baobei::cli
