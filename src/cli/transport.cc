#include "cli/transport.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace baobei::cli {
namespace {

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  const auto parts = split(host, '.');
  if (parts.size() != 4 || parts[0] != "127") return false;
  return std::ranges::all_of(parts, [](const std::string& part) {
    int number = -1;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
    return error == std::errc() && end == part.data() + part.size() && number >= 0 && number < 256;
  });
}

// "host:port" without its port; an address in brackets keeps them.
std::string_view host_of(std::string_view authority) {
  const auto bracket = authority.find(']');
  const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  return authority.substr(0, colon);
}

}  // namespace

std::string HttpResponse::header(const std::string& lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? std::string() : found->second;
}

Result<std::string> checked_base_url(std::string_view url) {
  while (url.ends_with('/')) url.remove_suffix(1);
  const bool plain = url.starts_with("http://");
  if (!plain && !url.starts_with("https://")) {
    return fail(ErrorKind::kInvalid, "http:// or https:// is expected", printable(url));
  }
  const auto rest = url.substr(plain ? 7 : 8);
  const auto authority = rest.substr(0, rest.find('/'));
  const auto host = host_of(authority);
  const bool clean = std::ranges::all_of(url, [](char c) { return c > 0x20 && c < 0x7F; });
  if (!clean || host.empty() || rest.find_first_of("@?#\\") != std::string_view::npos) {
    return fail(ErrorKind::kInvalid, "not the address of a server", printable(url));
  }
  if (plain && !is_loopback(host)) {
    return fail(ErrorKind::kInvalid, "http is for this machine alone; elsewhere use https",
                printable(url));
  }
  return std::string(url);
}

std::string encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "-._~";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= 'a' && byte <= 'z') || kPlain.find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
    } else {
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  // A segment of dots alone would be a step in the path.
  if (out == "." || out == "..") return out == "." ? "%2E" : "%2E%2E";
  return out;
}

}  // namespace baobei::cli
