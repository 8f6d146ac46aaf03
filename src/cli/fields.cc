#include "cli/fields.h"

#include <charconv>

#include "base/json.h"
#include "base/text.h"

namespace baobei::cli {
namespace {

constexpr std::int64_t kFullShare = 10'000;

Result<boost::json::value> bad(std::string_view text, const char* expected) {
  return fail(ErrorKind::kInvalid, expected, printable(text));
}

}  // namespace

std::optional<std::uint32_t> number_of(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size() && number > 0;
  return whole ? std::optional(number) : std::nullopt;
}

Result<std::int64_t> share_of(std::string_view text) {
  auto figure = trim(text);
  if (figure.ends_with('%')) figure = trim(figure.substr(0, figure.size() - 1));
  const auto point = figure.find('.');
  const auto whole = figure.substr(0, point);
  auto fraction = std::string(point == std::string_view::npos ? "" : figure.substr(point + 1));
  const bool digits = !whole.empty() && whole.size() <= 3 && fraction.size() <= 2 &&
                      (whole.find_first_not_of("0123456789") == std::string_view::npos) &&
                      (fraction.find_first_not_of("0123456789") == std::string::npos) &&
                      !(point != std::string_view::npos && fraction.empty());
  if (!digits) return fail(ErrorKind::kInvalid, "a share is 0 to 100 %", printable(text));
  fraction.resize(2, '0');
  std::int64_t share = 0;
  for (const char c : std::string(whole) + fraction) share = share * 10 + (c - '0');
  if (share > kFullShare) {
    return fail(ErrorKind::kInvalid, "a share is 0 to 100 %", printable(text));
  }
  return share;
}

Result<std::string> instant_of(std::string_view text, Instant now) {
  if (text.starts_with('+')) {
    TRY_ASSIGN(const auto later, parse_duration(text.substr(1)));
    return format_rfc3339(now + later);
  }
  TRY_ASSIGN(const auto instant, parse_rfc3339(text));
  return format_rfc3339(instant);
}

Result<boost::json::value> point_of(std::string_view text, const char* code_name) {
  const auto equals = text.find('=');
  const auto head = text.substr(0, equals);
  const auto colon = head.find(':');
  const auto code = trim(head.substr(0, colon));
  if (code.empty()) return bad(text, "CODE[:CATEGORY][=TEXT] is expected");
  json::object point{{code_name, code}};
  if (colon != std::string_view::npos) point["category"] = trim(head.substr(colon + 1));
  if (equals != std::string_view::npos) point["text"] = trim(text.substr(equals + 1));
  return point;
}

Result<boost::json::value> points_of(const std::vector<std::string>& texts, const char* code_name) {
  json::array points;
  for (const auto& text : texts) {
    TRY_ASSIGN(auto point, point_of(text, code_name));
    points.push_back(std::move(point));
  }
  return points;
}

Result<boost::json::value> item_answer_of(std::string_view text) {
  const auto equals = text.find('=');
  const auto number = number_of(trim(text.substr(0, equals)));
  const auto words = equals == std::string_view::npos ? "" : trim(text.substr(equals + 1));
  if (!number || words.empty()) return bad(text, "ITEM=TEXT is expected");
  return json::object{{"item", *number}, {"text", words}};
}

boost::json::value list_of(const std::vector<std::string>& texts) {
  json::array list;
  for (const auto& text : texts) list.push_back(json::value(text));
  return list;
}

}  // namespace baobei::cli
