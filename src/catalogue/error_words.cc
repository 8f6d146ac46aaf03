#include "catalogue/error_words.h"

#include <array>
#include <vector>

#include "base/text.h"

namespace baobei::catalogue {
namespace {

constexpr std::array kErrorWords = std::to_array<ErrorWords>({
#define SAID(en, zh) {en, zh},
#include "catalogue/error_words.def"
#undef SAID
});

constexpr int kSentencesInOneAnother = 4;
constexpr std::string_view kHole = "{}";
constexpr std::size_t kFixedOfLoose = 4;

using Parts = std::vector<std::string_view>;

std::size_t fixed_characters(std::string_view pattern) {
  auto count = pattern.size();
  for (auto at = pattern.find(kHole); at != std::string_view::npos;
       at = pattern.find(kHole, at + kHole.size())) {
    count -= kHole.size();
  }
  return count;
}

// What stands in the pattern's holes; nothing where the text does not fit. A hole takes as little
// as it can, the last one all that is left.
std::optional<Parts> parts_of(std::string_view text, std::string_view pattern) {
  Parts parts;
  auto hole = pattern.find(kHole);
  if (hole == std::string_view::npos) return text == pattern ? std::optional(parts) : std::nullopt;
  if (!text.starts_with(pattern.substr(0, hole))) return std::nullopt;
  text.remove_prefix(hole);
  for (;;) {
    pattern.remove_prefix(hole + kHole.size());
    hole = pattern.find(kHole);
    const auto between = pattern.substr(0, hole);
    if (hole == std::string_view::npos) {
      if (!text.ends_with(between)) return std::nullopt;
      parts.push_back(text.substr(0, text.size() - between.size()));
      return parts;
    }
    const auto end = text.find(between);
    if (end == std::string_view::npos) return std::nullopt;
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + between.size());
  }
}

std::optional<std::string> translated(std::string_view english, int depth) {
  const ErrorWords* best = nullptr;
  Parts best_parts;
  for (const auto& words : kErrorWords) {
    if (best != nullptr && fixed_characters(words.en) <= fixed_characters(best->en)) continue;
    auto parts = parts_of(english, words.en);
    if (!parts) continue;
    // "{}: {}" fits much: it counts only where it leads to a sentence.
    const bool loose = fixed_characters(words.en) <= kFixedOfLoose;
    if (loose && (depth == 0 || !translated(parts->back(), depth - 1))) continue;
    best = &words;
    best_parts = std::move(*parts);
  }
  if (best == nullptr) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < best->zh.size(); ++i) {
    const bool hole = best->zh[i] == '{' && best->zh.substr(i).size() > 2 && best->zh[i + 2] == '}';
    if (!hole) {
      out += best->zh[i];
      continue;
    }
    const auto part = best_parts.at(static_cast<std::size_t>(best->zh[i + 1] - '0'));
    const auto inner = depth > 0 ? translated(part, depth - 1) : std::nullopt;
    out += inner ? *inner : printable(part);
    i += 2;
  }
  return out;
}

}  // namespace

std::span<const ErrorWords> all_error_words() {
  return kErrorWords;
}

std::optional<std::string> error_in_chinese(std::string_view english) {
  return translated(english, kSentencesInOneAnother);
}

}  // namespace baobei::catalogue
