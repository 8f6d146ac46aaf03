// Reasons of decisions and points to rectify, as requests name them: an id of the catalogue, a
// category where the reason asks for one, and words of the case.
//
// Heavy to compile: include it from .cc files only. Threads: pure.
#pragma once

#include "http/request_json.h"

namespace baobei::http {

struct ReasonBody {
  std::string reason;
  std::optional<std::string> category;
  std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(ReasonBody, (), (reason, category, text))

struct PointBody {
  std::optional<std::string> code;  // absent: "unspecified"
  std::optional<std::string> category;
  std::optional<std::string> text;
};
BOOST_DESCRIBE_STRUCT(PointBody, (), (code, category, text))

inline constexpr const char* kUnspecifiedCode = "unspecified";

// kInvalid for a reason that the catalogue does not have for this use, or one that needs a category
// and has none (R5).
Result<lifecycle::Reason> read_reason(const ReasonBody& body, const catalogue::Catalogue& catalogue,
                                      Words& words, const std::string& pointer,
                                      catalogue::ReasonUse use = catalogue::ReasonUse::kRefusal);

// What becomes of a code that the catalogue does not have.
enum class UnknownCode {
  kRefused,
  kUnspecified,  // R13a: an answer is not lost over it
};
Result<std::vector<lifecycle::Point>> read_points(const std::vector<PointBody>& points,
                                                  const catalogue::Catalogue& catalogue,
                                                  Words& words, UnknownCode unknown);

}  // namespace baobei::http
