#include "http/call.h"

#include <charconv>

namespace baobei::http {
namespace {

template <typename Number>
bool read_number(std::string_view text, Number& out) {
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, out);
  return error == std::errc() && stopped == end;
}

}  // namespace

Result<std::uint32_t> path_number(const Call& call, std::size_t index) {
  std::uint32_t number = 0;
  const bool read = read_number(call.params.at(index), number);
  if (!read || number == 0) return fail(ErrorKind::kNotFound, "no such number");
  return number;
}

Result<engine::Page> page_of(const Call& call) {
  engine::Page page;
  page.after = call.query("after").value_or("");
  const auto limit = call.query("limit");
  if (!limit) return page;
  const bool read = read_number(*limit, page.limit);
  if (!read || page.limit == 0 || page.limit > engine::kPageMax) {
    return fail(ErrorKind::kInvalid, "a page has 1 to 200 rows", "limit");
  }
  return page;
}

Result<bool> flag_of(const Call& call, std::string_view name) {
  const auto value = call.query(name);
  if (!value || *value == "false") return false;
  if (*value == "true") return true;
  return fail(ErrorKind::kInvalid, "true or false is expected", std::string(name));
}

Response json_text(int status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

}  // namespace baobei::http
