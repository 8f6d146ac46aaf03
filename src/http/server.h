// The listening side: accepts connections and runs a session on each, one request after another.
//
// Invariants
// - Nothing that a client does or leaves undone holds more than the named limits.
// - Answers leave in the order of their requests; pipelined requests wait their turn.
// - A request whose last byte was read is given to the Application at once, on the same thread:
//   its instant of receipt can be taken there (R13).
// - An address that is not loopback is not bound without TLS or trusted proxies; with trusted
//   proxies nobody else is let in (DESIGN decision 12).
// - After stop() no thread of the server runs and no later Done reaches it.
//
// Threads: start, stop, port, figures from one owner; the Application is called from `threads` I/O
// threads. Owner: server/main.cc; the Application outlives the server.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "http/message.h"
#include "http/request_parser.h"

namespace baobei::http {

struct Limits {
  std::size_t header_bytes_max = 16 * 1024;  // also of what a session buffers while it reads
  std::size_t headers_max = 64;
  std::size_t connections_max = 4096;  // more are told 503
  std::size_t requests_per_connection_max = 100'000;
  std::size_t uploads_max = 16;  // files that exist at once
  Duration idle_time = std::chrono::seconds(60);
  Duration header_time = std::chrono::seconds(10);      // from a request's first byte
  Duration body_time = std::chrono::seconds(30);        // from its header
  Duration upload_time = std::chrono::minutes(15);      // likewise, where the body goes to a file
  Duration write_time = std::chrono::seconds(30);       // of one answer, or one piece of it
  std::size_t piece_bytes_max = 128 * 1024;             // of a body that is no text in memory
  Duration linger_time = std::chrono::seconds(2);       // reading on after a refusal, so that the
  std::size_t linger_bytes_max = std::size_t{8} << 20;  // client gets to see it
  Duration stop_time = std::chrono::seconds(10);        // for what runs when the server stops
};

enum class BodyPlace { kMemory, kFile };

// What to do with a request whose header is complete.
struct Admission {
  std::optional<Response> refused;   // answered at once, the body unread
  std::uint64_t body_bytes_max = 0;  // more: Fault::kBodyTooLarge
  BodyPlace place = BodyPlace::kMemory;
};

// What the sessions serve. Called from I/O threads: must not block for long.
class Application {
 public:
  virtual ~Application() = default;
  virtual Admission admit(const Head& head) = 0;
  // The last byte of the request was read just now.
  virtual Reply receive(Request request) = 0;
  // Words for what a session refuses by itself. `head` may be incomplete.
  virtual Response refuse(Fault fault, const Head& head) = 0;
};

struct ServerOptions {
  std::string address = "127.0.0.1";         // numeric, IPv4 or IPv6
  std::uint16_t port = 0;                    // 0: any; port() tells which
  std::vector<std::string> trusted_proxies;  // numeric addresses that terminate TLS before us
  std::string upload_directory = "/tmp";
  std::size_t threads = 2;
  Limits limits;
};

struct ServerFigures {
  std::uint64_t connections = 0;  // accepted so far
  std::uint64_t refused_connections = 0;
  std::uint64_t requests = 0;
  std::size_t open = 0;
};

class Server {
 public:
  Server(ServerOptions options, Application& application);
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // kInvalid: an address that may not or cannot be bound. kUnavailable: the port is taken.
  Status start();
  std::uint16_t port() const;
  // Takes no more connections, lets running requests end for at most `stop_time`, cuts the rest.
  void stop();
  ServerFigures figures() const;

 private:
  class Listener;
  std::unique_ptr<Listener> listener_;
};

}  // namespace baobei::http
