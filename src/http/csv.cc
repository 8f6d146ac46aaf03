#include "http/csv.h"

#include "base/text.h"

namespace baobei::http {
namespace {

constexpr std::string_view kCsvMark = "\xEF\xBB\xBF";

// "answer.verdict" names a member of a member.
std::string text_at(const json::object& item, std::string_view column) {
  const auto dot = column.find('.');
  const auto* value = item.if_contains(column.substr(0, dot));
  if (value == nullptr || value->is_null()) return {};
  if (dot != column.npos) {
    return value->is_object() ? text_at(value->get_object(), column.substr(dot + 1))
                              : std::string();
  }
  if (value->is_string()) return std::string(value->get_string());
  return json::serialize(*value);
}

}  // namespace

bool wants_csv(const Head& head) {
  return head.header("Accept").find("text/csv") != std::string_view::npos;
}

std::string csv_cell(std::string_view text) {
  std::string cell = "\"";
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos;
  if (formula) cell += '\'';
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + "\"";
}

Response csv_response(const json::array& items, std::span<const std::string_view> columns,
                      const std::string& next) {
  std::string body(kCsvMark);
  const auto line = [&](auto cell_of) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (i > 0) body += ',';
      body += csv_cell(cell_of(columns[i]));
    }
    body += "\r\n";
  };
  line([](std::string_view column) { return std::string(column); });
  for (const auto& item : items) {
    line([&](std::string_view column) { return text_at(item.as_object(), column); });
  }
  Response response;
  response.status = 200;
  response.content_type = "text/csv; charset=utf-8; header=present";
  response.body = std::move(body);
  response.headers.push_back({"Vary", "Accept"});
  if (!next.empty()) response.headers.push_back({"Next-Cursor", next});
  return response;
}

}  // namespace baobei::http
