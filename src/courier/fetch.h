// One call to an address that the operator configured, with its whole answer: what the server asks
// of a provider of identities. Through the one dialer, under its rules (dialer.h).
//
// Blocks until the answer is there or its limits end it: call it from a thread that may. Any
// thread.
#pragma once

#include "courier/dialer.h"

namespace baobei::courier {

inline constexpr std::size_t kFetchedBytesMax = std::size_t{64} << 10;

struct Page {
  int status = 0;
  std::string body;
};

// Without a body: GET. kInvalid for an address that is none or may not be called, kUnavailable
// where no whole answer came; a status of any kind is an answer, but no redirect is followed.
Result<Page> fetch(const std::string& url, std::vector<std::string> headers, std::string body,
                   const AllowList& allowed);

}  // namespace baobei::courier
