// Bodies that come piece by piece: files, streams, clients that do not read, a server that stops.

#include <gmock/gmock.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "base/file.h"
#include "http/file_body.h"
#include "http/server.h"
#include "http/test_client.h"

namespace baobei::http {
namespace {

using test::Client;
using test::request_text;
using ::testing::HasSubstr;
using Next = BodySource::Next;

// What a test says it gives; waits until the test says more.
class Script : public BodySource {
 public:
  Next next(std::string& out, std::size_t bytes_max) override {
    const std::lock_guard lock(mutex_);
    largest_ = std::max(largest_, bytes_max);
    if (!pieces_.empty()) {
      out = pieces_.front();
      pieces_.erase(pieces_.begin());
      return Next::kBytes;
    }
    return end_;
  }
  void wait(std::function<void()> wake) override {
    {
      const std::lock_guard lock(mutex_);
      if (pieces_.empty() && end_ == Next::kLater) {
        wake_ = std::move(wake);
        waiting_.notify_all();
        return;
      }
    }
    wake();
  }

  void say(const std::string& piece) {
    wake([&] { pieces_.push_back(piece); });
  }
  void end(Next how) {
    wake([&] { end_ = how; });
  }
  void wait_until_waited_for() {
    std::unique_lock lock(mutex_);
    waiting_.wait(lock, [this] { return wake_ != nullptr; });
  }
  std::size_t largest() {
    const std::lock_guard lock(mutex_);
    return largest_;
  }

 private:
  template <typename Change>
  void wake(Change change) {
    std::function<void()> wake;
    {
      const std::lock_guard lock(mutex_);
      change();
      wake = std::exchange(wake_, nullptr);
    }
    if (wake) wake();
  }
  std::mutex mutex_;
  std::condition_variable waiting_;
  std::vector<std::string> pieces_;
  std::function<void()> wake_;
  Next end_ = Next::kLater;
  std::size_t largest_ = 0;
};

// "/stream" is the script without a length, "/sized" with one, anything else "plain".
class FileTable : public Application {
 public:
  std::shared_ptr<Script> script = std::make_shared<Script>();
  std::uint64_t length = 0;

