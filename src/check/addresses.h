// Network addresses that a program's literals name, and what is odd about them.
//
// Invariants: hosts are in lower case, without port; namespaces of XML and addresses in comments
// are no addresses. Linear time. Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/program.h"

namespace baobei::check {

struct Address {
  std::string scheme;     // "https"
  std::string host;       // "api.example.com"
  std::string port;       // "" for none
  std::size_t begin = 0;  // in the text
  std::size_t end = 0;    // behind host and port
};
std::vector<Address> find_addresses(std::string_view text);

enum class HostKind {
  kDomain,
  kIp,     // an address of the Internet
  kLocal,  // this machine or the local network
  kTest,   // named as a test system, or a tunnel to a developer's machine
};
HostKind kind_of_host(std::string_view host);

struct AddressUse {
  Address address;
  const SourceFile* file = nullptr;
  syntax::Span span;  // of the address
};
// Of reached files that the developer wrote, in the order of files and places.
std::vector<AddressUse> address_uses(const Program& program);

}  // namespace baobei::check
