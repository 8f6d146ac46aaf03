#include "http/background.h"

#include <gtest/gtest.h>

#include <future>

namespace baobei::http {
namespace {

TEST(Background, refuses_what_is_more_than_may_wait_and_runs_all_that_it_took) {
  std::promise<void> started;
  std::promise<void> go_on;
  int ran = 0;
  {
    Background background(1, 1);
    ASSERT_TRUE(background.run([&] {
      started.set_value();
      go_on.get_future().wait();
      ++ran;
    }));
    started.get_future().wait();
    EXPECT_TRUE(background.run([&] { ++ran; })) << "one runs, one may wait";
    EXPECT_FALSE(background.run([&] { ran += 100; })) << "a third is not taken";
    go_on.set_value();
  }
  EXPECT_EQ(ran, 2) << "its end waits for what it took, and nothing else was kept";
}

}  // namespace
}  // namespace baobei::http