  Admission admit(const Head&) override { return {}; }
  Reply receive(Request request) override {
    Response response;
    response.content_type = "text/plain";
    if (request.head.path == "/stream" || request.head.path == "/sized") {
      response.source = script;
      if (request.head.path == "/sized") response.source_bytes = length;
    } else {
      response.body = "plain";
    }
    return response;
  }
  Response refuse(Fault, const Head&) override { return {}; }
};

struct RunningFiles {
  explicit RunningFiles(Limits limits = {}) : server(options(limits), table) {
    EXPECT_TRUE(server.start());
  }
  static ServerOptions options(Limits limits) {
    ServerOptions options;
    options.limits = limits;
    options.upload_directory = testing::TempDir();
    return options;
  }
  FileTable table;
  Server server;
};

TEST(Source, is_sent_as_it_comes_and_its_end_is_the_connections) {
  RunningFiles running;
  Client client(running.server.port());
  client.send(request_text("GET", "/stream"));
  const auto head = client.read();
  ASSERT_TRUE(head);
  EXPECT_EQ(head->header("Content-Length"), "");
  EXPECT_EQ(head->header("Connection"), "close");
  running.table.script->say("one;");
  EXPECT_EQ(client.read_until(";"), "one;");
  running.table.script->wait_until_waited_for();
  running.table.script->say("two;");
  EXPECT_EQ(client.read_until(";"), "two;");
  running.table.script->end(Next::kEnd);
  EXPECT_EQ(client.read_rest(), "");
  EXPECT_LE(running.table.script->largest(), Limits().piece_bytes_max);
}

TEST(Source, with_a_length_leaves_the_connection_open) {
  RunningFiles running;
  running.table.length = 6;
  running.table.script->say("abc");
  running.table.script->say("def");
  running.table.script->end(Next::kEnd);
  Client client(running.server.port());
  client.send(request_text("GET", "/sized") + request_text("GET", "/after"));
  const auto sized = client.read();
  EXPECT_EQ(sized->body, "abcdef");
  EXPECT_EQ(client.read()->body, "plain");
}

TEST(Source, is_not_asked_for_a_head) {
  RunningFiles running;
  running.table.length = 6;
  Client client(running.server.port());
  client.send(request_text("HEAD", "/sized") + request_text("GET", "/after"));
  EXPECT_EQ(client.read(true)->header("Content-Length"), "6");
  EXPECT_EQ(client.read()->body, "plain");
  EXPECT_EQ(running.table.script->largest(), 0U);
}

TEST(Source, that_breaks_cuts_the_connection) {
  RunningFiles running;
  running.table.length = 6;
  running.table.script->say("abc");
  running.table.script->end(Next::kBroken);
  Client client(running.server.port());
  client.send(request_text("GET", "/sized"));
  EXPECT_FALSE(client.read()) << "a client must see that something is missing";
}

TEST(Source, waits_longer_than_a_client_may) {
  Limits limits;
  limits.idle_time = limits.write_time = limits.body_time = std::chrono::milliseconds(20);
  RunningFiles running(limits);
  Client client(running.server.port());
  client.send(request_text("GET", "/stream"));
  ASSERT_TRUE(client.read());
  running.table.script->wait_until_waited_for();
  Client idle(running.server.port());
  EXPECT_TRUE(idle.reads_end());  // its time was over meanwhile
  running.table.script->say("still;");
  EXPECT_EQ(client.read_until(";"), "still;");
}

TEST(Source, has_each_piece_bounded_where_nobody_reads) {
  Limits limits;
  limits.idle_time = limits.write_time = limits.linger_time = std::chrono::milliseconds(50);
  RunningFiles running(limits);
  Client deaf(running.server.port());
  deaf.send(request_text("GET", "/stream"));
  for (int i = 0; i < 400; ++i) running.table.script->say(std::string(limits.piece_bytes_max, 'x'));
  for (int i = 0; i < 100 && running.server.figures().open > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(running.server.figures().open, 0U);
}

TEST(Source, ends_when_the_server_stops) {
  Limits limits;
  limits.linger_time = std::chrono::milliseconds(50);
  RunningFiles running(limits);
  Client client(running.server.port());
  client.send(request_text("GET", "/stream"));
  ASSERT_TRUE(client.read());
  running.table.script->wait_until_waited_for();
  const auto start = std::chrono::steady_clock::now();
  running.server.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  EXPECT_EQ(client.read_rest(), "");
  running.table.script->say("nobody hears this");
}

TEST(Source, survives_a_client_that_vanishes) {
  RunningFiles running;
  {
    Client client(running.server.port());
    client.send(request_text("GET", "/stream"));
    ASSERT_TRUE(client.read());
    running.table.script->wait_until_waited_for();
  }
  for (int i = 0; i < 200 && running.server.figures().open > 0; ++i) {
    running.table.script->say("is anybody there?");
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(running.server.figures().open, 0U);
}

// ---- files -------------------------------------------------------------------------------------

struct RangeRow {
  std::string header;
  std::uint64_t from;
  std::uint64_t bytes;
};

TEST(Ranges, are_one_range_or_none) {
  for (const auto& row : std::vector<RangeRow>{{"bytes=0-9", 0, 10},
                                               {"bytes=5-", 5, 95},
                                               {"bytes=-10", 90, 10},
                                               {"bytes=-1000", 0, 100},
                                               {"bytes=90-1000", 90, 10},
                                               {"bytes= 1 - 1 ", 1, 1}}) {
    const auto range = range_of(row.header, 100);
    ASSERT_TRUE(range) << row.header;
    ASSERT_TRUE(*range) << row.header;
    EXPECT_EQ((*range)->from, row.from) << row.header;
    EXPECT_EQ((*range)->bytes, row.bytes) << row.header;
  }
  for (const auto* whole : {"", "items=0-1", "bytes=1-2,4-5", "bytes=5-3", "bytes=x-", "bytes=-",
                            "bytes=1", "bytes=+1-2", "bytes=-x"}) {
    const auto range = range_of(whole, 100);
    ASSERT_TRUE(range) << whole;
    EXPECT_FALSE(*range) << whole;
  }
  for (const auto* outside : {"bytes=100-", "bytes=200-300", "bytes=-0"}) {
    const auto range = range_of(outside, 100);
    ASSERT_FALSE(range) << outside;
    EXPECT_EQ(range.error().status, 416);
    EXPECT_EQ(range.error().headers.at(0).value, "bytes */100");
  }
  EXPECT_FALSE(range_of("bytes=-5", 0));
}

class Files : public testing::Test {
 protected:
  Files() {
    std::ofstream(path_) << std::string(300'000, 'a') + "end";
    head_.method = Method::kGet;
  }
  Response of(std::vector<Header> headers = {}) {
    head_.headers = std::move(headers);
    auto response = file_response(head_, path_, kDigest);
    EXPECT_TRUE(response);
    return std::move(*response);
  }
  static std::string all(const Response& response) {
    std::string text;
    std::string piece;
    while (response.source->next(piece, 1'000) == Next::kBytes) {
      EXPECT_LE(piece.size(), 1'000U);
      text += std::exchange(piece, {});
    }
    return text;
  }
  static std::string header(const Response& response, std::string_view name) {
    for (const auto& header : response.headers) {
      if (header.name == name) return header.value;
    }
    return "";
  }

  const Digest kDigest = sha256("x");
  const std::string etag_ = "\"" + to_hex(kDigest) + "\"";
  const std::string path_ = testing::TempDir() + "/file-body";
  Head head_;
};

TEST_F(Files, are_sent_whole_or_in_part) {
  const auto whole = of();
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(whole.source_bytes, 300'003U);
  EXPECT_EQ(header(whole, "ETag"), etag_);
  EXPECT_EQ(all(whole), std::string(300'000, 'a') + "end");
  const auto part = of({{"Range", "bytes=299999-"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(header(part, "Content-Range"), "bytes 299999-300002/300003");
  EXPECT_EQ(part.source_bytes, 4U);
  EXPECT_EQ(all(part), "aend");
}

TEST_F(Files, are_known_by_their_tag) {
  EXPECT_EQ(of({{"If-None-Match", etag_}}).status, 304);
  EXPECT_EQ(of({{"If-None-Match", "\"other\", W/" + etag_}}).status, 304);
  EXPECT_EQ(of({{"If-None-Match", "\"other\""}}).status, 200);
  EXPECT_EQ(of({{"Range", "bytes=0-1"}, {"If-Range", etag_}}).status, 206);
  EXPECT_EQ(of({{"Range", "bytes=0-1"}, {"If-Range", "\"other\""}}).status, 200);
}

TEST_F(Files, that_shrink_while_they_are_sent_break) {
  const auto response = of();
  ASSERT_EQ(::truncate(path_.c_str(), 10), 0);
  std::string piece;
  EXPECT_EQ(response.source->next(piece, 1'000), Next::kBroken);
}

TEST_F(Files, that_are_not_there_are_no_answer) {
  EXPECT_FALSE(file_response(head_, path_ + "-gone", kDigest));
}

}  // namespace
}  // namespace baobei::http
