// How people write what the API wants in figures and codes: shares in percent, instants from now,
// points with a category and a text. Pure; any thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace baobei::cli {

// "25", "25%", "12.5 %": hundredths of a percent, 0–10000. kInvalid otherwise.
Result<std::int64_t> share_of(std::string_view text);

// "+2h" from `now` on, or RFC 3339; as RFC 3339 in UTC.
Result<std::string> instant_of(std::string_view text, Instant now);

// "code", "code:category", "code=words", "code:category=words" as
// {"<code_name>","category","text"}.
Result<boost::json::value> point_of(std::string_view text, const char* code_name);
Result<boost::json::value> points_of(const std::vector<std::string>& texts, const char* code_name);

// "3=said so": {"item":3,"text":"said so"}.
Result<boost::json::value> item_answer_of(std::string_view text);

// A whole number from 1 on.
std::optional<std::uint32_t> number_of(std::string_view text);

boost::json::value list_of(const std::vector<std::string>& texts);

}  // namespace baobei::cli
