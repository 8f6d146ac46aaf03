// A byte stream to one client, whatever carries it. Heavy: it names Asio, so only the transport's
// own sources (connection.cc, session.cc, server.cc) include it.
//
// Invariants: one read and one write at a time; every call and completion on the session's strand.
// Owner: its session.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <tuple>

namespace baobei::http {

namespace net = boost::asio;
using Tcp = net::ip::tcp;
using ErrorCode = boost::system::error_code;
using Transfer = std::tuple<ErrorCode, std::size_t>;
using Strand = net::strand<net::io_context::executor_type>;
using Socket = net::basic_stream_socket<Tcp, Strand>;

// Virtual so that TLS is one more subclass and not a second copy of every session.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual net::awaitable<Transfer> read_some(net::mutable_buffer room) = 0;
  virtual net::awaitable<Transfer> write_all(net::const_buffer bytes) = 0;
  virtual void cancel() = 0;         // what is awaited ends with an error
  virtual void shutdown_send() = 0;  // the client sees the end; reading goes on
  // `heard` once, on the strand, when the client sent something or ended; never where it is cut off
  // before.
  virtual void when_heard(std::function<void()> heard) = 0;
  virtual bool ended() = 0;  // the client sends nothing any more
};

std::unique_ptr<Connection> plain_connection(Socket socket);

}  // namespace baobei::http
