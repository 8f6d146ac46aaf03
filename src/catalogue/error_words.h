// What an Error says, in Chinese. Errors carry one English sentence (base/result.h); here each of
// them has its Chinese one, with the numbers, names and values of the case in both.
//
// Invariants: one table (error_words.def); every sentence of an Error of kind kInvalid, kConflict
// or kTooLarge stands in it (tests/tidy collects them from the sources).
// Threads: constants, pure functions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace baobei::catalogue {

struct ErrorWords {
  std::string_view en;  // "at most {} bytes are taken"
  std::string_view zh;  // "至多 {0} 字节"
};
std::span<const ErrorWords> all_error_words();

// The Chinese sentence, without a full stop at its end. Of several that fit the one with the most
// fixed characters counts. Nothing where none fits.
std::optional<std::string> error_in_chinese(std::string_view english);

}  // namespace baobei::catalogue
