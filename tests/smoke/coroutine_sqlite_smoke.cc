// Proves, before anything is built on it, that the shapes this project rests on survive g++ 12 with
// ASan, with TSan, and clang: Asio coroutines that suspend on a command, hand it to one SQLite
// writer thread that commits in groups, and are resumed on their own io_context.
//
// It is a program of its own (no framework) so that any compiler and sanitizer can build it with
// one line; see docs/adr/0001-coroutines-and-sqlite-under-sanitizers.md for what it taught.

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace {

namespace net = boost::asio;
using Tcp = net::ip::tcp;
using ErrorCode = boost::system::error_code;
using Transfer = std::tuple<ErrorCode, std::size_t>;

constexpr int kThreads = 2;
constexpr int kClients = 16;
constexpr int kCommandsPerClient = 100;
constexpr std::size_t kFrameBytes = 8;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "smoke: %s\n", what);
  std::abort();
}

struct PendingCommand {
  std::string payload;
  std::function<void(long row)> done;
};

// One thread owns the connection; commands queued while a commit runs share the next one.
class GroupCommitWriter {
 public:
  explicit GroupCommitWriter(std::string path) : thread_([this, path] { run(path); }) {}
  ~GroupCommitWriter() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  void push(PendingCommand command) {
    {
      const std::lock_guard lock(mutex_);
      queue_.push_back(std::move(command));
    }
    wake_.notify_one();
  }

 private:
  void run(const std::string& path) {
    sqlite3* db = nullptr;
    require(sqlite3_open(path.c_str(), &db) == SQLITE_OK, "open");
    const auto exec = [&](const char* sql) {
      require(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql);
    };
    exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
    exec("CREATE TABLE IF NOT EXISTS command(id INTEGER PRIMARY KEY, payload TEXT NOT NULL) STRICT");
    sqlite3_stmt* insert = nullptr;
    require(sqlite3_prepare_v2(db, "INSERT INTO command(payload) VALUES(?1)", -1, &insert,
                               nullptr) == SQLITE_OK,
            "prepare");
    for (;;) {
      std::vector<PendingCommand> batch;
      {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) break;
        batch.swap(queue_);
      }
      std::vector<long> rows;
      exec("BEGIN IMMEDIATE");
      for (const auto& command : batch) {
        exec("SAVEPOINT command");
        sqlite3_bind_text(insert, 1, command.payload.data(),
                          static_cast<int>(command.payload.size()), SQLITE_TRANSIENT);
        require(sqlite3_step(insert) == SQLITE_DONE, "insert");
        sqlite3_reset(insert);
        exec("RELEASE command");
        rows.push_back(static_cast<long>(sqlite3_last_insert_rowid(db)));
      }
      exec("COMMIT");
      for (std::size_t i = 0; i < batch.size(); ++i) batch[i].done(rows[i]);
    }
    sqlite3_finalize(insert);
    sqlite3_close(db);
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<PendingCommand> queue_;
  bool stopping_ = false;
  std::thread thread_;  // last member: starts when everything above exists
};

net::awaitable<long> submit(GroupCommitWriter& writer, std::string payload) {
  auto row = co_await net::async_initiate<const net::use_awaitable_t<>, void(long)>(
      [&writer](auto handler, std::string body) {
        auto executor = net::get_associated_executor(handler);
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        writer.push({std::move(body), [shared, executor](long id) {
                       net::post(executor, [shared, id] { std::move (*shared)(id); });
                     }});
      },
      net::use_awaitable, std::move(payload));
  co_return row;
}

net::awaitable<void> session(Tcp::socket socket, GroupCommitWriter& writer) {
  std::array<char, kFrameBytes> frame{};
  constexpr auto kToken = net::as_tuple(net::use_awaitable);
  for (;;) {
    auto buffer = net::buffer(frame);
    Transfer got = co_await net::async_read(socket, buffer, kToken);
    if (std::get<0>(got)) co_return;
    std::string payload(frame.data(), frame.size());
    const long row = co_await submit(writer, std::move(payload));
    std::string reply = std::to_string(row);
    reply.resize(kFrameBytes, ' ');
    auto out = net::buffer(reply);
    Transfer sent = co_await net::async_write(socket, out, kToken);
    if (std::get<0>(sent)) co_return;
  }
}

net::awaitable<void> listen(Tcp::acceptor& acceptor, GroupCommitWriter& writer) {
  constexpr auto kToken = net::as_tuple(net::use_awaitable);
  for (;;) {
    std::tuple<ErrorCode, Tcp::socket> accepted = co_await acceptor.async_accept(kToken);
    if (std::get<0>(accepted)) co_return;
    auto executor = acceptor.get_executor();
    net::co_spawn(executor, session(std::move(std::get<1>(accepted)), writer), net::detached);
  }
}

void run_client(const Tcp::endpoint& endpoint, std::atomic<long>& answered) {
  net::io_context io;
  Tcp::socket socket(io);
  socket.connect(endpoint);
  std::array<char, kFrameBytes> frame{'c', 'o', 'm', 'm', 'a', 'n', 'd', '1'};
  for (int i = 0; i < kCommandsPerClient; ++i) {
    net::write(socket, net::buffer(frame));
    std::array<char, kFrameBytes> reply{};
    net::read(socket, net::buffer(reply));
    require(std::atol(reply.data()) > 0, "reply names a row");
    answered.fetch_add(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string path = argc > 1 ? argv[1] : "smoke.db";
  for (const char* suffix : {"", "-wal", "-shm"}) std::remove((path + suffix).c_str());

  std::atomic<long> answered{0};
  net::io_context io(kThreads);
  {
    GroupCommitWriter writer(path);
    Tcp::acceptor acceptor(io, Tcp::endpoint(net::ip::address_v4::loopback(), 0));
    const auto endpoint = acceptor.local_endpoint();
    net::co_spawn(io, listen(acceptor, writer), net::detached);
    std::vector<std::thread> servers;
    for (int i = 0; i < kThreads; ++i) servers.emplace_back([&io] { io.run(); });
    std::vector<std::thread> clients;
    for (int i = 0; i < kClients; ++i) {
      clients.emplace_back([&] { run_client(endpoint, answered); });
    }
    for (auto& client : clients) client.join();
    net::post(io, [&acceptor] { acceptor.close(); });
    for (auto& server : servers) server.join();
  }
  require(answered == kClients * kCommandsPerClient, "every command answered");
  std::printf("smoke: %ld commands, each durable before its reply\n", answered.load());
  return 0;
}
