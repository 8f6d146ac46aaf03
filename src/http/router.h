// The table of routes and how a path finds its row.
//
// Invariants: one row per method and pattern; HEAD is GET's row. Segments are compared as sent,
// parameters handed over decoded and never with a '/' in them; only {path}, which ends a pattern,
// takes the rest of the way, slashes and all. A pattern without it goes first.
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
  kHost,     // a host's secret (engine/host_ports.h)
  kSandbox,  // a token; exists only where the clock can be moved
};

enum class RouteKind {
  kRead,
  kCommand,   // of the lifecycle: stamped on receipt (R13), idempotent, dry-runnable
  kWrite,     // beside the lifecycle
  kUpload,    // streams to a file; the token is looked at before the body is read
  kPiece,     // likewise, a part of one
  kDocument,  // likewise, of at most engine::kDocumentBytesMax
  kTexts,     // a write whose body holds texts of files; the token is looked at before it is read
  kJob,       // many commands at once: as kCommand, with a longer body
  kDesk,      // a step beside the lifecycle with a command's body: idempotent, dry-runnable
  kOwn,       // about one's own sign-in: also with a session that may only read yet
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
inline constexpr std::uint64_t kTextsBodyMax = std::uint64_t{2} << 20;
inline constexpr std::uint64_t kJobBodyMax = std::uint64_t{2} << 20;

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
    std::vector<std::string_view> segments;  // without {path}
    bool takes_rest = false;
  };
  bool take(const Row& row, Method wanted, const std::vector<std::string_view>& segments,
            Match& match) const;

  std::vector<std::vector<Row>> by_length_;  // by the number of segments
  std::vector<Row> with_rest_;               // those that end in {path}
};

}  // namespace baobei::http
