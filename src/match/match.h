// Many patterns found in one pass over a text: literals and regular expressions (RE2's syntax).
//
// What counts as an occurrence: a pattern never reaches over a line feed; where a literal begins or
// ends with an ASCII letter or digit, no other one may stand beside it ("ktv" is not in "ktvs").
// Patterns and text are compared byte by byte: whoever wants more folds both first (fold/fold.h).
//
// Invariants: find() gives exactly what trying each pattern on each line gives (match_test holds it
// against such a matcher). Compiling is slow, opening what was compiled is not; a compiled form
// fits the patterns and library version that made it, on any machine of the same architecture, and
// is made anew where it does not. Time is linear in the text; limits below.
// Threads: const functions from any. Owner: whoever compiles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace baobei::match {

inline constexpr std::size_t kPatternsMax = 200'000;
inline constexpr std::size_t kPatternBytesMax = 1'024;
inline constexpr std::size_t kTextBytesMax = 512 * 1024 * 1024;
inline constexpr std::size_t kHitsPerPatternMax = 2'000;  // further ones are left out
inline constexpr std::size_t kHitsMax = 500'000;

enum class Kind { kLiteral, kRegex };

struct Pattern {
  Kind kind = Kind::kLiteral;
  std::string text;

  auto operator<=>(const Pattern&) const = default;
};

struct Hit {
  std::uint32_t pattern = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  auto operator<=>(const Hit&) const = default;
};

struct Hits {
  std::vector<Hit> all;  // by begin, longer ones first, then by pattern
  bool complete = true;  // false: a limit left some out
};

// What is wrong with one pattern, kInvalid; nothing where it can be compiled.
Status check_pattern(const Pattern& pattern);

class Matcher {
 public:
  // kInvalid with the number of the first bad pattern as context, kTooLarge beyond the limits.
  static Result<Matcher> compile(std::vector<Pattern> patterns);
  // As compile(), but fast where `compiled` is what serialised() gave for these patterns.
  static Result<Matcher> open(std::vector<Pattern> patterns, std::string_view compiled);

  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  ~Matcher();

  std::string serialised() const;
  // Whether open() had to compile.
  bool was_compiled() const;
  std::span<const Pattern> patterns() const;

  // `text`: valid UTF-8 of at most kTextBytesMax. kUnavailable where memory runs out.
  Result<Hits> find(std::string_view text) const;

 private:
  struct State;
  explicit Matcher(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace baobei::match
