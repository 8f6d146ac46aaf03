#include "check/picture_codes.h"

#include <algorithm>

#include "base/json.h"
#include "package/package.h"

namespace baobei::check {

std::string serialise(const PictureCodes& codes) {
  return json::serialize(to_json(codes));
}

Result<PictureCodes> parse_picture_codes(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kPictureCodesBytesMax));
  PictureCodes codes;
  TRY(from_json(value, codes));
  const bool bounded = codes.codes.size() <= kPictureCodesMax && codes.read <= kPicturesMax &&
                       codes.not_read.size() <= package::kEntriesMax;
  if (!bounded || !std::ranges::is_sorted(codes.codes)) {
    return fail(ErrorKind::kInvalid, "these are no codes of pictures");
  }
  return codes;
}

}  // namespace baobei::check
