#include "versions/picture.h"

#include <algorithm>

namespace baobei::versions {
namespace {

using std::string_view_literals::operator""sv;

// A number of so many bytes at a place; 0 outside.
std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  if (at > bytes.size() || bytes.size() - at < count) return 0;
  std::uint64_t number = 0;
  for (const char c : bytes.substr(at, count)) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}
std::uint64_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  if (at > bytes.size() || bytes.size() - at < count) return 0;
  std::uint64_t number = 0;
  for (std::size_t i = count; i > 0; --i) {
    number = number << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return number;
}

// The frame header is the first of C0 to CF that is no table; everything before it has a length.
PictureHead jpeg_head(std::string_view bytes) {
  PictureHead head{"image/jpeg", 0, 0};
  std::size_t at = 2;
  while (at + 4 <= bytes.size() && big_endian(bytes, at, 1) == 0xFF) {
    const auto marker = big_endian(bytes, at + 1, 1);
    if (marker == 0xFF) {  // filling
      ++at;
      continue;
    }
    const bool table = marker == 0xC4 || marker == 0xC8 || marker == 0xCC;
    if (marker >= 0xC0 && marker <= 0xCF && !table) {
      head.height = big_endian(bytes, at + 5, 2);
      head.width = big_endian(bytes, at + 7, 2);
      return head;
    }
    if (marker == 0xDA || marker == 0xD9) return head;  // pixels without a frame
    at += 2 + big_endian(bytes, at + 2, 2);
  }
  return head;
}

// Behind a chain of sub-blocks, each led by its length, a zero at its end.
std::size_t behind_blocks(std::string_view bytes, std::size_t at) {
  while (at < bytes.size() && bytes[at] != 0) at += 1 + big_endian(bytes, at, 1);
  return at + 1;
}

std::size_t colours_bytes(std::uint64_t flags) {
  return (flags & 0x80) != 0 ? std::size_t{3} << ((flags & 7) + 1) : 0;
}

// Decoders widen the screen to what its frames state, so every frame counts.
PictureHead gif_head(std::string_view bytes) {
  PictureHead head{"image/gif", little_endian(bytes, 6, 2), little_endian(bytes, 8, 2)};
  std::size_t at = 13 + colours_bytes(big_endian(bytes, 10, 1));
  while (at < bytes.size() && (bytes[at] == '!' || bytes[at] == ',')) {
    if (bytes[at] == '!') {
      at = behind_blocks(bytes, at + 2);
      continue;
    }
    const auto right = little_endian(bytes, at + 1, 2) + little_endian(bytes, at + 5, 2);
    const auto bottom = little_endian(bytes, at + 3, 2) + little_endian(bytes, at + 7, 2);
    head.width = std::max(head.width, right);
    head.height = std::max(head.height, bottom);
    at = behind_blocks(bytes, at + 11 + colours_bytes(big_endian(bytes, at + 9, 1)));
  }
  return head;
}

PictureHead webp_head(std::string_view bytes) {
  PictureHead head{"image/webp", 0, 0};
  const auto form = bytes.substr(12, 4);
  if (form == "VP8X" && bytes.size() >= 30) {
    head.width = little_endian(bytes, 24, 3) + 1;
    head.height = little_endian(bytes, 27, 3) + 1;
  } else if (form == "VP8L" && bytes.size() >= 25 && bytes[20] == '\x2F') {
    const auto packed = little_endian(bytes, 21, 4);
    head.width = (packed & 0x3FFF) + 1;
    head.height = (packed >> 14 & 0x3FFF) + 1;
  } else if (form == "VP8 " && bytes.substr(23, 3) == "\x9D\x01\x2A"sv) {
    head.width = little_endian(bytes, 26, 2) & 0x3FFF;
    head.height = little_endian(bytes, 28, 2) & 0x3FFF;
  }
  return head;
}

std::optional<PictureHead> head_of(std::string_view bytes) {
  const bool png = bytes.size() >= 24 && bytes.starts_with("\x89PNG\r\n\x1A\n");
  if (png && bytes.substr(12, 4) == "IHDR") {
    return PictureHead{"image/png", big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
  }
  if (bytes.starts_with("\xFF\xD8\xFF")) return jpeg_head(bytes);
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return gif_head(bytes);
  if (bytes.size() >= 30 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP") {
    return webp_head(bytes);
  }
  return std::nullopt;
}

}  // namespace

std::optional<PictureHead> picture_head(std::string_view bytes) {
  auto head = head_of(bytes);
  if (head && (head->width == 0 || head->height == 0)) return std::nullopt;
  return head;
}

}  // namespace baobei::versions
