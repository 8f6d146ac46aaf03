// The client against a scripted server and, over loopback, against a real socket.

#include "cli/api_client.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <thread>

#include "base/file.h"
#include "cli/exit.h"
#include "cli/repeating.h"
#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::header_of;
using test::problem;
using test::ScriptedTransport;

struct Scripted {
  std::vector<HttpRequest> requests;
  std::vector<Duration> slept;
  std::vector<Result<HttpResponse>> answers;

  Client client() {
    auto transport = std::make_unique<ScriptedTransport>([this](const HttpRequest& request) {
      requests.push_back(request);
      const auto index = std::min(requests.size(), answers.size()) - 1;
      return answers[index];
    });
    return Client(std::move(transport), {"http://127.0.0.1:1", "tok", Language::kZh},
                  [this](Duration duration) { slept.push_back(duration); });
  }
};

HttpResponse busy(const std::string& retry_after) {
  auto response = problem(503, "busy");
  response.headers["retry-after"] = retry_after;
  return response;
}

TEST(Client, sends_a_command_once_more_under_the_same_key_while_the_server_is_busy) {
  Scripted script;
  script.answers = {busy("2"), fail(ErrorKind::kUnavailable, "lost"),
                    answer_json(200, {{"revision", 7}})};
  auto client = script.client();
  const auto reply = client.command("/v1/apps/a/suspend", nullptr);
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->view()["revision"].number(), 7);
  ASSERT_EQ(script.requests.size(), 3U);
  const auto key = header_of(script.requests[0], "Idempotency-Key");
  EXPECT_GT(key.size(), 20U);
  for (const auto& request : script.requests) {
    EXPECT_EQ(header_of(request, "Idempotency-Key"), key);
    EXPECT_EQ(header_of(request, "Authorization"), "Bearer tok");
  }
  EXPECT_EQ(script.slept.front(), std::chrono::seconds(2));
  const auto again = client.command("/v1/apps/a/suspend", nullptr);
  EXPECT_NE(header_of(script.requests.back(), "Idempotency-Key"), key);
}

// A ghost host was left behind when the answer to the first request got lost.
TEST(Client, sends_once_what_a_second_time_would_do_twice) {
  for (const auto& [target, look] : std::vector<std::pair<std::string, std::string>>{
           {"/v1/hosts", "baobei host list"},
           {"/v1/people/dev-2/tokens", "baobei directory tokens dev-2"},
           {"/v1/webhooks/w1/rotate", "baobei webhook list"},
           {"/v1/calendars", "baobei calendar list"}}) {
    Scripted script;
    script.answers = {fail(ErrorKind::kUnavailable, "lost")};
    const auto reply = script.client().command(target, json::object{{"name", "n"}});
    ASSERT_FALSE(reply.has_value());
    EXPECT_EQ(script.requests.size(), 1U) << target;
    EXPECT_TRUE(reply.error().in_doubt) << target;
    EXPECT_NE(reply.error().advice.zh.find(look), std::string::npos) << reply.error().advice.zh;
    EXPECT_NE(reply.error().advice.en.find(look), std::string::npos) << reply.error().advice.en;
    EXPECT_EQ(exit_code(reply.error()), kExitNoServer);
  }
}

TEST(Client, sends_again_what_changes_nothing_more_the_second_time) {
  for (const auto& [method, target] : std::vector<std::pair<std::string, std::string>>{
           {"PUT", "/v1/orgs/org-new"},
           {"DELETE", "/v1/hosts/host_1"},
           {"POST", "/v1/inbox/7/read"},
           {"POST", "/v1/apps/wx1/release"},
           {"POST", "/v1/apps/wx1/release?dry_run=true"},
           {"POST", "/v1/hosts?dry_run=true"}}) {
    Scripted script;
    script.answers = {fail(ErrorKind::kUnavailable, "lost"), answer_json(200, json::object{})};
    EXPECT_TRUE(script.client().command(target, nullptr, {}, method).has_value()) << target;
    EXPECT_EQ(script.requests.size(), 2U) << target;
  }
}

