// From the bytes of a picture to its pixels, a decoder a kind.
#include <gif_lib.h>
#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "pictures/pictures.h"

namespace baobei::pictures {
namespace {

constexpr std::uint8_t kWhite = 255;

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::unexpected<Error> broken(const char* how = "") {
  return fail(ErrorKind::kInvalid, "the picture is broken", how);
}

Result<std::uint64_t> pixels_of(std::int64_t width, std::int64_t height) {
  if (width <= 0 || height <= 0) return fail(ErrorKind::kInvalid, "the picture has no size");
  const auto pixels = static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height);
  if (pixels > kPixelsMax) return fail(ErrorKind::kTooLarge, "the picture has too many pixels");
  return pixels;
}

Result<Grey> with_room(std::int64_t width, std::int64_t height) {
  TRY_ASSIGN(const auto pixels, pixels_of(width, height));
  return Grey{static_cast<int>(width), static_cast<int>(height),
              std::vector<std::uint8_t>(pixels, kWhite)};
}

std::uint8_t luminance(unsigned red, unsigned green, unsigned blue) {
  return static_cast<std::uint8_t>((red * 299 + green * 587 + blue * 114) / 1000);
}

// ---- PNG, JPEG ---------------------------------------------------------------------------------

Result<Grey> grey_of_png(std::string_view bytes) {
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  const std::unique_ptr<png_image, decltype(&png_image_free)> guard(&image, png_image_free);
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) {
    return broken(image.message);
  }
  TRY_ASSIGN(auto grey, with_room(image.width, image.height));
  image.format = PNG_FORMAT_GRAY;
  const png_color white = {kWhite, kWhite, kWhite};
  if (png_image_finish_read(&image, &white, grey.pixels.data(), 0, nullptr) == 0) {
    return broken(image.message);
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
    return broken(tjGetErrorStr2(decoder.get()));
  }
  TRY_ASSIGN(auto grey, with_room(width, height));
  // A warning, as of a file that ends early, leaves what could be read.
  const int done = tjDecompress2(decoder.get(), raw(bytes), size, grey.pixels.data(), width, 0,
                                 height, TJPF_GRAY, TJFLAG_LIMITSCANS);
  if (done != 0 && tjGetErrorCode(decoder.get()) != TJERR_WARNING) {
    return broken(tjGetErrorStr2(decoder.get()));
  }
  return grey;
}

// ---- WebP --------------------------------------------------------------------------------------

Result<Grey> grey_of_webp(std::string_view bytes) {
  const WebPData data = {raw(bytes), bytes.size()};
  WebPBitstreamFeatures features = {};
  if (WebPGetFeatures(data.bytes, data.size, &features) != VP8_STATUS_OK) return broken();
  TRY_ASSIGN(auto grey, with_room(features.width, features.height));
  WebPAnimDecoderOptions options = {};
  if (WebPAnimDecoderOptionsInit(&options) == 0) return broken();
  options.color_mode = MODE_RGBA;
  options.use_threads = 0;
  const std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder(
      WebPAnimDecoderNew(&data, &options), WebPAnimDecoderDelete);
  WebPAnimInfo info = {};
  std::uint8_t* pixels = nullptr;
  int timestamp = 0;
  const bool read = decoder && WebPAnimDecoderGetInfo(decoder.get(), &info) != 0 &&
                    info.canvas_width == static_cast<std::uint32_t>(grey.width) &&
                    info.canvas_height == static_cast<std::uint32_t>(grey.height) &&
                    WebPAnimDecoderGetNext(decoder.get(), &pixels, &timestamp) != 0;
  if (!read) return broken();
  for (auto& pixel : grey.pixels) {
    const unsigned opacity = pixels[3];
    const unsigned level = luminance(pixels[0], pixels[1], pixels[2]);
    pixel = static_cast<std::uint8_t>((level * opacity + kWhite * (kWhite - opacity)) / kWhite);
    pixels += 4;
  }
  return grey;
}

// ---- GIF ---------------------------------------------------------------------------------------

struct CloseGif {
  void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};
using Gif = std::unique_ptr<GifFileType, CloseGif>;

int take_bytes(GifFileType* gif, GifByteType* out, int count) {
  auto& rest = *static_cast<std::string_view*>(gif->UserData);
  const auto taken = std::min(rest.size(), static_cast<std::size_t>(std::max(count, 0)));
  std::memcpy(out, rest.data(), taken);
  rest.remove_prefix(taken);
  return static_cast<int>(taken);
}

