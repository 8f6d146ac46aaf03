// Where a message goes: an address that somebody gave, taken apart and held to the rules before it
// is kept (DESIGN decision 14). What a host name leads to is decided when it is called (dialer.h).
//
// Invariants: https, or http where the operator's list names host and port; no user, no fragment;
// at most engine::kWebhookUrlBytesMax characters of ASCII. A host in numbers, in whatever notation,
// is public or on that list. Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"

namespace baobei::courier {

// Hosts and ports that may be called in clear and at any address, as the operator wrote them:
// "127.0.0.1:9000", "hooks.internal:8443", "[::1]:9000".
class AllowList {
 public:
  AllowList() = default;
  // kInvalid names what is no host and port.
  static Result<AllowList> of(const std::vector<std::string>& entries);

  bool has(const std::string& host, unsigned port) const;

 private:
  std::set<std::string> entries_;
};

struct Target {
  std::string url;   // whole, as it is called
  std::string host;  // in lower case; numbers in their usual notation, without brackets
  unsigned port = 443;
  bool allowed = false;  // on the operator's list
};

// kInvalid says in words what is wrong.
Result<Target> target_of(const std::string& url, const AllowList& allowed);

}  // namespace baobei::courier
