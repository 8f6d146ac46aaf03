// The transport alone: real sockets on loopback, hostile clients, an Application made of tables.

#include "http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "http/test_client.h"

namespace baobei::http {
namespace {

using test::Client;
using test::request_text;
using ::testing::HasSubstr;

Response text(int status, std::string body) {
  Response response;
  response.status = status;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

constexpr std::size_t kBigBody = std::size_t{64} << 20;  // more than the kernel buffers

// "/echo" answers with the body, "/big" with more than a socket takes, "/upload" with the file's
// size, "/later" when release() is called.
class Table : public Application {
 public:
  ~Table() override = default;

  Admission admit(const Head& head) override {
    Admission admission;
    if (head.path == "/refused") {
      admission.refused = text(404, "no such thing");
    } else if (head.path == "/upload") {
      admission.place = BodyPlace::kFile;
      admission.body_bytes_max = 1'000'000;
    } else {
      admission.body_bytes_max = 100;
    }
    return admission;
  }

  Reply receive(Request request) override {
    const std::lock_guard lock(mutex_);
    ++received_;
    if (request.head.path == "/later") {
      return Pending([this](Done done) { keep(std::move(done)); });
    }
    if (request.head.path == "/big") return text(200, std::string(kBigBody, 'x'));
    if (request.head.path == "/who") return text(200, request.head.peer);
    if (request.upload != nullptr) {
      upload_path_ = request.upload->path();
      return text(200, std::to_string(request.upload->size()));
    }
    return text(200, request.head.path + "|" + request.body);
  }

  Response refuse(Fault fault, const Head&) override {
    static const std::map<Fault, int> kStatus = {
        {Fault::kMalformed, 400},          {Fault::kTooSlow, 408},
        {Fault::kBodyTooLarge, 413},       {Fault::kUnknownExpectation, 417},
        {Fault::kHeaderTooLarge, 431},     {Fault::kStorageFailed, 503},
        {Fault::kTooManyConnections, 503}, {Fault::kStopping, 503}};
    return text(kStatus.at(fault), "refused");
  }

  void keep(Done done) {
    {
      const std::lock_guard lock(kept_mutex_);
      kept_.push_back(std::move(done));
    }
    kept_one_.notify_all();
  }
  std::vector<Done> wait_for_kept(std::size_t count) {
    std::unique_lock lock(kept_mutex_);
    kept_one_.wait(lock, [&] { return kept_.size() >= count; });
    return std::move(kept_);
  }
  int received() {
    const std::lock_guard lock(mutex_);
    return received_;
  }
  std::string upload_path() {
    const std::lock_guard lock(mutex_);
    return upload_path_;
  }

 private:
  std::mutex mutex_;
  int received_ = 0;
  std::string upload_path_;
  std::mutex kept_mutex_;
  std::condition_variable kept_one_;
  std::vector<Done> kept_;
};

struct Running {
  explicit Running(Limits limits = {}) : server(options(limits), table) {
    const auto status = server.start();
    EXPECT_TRUE(status) << to_string(status.error());
  }
  static ServerOptions options(Limits limits) {
    ServerOptions options;
    options.limits = limits;
    options.upload_directory = testing::TempDir();
    return options;
  }
  std::uint16_t port() const { return server.port(); }

  Table table;
  Server server;
};

struct Exchange {
  std::string what;
  std::string sent;
  int status;
};

void check(Running& running, const Exchange& row) {
  SCOPED_TRACE(row.what);
  const auto answer = test::ask(running.port(), row.sent);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, row.status);
}

TEST(Server, answers_every_kind_of_request) {
  Running running;
  const std::vector<Exchange> rows = {
      {"a plain request", request_text("GET", "/echo"), 200},
      {"a body", request_text("POST", "/echo", "", "hello"), 200},
      {"an absolute target", request_text("GET", "http://localhost/echo"), 200},
      {"HTTP/1.0 without a host", "GET /echo HTTP/1.0\r\n\r\n", 200},
      {"refused by the application", request_text("GET", "/refused"), 404},
      {"not HTTP at all", "\x16\x03\x01\x02\r\n\r\n", 400},
      {"HTTP/2 by prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"no host", "GET /echo HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"two lengths",
       "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400},
      {"a length and chunks",
       "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: "
       "chunked\r\n\r\n0\r\n\r\n",
       400},
      {"a negative length", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},
      {"a broken chunk",
       "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
      {"a header without a name", "GET /echo HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", 400},
      {"a relative target", "GET echo HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"a huge header",
       request_text("GET", "/echo", "X-Long: " + std::string(20'000, 'x') + "\r\n"), 431},
      {"a body past the limit", request_text("POST", "/echo", "", std::string(101, 'x')), 413},
      {"chunks past the limit",
       "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" +
           std::string(0x65, 'x') + "\r\n0\r\n\r\n",
       413},
      {"an upload past the limit", request_text("POST", "/upload", "", std::string(1'000'001, 'x')),
       413},
      {"an unknown expectation", request_text("POST", "/echo", "Expect: miracles\r\n", "x"), 417},
  };
  for (const auto& row : rows) check(running, row);
}

TEST(Server, refuses_too_many_headers) {
  Running running;
  std::string many;
  for (int i = 0; i < 80; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  check(running, {"80 headers", request_text("GET", "/echo", many), 431});
}

TEST(Server, reads_chunks_and_drops_trailers) {
  Running running;
  const auto answer = test::ask(running.port(),
                                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
                                "chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nHost: b\r\n"
                                "\r\n");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "/echo|hello world");
}

TEST(Server, keeps_the_connection_and_the_order_of_pipelined_requests) {
  Running running;
  Client client(running.port());
  std::string burst;
  for (int i = 0; i < 50; ++i) burst += request_text("POST", "/" + std::to_string(i), "", "b");
  ASSERT_TRUE(client.send(burst));
  for (int i = 0; i < 50; ++i) {
    const auto answer = client.read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "/" + std::to_string(i) + "|b");
  }
  // A refusal without a body leaves the connection usable.
  ASSERT_TRUE(client.send(request_text("GET", "/refused") + request_text("GET", "/after")));
  EXPECT_EQ(client.read()->status, 404);
  EXPECT_EQ(client.read()->body, "/after|");
  EXPECT_EQ(running.server.figures().connections, 1U);
}

TEST(Server, closes_where_the_client_asks_or_the_limit_says) {
  Limits limits;
  limits.requests_per_connection_max = 2;
  Running running(limits);
  {
    Client client(running.port());
    client.send(request_text("GET", "/a", "Connection: close\r\n"));
    EXPECT_EQ(client.read()->header("Connection"), "close");
    EXPECT_TRUE(client.reads_end());
  }
  Client client(running.port());
  client.send(request_text("GET", "/a") + request_text("GET", "/b"));
  EXPECT_EQ(client.read()->header("Connection"), "");
  EXPECT_EQ(client.read()->header("Connection"), "close");
  EXPECT_TRUE(client.reads_end());
}

TEST(Server, sends_the_header_alone_to_head) {
  Running running;
  Client client(running.port());
  client.send(request_text("HEAD", "/echo") + request_text("GET", "/next"));
  const auto head = client.read(true);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->header("Content-Length"), "6");
  EXPECT_EQ(client.read()->body, "/next|");
}

TEST(Server, invites_a_body_that_waits_for_it) {
  Running running;
  Client client(running.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.read()->status, 100);
  client.send("ok");
  EXPECT_EQ(client.read()->body, "/echo|ok");
  // Too long to be invited: the answer comes instead.
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 101\r\n\r\n");
  EXPECT_EQ(client.read()->status, 413);
}

TEST(Server, streams_uploads_to_a_file_that_does_not_stay) {
  Running running;
  const std::string body(700'000, 'x');
  const auto answer = test::ask(running.port(), request_text("POST", "/upload", "", body));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "700000");
  EXPECT_FALSE(std::filesystem::exists(running.table.upload_path()));
}

TEST(Server, refuses_more_uploads_than_may_exist) {
  Limits limits;
  limits.uploads_max = 1;
  Running running(limits);
  Client first(running.port());
  first.send(
      "POST /upload HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n");
  ASSERT_EQ(first.read()->status, 100);
  check(running, {"a second upload", request_text("POST", "/upload", "", "x"), 503});
  first.send("123456789");
  EXPECT_EQ(first.read()->body, "9");
}

TEST(Server, cuts_off_slow_clients) {
  Limits limits;
  limits.idle_time = limits.header_time = limits.body_time = std::chrono::milliseconds(30);
  Running running(limits);
  Client silent(running.port());
  Client half_a_header(running.port());
  half_a_header.send("GET /echo HTT");
  Client half_a_body(running.port());
  half_a_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
  EXPECT_TRUE(silent.reads_end());
  EXPECT_EQ(half_a_header.read()->status, 408);
  EXPECT_EQ(half_a_body.read()->status, 408);
  EXPECT_EQ(running.table.received(), 0);
}

TEST(Server, cuts_off_clients_that_do_not_read) {
  Limits limits;
  limits.idle_time = limits.write_time = std::chrono::milliseconds(30);
  Running running(limits);
  Client deaf(running.port());
  deaf.send(request_text("GET", "/big"));
  // Two others, whose time begins later, are over before it listens.
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(Client(running.port()).reads_end());
  EXPECT_FALSE(deaf.read());
}

TEST(Server, gives_the_service_more_time_than_the_client) {
  Limits limits;
  limits.idle_time = limits.body_time = limits.write_time = std::chrono::milliseconds(20);
  Running running(limits);
  Client slow_service(running.port());
  slow_service.send(request_text("POST", "/later"));
  auto done = running.table.wait_for_kept(1);
  Client idle(running.port());
  EXPECT_TRUE(idle.reads_end());  // its time was over while the other one waited
  done.front()(text(200, "at last"));
  EXPECT_EQ(slow_service.read()->body, "at last");
}

TEST(Server, tells_connections_beyond_the_limit) {
  Limits limits;
  limits.connections_max = 1;
  Running running(limits);
  Client first(running.port());
  first.send(request_text("GET", "/a"));
  ASSERT_TRUE(first.read());
  Client second(running.port());
  EXPECT_EQ(second.read()->status, 503);
  first.send(request_text("GET", "/b"));
  EXPECT_EQ(first.read()->body, "/b|");
}

TEST(Server, survives_a_client_that_vanishes_while_its_command_runs) {
  Running running;
  auto client = std::make_unique<Client>(running.port());
  client->send(request_text("POST", "/later"));
  auto done = running.table.wait_for_kept(1);
  client.reset();
  done.front()(text(200, "nobody hears this"));
  EXPECT_EQ(test::ask(running.port(), request_text("GET", "/x"))->body, "/x|");
}

TEST(Server, answers_for_a_service_that_forgets_to) {
  Running running;
  Client client(running.port());
  client.send(request_text("POST", "/later") + request_text("GET", "/next"));
  running.table.wait_for_kept(1).clear();
  EXPECT_EQ(client.read()->status, 503);
  EXPECT_EQ(client.read()->body, "/next|");
}

TEST(Server, takes_the_answer_from_any_thread) {
  Running running;
  constexpr int kClients = 8;
  constexpr int kRounds = 20;
  std::thread service([&] {
    for (int i = 0; i < kClients * kRounds;) {
      for (auto& done : running.table.wait_for_kept(1)) {
        done(text(200, "done"));
        ++i;
      }
    }
  });
  std::vector<std::thread> clients;
  std::atomic<int> answered{0};
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&] {
      Client client(running.port());
      for (int round = 0; round < kRounds; ++round) {
        client.send(request_text("POST", "/later", "", "x"));
        const auto answer = client.read();
        answered += answer && answer->body == "done" ? 1 : 0;
      }
    });
  }
  for (auto& client : clients) client.join();
  service.join();
  EXPECT_EQ(answered, kClients * kRounds);
}

TEST(Server, lets_running_requests_end_when_it_stops) {
  Running running;
  Client idle(running.port());
  idle.send(request_text("GET", "/a"));
  ASSERT_TRUE(idle.read());
  Client busy(running.port());
  busy.send(request_text("POST", "/later"));
  auto done = running.table.wait_for_kept(1);
  std::thread stopping([&] { running.server.stop(); });
  EXPECT_TRUE(idle.reads_end());
  done.front()(text(200, "finished"));
  const auto answer = busy.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "finished");
  EXPECT_EQ(answer->header("Connection"), "close");
  stopping.join();
  EXPECT_EQ(Client(running.port()).read(), std::nullopt);
}

TEST(Server, stops_in_bounded_time_and_hears_nothing_afterwards) {
  std::vector<Done> late;
  {
    Limits limits;
    limits.stop_time = std::chrono::milliseconds(20);
    Running running(limits);
    Client busy(running.port());
    busy.send(request_text("POST", "/later"));
    late = running.table.wait_for_kept(1);
    running.server.stop();
    EXPECT_TRUE(late.front() != nullptr);
    late.front()(text(200, "too late"));
  }
  late.clear();
}

// Whoever answers is still on the way out of its Done when the client has the answer. Only a busy
// machine stops it there: many at once keep this one busy.
TEST(Server, ends_right_after_an_answer_of_another_thread) {
  const auto rounds = [] {
    for (int round = 0; round < 30; ++round) {
      Table table;
      auto server = std::make_unique<Server>(Running::options({}), table);
      ASSERT_TRUE(server->start());
      std::thread service([&] {
        auto done = table.wait_for_kept(1);
        done.front()(text(200, "done"));
      });
      EXPECT_EQ(test::ask(server->port(), request_text("POST", "/later"))->body, "done");
      server.reset();
      service.join();
    }
  };
  std::vector<std::thread> worlds;
  for (int i = 0; i < 12; ++i) worlds.emplace_back(rounds);
  for (auto& world : worlds) world.join();
}

TEST(Server, binds_loopback_alone_without_tls_or_proxies) {
  struct Bind {
    std::string address;
    std::vector<std::string> proxies;
    std::optional<ErrorKind> error;
  };
  const std::vector<Bind> rows = {
      {"127.0.0.1", {}, std::nullopt},
      {"0.0.0.0", {}, ErrorKind::kInvalid},
      {"::", {}, ErrorKind::kInvalid},
      {"0.0.0.0", {"127.0.0.1"}, std::nullopt},
      {"0.0.0.0", {"proxy.example"}, ErrorKind::kInvalid},
      {"localhost", {}, ErrorKind::kInvalid},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.address + " " + (row.proxies.empty() ? "" : row.proxies.front()));
    Table table;
    ServerOptions options;
    options.address = row.address;
    options.trusted_proxies = row.proxies;
    Server server(options, table);
    const auto status = server.start();
    EXPECT_EQ(status.has_value(), !row.error);
    if (row.error && !status) {
      EXPECT_EQ(status.error().kind, *row.error);
    }
  }
}

