// What the commands about hosts, events, calendars and receipts ask, and what they do with answers.

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "cli/test_machine.h"
#include "receipts/receipts.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::problem;
using test::TestMachine;
using ::testing::HasSubstr;
using ::testing::Not;

struct Delivered {
  std::vector<std::string> line;
  std::string method;
  std::string target;
  std::string body;
};

void check_delivered(const Delivered& row) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) { return answer_json(200, json::object{}); };
  std::string shown;
  for (const auto& word : row.line) shown += word + " ";
  ASSERT_EQ(machine.run(row.line), kExitOk) << shown << machine.err.str();
  const auto& last = machine.requests.back();
  EXPECT_EQ(last.method, row.method) << shown;
  EXPECT_EQ(last.target, row.target) << shown;
  EXPECT_EQ(last.body, row.body) << shown;
}

TEST(DeliveryCommands, ask_for_what_they_say) {
  for (const auto& row : std::vector<Delivered>{
           {{"host", "add", "cdn"}, "POST", "/v1/hosts", R"({"name":"cdn"})"},
           {{"host", "list"}, "GET", "/v1/hosts", ""},
           {{"host", "revoke", "host_1", "-y"}, "DELETE", "/v1/hosts/host_1", ""},
           {{"host", "ack", "wx1", "--serves", "ab", "--serves", "cd"},
            "POST",
            "/d/wx1/ack",
            R"({"serves":["ab","cd"]})"},
           {{"host", "ack", "wx1"}, "POST", "/d/wx1/ack", R"({"serves":[]})"},
           {{"darkness", "wx1"}, "GET", "/v1/apps/wx1/darkness", ""},
           {{"feed", "--after", "7", "--limit", "5"}, "GET", "/v1/feed?after=7&limit=5", ""},
           {{"calendar", "add", "--label", "x"}, "POST", "/v1/calendars", R"({"label":"x"})"},
           {{"calendar", "list"}, "GET", "/v1/calendars", ""},
           {{"calendar", "remove", "cal_1"}, "DELETE", "/v1/calendars/cal_1", ""},
           {{"inbox", "--count"}, "GET", "/v1/inbox/unread", ""},
           {{"keys"}, "GET", "/v1/keys", ""}}) {
    check_delivered(row);
  }
}

TEST(DeliveryCommands, show_a_hosts_token_alone_where_a_script_reads) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) {
    return answer_json(201, {{"host", "host_1"}, {"token", "hostkey_x"}});
  };
  EXPECT_EQ(machine.run({"host", "add", "cdn"}), kExitOk);
  EXPECT_EQ(machine.out.str(), "hostkey_x\n");
  EXPECT_THAT(machine.err.str(), HasSubstr("host_1"));
}

TEST(DeliveryCommands, show_how_fast_it_went_dark) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) {
    return answer_json(200,
                       {{"items", json::array{json::object{
                                      {"order", 1},
                                      {"scope", "service"},
                                      {"ordered_at", "2026-03-02T09:00:00Z"},
                                      {"endpoint_dark_at", "2026-03-02T09:00:10Z"},
                                      {"endpoint_dark_us", 10'000'000},
                                      {"hosts", json::array{json::object{{"host", "host_1"}}}}}}}});
  };
  EXPECT_EQ(machine.run({"darkness", "wx1"}), kExitOk);
  EXPECT_THAT(machine.out.str(), HasSubstr("(10 s)"));
  EXPECT_THAT(machine.out.str(), HasSubstr("not acknowledged yet"));
}

TEST(DeliveryCommands, tell_no_instant_of_hosts_where_none_was_registered) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) {
    return answer_json(
        200, {{"items", json::array{json::object{{"order", 1},
                                                 {"scope", "service"},
                                                 {"ordered_at", "2026-03-02T09:00:00Z"},
                                                 {"all_hosts_dark_at", "2026-03-02T09:00:10Z"},
                                                 {"all_hosts_dark_us", 10'000'000},
                                                 {"hosts", json::array{}}}}}});
  };
  EXPECT_EQ(machine.run({"darkness", "wx1"}), kExitOk);
  EXPECT_THAT(machine.out.str(), HasSubstr("no host was registered then"));
  EXPECT_THAT(machine.out.str(), testing::Not(HasSubstr("(10 s)")));
}

// ---- download ----------------------------------------------------------------------------------

