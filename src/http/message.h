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

  // The first header of that name, or an empty view.
  std::string_view header(std::string_view wanted) const;
};

struct Request {
  Head head;
  std::string body;                  // where the route reads into memory
  std::unique_ptr<TempFile> upload;  // where it streams to a file
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<Header> headers;
  std::string body;
  bool close = false;  // ends the connection after this answer
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
