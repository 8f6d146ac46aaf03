// Telephone numbers as people write them → E.164, by a small table of what the mainland's look
// like. Whether a number is assigned to anybody is not looked at.
//
// Invariants: two ways of writing one number give the same text. Pure; any thread.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "catalogue/catalogue.h"

namespace baobei::http {

inline constexpr std::size_t kPhoneCharactersMax = 40;

// "+8613000000000"; or why it is none, for whoever wrote it. Without '+' or 00 it is a number of
// the mainland: a mobile, a landline with its area code, or 400 and 800 numbers.
std::expected<std::string, catalogue::Text> read_phone(std::string_view text);

}  // namespace baobei::http
