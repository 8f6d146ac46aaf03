#include "http/server.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "http/session.h"

namespace baobei::http {
namespace {

constexpr auto kToken = net::as_tuple(net::use_awaitable);
constexpr Duration kAcceptPause = std::chrono::milliseconds(100);  // no descriptors left, say
constexpr int kBacklog = 1024;

bool same_host(const net::ip::address& a, const net::ip::address& b) {
  const auto plain = [](const net::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
      return net::ip::address(net::ip::make_address_v4(net::ip::v4_mapped, address.to_v6()));
    }
    return address;
  };
  return plain(a) == plain(b);
}

}  // namespace

class Server::Listener {
 public:
  Listener(ServerOptions options, Application& application)
      : options_(std::move(options)),
        host_(application, options_.limits, options_.upload_directory),
        io_(static_cast<int>(options_.threads)),
        work_(io_.get_executor()),
        strand_(net::make_strand(io_)),
        acceptor_(strand_),
        pause_(strand_) {}

  ~Listener() { stop(); }  // NOLINT: what could be thrown here ends the program

  Status start() {
    TRY(bind());
    net::co_spawn(strand_, accept(this), net::detached);
    for (std::size_t i = 0; i < options_.threads; ++i) {
      threads_.emplace_back([this] { io_.run(); });
    }
    return {};
  }

  void stop() {
    if (threads_.empty()) return;
    host_.stopping = true;
    net::post(strand_, [this] {
      ErrorCode ignored;
      (void)acceptor_.close(ignored);
      pause_.cancel();
    });
    for (const auto& session : host_.all()) session->request_stop();
    host_.wait_until_none(options_.limits.stop_time);
    io_.stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    for (const auto& session : host_.all()) session->abandon();
  }

  std::uint16_t port() const { return port_; }

  ServerFigures figures() {
    return {accepted_.load(), turned_away_.load(), host_.requests.load(), host_.open()};
  }

 private:
  Status bind() {
    ErrorCode error;
    const auto address = net::ip::make_address(options_.address, error);
    if (error) return fail(ErrorKind::kInvalid, "not a numeric address", options_.address);
    for (const auto& text : options_.trusted_proxies) {
      proxies_.push_back(net::ip::make_address(text, error));
      if (error) return fail(ErrorKind::kInvalid, "a trusted proxy is not a numeric address", text);
    }
    if (!address.is_loopback() && proxies_.empty()) {
      return fail(ErrorKind::kInvalid,
                  "an address that is not loopback takes TLS or trusted_proxies", options_.address);
    }
    const Tcp::endpoint endpoint(address, options_.port);
    (void)acceptor_.open(endpoint.protocol(), error);
    if (!error) (void)acceptor_.set_option(net::socket_base::reuse_address(true), error);
    if (!error) (void)acceptor_.bind(endpoint, error);
    if (!error) (void)acceptor_.listen(kBacklog, error);
    if (error) {
      return fail(ErrorKind::kUnavailable, "cannot listen: " + error.message(),
                  options_.address + ":" + std::to_string(options_.port));
    }
    port_ = acceptor_.local_endpoint(error).port();
    return {};
  }

  bool is_proxy(const net::ip::address& peer) const {
    return std::ranges::any_of(proxies_, [&](const auto& proxy) { return same_host(peer, proxy); });
  }

  // Where there are proxies, nobody else from outside.
  bool lets_in(bool known, const net::ip::address& peer, bool proxied) const {
    return proxies_.empty() || proxied || (known && peer.is_loopback());
  }

  void serve(Socket socket, const Strand& strand) {
    ErrorCode error;
    const auto peer = socket.remote_endpoint(error).address();
    const bool known = !error;
    const bool proxied = known && is_proxy(peer);
    if (!lets_in(known, peer, proxied)) return;
    Session::Peer who{known ? peer.to_string() : std::string(), proxied};
    (void)socket.set_option(Tcp::no_delay(true), error);
    auto session = std::make_shared<Session>(plain_connection(std::move(socket)), strand, host_,
                                             std::move(who));
    ++accepted_;
    const auto room = host_.add(session);
    if (room == SessionHost::Room::kYes) {
      net::co_spawn(strand, Session::run(session), net::detached);
      return;
    }
    ++turned_away_;
    if (room == SessionHost::Room::kNone) return;
    net::co_spawn(strand, Session::turn_away(session), net::detached);
  }

  static net::awaitable<void> accept(Listener* self) {
    while (!self->host_.stopping) {
      Strand strand = net::make_strand(self->io_);
      std::tuple<ErrorCode, Socket> accepted =
          co_await self->acceptor_.async_accept(strand, kToken);
      if (std::get<0>(accepted)) {
        self->pause_.expires_after(kAcceptPause);
        co_await self->pause_.async_wait(kToken);
      } else {
        self->serve(std::move(std::get<1>(accepted)), strand);
      }
    }
  }

  const ServerOptions options_;
  SessionHost host_;  // outlives what io_ still holds
  net::io_context io_;
  net::executor_work_guard<net::io_context::executor_type> work_;
  Strand strand_;
  net::basic_socket_acceptor<Tcp, Strand> acceptor_;
  net::steady_timer pause_;
  std::vector<net::ip::address> proxies_;
  std::uint16_t port_ = 0;
  std::atomic<std::uint64_t> accepted_{0};
  std::atomic<std::uint64_t> turned_away_{0};
  std::vector<std::thread> threads_;
};

Server::Server(ServerOptions options, Application& application)
    : listener_(std::make_unique<Listener>(std::move(options), application)) {}

Server::~Server() = default;

Status Server::start() {
  return listener_->start();
}
std::uint16_t Server::port() const {
  return listener_->port();
}
void Server::stop() {
  listener_->stop();
}
ServerFigures Server::figures() const {
  return listener_->figures();
}

}  // namespace baobei::http
