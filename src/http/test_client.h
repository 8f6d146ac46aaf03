// A client for the tests of this module: raw bytes over a loopback socket, so that it can send what
// no proper client would.
//
// Threads: one at a time. Owner: a test.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace baobei::http::test {

struct Answer {
  int status = 0;
  std::string head;  // status line and headers
  std::string body;
  std::string header(std::string_view name) const;
};

class Client {
 public:
  explicit Client(std::uint16_t port);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // False where the server has closed.
  bool send(std::string_view bytes);
  // The next answer; nullopt where the connection ended before one was complete. `to_head`: the
  // answer to HEAD has no body. An answer without Content-Length reads no body.
  std::optional<Answer> read(bool to_head = false);
  // Of what follows an answer's header: up to `marker` and with it; nullopt where the connection
  // ends before.
  std::optional<std::string> read_until(std::string_view marker);
  // Everything up to the connection's end.
  std::string read_rest();
  // True where the server closes without sending anything more.
  bool reads_end();
  void close();

 private:
  bool fill();
  int socket_ = -1;
  std::string buffer_;
};

// One request on a connection of its own.
std::optional<Answer> ask(std::uint16_t port, std::string_view bytes);

// "POST /path HTTP/1.1", Host, the given header lines (each ending in CRLF), length and body.
std::string request_text(std::string_view method, std::string_view target,
                         std::string_view header_lines = {}, std::string_view body = {});

}  // namespace baobei::http::test
