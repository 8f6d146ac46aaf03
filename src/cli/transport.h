// One HTTP exchange, whoever carries it: curl in the program, a script in tests.
//
// Invariants: no redirect is followed, certificates are checked, an answer is at most
// kAnswerBytesMax long, and plain http goes to this machine alone, for a token in clear must not
// leave it. A Transport talks to the one server it was made for.
// Threads: one at a time. Owner: the Client.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace baobei::cli {

inline constexpr std::size_t kAnswerBytesMax = 32 * 1024 * 1024;
inline constexpr std::uint64_t kDownloadBytesMax = std::uint64_t{256} << 20;
inline constexpr std::chrono::seconds kConnectTimeout{10};
inline constexpr std::chrono::seconds kAnswerTimeout{60};
inline constexpr std::chrono::seconds kUploadStallTimeout{60};  // without a byte moving

struct HttpHeader {
  std::string name;
  std::string value;
};

// Bytes sent so far and altogether.
using Progress = std::function<void(std::uint64_t, std::uint64_t)>;

struct HttpRequest {
  std::string method;
  std::string target;  // "/v1/apps?limit=50"
  std::vector<HttpHeader> headers;
  std::string body;
  std::string upload_path;  // set: this file is the body, read while it is sent
  Progress progress;
  std::uint64_t upload_from = 0;   // of the file: from this byte on
  std::uint64_t upload_bytes = 0;  // so many; 0: to its end
  std::string download_path = {};  // set: a good answer's body goes behind the end of this file
};

struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case; the last one counts
  std::string body;

  std::string header(const std::string& lower_case_name) const;
};

// Errors of kUnavailable with this context: not even a connection; sending again soon is no use.
inline constexpr std::string_view kNoConnection = "connect";

class Transport {
 public:
  virtual ~Transport() = default;
  // kUnavailable: no answer (context kNoConnection: no connection); kTooLarge; kInvalid for a
  // header that could not be sent as it stands.
  virtual Result<HttpResponse> send(const HttpRequest& request) = 0;
};

// "https://host[:port][/prefix]", or http of a loopback address; without a trailing slash. kInvalid
// with the reason otherwise.
Result<std::string> checked_base_url(std::string_view url);

// A curl transport. `base_url` as checked_base_url gave it.
std::unique_ptr<Transport> curl_transport(const std::string& base_url);

// As one segment of a path, or one value of a query.
std::string encoded(std::string_view text);

}  // namespace baobei::cli
