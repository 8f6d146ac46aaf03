// Codes are found in both kinds of pictures; what is broken or too large is refused.
#include "pictures/pictures.h"

#define ZX_USE_UTF8 1
#include <BitMatrix.h>
#include <CharacterSet.h>
#include <MultiFormatWriter.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <png.h>
#include <turbojpeg.h>

namespace baobei::pictures {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Grey {
  unsigned side = 0;
  std::vector<std::uint8_t> pixels;
};

Grey code_of(const std::string& text) {
  constexpr int kSide = 240;
  const auto bits = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                        .setEncoding(ZXing::CharacterSet::UTF8)
                        .encode(text, kSide, kSide);
  Grey grey{static_cast<unsigned>(bits.width()), {}};
  for (int y = 0; y < bits.height(); ++y) {
    for (int x = 0; x < bits.width(); ++x) grey.pixels.push_back(bits.get(x, y) ? 0 : 255);
  }
  return grey;
}

std::string png_of(const Grey& grey) {
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = image.height = grey.side;
  image.format = PNG_FORMAT_GRAY;
  png_alloc_size_t size = 0;
  CHECK(png_image_write_to_memory(&image, nullptr, &size, 0, grey.pixels.data(), 0, nullptr) != 0);
  std::string bytes(size, '\0');
  CHECK(png_image_write_to_memory(&image, bytes.data(), &size, 0, grey.pixels.data(), 0, nullptr) !=
        0);
  bytes.resize(size);
  return bytes;
}

std::string jpeg_of(const Grey& grey) {
  constexpr int kQuality = 80;
  const auto encoder = tjInitCompress();
  unsigned char* made = nullptr;
  unsigned long size = 0;
  const auto side = static_cast<int>(grey.side);
  CHECK(tjCompress2(encoder, grey.pixels.data(), side, 0, side, TJPF_GRAY, &made, &size,
                    TJSAMP_GRAY, kQuality, 0) == 0);
  std::string bytes(reinterpret_cast<const char*>(made), size);
  tjFree(made);
  tjDestroy(encoder);
  return bytes;
}

TEST(Pictures, TheCodesInThemAreRead) {
  const auto grey = code_of("https://shop.example.com/路");
  for (const auto& bytes : {png_of(grey), jpeg_of(grey)}) {
    ASSERT_TRUE(is_picture(bytes));
    const auto codes = codes_in(bytes);
    ASSERT_TRUE(codes.has_value()) << to_string(codes.error());
    EXPECT_THAT(*codes, ElementsAre("https://shop.example.com/路"));
  }
}

TEST(Pictures, WithoutACodeSayNothing) {
  const Grey white{64, std::vector<std::uint8_t>(64 * 64, 255)};
  EXPECT_THAT(codes_in(png_of(white)).value(), IsEmpty());
}

TEST(Pictures, WhatACodeSaysIsMadePrintable) {
  const auto codes = codes_in(png_of(code_of("a\x1B[2Jb")));
  ASSERT_TRUE(codes.has_value());
  ASSERT_EQ(codes->size(), 1u);
  EXPECT_EQ(codes->front().find('\x1B'), std::string::npos);
}

TEST(Pictures, BrokenOnesAreRefused) {
  const auto whole = png_of(code_of("x"));
  EXPECT_EQ(codes_in(whole.substr(0, whole.size() / 2)).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(codes_in("GIF89a").error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(codes_in("\xFF\xD8\xFF").error().kind, ErrorKind::kInvalid);
}

TEST(Pictures, MorePixelsThanTheLimitAreNotDecoded) {
  const Grey wide{5'000, std::vector<std::uint8_t>(5'000 * 5'000, 255)};
  EXPECT_EQ(codes_in(png_of(wide)).error().kind, ErrorKind::kTooLarge);
  auto bytes = png_of(Grey{8, std::vector<std::uint8_t>(64, 255)});
  bytes.append(kPictureBytesMax, '\0');
  EXPECT_EQ(codes_in(bytes).error().kind, ErrorKind::kTooLarge);
}

}  // namespace
}  // namespace baobei::pictures
