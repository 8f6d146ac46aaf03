// One line of a scenario as words, read from left to right.
//
// Invariants: a comma is a word of its own; quotes make one word. The first fault sticks: every
// later read gives an empty value, and `fault` says what was expected and seen.
// Threads: one. Owner: the runner.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace baobei::scenario {

class Phrase {
 public:
  Phrase() = default;
  explicit Phrase(std::string_view text);

  bool done() const { return at_ >= words_.size(); }
  std::string peek() const { return done() ? "" : words_[at_]; }
  // Takes these words if they come next, all or none.
  bool take(std::string_view words);
  // As `take`, or else a fault.
  void need(std::string_view words);
  std::string word();
  std::uint32_t number();
  std::vector<std::string> list();  // "a, b, c"; at least one
  std::vector<std::uint32_t> numbers();
  Duration duration();  // "7d", "90m", "1us"; also "1h30m"
  Digest version();     // "v1"
  std::vector<Digest> versions();

  void fail(std::string what);
  const std::string& fault() const { return fault_; }

 private:
  std::vector<std::string> words_;
  std::size_t at_ = 0;
  std::string fault_;
};

// The digest that stands for "v1": any text gives one.
Digest digest_of(std::string_view version);

// "2d", "1h30m", "250us"; nullopt where it is none.
std::optional<Duration> duration_of(std::string_view text);

}  // namespace baobei::scenario