// Skips to the first frame; what its extension says of transparency. kInvalid where there is none.
Result<int> find_frame(GifFileType* gif) {
  int transparent = NO_TRANSPARENT_COLOR;
  while (true) {
    GifRecordType type = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(gif, &type) == GIF_ERROR) return broken();
    if (type == IMAGE_DESC_RECORD_TYPE) break;
    if (type != EXTENSION_RECORD_TYPE) return broken("no frame");
    int code = 0;
    GifByteType* block = nullptr;
    if (DGifGetExtension(gif, &code, &block) == GIF_ERROR) return broken();
    GraphicsControlBlock control = {};
    if (code == GRAPHICS_EXT_FUNC_CODE && block != nullptr &&
        DGifExtensionToGCB(block[0], block + 1, &control) != GIF_ERROR) {
      transparent = control.TransparentColor;
    }
    while (block != nullptr) {
      if (DGifGetExtensionNext(gif, &block) == GIF_ERROR) return broken();
    }
  }
  return transparent;
}

// The order in which the rows of an interlaced picture come.
std::vector<int> row_order(int height, bool interlaced) {
  struct Pass {
    int begin;
    int step;
  };
  constexpr std::array kInterlaced = {Pass{0, 8}, Pass{4, 8}, Pass{2, 4}, Pass{1, 2}};
  std::vector<int> rows;
  if (!interlaced) {
    for (int row = 0; row < height; ++row) rows.push_back(row);
    return rows;
  }
  for (const auto& pass : kInterlaced) {
    for (int row = pass.begin; row < height; row += pass.step) rows.push_back(row);
  }
  return rows;
}

Status draw_frame(GifFileType* gif, int transparent, Grey& grey) {
  if (DGifGetImageDesc(gif) == GIF_ERROR) return broken();
  const auto& frame = gif->Image;
  const auto* colours = frame.ColorMap != nullptr ? frame.ColorMap : gif->SColorMap;
  if (colours == nullptr) return broken("no colours");
  TRY(pixels_of(frame.Width, frame.Height));
  std::vector<GifPixelType> line(static_cast<std::size_t>(frame.Width));
  for (const int row : row_order(frame.Height, frame.Interlace)) {
    if (DGifGetLine(gif, line.data(), frame.Width) == GIF_ERROR) break;  // ends early
    const int y = frame.Top + row;
    if (y < 0 || y >= grey.height) continue;
    for (int i = 0; i < frame.Width; ++i) {
      const int x = frame.Left + i;
      const int colour = line[static_cast<std::size_t>(i)];
      const bool seen = x >= 0 && x < grey.width && colour != transparent;
      if (!seen || colour >= colours->ColorCount) continue;
      const auto& at = colours->Colors[colour];
      grey.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(grey.width) +
                  static_cast<std::size_t>(x)] = luminance(at.Red, at.Green, at.Blue);
    }
  }
  return {};
}

Result<Grey> grey_of_gif(std::string_view bytes) {
  int error = 0;
  const Gif gif(DGifOpen(&bytes, take_bytes, &error));
  if (!gif) return broken();
  TRY_ASSIGN(auto grey, with_room(gif->SWidth, gif->SHeight));
  TRY_ASSIGN(const int transparent, find_frame(gif.get()));
  TRY(draw_frame(gif.get(), transparent, grey));
  return grey;
}

// ---- kinds -------------------------------------------------------------------------------------

struct Kind {
  bool (*is)(std::string_view bytes);
  Result<Grey> (*grey_of)(std::string_view bytes);
};

constexpr std::array kKinds = {
    Kind{[](std::string_view bytes) { return bytes.starts_with("\x89PNG\r\n\x1a\n"); },
         grey_of_png},
    Kind{[](std::string_view bytes) { return bytes.starts_with("\xFF\xD8\xFF"); }, grey_of_jpeg},
    Kind{[](std::string_view bytes) {
           return bytes.starts_with("RIFF") && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP";
         },
         grey_of_webp},
    Kind{[](std::string_view bytes) {
           return bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a");
         },
         grey_of_gif},
};

}  // namespace

bool is_picture(std::string_view bytes) {
  return std::ranges::any_of(kKinds, [&](const Kind& kind) { return kind.is(bytes); });
}

Result<Grey> grey_of(std::string_view bytes) {
  const auto kind = std::ranges::find_if(kKinds, [&](const Kind& row) { return row.is(bytes); });
  if (kind == kKinds.end()) {
    return fail(ErrorKind::kInvalid, "this is no PNG, JPEG, WebP or GIF");
  }
  if (bytes.size() > kPictureBytesMax) {
    return fail(ErrorKind::kTooLarge, "the picture is too large");
  }
  return kind->grey_of(bytes);
}

}  // namespace baobei::pictures
