// What stands in a package's pictures, in QR codes and in words: found in a child process
// (check/child.h), given to a check as part of its options.
//
// Invariants: `codes` are sorted, at most kPictureCodesMax; their files are pictures of the
// package. What was not looked at is told: `not_read`, and of words `words_not_read` and
// `words_missing`. Threads: plain values, pure functions.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "check/report.h"

namespace baobei::check {

inline constexpr std::size_t kPictureCodesMax = 500;
inline constexpr std::size_t kPicturesMax = 5'000;
inline constexpr std::size_t kWordPicturesMax = 300;  // that are searched for words
inline constexpr std::size_t kPictureCodesBytesMax = 4 * 1024 * 1024;  // as JSON

enum class PictureSays { kCode, kWords };
BOOST_DESCRIBE_ENUM(PictureSays, kCode, kWords)

struct PictureCode {
  std::string file;  // path in the package
  std::string text;
  PictureSays says = PictureSays::kCode;
  std::uint32_t x = 0;  // its region, in pixels
  std::uint32_t y = 0;
  std::uint32_t width = 0;
  std::uint32_t height = 0;

  auto operator<=>(const PictureCode&) const = default;
};
BOOST_DESCRIBE_STRUCT(PictureCode, (), (file, text, says, x, y, width, height))

// " [12,40 300×48]": where it stands, after what it says; "" where that is not known.
std::string shown_region(const PictureCode& code);

struct PictureCodes {
  std::uint64_t read = 0;  // pictures
  std::vector<PictureCode> codes;
  std::vector<std::string> not_read;        // that are broken, too large or of another kind
  std::vector<std::string> words_not_read;  // beyond the limits, or of too long a time
  std::string words_missing;                // "no_library", "no_data": then none was searched

  bool operator==(const PictureCodes&) const = default;
};
BOOST_DESCRIBE_STRUCT(PictureCodes, (), (read, codes, not_read, words_not_read, words_missing))

// What a report's coverage says of it: "unreadable" of `not_read`, "words_not_read", and where no
// picture was searched for words "words_no_library" or "words_no_data", of no file.
std::vector<Skipped> not_looked_at(const PictureCodes& codes);

std::string serialise(const PictureCodes& codes);
// Trusts nobody: kInvalid where the form or a limit does not hold.
Result<PictureCodes> parse_picture_codes(std::string_view text);

}  // namespace baobei::check
