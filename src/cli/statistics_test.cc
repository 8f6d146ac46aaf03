// What one may expect, as people read it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::TestMachine;
using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kHourMicros = 3'600'000'000;

json::object figures() {
  return {{"queue", json::object{{"count", 14}, {"exact", true}}},
          {"estimate", json::object{{"low_us", kHourMicros},
                                    {"high_us", 50 * kHourMicros},
                                    {"based_on", 75},
                                    {"tested", 60},
                                    {"held", 8250}}}};
}

TEST(Statistics, say_what_to_expect_and_how_often_that_held) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) { return answer_json(200, figures()); };
  ASSERT_EQ(machine.run({"statistics"}), kExitOk) << machine.err.str();
  EXPECT_EQ(machine.requests.back().target, "/v1/statistics/waiting?days=30");
  EXPECT_THAT(machine.out.str(), HasSubstr("Waiting for review now: 14\n"));
  EXPECT_THAT(
      machine.out.str(),
      HasSubstr("Going by the last 75 decisions, four of five take between 1 h and 2 d 2 h."));
  EXPECT_THAT(machine.out.str(), HasSubstr("Of the last 60 that were told so, 82.5 % did."));
  machine.out.str("");
  ASSERT_EQ(machine.run({"statistics", "--lang", "zh"}), kExitOk);
  EXPECT_THAT(machine.out.str(), HasSubstr("按最近 75 次决定"));
  EXPECT_THAT(machine.out.str(), HasSubstr("此前这样估计的 60 次中，82.5 % 确实落在区间内。"));
}

TEST(Statistics, promise_nothing_that_was_not_tested) {
  TestMachine machine;
  auto untested = figures();
  untested["estimate"].as_object().erase("held");
  untested["queue"] = json::object{{"count", 0}, {"exact", false}, {"below", 10}};
  machine.server = [&](const HttpRequest&) { return answer_json(200, untested); };
  ASSERT_EQ(machine.run({"statistics"}), kExitOk);
  EXPECT_THAT(machine.out.str(), HasSubstr("Waiting for review now: <10\n"));
  EXPECT_THAT(machine.out.str(), HasSubstr("four of five"));
  EXPECT_THAT(machine.out.str(), Not(HasSubstr("told so")));
  untested.erase("estimate");
  machine.out.str("");
  ASSERT_EQ(machine.run({"statistics"}), kExitOk);
  EXPECT_THAT(machine.out.str(), HasSubstr("Too few were decided yet"));
}

}  // namespace
}  // namespace baobei::cli
