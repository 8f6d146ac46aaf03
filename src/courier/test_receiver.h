// A receiver of webhooks on loopback: reads one request a connection and answers with whatever
// bytes the test says, or not at all. Threads: its own; received() from any. Owner: a test.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/file.h"

namespace baobei::courier::test {

struct Received {
  std::string head;  // request line and headers
  std::string body;

  // The value of a header, by its name in lower case; "" where it is absent.
  std::string header(const std::string& name) const;
};

inline constexpr char kHang[] = "hang";  // holds the connection until the other side ends it
inline constexpr char kClose[] = "";     // ends it without a word

std::string answer(int status, const std::string& body = "", const std::string& headers = "");

class Receiver {
 public:
  using Act = std::function<std::string(const Received&)>;
  explicit Receiver(Act act);
  ~Receiver();

  std::uint16_t port() const { return port_; }
  // "127.0.0.1:4711", as the operator's list has it.
  std::string place() const { return "127.0.0.1:" + std::to_string(port_); }
  std::vector<Received> received();

 private:
  void serve();
  void take(int connection);

  const Act act_;
  Fd listener_;
  Fd stop_read_;
  Fd stop_write_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<Received> received_;
  std::thread thread_;
};

}  // namespace baobei::courier::test