// Gives a pack in parts, and breaks off when it is told to.
struct PackServer {
  std::string pack = "the sealed bytes";
  int breaks = 0;
  std::string digest() const { return to_hex(sha256(pack)); }
  Result<HttpResponse> handle(const HttpRequest& request) {
    if (request.target.find("/manifest") != std::string::npos) {
      return answer_json(200, {{"digest", digest()}});
    }
    const auto range = test::header_of(request, "Range");
    std::size_t from = 0;
    if (!range.empty()) from = std::stoul(range.substr(6));
    if (from >= pack.size()) return problem(416, "range_not_there");
    const bool breaks_off = breaks > 0;
    if (breaks_off) --breaks;
    std::ofstream(request.download_path, std::ios::app)
        << pack.substr(from, breaks_off ? 5 : std::string::npos);
    if (breaks_off) return fail(ErrorKind::kUnavailable, "cut off");
    HttpResponse response;
    response.status = from == 0 ? 200 : 206;
    return response;
  }
};

std::string text_of(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(Download, goes_on_where_it_was_cut_and_compares_the_digest) {
  TestMachine machine;
  PackServer server;
  server.breaks = 2;
  machine.server = [&](const HttpRequest& request) { return server.handle(request); };
  const auto out = machine.folder() + "/it.pack";
  EXPECT_EQ(machine.run({"download", "wx1", "--out", out}), kExitOk) << machine.err.str();
  EXPECT_EQ(text_of(out), server.pack);
  EXPECT_EQ(test::header_of(machine.requests.back(), "Range"), "bytes=10-");
  EXPECT_EQ(test::header_of(machine.requests.back(), "If-Range"), "\"" + server.digest() + "\"");
}

TEST(Download, keeps_nothing_that_has_another_digest) {
  TestMachine machine;
  PackServer server;
  machine.server = [&](const HttpRequest& request) { return server.handle(request); };
  const auto out = machine.folder() + "/it.pack";
  EXPECT_EQ(machine.run({"download", "wx1", std::string(64, 'a'), "--out", out}), kExitRefused);
  EXPECT_FALSE(std::filesystem::exists(out));
  EXPECT_FALSE(std::filesystem::exists(out + ".aaaaaaaaaaaa.part"));
}

TEST(Download, says_why_it_cannot_be_had) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) { return problem(451, "taken_down"); };
  const auto out = machine.folder() + "/it.pack";
  EXPECT_EQ(machine.run({"download", "wx1", std::string(64, 'a'), "--out", out}), kExitRefused);
  EXPECT_THAT(machine.err.str(), HasSubstr("title taken_down"));
}

// ---- events ------------------------------------------------------------------------------------

TEST(FeedCommand, follows_the_cursor_and_ends) {
  TestMachine machine;
  int asked = 0;
  machine.server = [&](const HttpRequest& request) {
    ++asked;
    const json::object event{{"log_index", asked}, {"type", "submitted"}, {"app", "wx1"}};
    const std::string after = asked == 1 ? "" : "after=" + std::to_string(asked - 1) + "&";
    EXPECT_EQ(request.target, "/v1/feed?" + after + "limit=200");
    return answer_json(
        200,
        {{"items", json::array{event}}, {"cursor", std::to_string(asked)}, {"more", asked < 2}});
  };
  EXPECT_EQ(machine.run({"feed", "--follow", "--timeout", "3s"}), kExitOk);
  EXPECT_EQ(asked, 4) << "two pages at once, two more while it waited";
  EXPECT_THAT(machine.err.str(), HasSubstr("Cursor: 4"));
  TestMachine lines;
  asked = 0;
  lines.server = machine.server;
  EXPECT_EQ(lines.run({"feed", "--json"}), kExitOk);
  EXPECT_THAT(lines.out.str(), HasSubstr("{\"log_index\":1,"));
  EXPECT_THAT(lines.out.str(), HasSubstr("}\n{\"log_index\":2,"));
}

TEST(InboxCommand, reads_everything_up_to_what_was_shown) {
  TestMachine machine;
  machine.server = [](const HttpRequest& request) {
    if (request.method == "POST") return answer_json(200, {{"marked", 12}});
    const auto notice = [](int id) { return json::object{{"id", id}, {"app", "wx1"}}; };
    return answer_json(200, {{"items", json::array{notice(9), notice(7)}}});
  };
  EXPECT_EQ(machine.run({"inbox", "--read", "all"}), kExitOk);
  EXPECT_EQ(machine.requests.back().target, "/v1/inbox/read-all");
  EXPECT_EQ(machine.requests.back().body, R"({"up_to":9})");
  EXPECT_THAT(machine.err.str(), HasSubstr("12"));
}

