// The generated table of fold.cc: for each code point what it becomes. tools/fold_table.cc writes
// it while we build.
//
// Invariants: kPages[kIndex[point / 256]][point % 256] is 0 where the point stays, else a kind in
// the top byte: kOne with the code point, kDropped, or kSeveral with an offset into kStrings, where
// a length byte and so much UTF-8 stand. Folding a folded text changes nothing.
// Threads: constants.
#pragma once

#include <cstdint>

namespace baobei::fold::table {

inline constexpr std::uint32_t kOne = 1;
inline constexpr std::uint32_t kDropped = 2;
inline constexpr std::uint32_t kSeveral = 3;

extern const char kVersion[];
extern const std::uint16_t kIndex[];
extern const std::uint32_t kPages[][256];
extern const unsigned char kStrings[];

inline std::uint32_t entry(char32_t point) {
  return kPages[kIndex[point >> 8]][point & 0xFF];
}
inline std::uint32_t kind(std::uint32_t entry) {
  return entry >> 24;
}
inline std::uint32_t value(std::uint32_t entry) {
  return entry & 0xFFFFFF;
}

}  // namespace baobei::fold::table
