#include "courier/target.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "courier/addresses.h"
#include "engine/webhook_ports.h"

namespace baobei::courier {
namespace {

constexpr unsigned kPortMax = 65'535;

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;

Url parsed(const std::string& text) {
  Url url(curl_url());
  CHECK(url != nullptr, "curl_url");
  const bool good = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) == CURLUE_OK;
  return good ? std::move(url) : nullptr;
}

std::string part_of(CURLU* url, CURLUPart what, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, what, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

// Without brackets and zone, in lower case.
std::string host_of(CURLU* url) {
  auto host = part_of(url, CURLUPART_HOST);
  std::ranges::transform(host, host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host.ends_with('.')) host.pop_back();
  return host;
}

unsigned port_of(CURLU* url) {
  const auto text = part_of(url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && port <= kPortMax ? port : 0;
}

std::string entry_of(const std::string& host, unsigned port) {
  return host + " " + std::to_string(port);
}

std::unexpected<Error> wrong(std::string what) {
  return fail(ErrorKind::kInvalid, std::move(what), "/url");
}

}  // namespace

Result<AllowList> AllowList::of(const std::vector<std::string>& entries) {
  AllowList list;
  for (const auto& entry : entries) {
    const auto url = parsed("http://" + entry + "/");
    const bool plain = url != nullptr && entry.find_first_of("/@?# ") == std::string::npos &&
                       !part_of(url.get(), CURLUPART_PORT).empty();
    const auto port = plain ? port_of(url.get()) : 0;
    if (port == 0 || host_of(url.get()).empty()) {
      return fail(ErrorKind::kInvalid, "a host with its port is expected, not '" + entry + "'");
    }
    list.entries_.insert(entry_of(host_of(url.get()), port));
  }
  return list;
}

bool AllowList::has(const std::string& host, unsigned port) const {
  return entries_.contains(entry_of(host, port));
}

Result<Target> target_of(const std::string& text, const AllowList& allowed) {
  if (text.empty() || text.size() > engine::kWebhookUrlBytesMax) {
    return wrong("an address of at most " + std::to_string(engine::kWebhookUrlBytesMax) +
                 " characters is expected");
  }
  const bool printable =
      std::ranges::all_of(text, [](char c) { return c > 0x20 && static_cast<unsigned>(c) < 0x7F; });
  if (!printable) return wrong("an address has printable ASCII characters alone");
  const auto url = parsed(text);
  if (url == nullptr) return wrong("this is no address");
  Target target;
  target.host = host_of(url.get());
  target.port = port_of(url.get());
  if (target.host.empty() || target.port == 0) return wrong("an address names a host and a port");
  const bool has_user = !part_of(url.get(), CURLUPART_USER).empty() ||
                        !part_of(url.get(), CURLUPART_PASSWORD).empty();
  if (has_user) return wrong("an address holds no user and no password");
  if (text.contains('#')) return wrong("an address has no fragment");
  target.allowed = allowed.has(target.host, target.port);
  const auto scheme = part_of(url.get(), CURLUPART_SCHEME);
  const bool safe = scheme == "https" || (scheme == "http" && target.allowed);
  if (!safe) return wrong("https is expected");
  const bool numeric = is_numeric_address(target.host);
  const bool bad_zone = target.host.contains('%') || !part_of(url.get(), CURLUPART_ZONEID).empty();
  if (bad_zone || (numeric && !target.allowed && !is_public_unicast(target.host))) {
    return wrong("this is not a public address");
  }
  target.url = part_of(url.get(), CURLUPART_URL);
  if (target.url.size() > engine::kWebhookUrlBytesMax) return wrong("the address is too long");
  return target;
}

}  // namespace baobei::courier
