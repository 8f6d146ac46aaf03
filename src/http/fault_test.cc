// What a session refuses by itself, over real sockets, in the words of the application that is
// shipped: status, type of the problem, and the language that was asked for where the header came
// that far.

#include <gmock/gmock.h>

#include "http/test_world.h"

namespace baobei::http {
namespace {

using test::Answer;
using test::Client;
using test::member;
using test::request_text;
using test::World;

constexpr std::string_view kMark = "LANGUAGE\r\n";
const std::string kBegin = "POST /v1/sign-in HTTP/1.1\r\nHost: a\r\nLANGUAGE\r\n";

// A server of its own limits over the tables of a World.
struct Limited {
  explicit Limited(const Limits& limits = {})
      : application(world.services), server(options(limits), application) {
    const auto started = server.start();
    EXPECT_TRUE(started) << to_string(started.error());
  }
  static ServerOptions options(const Limits& limits) {
    ServerOptions options;
    options.limits = limits;
    options.upload_directory = testing::TempDir();
    return options;
  }

  World world;
  ApiApplication application;
  Server server;
};

struct Expected {
  int status;
  std::string code;
  std::string zh;
  std::string en;
};
enum class HeaderWas { kRead, kUnread };

// `language`: the one that was asked for, or none. Unread, it may be answered in Chinese.
void check_answer(const std::optional<Answer>& answer, const Expected& expected, HeaderWas header,
                  const std::string& language) {
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, expected.status);
  EXPECT_EQ(answer->header("Content-Type"), "application/problem+json");
  EXPECT_EQ(member(*answer, "type"), "urn:baobei:problem:" + expected.code);
  EXPECT_EQ(member(*answer, "title_zh"), expected.zh);
  EXPECT_EQ(member(*answer, "title_en"), expected.en);
  EXPECT_FALSE(member(*answer, "detail_zh").empty());
  EXPECT_FALSE(member(*answer, "detail_en").empty());
  const bool english = language == "en" && answer->header("Content-Language") == "en";
  EXPECT_EQ(member(*answer, "title"), english ? expected.en : expected.zh);
  if (header == HeaderWas::kRead && language == "en") {
    EXPECT_TRUE(english);
  }
}

struct Row {
  std::string what;
  std::string sent;  // with kMark where the language goes
  Expected expected;
  HeaderWas header = HeaderWas::kRead;
};

void check(const Limited& limited, const Row& row) {
  for (const std::string language : {"", "zh-CN", "en"}) {
    SCOPED_TRACE(row.what + " in " + language);
    auto sent = row.sent;
    const auto line = language.empty() ? "" : "Accept-Language: " + language + "\r\n";
    sent.replace(sent.find(kMark), kMark.size(), line);
    const auto answer = test::ask(limited.server.port(), sent);
    check_answer(answer, row.expected, row.header, language);
    EXPECT_EQ(answer.value_or(Answer{}).header("Connection"), "close");
  }
}

TEST(Faults, are_problems_in_the_language_asked_for) {
  const Limited limited;
  const Expected malformed{400, "malformed_request", "请求格式错误", "Malformed request"};
  const Expected too_large{413, "too_large", "内容过大", "Too large"};
  const Expected expectation{417, "unknown_expectation", "无法满足的期望", "Unknown expectation"};
  const Expected header{431, "header_too_large", "请求头过大", "Header too large"};
  std::string many;
  for (int i = 0; i < 80; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
  const std::string mark(kMark);
  const std::vector<Row> rows = {
      {"two lengths", kBegin + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", malformed},
      {"a length and chunks",
       kBegin + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", malformed},
      {"two hosts", kBegin + "Host: b\r\n\r\n", malformed},
      {"a broken chunk", kBegin + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", malformed},
      {"a relative target", "GET healthz HTTP/1.1\r\nHost: a\r\n" + mark + "\r\n", malformed,
       HeaderWas::kUnread},
      {"a length beyond the route's", kBegin + "Content-Length: 5000\r\n\r\n", too_large},
      {"chunks beyond the route's",
       kBegin + "Transfer-Encoding: chunked\r\n\r\n1388\r\n" + std::string(0x1388, 'x') +
           "\r\n0\r\n\r\n",
       too_large},
      {"an odd expectation", kBegin + "Expect: miracles\r\nContent-Length: 1\r\n\r\nx",
       expectation},
      {"80 fields", kBegin + many + "\r\n", header},
      {"a field of 20 KB", kBegin + "X-Long: " + std::string(20'000, 'x') + "\r\n\r\n", header,
       HeaderWas::kUnread},
      {"a target of 20 KB",
       "GET /v1/apps?q=" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: a\r\n" + mark + "\r\n",
       header, HeaderWas::kUnread},
  };
  for (const auto& row : rows) check(limited, row);
}

TEST(Faults, of_a_request_that_stops_arriving_say_so) {
  Limits limits;
  limits.header_time = limits.body_time = std::chrono::milliseconds(30);
  const Limited limited(limits);
  const Expected slow{408, "too_slow", "发送太慢", "Too slow"};
  check(limited, {"half a body", kBegin + "Content-Length: 5\r\n\r\nhe", slow});
  check(limited, {"half a header", kBegin + "X-Half", slow, HeaderWas::kUnread});
}

TEST(Faults, of_a_server_without_room_or_time_are_told_as_503) {
  Limits limits;
  limits.connections_max = 1;
  limits.uploads_max = 0;
  Limited limited(limits);
  const Expected unavailable{503, "unavailable", "暂不可用", "Unavailable"};
  const Expected stopping{503, "stopping", "正在停止", "Stopping"};
  const std::string who = "Authorization: Bearer token-developer\r\nAccept-Language: en\r\n";
  Client client(limited.server.port());
  client.send(request_text("GET", "/healthz", "Accept-Language: en\r\n"));
  ASSERT_EQ(client.read()->status, 200);

  const auto busy = test::ask(limited.server.port(), "");
  check_answer(busy, {503, "busy", "繁忙", "Busy"}, HeaderWas::kUnread, "");
  EXPECT_EQ(busy.value_or(Answer{}).header("Retry-After"), "1");

  limited.world.commands.forgets = true;
  client.send(request_text("POST", "/v1/apps/wx1/suspend", who, "{}"));
  const auto forgotten = client.read();
  check_answer(forgotten, stopping, HeaderWas::kRead, "en");
  EXPECT_EQ(forgotten.value_or(Answer{}).header("Retry-After"), "1");

  client.send(request_text("POST", "/v1/apps/wx1/packages", who, "archive"));
  check_answer(client.read(), unavailable, HeaderWas::kRead, "en");
}

}  // namespace
}  // namespace baobei::http