TEST(CalendarCommand, gives_the_whole_address) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) {
    return answer_json(201, {{"calendar", "cal_1"}, {"path", "/calendar/ics_x.ics"}});
  };
  EXPECT_EQ(machine.run({"calendar", "add"}), kExitOk);
  EXPECT_EQ(machine.out.str(), "http://127.0.0.1:1/calendar/ics_x.ics\n");
}

// ---- receipts ----------------------------------------------------------------------------------

class ReceiptCommand : public testing::Test {
 protected:
  ReceiptCommand() {
    receipts::Receipt receipt;
    receipt.kind = "silence_certificate";
    receipt.app = "wx1";
    receipt.office_en = "an office\x1b[2J";
    receipt.notice_at = receipt.start = "2026-03-02T09:00:00Z";
    receipt.end = "2026-03-09T09:00:00Z";
    document_ = keys_.sign(receipt, parse_rfc3339("2026-03-10T09:00:00Z").value());
    machine_.server = [this](const HttpRequest& request) {
      if (request.target == "/v1/keys") {
        json::array items;
        for (const auto& key : keys_.published()) items.push_back(to_json(key));
        return answer_json(200, {{"items", items}});
      }
      return answer_json(200, to_json(document_));
    };
  }
  std::string path(const std::string& name) { return machine_.folder() + "/" + name; }

  TestMachine machine_;
  receipts::KeyRing keys_ = receipts::KeyRing::open(machine_.folder() + "/keys",
                                                    parse_rfc3339("2026-03-01T09:00:00Z").value())
                                .value();
  receipts::SignedReceipt document_;
};

TEST_F(ReceiptCommand, fetches_keeps_and_verifies_without_the_server) {
  EXPECT_EQ(machine_.run({"certificate", "wx1", "2", "--out", path("it.json")}), kExitOk)
      << machine_.err.str();
  EXPECT_EQ(machine_.requests.back().target, "/v1/apps/wx1/filings/2/certificate");
  EXPECT_EQ(machine_.run({"keys", "--out", path("keys.json")}), kExitOk);
  const auto asked = machine_.requests.size();
  machine_.out.str("");
  EXPECT_EQ(machine_.run({"verify-receipt", path("it.json"), "--keys", path("keys.json")}), kExitOk)
      << machine_.err.str();
  EXPECT_THAT(machine_.out.str(), HasSubstr("Valid"));
  EXPECT_THAT(machine_.out.str(), Not(HasSubstr("\x1b")));
  EXPECT_EQ(machine_.requests.size(), asked) << "off line";
}

TEST_F(ReceiptCommand, warns_where_nothing_but_the_receipts_own_key_is_known) {
  ASSERT_EQ(machine_.run({"receipt", "wx1", "2", "--out", path("it.json")}), kExitOk);
  EXPECT_EQ(machine_.run({"verify-receipt", path("it.json")}), kExitOk);
  EXPECT_THAT(machine_.err.str(), HasSubstr(document_.key.public_key));
}

TEST_F(ReceiptCommand, tells_what_is_wrong_with_each_exit_code) {
  ASSERT_EQ(machine_.run({"receipt", "wx1", "2", "--out", path("it.json")}), kExitOk);
  auto text = text_of(path("it.json"));
  text.replace(text.find("2026-03-09"), 10, "2026-03-08");
  std::ofstream(path("bent.json")) << text;
  EXPECT_EQ(machine_.run({"verify-receipt", path("bent.json")}), kExitRefused);
  EXPECT_THAT(machine_.err.str(), HasSubstr("changed"));
  std::ofstream(path("none.json")) << R"({"items":[]})";
  EXPECT_EQ(machine_.run({"verify-receipt", path("it.json"), "--keys", path("none.json")}),
            kExitRefused);
  EXPECT_THAT(machine_.err.str(), HasSubstr("not among the trusted"));
  EXPECT_EQ(machine_.run({"verify-receipt", path("keys.json")}), kExitNotFound);
  std::ofstream(path("odd.json")) << "{}";
  EXPECT_EQ(machine_.run({"verify-receipt", path("odd.json")}), kExitCouldNot);
  machine_.out.str("");
  EXPECT_EQ(machine_.run({"verify-receipt", path("bent.json"), "--json"}), kExitRefused);
  EXPECT_THAT(machine_.out.str(), HasSubstr("\"verdict\":\"bad_signature\""));
}

TEST_F(ReceiptCommand, does_not_keep_what_the_server_forged) {
  document_.receipt.entry = 9;
  EXPECT_EQ(machine_.run({"receipt", "wx1", "2", "--out", path("it.json")}), kExitRefused);
  EXPECT_FALSE(std::filesystem::exists(path("it.json")));
}

}  // namespace
}  // namespace baobei::cli
