// What the QR codes in a package's pictures say: found in a child process (check/child.h), given to
// a check as part of its options.
//
// Invariants: `codes` are sorted, at most kPictureCodesMax; their files are pictures of the
// package. Threads: plain values, pure functions.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace baobei::check {

inline constexpr std::size_t kPictureCodesMax = 500;
inline constexpr std::size_t kPicturesMax = 5'000;
inline constexpr std::size_t kPictureCodesBytesMax = 4 * 1024 * 1024;  // as JSON

struct PictureCode {
  std::string file;  // path in the package
  std::string text;

  auto operator<=>(const PictureCode&) const = default;
};
BOOST_DESCRIBE_STRUCT(PictureCode, (), (file, text))

struct PictureCodes {
  std::uint64_t read = 0;  // pictures
  std::vector<PictureCode> codes;
  std::vector<std::string> not_read;  // pictures that are broken, too large or of another kind

  bool operator==(const PictureCodes&) const = default;
};
BOOST_DESCRIBE_STRUCT(PictureCodes, (), (read, codes, not_read))

std::string serialise(const PictureCodes& codes);
// Trusts nobody: kInvalid where the form or a limit does not hold.
Result<PictureCodes> parse_picture_codes(std::string_view text);

}  // namespace baobei::check
