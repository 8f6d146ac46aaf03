#include "check/picture_codes.h"

#include <algorithm>

#include "base/json.h"
#include "package/package.h"

namespace baobei::check {

std::string shown_region(const PictureCode& code) {
  if (code.width == 0 || code.height == 0) return {};
  const auto number = [](std::uint32_t value) { return std::to_string(value); };
  return " [" + number(code.x) + "," + number(code.y) + " " + number(code.width) + "×" +
         number(code.height) + "]";
}

std::vector<Skipped> not_looked_at(const PictureCodes& codes) {
  std::vector<Skipped> all;
  for (const auto& file : codes.not_read) all.push_back({file, "unreadable"});
  for (const auto& file : codes.words_not_read) all.push_back({file, "words_not_read"});
  if (!codes.words_missing.empty()) all.push_back({"", "words_" + codes.words_missing});
  return all;
}

std::string serialise(const PictureCodes& codes) {
  return json::serialize(to_json(codes));
}

Result<PictureCodes> parse_picture_codes(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kPictureCodesBytesMax));
  PictureCodes codes;
  TRY(from_json(value, codes));
  const bool bounded = codes.codes.size() <= kPictureCodesMax && codes.read <= kPicturesMax &&
                       codes.not_read.size() <= package::kEntriesMax &&
                       codes.words_not_read.size() <= package::kEntriesMax &&
                       (codes.words_missing.empty() || codes.words_missing == "no_library" ||
                        codes.words_missing == "no_data");
  if (!bounded || !std::ranges::is_sorted(codes.codes)) {
    return fail(ErrorKind::kInvalid, "these are no codes of pictures");
  }
  return codes;
}

}  // namespace baobei::check
