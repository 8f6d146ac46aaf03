// Which addresses of the network the server may call for somebody else.
//
// Public unicast alone, by the registries of special-purpose addresses of IANA: what is private,
// loopback, link-local, shared, multicast, for documentation or benchmarks, or wraps another
// address, is none. An address that wraps an IPv4 one is judged by that where it is a translator's
// (64:ff9b::/96), else refused: ::ffff:0:0/96, 6to4 and Teredo have no part in calling anybody.
// Pure; any thread.
#pragma once

#include <sys/socket.h>

#include <string>

namespace baobei::courier {

bool is_public_unicast(const sockaddr& address);

// "192.0.2.1" or "2001:db8::1" in the forms that inet_pton takes; false for anything else.
bool is_public_unicast(const std::string& numeric);
// Is this such an address at all?
bool is_numeric_address(const std::string& text);

}  // namespace baobei::courier