TEST(Client, leaves_no_doubt_where_nothing_was_sent_or_nothing_could_change) {
  Scripted nobody;
  nobody.answers = {fail(ErrorKind::kUnavailable, "refused", std::string(kNoConnection))};
  const auto sent = nobody.client().command("/v1/hosts", nullptr);
  ASSERT_FALSE(sent.has_value());
  EXPECT_FALSE(sent.error().in_doubt);
  Scripted reading;
  reading.answers = {fail(ErrorKind::kUnavailable, "lost")};
  const auto read = reading.client().get("/v1/hosts");
  ASSERT_FALSE(read.has_value());
  EXPECT_FALSE(read.error().in_doubt);
  EXPECT_EQ(reading.requests.size(), static_cast<std::size_t>(kAttemptsMax));
  // Each of the five may have arrived.
  Scripted keyed;
  keyed.answers = {fail(ErrorKind::kUnavailable, "lost"),
                   fail(ErrorKind::kUnavailable, "refused", std::string(kNoConnection))};
  const auto lost = keyed.client().command("/v1/apps/wx1/suspend", nullptr);
  ASSERT_FALSE(lost.has_value());
  EXPECT_TRUE(lost.error().in_doubt);
  EXPECT_NE(lost.error().advice.en.find("baobei events wx1"), std::string::npos);
}

TEST(Client, says_that_it_is_not_known_whether_a_command_took_effect) {
  for (const auto& [language, doubt, look] :
       {std::tuple{"zh", "不知道是否已生效", "先用 baobei host list 查看"},
        {"en", "Not known whether it took effect",
         "look first, before it is typed again: baobei host list"}}) {
    test::TestMachine machine;
    machine.server = [](const HttpRequest&) { return fail(ErrorKind::kUnavailable, "lost"); };
    EXPECT_EQ(machine.run({"host", "add", "cdn-east", "--lang", language}), kExitNoServer);
    EXPECT_EQ(machine.requests.size(), 1U);
    EXPECT_NE(machine.err.str().find(doubt), std::string::npos) << machine.err.str();
    EXPECT_NE(machine.err.str().find(look), std::string::npos) << machine.err.str();
    EXPECT_EQ(machine.err.str().find(language == std::string("zh") ? "未完成" : "Not done"),
              std::string::npos);
  }
}

// The paths of the contract, with names in place of what stands in braces.
TEST(Repeating, follows_the_contract_and_knows_where_to_look) {
  test::TestMachine machine;
  Invocation invocation(machine.environment(), Language::kEn);
  CLI::App app("", "baobei");
  add_client_commands(app, invocation);
  const auto commands = test::collect(app);
  const auto is_command = [&](const std::string& line) {
    return std::ranges::any_of(commands, [&](const std::string& command) {
      return (line + " ").starts_with("baobei " + command + " ");
    });
  };
  std::size_t once = 0;
  for (const auto& operation : write_operations()) {
    std::string target(operation.path);
    for (auto at = target.find('{'); at != std::string::npos; at = target.find('{')) {
      target.replace(at, target.find('}') - at + 1, "x-1");
    }
    EXPECT_EQ(may_be_repeated(operation.method, target), operation.repeatable) << target;
    EXPECT_TRUE(is_command(how_to_look(target))) << target << ": " << how_to_look(target);
    EXPECT_EQ(how_to_look(target).find('{'), std::string::npos) << how_to_look(target);
    if (!operation.repeatable) ++once;
  }
  EXPECT_GT(once, 40U);
  EXPECT_FALSE(may_be_repeated("POST", "/v1/no/such/operation"));
  EXPECT_EQ(how_to_look("/elsewhere"), "");
}

TEST(Client, gives_up_in_bounded_time) {
  Scripted script;
  script.answers = {busy("86400")};
  const auto reply = script.client().get("/v1/apps");
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(script.requests.size(), static_cast<std::size_t>(kAttemptsMax));
  for (const auto& wait : script.slept) EXPECT_LE(wait, kRetryAfterMax);

  Scripted nobody;
  nobody.answers = {fail(ErrorKind::kUnavailable, "refused", std::string(kNoConnection))};
  EXPECT_FALSE(nobody.client().get("/v1/apps").has_value());
  EXPECT_EQ(nobody.requests.size(), 1U);
}

