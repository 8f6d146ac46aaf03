// How the server is, as its operators read it: faults in words, before any table.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::TestMachine;
using testing::HasSubstr;
using testing::Not;

json::object health(json::object backup, bool trusted = true) {
  return {{"at", "2026-03-02T09:00:00Z"},
          {"backup", std::move(backup)},
          {"engine", json::object{{"clock_trusted", trusted},
                                  {"queued", 3},
                                  {"queue_max", 4096},
                                  {"deferred", 0}}},
          {"checks", json::object{{"waiting", 2}, {"exact", true}, {"running", 1}, {"at_once", 1}}},
          {"deadlines", json::object{{"overdue", 0}, {"exact", true}, {"fired", 0}}},
          {"webhooks", json::object{{"active", 4}, {"ended", 1}, {"failed", 7}}},
          {"disk", json::object{{"free_bytes", 1'000}, {"writable", true}}}};
}

json::object last(bool whole) {
  return {{"name", "2026-03-01"},
          {"made_at", "2026-03-01T02:00:00Z"},
          {"age_us", 111'600'000'000},
          {"verified_at", "2026-03-01T03:00:00Z"},
          {"whole", whole}};
}

TEST(Health, shows_the_last_back_up_and_what_waits) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) {
    return answer_json(200, health({{"readable", true}, {"last", last(true)}}));
  };
  ASSERT_EQ(machine.run({"health"}), kExitOk) << machine.err.str();
  EXPECT_EQ(machine.requests.back().target, "/v1/server/health");
  EXPECT_THAT(machine.out.str(), HasSubstr("2026-03-01"));
  EXPECT_THAT(machine.out.str(), HasSubstr("4096"));
  EXPECT_THAT(machine.out.str(), Not(HasSubstr("damaged")));
  EXPECT_THAT(machine.out.str(), Not(HasSubstr("No back-up")));
}

TEST(Health, says_in_words_what_is_wrong) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) {
    return answer_json(200, health({{"readable", true}}, false));
  };
  ASSERT_EQ(machine.run({"health"}), kExitOk);
  EXPECT_THAT(machine.out.str(), HasSubstr("No back-up is known: baobei admin backup FOLDER"));
  EXPECT_THAT(machine.out.str(), HasSubstr("The clock is not to be trusted"));
  machine.out.str("");
  machine.server = [](const HttpRequest&) {
    json::object failed{{"name", "2026-03-02"}, {"at", "2026-03-02T02:00:00Z"}};
    return answer_json(
        200, health({{"readable", true}, {"last", last(false)}, {"failed", std::move(failed)}}));
  };
  ASSERT_EQ(machine.run({"health", "--lang", "zh"}), kExitOk);
  EXPECT_THAT(machine.out.str(), HasSubstr("其后有一次备份失败：2026-03-02"));
  EXPECT_THAT(machine.out.str(), HasSubstr("核对发现最近一次备份已损坏"));
}

}  // namespace
}  // namespace baobei::cli
