#include "http/test_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>
#include <utility>

namespace baobei::http::test {

std::string Answer::header(std::string_view name) const {
  for (std::size_t at = 0; at < head.size();) {
    const auto end = head.find("\r\n", at);
    const auto line = std::string_view(head).substr(at, end - at);
    const auto colon = line.find(": ");
    if (colon != std::string_view::npos && equal_ignoring_case(line.substr(0, colon), name)) {
      return std::string(line.substr(colon + 2));
    }
    if (end == std::string::npos) break;
    at = end + 2;
  }
  return {};
}

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) close();
}

Client::~Client() {
  close();
}

void Client::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool Client::fill() {
  char piece[16384];
  const auto got = ::recv(socket_, piece, sizeof piece, 0);
  if (got <= 0) return false;
  buffer_.append(piece, static_cast<std::size_t>(got));
  return true;
}

std::optional<Answer> Client::read(bool to_head) {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  Answer answer;
  answer.head = buffer_.substr(0, end);
  buffer_.erase(0, end + 4);
  std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
  const auto text = answer.header("Content-Length");
  std::size_t length = 0;
  std::from_chars(text.data(), text.data() + text.size(), length);
  if (to_head) return answer;
  while (buffer_.size() < length) {
    if (!fill()) return std::nullopt;
  }
  answer.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return answer;
}

std::optional<std::string> Client::read_until(std::string_view marker) {
  std::size_t at = 0;
  while ((at = buffer_.find(marker)) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  auto text = buffer_.substr(0, at + marker.size());
  buffer_.erase(0, at + marker.size());
  return text;
}

std::string Client::read_rest() {
  while (fill()) continue;
  return std::exchange(buffer_, {});
}

bool Client::reads_end() {
  return buffer_.empty() && !fill();
}

std::optional<Answer> ask(std::uint16_t port, std::string_view bytes) {
  Client client(port);
  client.send(bytes);
  return client.read();
}

std::string request_text(std::string_view method, std::string_view target,
                         std::string_view header_lines, std::string_view body) {
  std::string text;
  text += method;
  text += " ";
  text += target;
  text += " HTTP/1.1\r\nHost: localhost\r\n";
  text += header_lines;
  if (!body.empty() || method == "POST") {
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  text += "\r\n";
  text += body;
  return text;
}

}  // namespace baobei::http::test
