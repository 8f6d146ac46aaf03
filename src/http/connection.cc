#include "http/connection.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace baobei::http {
namespace {

constexpr auto kToken = net::as_tuple(net::use_awaitable);

class PlainConnection final : public Connection {
 public:
  explicit PlainConnection(Socket socket) : socket_(std::move(socket)) {}

  net::awaitable<Transfer> read_some(net::mutable_buffer room) override {
    Transfer got = co_await socket_.async_read_some(room, kToken);
    co_return got;
  }

  net::awaitable<Transfer> write_all(net::const_buffer bytes) override {
    Transfer sent = co_await net::async_write(socket_, bytes, kToken);
    co_return sent;
  }

  void cancel() override {
    ErrorCode ignored;
    (void)socket_.cancel(ignored);
  }

  void shutdown_send() override {
    ErrorCode ignored;
    (void)socket_.shutdown(Socket::shutdown_send, ignored);
  }

  void when_heard(std::function<void()> heard) override {
    socket_.async_wait(Socket::wait_read, [heard = std::move(heard)](ErrorCode error) {
      if (!error) heard();
    });
  }

  bool ended() override {
    ErrorCode error;
    const auto waiting = socket_.available(error);
    return error || waiting == 0;
  }

 private:
  Socket socket_;
};

}  // namespace

std::unique_ptr<Connection> plain_connection(Socket socket) {
  return std::make_unique<PlainConnection>(std::move(socket));
}

}  // namespace baobei::http
