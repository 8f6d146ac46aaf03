// The codes in pictures: the bytes of a PNG or JPEG → what the QR codes in it say.
//
// Pictures are as hostile as everything in a package, and their decoders are large: this runs in a
// child process only (check/child.h), never in a server or in the command line itself.
// Invariants: nothing is decoded whose header states more than kPixelsMax; what is returned is
// printable (base/text.h), cut at kCodeCharactersMax.
// Threads: pure functions. Owner: the caller.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace baobei::pictures {

inline constexpr std::size_t kPictureBytesMax = 4 * 1024 * 1024;
inline constexpr std::uint64_t kPixelsMax = 16'000'000;
inline constexpr std::size_t kCodesMax = 8;  // of one picture
inline constexpr std::size_t kCodeCharactersMax = 300;

// By its first bytes, whatever its name. Other kinds have no decoder here.
bool is_picture(std::string_view bytes);

// Empty where there is none. kInvalid: no picture, or a broken one; kTooLarge: beyond the limits.
Result<std::vector<std::string>> codes_in(std::string_view bytes);

}  // namespace baobei::pictures
