// A regular expression (RE2's syntax) and what it matched. Threads: any. Owner: a static.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace baobei::tidy {

struct Match {
  std::size_t at = 0;                    // where it begins, in bytes
  std::vector<std::string_view> groups;  // the whole first; empty where a group took no part

  std::size_t end() const { return at + groups[0].size(); }
  std::string text(std::size_t group = 0) const { return std::string(groups[group]); }
};

class Pattern {
 public:
  // An expression that is none ends the program.
  explicit Pattern(std::string_view expression);
  ~Pattern();
  Pattern(Pattern&&) noexcept;

  // The first match; its groups point into `text`. No groups: there is none.
  Match first(std::string_view text) const;
  // Every match that does not overlap the one before.
  std::vector<Match> all(std::string_view text) const;
  bool is_in(std::string_view text) const;
  // `text` with every match replaced.
  std::string replaced(std::string_view text, std::string_view with) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace baobei::tidy