TEST(Client, turns_problems_into_errors_with_exit_codes) {
  struct Row {
    int status;
    const char* code;
    int exit;
  };
  for (const auto& row : std::vector<Row>{{400, "invalid_request", kExitCouldNot},
                                          {401, "not_signed_in", kExitNoRights},
                                          {403, "no_right", kExitNoRights},
                                          {404, "not_found", kExitNotFound},
                                          {404, "not_yet_for_you", kExitRefused},
                                          {404, "service_suspended", kExitRefused},
                                          {409, "version_barred", kExitRefused},
                                          {412, "stale_revision", kExitRefused},
                                          {413, "too_large", kExitCouldNot},
                                          {422, "key_reused", kExitCouldNot},
                                          {428, "if_match_required", kExitCouldNot},
                                          {451, "taken_down", kExitRefused},
                                          {500, "internal", kExitCouldNot},
                                          {503, "busy", kExitNoServer}}) {
    Scripted script;
    script.answers = {problem(row.status, row.code)};
    const auto reply = script.client().get("/v1/apps");
    ASSERT_FALSE(reply.has_value());
    const auto& error = reply.error();
    EXPECT_EQ(exit_code(error), row.exit) << row.code;
    EXPECT_EQ(error.code, row.code);
    EXPECT_EQ(error.refusal, row.code);
    EXPECT_EQ(error.rule, "R3");
    EXPECT_EQ(error.title.zh, std::string("题 ") + row.code);
    EXPECT_EQ(error.advice.en, "advice");
  }
}

TEST(Client, does_not_take_a_page_for_an_answer) {
  HttpResponse page;
  page.status = 200;
  page.headers["content-type"] = "text/html";
  page.body = "<html>";
  Scripted script;
  script.answers = {page};
  EXPECT_FALSE(script.client().get("/v1/apps").has_value());
  page.headers["content-type"] = "application/json";
  script.answers = {page};
  EXPECT_FALSE(script.client().get("/v1/apps").has_value());
  page.status = 502;
  page.headers["content-type"] = "text/html";
  script.answers = {page};
  const auto reply = script.client().get("/v1/apps");
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().title.en, "HTTP 502");
}

TEST(Client, reads_lists_page_by_page) {
  Scripted script;
  script.answers = {answer_json(200, {{"items", json::array{1, 2}}, {"next", "c/1"}}),
                    answer_json(200, {{"items", json::array{3}}})};
  const auto reply = script.client().list("/v1/submissions?state=filing", 500);
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(reply->view()["items"].items().size(), 3U);
  EXPECT_EQ(script.requests[0].target, "/v1/submissions?state=filing&limit=200");
  EXPECT_EQ(script.requests[1].target, "/v1/submissions?state=filing&limit=200&after=c%2F1");
}

TEST(Transport, takes_addresses_that_are_safe) {
  struct Row {
    const char* url;
    const char* base;  // "": refused
  };
  for (const auto& row :
       std::vector<Row>{{"https://baobei.example/", "https://baobei.example"},
                        {"https://baobei.example:8443/desk", "https://baobei.example:8443/desk"},
                        {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
                        {"http://127.9.9.9", "http://127.9.9.9"},
                        {"http://localhost:1/", "http://localhost:1"},
                        {"http://[::1]:8080", "http://[::1]:8080"},
                        {"http://baobei.example", ""},
                        {"http://127.0.0.1.example", ""},
                        {"http://127.evil.example", ""},
                        {"http://localhost.example", ""},
                        {"http://127.0.0.1@evil.example", ""},
                        {"https://user:word@baobei.example", ""},
                        {"https://baobei.example?x", ""},
                        {"https://", ""},
                        {"https://a b", ""},
                        {"ftp://baobei.example", ""},
                        {"", ""}}) {
    const auto base = checked_base_url(row.url);
    EXPECT_EQ(base.value_or(""), row.base) << row.url;
  }
}

TEST(Transport, encodes_what_goes_into_a_path) {
  EXPECT_EQ(encoded("wx-1._~Z"), "wx-1._~Z");
  EXPECT_EQ(encoded("a/b?c#d%"), "a%2Fb%3Fc%23d%25");
  EXPECT_EQ(encoded("论"), "%E8%AE%BA");
  EXPECT_EQ(encoded(".."), "%2E%2E");
}

// Answers one request on a loopback port with what it is given, and keeps what it read.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer) : answer_(std::move(answer)) {
    listener_ = Fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    CHECK(::listen(listener_.get(), 1) == 0);
    socklen_t size = sizeof address;
    CHECK(::getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { serve(); });
  }
  ~OneAnswer() { thread_.join(); }
  OneAnswer(const OneAnswer&) = delete;
  OneAnswer& operator=(const OneAnswer&) = delete;

  const std::string& url() const { return url_; }
  const std::string& request() const { return request_; }

 private:
  bool is_whole() const {
    const auto end = request_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const auto at = request_.find("Content-Length: ");
    if (at == std::string::npos) return true;
    return request_.size() >= end + 4 + std::stoul(request_.substr(at + 16));
  }

  void serve() {
    const Fd socket(::accept(listener_.get(), nullptr, nullptr));
    char buffer[4096];
    while (!is_whole()) {
      const auto got = ::recv(socket.get(), buffer, sizeof buffer, 0);
      if (got <= 0) return;
      request_.append(buffer, static_cast<std::size_t>(got));
    }
    (void)::send(socket.get(), answer_.data(), answer_.size(), MSG_NOSIGNAL);
  }

  std::string answer_;
  std::string url_;
  std::string request_;
  Fd listener_;
  std::thread thread_;
};

