#include "http/response_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "base/result.h"

namespace baobei::http {
namespace {

struct Phrase {
  int status;
  std::string_view words;
};
constexpr auto kPhrases = std::to_array<Phrase>({
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {431, "Request Header Fields Too Large"},
    {451, "Unavailable For Legal Reasons"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
});

// Real time, not the sandbox's: it tells caches and people how old this answer is.
std::string date_now() {
  constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  CHECK(gmtime_r(&now, &utc) != nullptr);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                     kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                     kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                     utc.tm_min, utc.tm_sec);
}

bool stays_on_its_line(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

}  // namespace

std::string_view reason_phrase(int status) {
  const auto found = std::ranges::find(kPhrases, status, &Phrase::status);
  return found == kPhrases.end() ? "Unknown" : found->words;
}

std::string response_text(Method asked_by, const Response& response, bool keep) {
  const bool empty = response.status == 204 || response.status == 304;
  std::string out;
  out.reserve(512 + response.body.size());
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                 reason_phrase(response.status), date_now());
  if (!empty) {
    fmt::format_to(std::back_inserter(out), "Content-Type: {}\r\n", response.content_type);
  }
  const bool endless = response.source != nullptr && !response.source_bytes;
  if (!empty && !endless) {
    const auto length = response.source ? *response.source_bytes : response.body.size();
    fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", length);
  }
  for (const auto& header : response.headers) {
    CHECK(stays_on_its_line(header.name) && stays_on_its_line(header.value), header.name);
    fmt::format_to(std::back_inserter(out), "{}: {}\r\n", header.name, header.value);
  }
  const bool cacheable = std::ranges::any_of(
      response.headers, [](const Header& header) { return header.name == "Cache-Control"; });
  if (!cacheable) out += "Cache-Control: no-store\r\n";
  out += "X-Content-Type-Options: nosniff\r\n";
  out += keep && !endless ? "\r\n" : "Connection: close\r\n\r\n";
  const bool here = response.source == nullptr;
  if (!empty && here && asked_by != Method::kHead) out += response.body;
  return out;
}

}  // namespace baobei::http
