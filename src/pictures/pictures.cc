#include "pictures/pictures.h"

#define ZX_USE_UTF8 1  // texts as std::string
#include <ReadBarcode.h>

#include <algorithm>

#include "base/text.h"

namespace baobei::pictures {
namespace {

Region region_of(const ZXing::Position& position) {
  const auto [left, right] = std::ranges::minmax(position, {}, &ZXing::PointI::x);
  const auto [top, bottom] = std::ranges::minmax(position, {}, &ZXing::PointI::y);
  return {left.x, top.y, right.x - left.x, bottom.y - top.y};
}

std::vector<Said> read_codes(const Grey& grey) {
  const ZXing::ImageView view(grey.pixels.data(), grey.width, grey.height, ZXing::ImageFormat::Lum);
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode);
  hints.setTryHarder(true);
  hints.setMaxNumberOfSymbols(kCodesMax);
  std::vector<Said> codes;
  for (const auto& result : ZXing::ReadBarcodes(view, hints)) {
    if (!result.isValid()) continue;
    codes.push_back({std::string(utf8_prefix(printable(result.text()), kCodeCharactersMax)),
                     region_of(result.position())});
  }
  std::ranges::sort(codes);
  codes.erase(std::ranges::unique(codes, {}, &Said::text).begin(), codes.end());
  return codes;
}

}  // namespace

Result<std::vector<Said>> codes_in(const Grey& grey) {
  try {
    return read_codes(grey);
  } catch (const std::exception& error) {  // of the library
    return fail(ErrorKind::kInvalid, "the picture could not be searched", error.what());
  }
}

}  // namespace baobei::pictures
