#include "http/reason_json.h"

namespace baobei::http {

Result<lifecycle::Reason> read_reason(const ReasonBody& body, const catalogue::Catalogue& catalogue,
                                      Words& words, const std::string& pointer,
                                      catalogue::ReasonUse use) {
  const auto* known = catalogue.reason(body.reason);
  if (known == nullptr || !known->serves(use)) {
    return fail(ErrorKind::kInvalid, "not a reason for this", pointer + "/reason");
  }
  lifecycle::Reason reason;
  reason.reason = body.reason;
  reason.category = body.category;
  if (known->names_category && !body.category) {
    return fail(ErrorKind::kInvalid, "this reason names a category", pointer + "/category");
  }
  if (body.category && catalogue.category(*body.category) == nullptr) {
    return fail(ErrorKind::kInvalid, "no such category", pointer + "/category");
  }
  TRY_ASSIGN(reason.text,
             words.keep("reason", body.text.value_or(""), pointer + "/text", Need::kOptional));
  return reason;
}

Result<std::vector<lifecycle::Point>> read_points(const std::vector<PointBody>& points,
                                                  const catalogue::Catalogue& catalogue,
                                                  Words& words, UnknownCode unknown) {
  TRY(check_rows(points, "/points"));
  std::vector<lifecycle::Point> out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& body = points[i];
    const auto pointer = "/points/" + std::to_string(i);
    lifecycle::Point point;
    point.code = body.code.value_or(kUnspecifiedCode);
    const auto* known = catalogue.reason(point.code);
    if (known == nullptr || !known->serves(catalogue::ReasonUse::kPoint)) {
      if (unknown == UnknownCode::kRefused) {
        return fail(ErrorKind::kInvalid, "not a code of a point", pointer + "/code");
      }
      point.code = kUnspecifiedCode;
    }
    if (body.category) {
      TRY(check_id(*body.category, pointer + "/category"));
      point.category = body.category;
    }
    TRY_ASSIGN(point.text,
               words.keep("point", body.text.value_or(""), pointer + "/text", Need::kOptional));
    out.push_back(std::move(point));
  }
  return out;
}

}  // namespace baobei::http
