#include "pattern.h"

#include <re2/re2.h>

#include <cstdio>
#include <cstdlib>

namespace baobei::tidy {
namespace {

Match matched(const RE2& expression, std::string_view text, std::size_t from) {
  std::vector<re2::StringPiece> pieces(
      static_cast<std::size_t>(expression.NumberOfCapturingGroups()) + 1);
  const re2::StringPiece piece(text.data(), text.size());
  if (!expression.Match(piece, from, text.size(), RE2::UNANCHORED, pieces.data(),
                        static_cast<int>(pieces.size()))) {
    return {};
  }
  Match match;
  match.at = static_cast<std::size_t>(pieces[0].data() - text.data());
  for (const auto& group : pieces) match.groups.emplace_back(group.data(), group.size());
  return match;
}

}  // namespace

struct Pattern::Compiled {
  RE2 expression;
};

Pattern::Pattern(std::string_view expression)
    : compiled_(new Compiled{RE2(re2::StringPiece(expression.data(), expression.size()))}) {
  if (compiled_->expression.ok()) return;
  std::fputs(compiled_->expression.error().c_str(), stderr);
  std::abort();
}

Pattern::~Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;

Match Pattern::first(std::string_view text) const {
  return matched(compiled_->expression, text, 0);
}

std::vector<Match> Pattern::all(std::string_view text) const {
  std::vector<Match> matches;
  std::size_t from = 0;
  while (from <= text.size()) {
    auto match = matched(compiled_->expression, text, from);
    if (match.groups.empty()) break;
    from = match.end() > from ? match.end() : from + 1;
    matches.push_back(std::move(match));
  }
  return matches;
}

bool Pattern::is_in(std::string_view text) const {
  return !first(text).groups.empty();
}

std::string Pattern::replaced(std::string_view text, std::string_view with) const {
  std::string left;
  std::size_t from = 0;
  for (const auto& match : all(text)) {
    left += text.substr(from, match.at - from);
    left += with;
    from = match.end();
  }
  left += text.substr(from);
  return left;
}

}  // namespace baobei::tidy
