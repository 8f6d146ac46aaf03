#include "pictures/pictures.h"

#define ZX_USE_UTF8 1  // texts as std::string
#include <ReadBarcode.h>
#include <png.h>
#include <turbojpeg.h>

#include <algorithm>
#include <memory>

#include "base/text.h"

namespace baobei::pictures {
namespace {

constexpr std::string_view kPngMark = "\x89PNG\r\n\x1a\n";
constexpr std::string_view kJpegMark = "\xFF\xD8\xFF";

struct Grey {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  // a byte each, row by row
};

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Result<Grey> with_room(std::int64_t width, std::int64_t height) {
  if (width <= 0 || height <= 0) return fail(ErrorKind::kInvalid, "the picture has no size");
  const auto pixels = static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height);
  if (pixels > kPixelsMax) return fail(ErrorKind::kTooLarge, "the picture has too many pixels");
  return Grey{static_cast<int>(width), static_cast<int>(height), std::vector<std::uint8_t>(pixels)};
}

Result<Grey> grey_of_png(std::string_view bytes) {
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  const std::unique_ptr<png_image, decltype(&png_image_free)> guard(&image, png_image_free);
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) {
    return fail(ErrorKind::kInvalid, "the picture is broken", image.message);
  }
  TRY_ASSIGN(auto grey, with_room(image.width, image.height));
  image.format = PNG_FORMAT_GRAY;
  const png_color white = {255, 255, 255};  // behind what is transparent
  if (png_image_finish_read(&image, &white, grey.pixels.data(), 0, nullptr) == 0) {
    return fail(ErrorKind::kInvalid, "the picture is broken", image.message);
  }
  return grey;
}

Result<Grey> grey_of_jpeg(std::string_view bytes) {
  const std::unique_ptr<void, decltype(&tjDestroy)> decoder(tjInitDecompress(), tjDestroy);
  if (!decoder) return fail(ErrorKind::kUnavailable, "the decoder could not be started");
  int width = 0;
  int height = 0;
  int sampling = 0;
  int colours = 0;
  const auto size = static_cast<unsigned long>(bytes.size());
  if (tjDecompressHeader3(decoder.get(), raw(bytes), size, &width, &height, &sampling, &colours) !=
      0) {
    return fail(ErrorKind::kInvalid, "the picture is broken", tjGetErrorStr2(decoder.get()));
  }
  TRY_ASSIGN(auto grey, with_room(width, height));
  // A warning, as of a file that ends early, leaves what could be read.
  const int done = tjDecompress2(decoder.get(), raw(bytes), size, grey.pixels.data(), width, 0,
                                 height, TJPF_GRAY, TJFLAG_LIMITSCANS);
  if (done != 0 && tjGetErrorCode(decoder.get()) != TJERR_WARNING) {
    return fail(ErrorKind::kInvalid, "the picture is broken", tjGetErrorStr2(decoder.get()));
  }
  return grey;
}

std::vector<std::string> read_codes(const Grey& grey) {
  const ZXing::ImageView view(grey.pixels.data(), grey.width, grey.height, ZXing::ImageFormat::Lum);
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode);
  hints.setTryHarder(true);
  hints.setMaxNumberOfSymbols(kCodesMax);
  std::vector<std::string> codes;
  for (const auto& result : ZXing::ReadBarcodes(view, hints)) {
    if (!result.isValid()) continue;
    codes.emplace_back(utf8_prefix(printable(result.text()), kCodeCharactersMax));
  }
  std::ranges::sort(codes);
  codes.erase(std::ranges::unique(codes).begin(), codes.end());
  return codes;
}

}  // namespace

bool is_picture(std::string_view bytes) {
  return bytes.starts_with(kPngMark) || bytes.starts_with(kJpegMark);
}

Result<std::vector<std::string>> codes_in(std::string_view bytes) {
  if (!is_picture(bytes)) return fail(ErrorKind::kInvalid, "this is no PNG and no JPEG");
  if (bytes.size() > kPictureBytesMax)
    return fail(ErrorKind::kTooLarge, "the picture is too large");
  TRY_ASSIGN(const auto grey,
             bytes.starts_with(kPngMark) ? grey_of_png(bytes) : grey_of_jpeg(bytes));
  try {
    return read_codes(grey);
  } catch (const std::exception& error) {  // of the library
    return fail(ErrorKind::kInvalid, "the picture could not be searched", error.what());
  }
}

}  // namespace baobei::pictures
