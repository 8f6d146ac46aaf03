// Text made comparable: what people wrote and what a pattern says meet in one form, whatever width,
// case, script variant or invisible character was put in between, and every byte of it still knows
// where it came from.
//
// Folding replaces each code point by what the table says (tools/fold_table.cc): compatibility
// forms and case (NFKC with case folding), traditional Chinese by simplified (character by
// character, right for comparing and not for showing), letters of other scripts by the ASCII letter
// they look like, accents gone; zero-width characters, combining marks and controls but for tab and
// line feed are dropped. A byte that is no UTF-8 becomes U+FFFD.
//
// Invariants: the result is valid UTF-8; folding it again changes nothing; source() of a part of
// the result is the smallest part of the original that it came from. Time and memory are linear in
// the text: a result is at most kGrowthMax times as long.
// Threads: pure functions, plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace baobei::fold {

inline constexpr std::size_t kTextBytesMax = 256 * 1024 * 1024;  // CHECKed: callers limit texts
inline constexpr std::size_t kGrowthMax = 16;
// Left out of a joined text: at most so many characters between two Han characters.
inline constexpr std::size_t kGapCharactersMax = 3;
inline constexpr std::size_t kJoinedReachMax = 8;  // Han characters kept on each side of a gap

// Names the tables: another version may fold otherwise.
std::string_view version();

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  auto operator<=>(const Span&) const = default;
};

// Where the parts of a derived text came from.
class OffsetMap {
 public:
  // From here on, derived and source bytes correspond one to one.
  void straight(std::size_t derived, std::size_t source) { add(derived, source, 0); }
  // From here to the next entry, all derived bytes came from `length` source bytes.
  void replaced(std::size_t derived, std::size_t source, std::size_t length) {
    add(derived, source, length);
  }

  // Of a part that is not empty.
  Span source(Span derived) const;
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::uint32_t derived = 0;
    std::uint32_t source = 0;
    std::uint32_t length = 0;  // 0: one to one
  };
  void add(std::size_t derived, std::size_t source, std::size_t length);
  const Entry& entry_at(std::size_t derived) const;

  std::vector<Entry> entries_;
};

struct Folded {
  std::string text;
  OffsetMap map;  // to the original

  Span source(Span part) const { return map.source(part); }
};

Folded fold(std::string_view original);
std::string folded(std::string_view original);

// The places where Han characters stand apart (赌·博, 赌 * 博), closed up: gaps of up to
// kGapCharactersMax separators left out, with kJoinedReachMax characters around, a line per place.
// What matches across a seam was split by somebody; what matches beside one is in the text anyway.
struct Joined {
  std::string text;
  OffsetMap map;                   // to the folded text
  std::vector<std::size_t> seams;  // offsets in `text`, ascending

  bool crosses_seam(Span part) const;
  Span source(Span part) const { return map.source(part); }
};

Joined join_split(std::string_view folded);

// Ideographs, the blocks that Chinese is written in.
bool is_han(char32_t point);

// The code point at `at` of valid UTF-8, and its length.
struct Character {
  char32_t point = 0;
  std::size_t length = 0;
};
Character character_at(std::string_view text, std::size_t at);

}  // namespace baobei::fold