TEST(CurlTransport, speaks_http_to_a_socket) {
  std::string request;
  {
    OneAnswer server(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"review-9\"\r\n"
        "Content-Length: 7\r\nConnection: close\r\n\r\n{\"a\":1}");
    Client client(curl_transport(server.url()), {server.url(), "tok", Language::kEn},
                  [](Duration) {});
    CommandOptions options;
    options.if_match = "\"review-8\"";
    options.idempotency_key = "key-1";
    const auto reply = client.command("/v1/x", json::object{{"b", "论"}}, options);
    ASSERT_TRUE(reply.has_value()) << reply.error().title.en;
    EXPECT_EQ(reply->view()["a"].number(), 1);
    EXPECT_EQ(reply->etag, "\"review-9\"");
    request = server.request();
  }
  EXPECT_TRUE(request.starts_with("POST /v1/x HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("Authorization: Bearer tok\r\n"), std::string::npos);
  EXPECT_NE(request.find("If-Match: \"review-8\"\r\n"), std::string::npos);
  EXPECT_NE(request.find("Idempotency-Key: key-1\r\n"), std::string::npos);
  EXPECT_TRUE(request.ends_with("\r\n\r\n{\"b\":\"论\"}")) << request;
}

// A PUT went out without its body.
TEST(CurlTransport, sends_what_a_command_says_by_any_method) {
  for (const std::string method : {"POST", "PUT", "PATCH", "DELETE"}) {
    std::string request;
    {
      OneAnswer server(
          "HTTP/1.1 204 No Content\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n");
      const auto reply =
          curl_transport(server.url())->send({method, "/v1/x", {}, "{\"b\":1}", {}, {}});
      EXPECT_TRUE(reply.has_value()) << method;
      request = server.request();
    }
    EXPECT_TRUE(request.starts_with(method + " /v1/x HTTP/1.1\r\n")) << request;
    EXPECT_NE(request.find("Content-Length: 7\r\n"), std::string::npos) << request;
    EXPECT_TRUE(request.ends_with("\r\n\r\n{\"b\":1}")) << request;
  }
}

TEST(CurlTransport, streams_an_upload_and_tells_how_far_it_is) {
  test::TestMachine machine;
  const auto path = machine.folder() + "/package.zip";
  const std::string bytes(300'000, 'z');
  std::ofstream(path) << bytes;
  std::string request;
  std::uint64_t last = 0;
  {
    OneAnswer server(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\nConnection: close\r\n\r\n{}");
    Client client(curl_transport(server.url()), {server.url(), "", Language::kEn}, [](Duration) {});
    const auto reply = client.upload("/v1/apps/a/packages", path,
                                     [&](std::uint64_t sent, std::uint64_t) { last = sent; });
    ASSERT_TRUE(reply.has_value()) << reply.error().title.en;
    EXPECT_EQ(reply->status, 201);
    request = server.request();
  }
  EXPECT_EQ(request.find("Authorization"), std::string::npos);
  EXPECT_TRUE(request.ends_with(bytes));
  EXPECT_EQ(last, bytes.size());
}

TEST(CurlTransport, says_when_nobody_is_there) {
  std::string url;
  {
    OneAnswer server("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    url = server.url();
    const auto reply = curl_transport(url)->send({"GET", "/", {}, {}, {}, {}});
    ASSERT_TRUE(reply.has_value());
    EXPECT_EQ(reply->status, 204);
  }
  const auto reply = curl_transport(url)->send({"GET", "/", {}, {}, {}, {}});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(reply.error().context, kNoConnection);
}

TEST(CurlTransport, sends_no_header_that_breaks_out) {
  const auto reply =
      curl_transport("http://127.0.0.1:1")->send({"GET", "/", {{"X", "a\r\nB: c"}}, {}, {}, {}});
  ASSERT_FALSE(reply.has_value());
  EXPECT_EQ(reply.error().kind, ErrorKind::kInvalid);
}

}  // namespace
}  // namespace baobei::cli
