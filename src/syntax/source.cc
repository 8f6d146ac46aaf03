#include "syntax/source.h"

#include <algorithm>
#include <array>

namespace baobei::syntax {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";

constexpr std::array<std::string_view, 18> kRoles = {"navigation_title",
                                                     "tab_text",
                                                     "heading",
                                                     "button",
                                                     "label",
                                                     "placeholder",
                                                     "text",
                                                     "attribute",
                                                     "dialog",
                                                     "share",
                                                     "description",
                                                     "data",
                                                     "string",
                                                     "url",
                                                     "json",
                                                     "style",
                                                     "comment",
                                                     "log"};

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

}  // namespace

std::string_view name(Role role) {
  return kRoles[static_cast<std::size_t>(role)];
}

Lines::Lines(std::string_view text) : text_(text) {
  starts_.push_back(text.starts_with(kBom) ? static_cast<std::uint32_t>(kBom.size()) : 0);
  for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    starts_.push_back(static_cast<std::uint32_t>(at + 1));
  }
}

Position Lines::at(std::size_t offset) const {
  offset = std::min(offset, text_.size());
  const auto next = std::ranges::upper_bound(starts_, offset);
  if (next == starts_.begin()) return {};
  const auto start = *(next - 1);
  const auto before = text_.substr(start, offset - start);
  const auto characters = std::ranges::count_if(
      before, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return {static_cast<std::uint32_t>(next - starts_.begin()),
          static_cast<std::uint32_t>(1 + characters)};
}

bool is_url_like(std::string_view text) {
  if (text.size() < 4 || text.find(' ') != std::string_view::npos) return false;
  if (text.find("://") != std::string_view::npos || text.starts_with("//")) return true;
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || text.size() > 512) return false;
  const auto path = text.substr(0, text.find('?'));
  return std::ranges::all_of(path, [](char c) { return is_word(c) || c == '/'; });
}

}  // namespace baobei::syntax
