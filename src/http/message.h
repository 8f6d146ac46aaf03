// A request as received and an answer as it will be sent: plain values between the sessions and
// everything else in this module.
//
// Invariants: header names compare without case; a Head holds at most Limits::headers_max headers.
// Threads: plain values. Owner: whoever holds them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/temp_file.h"

namespace baobei::http {

enum class Method { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };

// "GET"; empty for kOther.
std::string_view name(Method method);

struct Header {
  std::string name;
  std::string value;
};

// Everything before the body.
struct Head {
  Method method = Method::kOther;
  std::string path;   // as sent, still percent-encoded; begins with '/', or is "*"
  std::string query;  // as sent, without the '?'
  std::vector<Header> headers;
  std::optional<std::uint64_t> content_length;
  bool has_body = false;
  bool keep_alive = true;
  bool expects_continue = false;
  // The client's address; behind a trusted proxy, what the proxy says of it. Empty: not known.
  std::string peer;

  // The first header of that name, or an empty view.
  std::string_view header(std::string_view wanted) const;
};

struct Request {
  Head head;
  std::string body;                  // where the route reads into memory
  std::unique_ptr<TempFile> upload;  // where it streams to a file
};

// A body that does not lie in memory: the session that sends it asks for one piece after another.
// Threads: next() and wait() from the session's I/O thread, one at a time.
class BodySource {
 public:
  enum class Next {
    kBytes,
    kLater,  // nothing right now; wait() tells when
    kEnd,
    kBroken,  // what was promised cannot be had; the connection is cut, so that the client sees it
  };
  virtual ~BodySource() = default;
  // Puts at most `bytes_max` bytes into `out`, which is empty. Must not block for long.
  virtual Next next(std::string& out, std::size_t bytes_max) = 0;
  // After kLater: `wake` is called once, from any thread, when next() is worth asking again; not
  // calling it for a while is for the source to bound (it is what finds clients that are gone).
  virtual void wait(std::function<void()> wake) = 0;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<Header> headers;
  std::string body;
  bool close = false;                              // ends the connection after this answer
  std::shared_ptr<BodySource> source = {};         // instead of `body`
  std::optional<std::uint64_t> source_bytes = {};  // its length; none: the end is the connection's
};

// Takes the answer, once, from any thread. When every copy is dropped unused, the client is told
// that the service is not available.
using Done = std::function<void(Response)>;
// Starts work whose answer comes later.
using Pending = std::move_only_function<void(Done)>;
using Reply = std::variant<Response, Pending>;

bool equal_ignoring_case(std::string_view a, std::string_view b);

// "%E5%B0%8F" → "小". nullopt for a broken escape, a zero byte, or what is not UTF-8 afterwards.
std::optional<std::string> percent_decode(std::string_view text);

// The decoded value of `name` in a query string. nullopt where it is absent or cannot be decoded.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace baobei::http
