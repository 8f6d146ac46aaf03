#include "engine/clock_guard.h"

#include <gtest/gtest.h>

#include "engine/manual_clock.h"

namespace baobei::engine {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart = from_micros(1'770'000'000'000'000);

TEST(ClockGuard, BelievesAClockThatGoesOn) {
  ManualClock clock(kStart);
  ClockGuard guard(clock, {});
  EXPECT_EQ(guard.look(), kStart);
  clock.advance(7 * 24h);
  EXPECT_EQ(guard.look(), kStart + 7 * 24h) << "asleep for a week is no jump";
  EXPECT_EQ(guard.high_water(), kStart + 7 * 24h);
}

struct Jump {
  std::string what;
  Duration by;
  bool halts;
};

// DESIGN decision 4: real time off boot time by more than a second.
TEST(ClockGuard, HaltsOnAJumpOfMoreThanASecond) {
  const Jump jumps[] = {{"a second ahead", 1s, false},
                        {"a microsecond more", 1s + 1us, true},
                        {"an hour ahead", 1h, true},
                        {"a second back", -1s, false},
                        {"a microsecond more back", -1s - 1us, true},
                        {"a day back", -24h, true}};
  for (const auto& jump : jumps) {
    ManualClock clock(kStart);
    ClockGuard guard(clock, {});
    ASSERT_TRUE(guard.look()) << jump.what;
    clock.jump(jump.by);
    EXPECT_EQ(!guard.look(), jump.halts) << jump.what;
    clock.advance(10s);
    EXPECT_EQ(!guard.look(), jump.halts) << jump.what << ", later";
  }
}

TEST(ClockGuard, ResumesWhenTheClockComesBack) {
  ManualClock clock(kStart);
  ClockGuard guard(clock, {});
  clock.jump(5min);
  EXPECT_FALSE(guard.look());
  EXPECT_LT(guard.high_water(), kStart + 1s) << "what is not believed leaves no mark";
  clock.jump(-5min + 900ms);
  EXPECT_EQ(guard.look(), kStart + 900ms);
}

TEST(ClockGuard, SlewingIsFollowed) {
  ManualClock clock(kStart);
  ClockGuard guard(clock, {});
  for (int i = 0; i < 100; ++i) {
    clock.advance(1s);
    clock.jump(500ms);
    ASSERT_TRUE(guard.look()) << i;
  }
}

TEST(ClockGuard, HaltsBehindTheHighWaterMarkUntilItIsReached) {
  ManualClock clock(kStart);
  ClockGuard guard(clock, kStart + 1h);
  EXPECT_FALSE(guard.look());
  clock.advance(1h - 1s - 1us);
  EXPECT_FALSE(guard.look());
  clock.advance(1us);
  EXPECT_TRUE(guard.look());
  EXPECT_EQ(guard.high_water(), kStart + 1h) << "it never falls";
}

TEST(ClockGuard, StampsOfAClockThatWasWrongStayUnbelieved) {
  ManualClock clock(kStart);
  ClockGuard guard(clock, kStart - 1h);
  const auto right = read_clock(clock);
  clock.jump(-2h);
  const auto wrong = read_clock(clock);
  EXPECT_FALSE(guard.look());
  clock.jump(2h);
  ASSERT_TRUE(guard.look());
  EXPECT_TRUE(guard.believes(right.now, right.offset()));
  EXPECT_FALSE(guard.believes(wrong.now, wrong.offset()));
  EXPECT_FALSE(guard.believes(kStart - 1h - 1s - 1us, right.offset()))
      << "stamped before what earlier runs committed";
  EXPECT_TRUE(guard.believes(kStart - 1h - 1s, right.offset()));
}

// Moved by hand while it is read: both of its faces move at once, and no jump is seen.
class MovedWhileRead final : public ManualClock {
 public:
  using ManualClock::ManualClock;
  Instant now() override {
    if (moves_-- > 0) advance(7 * 24h);
    return ManualClock::now();
  }
  int moves_ = 0;
};

TEST(ClockGuard, AMoveByHandIsNoJump) {
  MovedWhileRead clock(kStart);
  ClockGuard guard(clock, {});
  clock.moves_ = 1;
  EXPECT_EQ(guard.look(), kStart + 7 * 24h);
  EXPECT_EQ(read_clock(clock).offset(), Duration::zero());
}

}  // namespace
}  // namespace baobei::engine
