// Is a file a picture that a browser may draw, and how large does it state to be? Told by its bytes
// alone, never by its name; nothing is decoded.
//
// Invariants: pure, any thread; reads no byte outside `bytes`; a vector graphic, which may hold
// scripts, is no picture here.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace baobei::versions {

struct PictureHead {
  std::string_view media_type;  // "image/png"
  std::uint64_t width = 0;      // of its largest frame, in pixels
  std::uint64_t height = 0;
};

// PNG, JPEG, GIF or WebP whose size can be read; nullopt for everything else.
std::optional<PictureHead> picture_head(std::string_view bytes);

}  // namespace baobei::versions
