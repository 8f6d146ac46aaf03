#include "courier/addresses.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

namespace baobei::courier {
namespace {

using V4 = std::array<std::uint8_t, 4>;
using V6 = std::array<std::uint8_t, 16>;

template <typename Bytes>
struct Block {
  Bytes start;
  unsigned bits;
};

constexpr Block<V4> kNotPublicV4[] = {
    {{0, 0, 0, 0}, 8},        // this network
    {{10, 0, 0, 0}, 8},       // private
    {{100, 64, 0, 0}, 10},    // shared behind a carrier's translator
    {{127, 0, 0, 0}, 8},      // loopback
    {{169, 254, 0, 0}, 16},   // link-local; clouds tell secrets there
    {{172, 16, 0, 0}, 12},    // private
    {{192, 0, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2, 0}, 24},     // documentation
    {{192, 88, 99, 0}, 24},   // 6to4 relays
    {{192, 168, 0, 0}, 16},   // private
    {{198, 18, 0, 0}, 15},    // benchmarks
    {{198, 51, 100, 0}, 24},  // documentation
    {{203, 0, 113, 0}, 24},   // documentation
    {{224, 0, 0, 0}, 4},      // multicast
    {{240, 0, 0, 0}, 4},      // reserved, broadcast
};

constexpr Block<V6> kGlobalV6 = {{0x20}, 3};
constexpr Block<V6> kTranslatedV6 = {{0x00, 0x64, 0xff, 0x9b}, 96};
constexpr Block<V6> kNotPublicV6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},  // protocol assignments: Teredo, benchmarks, ORCHID
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x20, 0x02}, 16},              // 6to4
    {{0x3f, 0xff}, 20},              // documentation
};

template <typename Bytes>
bool is_in(const Bytes& address, const Block<Bytes>& block) {
  const unsigned whole = block.bits / 8;
  if (!std::equal(address.begin(), address.begin() + whole, block.start.begin())) return false;
  const unsigned rest = block.bits % 8;
  if (rest == 0) return true;
  const unsigned mask = (0xFFU << (8 - rest)) & 0xFFU;
  return ((address[whole] ^ block.start[whole]) & mask) == 0;
}

template <typename Bytes, std::size_t N>
bool is_in_any(const Bytes& address, const Block<Bytes> (&blocks)[N]) {
  return std::ranges::any_of(blocks, [&](const auto& block) { return is_in(address, block); });
}

bool is_public(const V4& address) {
  return !is_in_any(address, kNotPublicV4);
}

bool is_public(const V6& address) {
  if (is_in(address, kTranslatedV6)) {
    return is_public(V4{address[12], address[13], address[14], address[15]});
  }
  return is_in(address, kGlobalV6) && !is_in_any(address, kNotPublicV6);
}

std::optional<bool> judged(const std::string& numeric) {
  V4 v4{};
  if (::inet_pton(AF_INET, numeric.c_str(), v4.data()) == 1) return is_public(v4);
  V6 v6{};
  if (::inet_pton(AF_INET6, numeric.c_str(), v6.data()) == 1) return is_public(v6);
  return std::nullopt;
}

}  // namespace

bool is_public_unicast(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    V4 bytes{};
    std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in&>(address).sin_addr,
                bytes.size());
    return is_public(bytes);
  }
  if (address.sa_family == AF_INET6) {
    V6 bytes{};
    std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr,
                bytes.size());
    return is_public(bytes);
  }
  return false;
}

bool is_public_unicast(const std::string& numeric) {
  return judged(numeric).value_or(false);
}

bool is_numeric_address(const std::string& text) {
  return judged(text).has_value();
}

}  // namespace baobei::courier