TEST(Server, believes_of_clients_what_a_trusted_proxy_wrote_last) {
  Table table;
  const auto peer_of = [&](std::vector<std::string> proxies, const std::string& lines) {
    ServerOptions options;
    options.trusted_proxies = std::move(proxies);
    Server server(options, table);
    EXPECT_TRUE(server.start());
    return test::ask(server.port(), request_text("GET", "/who", lines))
        .value_or(test::Answer{})
        .body;
  };
  const std::string one = "X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n";
  const std::string two = "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 203.0.113.9\r\n";
  EXPECT_EQ(peer_of({}, one), "127.0.0.1") << "anybody can write that";
  EXPECT_EQ(peer_of({"127.0.0.1"}, one), "203.0.113.9");
  EXPECT_EQ(peer_of({"127.0.0.1"}, two), "203.0.113.9") << "added as a field of its own";
  EXPECT_EQ(peer_of({"127.0.0.1"}, ""), "127.0.0.1");
  EXPECT_EQ(peer_of({"127.0.0.1"}, "X-Forwarded-For: " + std::string(65, '1') + "\r\n"),
            "127.0.0.1");
}

TEST(Server, says_that_a_port_is_taken) {
  Running running;
  Table table;
  ServerOptions options;
  options.port = running.port();
  Server second(options, table);
  const auto status = second.start();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kUnavailable);
  EXPECT_THAT(to_string(status.error()), HasSubstr(std::to_string(running.port())));
}

}  // namespace
}  // namespace baobei::http
