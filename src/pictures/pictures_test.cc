// Codes and words are found in every kind of pictures; what is broken or too large is refused.
#include "pictures/pictures.h"

#define ZX_USE_UTF8 1
#include <BitMatrix.h>
#include <CharacterSet.h>
#include <MultiFormatWriter.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <png.h>
#include <turbojpeg.h>

#include <fstream>

#include "pictures/words.h"

namespace baobei::pictures {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// A square picture.
struct Square {
  unsigned side = 0;
  std::vector<std::uint8_t> pixels;
};

Square code_of(const std::string& text) {
  constexpr int kSide = 240;
  const auto bits = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                        .setEncoding(ZXing::CharacterSet::UTF8)
                        .encode(text, kSide, kSide);
  Square grey{static_cast<unsigned>(bits.width()), {}};
  for (int y = 0; y < bits.height(); ++y) {
    for (int x = 0; x < bits.width(); ++x) grey.pixels.push_back(bits.get(x, y) ? 0 : 255);
  }
  return grey;
}

std::string png_of(const Square& grey) {
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

std::string jpeg_of(const Square& grey) {
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

Result<std::vector<Said>> codes_of(const std::string& bytes) {
  TRY_ASSIGN(const auto grey, grey_of(bytes));
  return codes_in(grey);
}

std::string file_named(const std::string& name) {
  std::ifstream file(std::string(BAOBEI_SOURCE_DIR) + "/src/pictures/testdata/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A GIF of one frame of 2 × 2 in a picture of 4 × 3: black and white, the white one transparent.
std::string small_gif() {
  std::string bytes = "GIF89a";
  const auto add = [&](std::initializer_list<int> values) {
    for (const int value : values) bytes += static_cast<char>(value);
  };
  add({4, 0, 3, 0, 0x80, 0, 0, 0, 0, 0, 200, 200, 200});  // the colours: black, grey
  add({0x21, 0xF9, 4, 1, 0, 0, 1, 0});                    // the second is transparent
  add({0x2C, 1, 0, 1, 0, 2, 0, 2, 0, 0});                 // at 1, 1
  add({2, 3, 0x44, 0x08, 0x14, 0});                       // 0 1 / 0 0
  add({0x3B});
  return bytes;
}

TEST(Pictures, TheCodesInThemAreRead) {
  const auto grey = code_of("https://shop.example.com/路");
  for (const auto& bytes : {png_of(grey), jpeg_of(grey)}) {
    ASSERT_TRUE(is_picture(bytes));
    const auto codes = codes_of(bytes);
    ASSERT_TRUE(codes.has_value()) << to_string(codes.error());
    ASSERT_EQ(codes->size(), 1u);
    const auto& [text, region] = codes->front();
    EXPECT_EQ(text, "https://shop.example.com/路");
    EXPECT_TRUE(region.x > 0 && region.y > 0 && region.width > 100 && region.height > 100);
    EXPECT_LE(region.x + region.width, 240);
  }
}

TEST(Pictures, WithoutACodeSayNothing) {
  const Square white{64, std::vector<std::uint8_t>(64 * 64, 255)};
  EXPECT_THAT(codes_of(png_of(white)).value(), IsEmpty());
}

TEST(Pictures, WhatACodeSaysIsMadePrintable) {
  const auto codes = codes_of(png_of(code_of("a\x1B[2Jb")));
  ASSERT_TRUE(codes.has_value());
  ASSERT_EQ(codes->size(), 1u);
  EXPECT_EQ(codes->front().text.find('\x1B'), std::string::npos);
}

TEST(Pictures, BrokenOnesAreRefused) {
  const auto whole = png_of(code_of("x"));
  EXPECT_EQ(codes_of(whole.substr(0, whole.size() / 2)).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(codes_of("GIF89a").error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(codes_of("\xFF\xD8\xFF").error().kind, ErrorKind::kInvalid);
}

TEST(Pictures, MorePixelsThanTheLimitAreNotDecoded) {
  const Square wide{5'000, std::vector<std::uint8_t>(5'000 * 5'000, 255)};
  EXPECT_EQ(codes_of(png_of(wide)).error().kind, ErrorKind::kTooLarge);
  auto bytes = png_of(Square{8, std::vector<std::uint8_t>(64, 255)});
  bytes.append(kPictureBytesMax, '\0');
  EXPECT_EQ(codes_of(bytes).error().kind, ErrorKind::kTooLarge);
}

TEST(Pictures, TheFirstFrameIsDrawnWhereItLies) {
  const auto grey = grey_of(small_gif());
  ASSERT_TRUE(grey.has_value()) << to_string(grey.error());
  EXPECT_EQ(grey->width, 4);
  EXPECT_EQ(grey->height, 3);
  EXPECT_EQ(grey->pixels[0], 255);
  EXPECT_EQ(grey->pixels[4 + 1], 0);
  EXPECT_EQ(grey->pixels[4 + 2], 255);  // transparent: white
}

TEST(Pictures, EveryKindIsDecodedToTheSame) {
  const auto png = grey_of(file_named("poster.png"));
  ASSERT_TRUE(png.has_value());
  for (const char* name : {"poster.webp", "poster_moving.webp", "poster_moving.gif"}) {
    const auto grey = grey_of(file_named(name));
    ASSERT_TRUE(grey.has_value()) << name << to_string(grey.error());
    ASSERT_EQ(grey->pixels.size(), png->pixels.size()) << name;
    std::size_t different = 0;
    for (std::size_t i = 0; i < grey->pixels.size(); ++i) {
      different += std::abs(grey->pixels[i] - png->pixels[i]) > 64 ? 1 : 0;
    }
    EXPECT_LT(different, grey->pixels.size() / 100) << name;
  }
}

TEST(Pictures, BrokenOnesOfEveryKindAreRefused) {
  for (const char* name : {"poster.png", "poster.webp", "poster_moving.webp"}) {
    const auto whole = file_named(name);
    EXPECT_FALSE(grey_of(whole.substr(0, 40)).has_value()) << name;
  }
  // What was there of a GIF counts.
  const auto gif = file_named("poster_moving.gif");
  EXPECT_TRUE(grey_of(gif.substr(0, gif.size() / 2)).has_value());
  EXPECT_FALSE(grey_of(gif.substr(0, 300)).has_value());
}

TEST(Words, StandInEveryKindOfPictures) {
  const auto reader = WordReader::load();
  ASSERT_TRUE(reader.has_value()) << to_string(reader.error());
  for (const char* name :
       {"poster.png", "poster.webp", "poster_moving.webp", "poster_moving.gif"}) {
    const auto lines = reader->read(*grey_of(file_named(name)));
    ASSERT_TRUE(lines.has_value()) << name;
    ASSERT_EQ(lines->size(), 2u) << name;
    EXPECT_THAT((*lines)[0].text, HasSubstr("添加微信")) << name;
    EXPECT_EQ((*lines)[1].text, "长按识别二维码进群") << name;
    const auto& region = (*lines)[1].region;
    EXPECT_TRUE(region.x >= 30 && region.y >= 110 && region.y < 160) << region.x << "," << region.y;
    EXPECT_TRUE(region.width > 300 && region.height > 20 && region.height < 80);
  }
}

TEST(Words, AreNotLookedForInIcons) {
  const auto reader = WordReader::load();
  ASSERT_TRUE(reader.has_value());
  const Grey icon{16, 16, std::vector<std::uint8_t>(256, 0)};
  EXPECT_THAT(reader->read(icon).value(), IsEmpty());
}

TEST(Words, LoseTheGapsBetweenChineseLettersAlone) {
  EXPECT_EQ(without_gaps("加 微 信 abc def 领 取"), "加微信 abc def 领取");
  EXPECT_EQ(without_gaps(" a  b "), "a b");
  EXPECT_EQ(without_gaps(""), "");
}

}  // namespace
}  // namespace baobei::pictures
