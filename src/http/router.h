// The table of routes and how a path finds its row.
//
// Invariants: one row per method and pattern; HEAD is GET's row. Segments are compared as sent,
// parameters handed over decoded and never with a '/' in them.
// Threads: immutable after construction. Owner: ApiApplication.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace baobei::http {

struct Call;
struct Services;
using Handler = Reply (*)(Call& call, Services& services);

enum class Access {
  kPublic,
  kPerson,   // a token
  kSandbox,  // a token; exists only where the clock can be moved
};

enum class RouteKind {
  kRead,
  kCommand,   // of the lifecycle: stamped on receipt (R13), idempotent, dry-runnable
  kWrite,     // beside the lifecycle
  kUpload,    // streams to a file; the token is looked at before the body is read
  kDocument,  // likewise, of at most engine::kDocumentBytesMax
  kDesk,      // a step beside the lifecycle with a command's body: idempotent, dry-runnable
};

struct Route {
  Method method;
  std::string_view pattern;  // "/v1/apps/{app}/submissions/{no}"
  RouteKind kind;
  Access access;
  Handler handle;
};

// The one table (routes.cc), in the order of api/openapi.yaml.
std::span<const Route> all_routes();

// Of one request's body in memory.
inline constexpr std::uint64_t kCommandBodyMax = std::uint64_t{256} << 10;

class Router {
 public:
  struct Match {
    const Route* route = nullptr;
    std::vector<std::string> params;  // decoded, in the order of the pattern
    std::string allow;                // methods of this path; empty: no such path
  };

  Router(std::span<const Route> routes, bool with_sandbox);

  Match find(Method method, std::string_view path) const;

 private:
  struct Row {
    const Route* route;
    std::vector<std::string_view> segments;
  };
  std::vector<std::vector<Row>> by_length_;  // by the number of segments
};

}  // namespace baobei::http
