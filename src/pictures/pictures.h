// Pictures: the bytes of a PNG, JPEG, WebP or GIF → its pixels in grey, and what the QR codes in it
// say. The words in it: pictures/words.h.
//
// Pictures are as hostile as everything in a package, and their decoders are large: this runs in a
// child process only (check/child.h), never in a server or in the command line itself.
// Invariants: nothing is decoded whose header states more than kPixelsMax; of what moves only the
// first frame is; what is returned is printable (base/text.h), cut at kCodeCharactersMax.
// Threads: pure functions. Owner: the caller.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace baobei::pictures {

inline constexpr std::size_t kPictureBytesMax = 4 * 1024 * 1024;
inline constexpr std::uint64_t kPixelsMax = 16'000'000;
inline constexpr std::size_t kCodesMax = 8;  // of one picture
inline constexpr std::size_t kCodeCharactersMax = 300;

struct Grey {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  // a byte each, row by row; 255 behind what is transparent
};

// In pixels of the picture, from its left upper corner.
struct Region {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;

  auto operator<=>(const Region&) const = default;
};

// What stands in a picture, and where.
struct Said {
  std::string text;
  Region region;

  auto operator<=>(const Said&) const = default;
};

// By its first bytes, whatever its name. Other kinds have no decoder here.
bool is_picture(std::string_view bytes);

// kInvalid: no picture, or a broken one; kTooLarge: beyond the limits.
Result<Grey> grey_of(std::string_view bytes);

// What its codes say, sorted by text; empty where there is none.
Result<std::vector<Said>> codes_in(const Grey& grey);

}  // namespace baobei::pictures
