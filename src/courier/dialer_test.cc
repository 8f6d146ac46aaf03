// The one way out, against real receivers on loopback: what each of their answers comes to, and
// that nothing but what the operator allowed is called at all.
#include "courier/dialer.h"

#include <gtest/gtest.h>

#include "courier/fetch.h"
#include "courier/test_receiver.h"

namespace baobei::courier {
namespace {

using engine::AttemptOutcome;
using test::Receiver;
using namespace std::chrono_literals;

DialLimits quick() {
  DialLimits limits;
  limits.connect = 2s;
  limits.whole = 300ms;
  return limits;
}

Dialled dial(const Target& target, DialLimits limits = quick()) {
  const auto dialer = curl_dialer(limits);
  std::optional<Dialled> result;
  dialer->start({target, {"webhook-id: 1"}, R"({"a":1})"}, [&](Dialled got) { result = got; });
  for (int i = 0; i < 1'000 && !result; ++i) dialer->turn(100ms);
  EXPECT_TRUE(result);
  return result.value_or(Dialled{});
}

Target on_the_list(const Receiver& receiver, const std::string& path = "/hook",
                   const std::string& scheme = "http") {
  return {scheme + "://" + receiver.place() + path, "127.0.0.1", receiver.port(), true};
}

TEST(Dialer, sends_what_it_was_given) {
  Receiver receiver([](const auto&) { return test::answer(200, "thanks"); });
  const auto result = dial(on_the_list(receiver, "/hook?a=b"));
  EXPECT_EQ(result.outcome, AttemptOutcome::kDelivered);
  EXPECT_EQ(result.status, 200);
  EXPECT_EQ(result.answer, "") << "shown of public receivers alone";
  EXPECT_GT(result.took, 0us);
  const auto all = receiver.received();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0].head.starts_with("POST /hook?a=b HTTP/1.1\r\n")) << all[0].head;
  EXPECT_EQ(all[0].header("webhook-id"), "1");
  EXPECT_EQ(all[0].header("content-type"), "application/json");
  EXPECT_EQ(all[0].header("host"), receiver.place());
  EXPECT_EQ(all[0].body, R"({"a":1})");
}

TEST(Fetch, gives_the_whole_answer_of_whom_the_operator_allowed) {
  Receiver receiver([](const test::Received& asked) {
    if (asked.head.starts_with("GET /long")) return test::answer(200, std::string(70'000, 'x'));
    if (asked.head.starts_with("GET /there")) {
      return std::string("HTTP/1.1 302 Found\r\nLocation: /here\r\nContent-Length: 0\r\n\r\n");
    }
    return test::answer(asked.body.empty() ? 200 : 400, std::string(20'000, 'y'));
  });
  const auto allowed = AllowList::of({receiver.place()}).value();
  const auto base = "http://" + receiver.place();
  const auto page = fetch(base + "/a", {"Accept: application/json"}, "", allowed);
  ASSERT_TRUE(page) << to_string(page.error());
  EXPECT_EQ(page->status, 200);
  EXPECT_EQ(page->body.size(), 20'000U) << "more than of a webhook";
  const auto sent = fetch(base + "/a", {"Content-Type: a/b"}, "c=d", allowed);
  ASSERT_TRUE(sent) << to_string(sent.error());
  EXPECT_EQ(sent->status, 400) << "an answer all the same";
  const auto all = receiver.received();
  EXPECT_TRUE(all[0].head.starts_with("GET /a HTTP/1.1\r\n")) << all[0].head;
  EXPECT_EQ(all[0].header("accept"), "application/json");
  EXPECT_EQ(all[1].header("content-type"), "a/b");
  EXPECT_EQ(all[1].body, "c=d");
  EXPECT_FALSE(fetch(base + "/long", {}, "", allowed)) << "cut is no answer";
  EXPECT_FALSE(fetch(base + "/there", {}, "", allowed)) << "no redirect is followed";
  EXPECT_EQ(fetch(base + "/a", {}, "", AllowList()).error().kind, ErrorKind::kInvalid);
}

TEST(Dialer, tells_what_came_of_it) {
  struct Row {
    std::string reply;
    AttemptOutcome outcome;
    int status;
  };
  const std::string endless = "HTTP/1.1 200 OK\r\n\r\n" + std::string(std::size_t{4} << 20, 'x');
  const Row rows[] = {
      {test::answer(204), AttemptOutcome::kDelivered, 204},
      {test::answer(301, "", "Location: http://127.0.0.1:1/\r\n"), AttemptOutcome::kRedirected,
       301},
      {test::answer(404, "no"), AttemptOutcome::kRefused, 404},
      {test::answer(410), AttemptOutcome::kRefused, 410},
      {test::answer(500), AttemptOutcome::kRefused, 500},
      {endless, AttemptOutcome::kDelivered, 200},
      {test::kClose, AttemptOutcome::kNoConnection, 0},
      {test::kHang, AttemptOutcome::kTooSlow, 0},
      {"SSH-2.0-OpenSSH_9.2\r\n", AttemptOutcome::kBadAnswer, 0},
      {"HTTP/1.1 200 OK\r\nA: " + std::string(40'000, 'a') + "\r\n\r\n", AttemptOutcome::kBadAnswer,
       200},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reply.substr(0, 60));
    Receiver receiver([&](const auto&) { return row.reply; });
    const auto result = dial(on_the_list(receiver));
    EXPECT_EQ(result.outcome, row.outcome);
    EXPECT_EQ(result.status, row.status);
    EXPECT_EQ(receiver.received().size(), 1U);
  }
}

TEST(Dialer, hears_how_long_a_receiver_wants_to_be_left_alone) {
  Receiver receiver([](const auto&) { return test::answer(503, "", "Retry-After: 120\r\n"); });
  EXPECT_EQ(dial(on_the_list(receiver)).retry_after, 120s);
}

TEST(Dialer, trusts_nobody_who_speaks_no_tls) {
  Receiver receiver([](const auto&) { return test::answer(200); });
  const auto result = dial(on_the_list(receiver, "/", "https"));
  EXPECT_NE(result.outcome, AttemptOutcome::kDelivered);
  EXPECT_TRUE(receiver.received().empty());
}

// Whatever was said when it was taken: the address that is connected to decides.
TEST(Dialer, calls_no_address_that_is_not_public) {
  Receiver receiver([](const auto&) { return test::answer(200); });
  const auto port = std::to_string(receiver.port());
  for (const std::string host :
       {"127.0.0.1",      "localhost",   "[::1]",           "0.0.0.0",    "[::]",
        "2130706433",     "0x7f.1",      "017700000001",    "127.1",      "10.0.0.1",
        "172.16.0.1",     "192.168.1.1", "169.254.169.254", "100.64.0.1", "[::ffff:127.0.0.1]",
        "[fe80::1]",      "[fd00::1]",   "224.0.0.1",       "[ff02::1]",  "[64:ff9b::7f00:1]",
        "255.255.255.255"}) {
    const auto result = dial({"https://" + host + ":" + port + "/", host, receiver.port(), false});
    EXPECT_EQ(result.outcome, AttemptOutcome::kForbiddenAddress) << host;
    EXPECT_EQ(result.status, 0) << host;
  }
  EXPECT_TRUE(receiver.received().empty());
}

TEST(Dialer, speaks_in_clear_with_nobody_but_the_operators_own) {
  Receiver receiver([](const auto&) { return test::answer(200); });
  auto target = on_the_list(receiver);
  target.allowed = false;
  EXPECT_NE(dial(target).outcome, AttemptOutcome::kDelivered);
  EXPECT_TRUE(receiver.received().empty());
}

TEST(Dialer, uses_no_proxy_of_the_environment) {
  Receiver proxy([](const auto&) { return test::answer(200); });
  Receiver receiver([](const auto&) { return test::answer(200); });
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) {
    ::setenv(name, ("http://" + proxy.place()).c_str(), 1);
  }
  EXPECT_EQ(dial(on_the_list(receiver)).outcome, AttemptOutcome::kDelivered);
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
  EXPECT_TRUE(proxy.received().empty());
  EXPECT_EQ(receiver.received().size(), 1U);
}

TEST(Dialer, one_that_hangs_holds_nobody_up_and_can_be_given_up) {
  Receiver hangs([](const auto&) { return std::string(test::kHang); });
  Receiver answers([](const auto&) { return test::answer(200); });
  const auto dialer = curl_dialer();
  bool hung_ended = false;
  std::optional<Dialled> result;
  dialer->start({on_the_list(hangs), {}, "{}"}, [&](const Dialled&) { hung_ended = true; });
  dialer->start({on_the_list(answers), {}, "{}"}, [&](Dialled got) { result = got; });
  for (int i = 0; i < 1'000 && !result; ++i) dialer->turn(100ms);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, AttemptOutcome::kDelivered);
  dialer->drop_all();
  dialer->turn(0ms);
  EXPECT_FALSE(hung_ended);
}

}  // namespace
}  // namespace baobei::courier
