// What an agency asks of all its clients' mini-programs at once (R10b).

#include "cli/clients.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::TestMachine;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// An agency that owns "own" and sees "client"; a list whose items say whose they are.
class Clients : public testing::Test {
 protected:
  Clients() {
    machine.server = [this](const HttpRequest& request) -> Result<HttpResponse> {
      const auto& target = request.target;
      if (target == "/v1/me") return answer_json(200, {{"org", json::object{{"id", "agency"}}}});
      if (target.starts_with("/v1/apps?")) {
        return answer_json(
            200, {{"items", json::array{json::object{{"app", "own"}, {"owner", "agency"}},
                                        json::object{{"app", "client"}, {"owner", "o"}}}}});
      }
      if (target == "/v1/inbox/read-all") return answer_json(200, {{"marked", 99}});
      if (target.ends_with("/read")) {
        marked.push_back(target);
        return answer_json(204, nullptr);
      }
      if (target.starts_with("/v1/server")) {
        return answer_json(200, {{"time", "2026-03-02T00:00:00Z"}});
      }
      return page(target);
    };
  }

  // Items are numbered from 1 on; the cursor is the last number that was given.
  HttpResponse page(const std::string& target) {
    ++pages;
    const auto number = [&](const std::string& name) {
      const auto at = target.find(name + "=");
      return at == std::string::npos ? 0 : std::stoul(target.substr(at + name.size() + 1));
    };
    json::array items;
    auto no = number("after");
    while (no < whose.size() && items.size() < number("limit")) {
      const auto app = whose[no++] == 'c' ? "client" : "own";
      items.push_back(json::object{
          {"id", no}, {"app", app}, {"submission", no}, {"at", "2026-03-02T00:00:00Z"}});
    }
    json::object answer{{"items", std::move(items)}};
    if (no < whose.size()) answer["next"] = std::to_string(no);
    return answer_json(200, answer);
  }

  // The ids that were printed, and the cursor.
  std::vector<std::string> printed() {
    const auto answer = parse_json(machine.out.str(), 1'000'000);
    EXPECT_TRUE(answer.has_value()) << machine.out.str();
    std::vector<std::string> all;
    for (const auto& item : View(*answer)["items"].items()) all.push_back(item["id"].text());
    next = View(*answer)["next"].text();
    return all;
  }

  TestMachine machine;
  std::string whose;  // 'c' of a client, 'o' one's own
  std::vector<std::string> marked;
  std::size_t pages = 0;
  std::string next;
};

// The limit was taken before what is one's own was left out: a client's items behind it were lost.
TEST_F(Clients, FillTheLimitWithWhatIsAboutThem) {
  whose = std::string(450, 'o') + "cocc";
  for (const auto& command : std::vector<std::string>{"inbox", "submissions"}) {
    machine.out.str("");
    ASSERT_EQ(machine.run({command, "--all-clients", "--limit", "2", "--json"}), kExitOk)
        << machine.err.str();
    EXPECT_THAT(printed(), ElementsAre("451", "453")) << command;
    EXPECT_EQ(next, "453") << command;
  }
}

TEST_F(Clients, EndWhereTheListEnds) {
  whose = "coc";
  ASSERT_EQ(machine.run({"inbox", "--all-clients", "--json"}), kExitOk);
  EXPECT_THAT(printed(), ElementsAre("1", "3"));
  EXPECT_EQ(next, "");
  EXPECT_EQ(pages, 1U);
}

TEST_F(Clients, SayWhereNoFurtherPageIsRead) {
  whose = std::string(kClientPagesMax * kPageItems + 1, 'o');
  ASSERT_EQ(machine.run({"inbox", "--all-clients"}), kExitOk);
  EXPECT_EQ(pages, kClientPagesMax);
  EXPECT_THAT(machine.err.str(), HasSubstr("The first 20000 were looked at"));
}

// One's own notices between those of clients became read without having been shown.
TEST_F(Clients, ReadAllMarksWhatWasShownAndNothingElse) {
  whose = "ococ";
  ASSERT_EQ(machine.run({"inbox", "--all-clients", "--read", "all"}), kExitOk) << machine.err.str();
  EXPECT_THAT(marked, ElementsAre("/v1/inbox/2/read", "/v1/inbox/4/read"));
  for (const auto& request : machine.requests) {
    EXPECT_THAT(request.target, Not(HasSubstr("read-all")));
  }
  EXPECT_THAT(machine.err.str(), HasSubstr("2"));
  marked.clear();
  ASSERT_EQ(machine.run({"inbox", "--all-clients", "--read", "all", "--dry-run"}), kExitOk);
  EXPECT_THAT(marked, IsEmpty());
  machine.requests.clear();
  EXPECT_EQ(machine.run({"inbox", "--all-clients", "--read", "all", "--limit", "201"}), kExitUsage);
  EXPECT_THAT(machine.requests, IsEmpty());
}

TEST_F(Clients, ReadAllWithoutThemIsOneStep) {
  whose = "oo";
  ASSERT_EQ(machine.run({"inbox", "--read", "all"}), kExitOk);
  EXPECT_EQ(machine.requests.back().target, "/v1/inbox/read-all");
  EXPECT_EQ(machine.requests.back().body, R"({"up_to":1})");
}

}  // namespace
}  // namespace baobei::cli
