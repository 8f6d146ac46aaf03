#include "courier/test_receiver.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"

namespace baobei::courier::test {
namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

std::string Received::header(const std::string& name) const {
  for (const auto& line : split(head, '\n')) {
    const auto colon = line.find(':');
    if (colon == std::string::npos || lower(line.substr(0, colon)) != name) continue;
    return std::string(trim(line.substr(colon + 1)));
  }
  return {};
}

std::string answer(int status, const std::string& body, const std::string& headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Answer\r\n" + headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

Receiver::Receiver(Act act) : act_(std::move(act)) {
  listener_ = Fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  CHECK(::bind(listener_.get(), generic, length) == 0);
  CHECK(::listen(listener_.get(), 16) == 0);
  CHECK(::getsockname(listener_.get(), generic, &length) == 0);
  port_ = ntohs(address.sin_port);
  std::array<int, 2> pipe{};
  CHECK(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  stop_read_ = Fd(pipe[0]);
  stop_write_ = Fd(pipe[1]);
  thread_ = std::thread([this] { serve(); });
}

Receiver::~Receiver() {
  stop_write_.reset();
  thread_.join();
}

std::vector<Received> Receiver::received() {
  const std::lock_guard lock(mutex_);
  return received_;
}

void Receiver::serve() {
  for (;;) {
    std::array<pollfd, 2> waits{{{listener_.get(), POLLIN, 0}, {stop_read_.get(), POLLIN, 0}}};
    ::poll(waits.data(), waits.size(), -1);
    if (waits[1].revents != 0) return;
    const Fd connection(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (connection.is_open()) take(connection.get());
  }
}

void Receiver::take(int connection) {
  std::string text;
  Received received;
  // Every read waits for the stop as well.
  const auto more = [&] {
    std::array<pollfd, 2> waits{{{connection, POLLIN, 0}, {stop_read_.get(), POLLIN, 0}}};
    ::poll(waits.data(), waits.size(), -1);
    if (waits[1].revents != 0) return false;
    std::array<char, 4096> buffer{};
    const auto got = ::recv(connection, buffer.data(), buffer.size(), 0);
    if (got > 0) text.append(buffer.data(), static_cast<std::size_t>(got));
    return got > 0;
  };
  while (text.find("\r\n\r\n") == std::string::npos) {
    if (!more()) return;
  }
  received.head = text.substr(0, text.find("\r\n\r\n"));
  text.erase(0, received.head.size() + 4);
  const auto length = std::strtoul(received.header("content-length").c_str(), nullptr, 10);
  while (text.size() < length) {
    if (!more()) return;
  }
  received.body = text;
  {
    const std::lock_guard lock(mutex_);
    received_.push_back(received);
  }
  const auto reply = act_(received);
  if (reply == kHang) {
    while (more()) {
    }
    return;
  }
  for (std::size_t sent = 0; sent < reply.size();) {
    const auto got = ::send(connection, reply.data() + sent, reply.size() - sent, MSG_NOSIGNAL);
    if (got <= 0) return;
    sent += static_cast<std::size_t>(got);
  }
}

}  // namespace baobei::courier::test
