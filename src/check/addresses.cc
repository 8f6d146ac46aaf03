#include "check/addresses.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace baobei::check {
namespace {

constexpr std::array<std::string_view, 6> kNamespaces = {
    "www.w3.org", "schemas.xmlsoap.org",        "ns.adobe.com",
    "purl.org",   "schemas.openxmlformats.org", "www.inkscape.org"};
// Tunnels to a developer's own machine, and mock services.
constexpr std::array<std::string_view, 14> kTunnels = {
    ".ngrok.io",       ".ngrok-free.app",    ".ngrok.app",
    ".natapp1.cc",     ".natappfree.cc",     ".natapp4.cc",
    ".vaiwan.com",     ".vicp.io",           ".vicp.fun",
    ".iok.la",         ".trycloudflare.com", ".easy-mock.com",
    ".apifoxmock.com", ".requestcatcher.com"};
constexpr std::array<std::string_view, 9> kTestLabels = {
    "test", "dev", "develop", "staging", "uat", "sit", "debug", "mock", "pre"};

bool is_host_part(char c) {
  return ascii::is_digit(c) || ascii::is_letter(c) || c == '-' || c == '.' || c == '_';
}

// "10.1.2.3" → its four numbers; empty for others.
std::vector<int> ip_of(std::string_view host) {
  std::vector<int> out;
  int number = -1;
  for (const char c : std::string(host) + ".") {
    if (ascii::is_digit(c)) {
      number = (number < 0 ? 0 : number * 10) + (c - '0');
      if (number > 255) return {};
    } else if (c == '.' && number >= 0) {
      out.push_back(number);
      number = -1;
    } else {
      return {};
    }
  }
  return out.size() == 4 ? out : std::vector<int>();
}

bool is_local_ip(const std::vector<int>& ip) {
  return ip[0] == 127 || ip[0] == 10 || ip[0] == 0 || (ip[0] == 192 && ip[1] == 168) ||
         (ip[0] == 172 && ip[1] >= 16 && ip[1] <= 31) || (ip[0] == 169 && ip[1] == 254);
}

bool is_example(std::string_view host) {
  return host == "example.com" || host.ends_with(".example.com") || host.ends_with(".example") ||
         host == "example.org";
}

}  // namespace

std::vector<Address> find_addresses(std::string_view text) {
  static constexpr std::array<std::string_view, 4> kSchemes = {"https", "http", "wss", "ws"};
  std::vector<Address> out;
  for (auto mark = text.find("://"); mark != text.npos; mark = text.find("://", mark + 3)) {
    Address address;
    for (const auto scheme : kSchemes) {
      if (mark < scheme.size()) continue;
      const auto before = text.substr(mark - scheme.size(), scheme.size());
      const bool same = std::ranges::equal(before, scheme, {}, ascii::lower);
      const bool whole = mark == scheme.size() || !is_host_part(text[mark - scheme.size() - 1]);
      if (!same || !whole) continue;
      address.scheme = scheme;
      address.begin = mark - scheme.size();
      break;
    }
    if (address.scheme.empty()) continue;
    auto end = mark + 3;
    while (end < text.size() && is_host_part(text[end])) ++end;
    for (const char c : text.substr(mark + 3, end - mark - 3)) address.host += ascii::lower(c);
    while (address.host.ends_with('.')) address.host.pop_back();
    if (end < text.size() && text[end] == ':') {
      auto port = end + 1;
      while (port < text.size() && ascii::is_digit(text[port])) ++port;
      address.port = text.substr(end + 1, port - end - 1);
      end = port;
    }
    address.end = end;
    const bool named = address.host.find('.') != std::string::npos || address.host == "localhost";
    const bool space = std::ranges::find(kNamespaces, address.host) != kNamespaces.end();
    if (named && !space && !is_example(address.host)) out.push_back(std::move(address));
  }
  return out;
}

HostKind kind_of_host(std::string_view host) {
  if (host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local") ||
      host.ends_with(".lan") || host.ends_with(".internal")) {
    return HostKind::kLocal;
  }
  if (const auto ip = ip_of(host); !ip.empty()) {
    return is_local_ip(ip) ? HostKind::kLocal : HostKind::kIp;
  }
  if (std::ranges::any_of(kTunnels, [&](auto tunnel) { return host.ends_with(tunnel); })) {
    return HostKind::kTest;
  }
  const auto first = host.substr(0, host.find('.'));
  for (const auto label : kTestLabels) {
    const bool marked = first == label || first.starts_with(std::string(label) + "-") ||
                        first.ends_with("-" + std::string(label));
    if (marked && std::ranges::count(host, '.') > 1) return HostKind::kTest;
  }
  return HostKind::kDomain;
}

std::vector<AddressUse> address_uses(const Program& program) {
  std::vector<AddressUse> out;
  for (const auto& file : program.files()) {
    if (file->reach != Reach::kReached || file->kind == FileKind::kStyle) continue;
    // Every new program brings one, with a word to its developer and an address beside it.
    if (file->path.ends_with("sitemap.json")) continue;
    for (const auto& piece : file->pieces) {
      if (piece.role == syntax::Role::kComment || piece.key == "xmlns" || piece.key == "$schema")
        continue;
      for (auto& address : find_addresses(piece.text)) {
        // Of unescaped texts the place is that of the whole literal.
        const bool exact = piece.text.size() == piece.span.end - piece.span.begin;
        const syntax::Span span{
            piece.span.begin + static_cast<std::uint32_t>(exact ? address.begin : 0),
            exact ? piece.span.begin + static_cast<std::uint32_t>(address.end) : piece.span.end};
        out.push_back({std::move(address), file.get(), span});
      }
    }
  }
  return out;
}

}  // namespace baobei::check
