#include "engine/stamp_gate.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "engine/manual_clock.h"

namespace baobei::engine {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart = from_micros(1'770'000'000'000'000);

class StampGateTest : public testing::Test {
 protected:
  ManualClock clock_{kStart};
  int closed_ = 0;
  StampGate gate_{clock_, [this] { ++closed_; }};
};

// R13: what was received earlier is decided earlier, however late.
TEST_F(StampGateTest, AnOpenTicketHoldsLaterEndsBack) {
  auto first = gate_.open();
  clock_.advance(10s);
  auto second = gate_.open();
  clock_.advance(10s);
  EXPECT_EQ(first.stamp(), kStart);
  EXPECT_EQ(second.stamp(), kStart + 10s);
  EXPECT_EQ(gate_.settled_until(clock_.now()), kStart) << "an end at the stamp may go, none after";
  first = {};
  EXPECT_EQ(gate_.settled_until(clock_.now()), kStart + 10s);
  second = {};
  EXPECT_EQ(gate_.settled_until(clock_.now()), kStart + 20s);
  EXPECT_FALSE(gate_.earliest_open().has_value());
}

TEST_F(StampGateTest, ATicketThatIsDroppedHoldsNothing) {
  { const auto dropped = gate_.open(); }
  EXPECT_EQ(gate_.settled_until(kStart + 1s), kStart + 1s);
}

TEST_F(StampGateTest, AMovedTicketClosesOnce) {
  auto first = gate_.open();
  EXPECT_TRUE(first.is_open());
  auto second = std::move(first);
  EXPECT_FALSE(first.is_open());  // NOLINT: what a moved ticket is, is part of its contract
  { const auto third = std::move(second); }
  EXPECT_FALSE(gate_.earliest_open().has_value());
  const auto other = gate_.open();
  EXPECT_EQ(gate_.earliest_open(), other.stamp());
}

TEST_F(StampGateTest, EqualStampsAreTwo) {
  auto first = gate_.open();
  const auto second = gate_.open();
  EXPECT_EQ(first.stamp(), second.stamp());
  first = {};
  EXPECT_EQ(gate_.earliest_open(), kStart);
}

TEST_F(StampGateTest, StampsNeverGoBackwardsWithASlewingClock) {
  EXPECT_EQ(gate_.open().stamp(), kStart);
  clock_.jump(-900ms);
  EXPECT_EQ(gate_.open().stamp(), kStart);
  clock_.jump(2s);
  EXPECT_EQ(gate_.open().stamp(), kStart + 1100ms);
}

// An end carried out at an instant must not meet a stamp before it afterwards.
TEST_F(StampGateTest, NothingIsStampedBeforeWhatWasSettled) {
  const Instant settled = gate_.settled_until(kStart + 500ms);
  EXPECT_EQ(settled, kStart + 500ms);
  EXPECT_EQ(gate_.open().stamp(), settled);
}

TEST_F(StampGateTest, ARecordedStampIsOpenUntilItsLastTicketCloses) {
  auto ticket = gate_.open();
  EXPECT_FALSE(gate_.earliest_recorded());
  ticket.record();
  ticket.record();
  auto another = ticket.another();
  EXPECT_TRUE(another.is_recorded());
  auto reopened = gate_.reopen(kStart - 10s);
  EXPECT_EQ(gate_.earliest_recorded(), kStart - 10s);
  EXPECT_EQ(gate_.settled_until(kStart + 1s), kStart - 10s);
  reopened = {};
  ticket = {};
  EXPECT_EQ(gate_.earliest_recorded(), kStart);
  another = {};
  EXPECT_FALSE(gate_.earliest_recorded());
  EXPECT_FALSE(gate_.earliest_open());
  EXPECT_EQ(closed_, 0) << "nobody watched";
}

// One look at a wrong clock must not stamp everything after it with its time.
TEST_F(StampGateTest, AClockThatWasAheadLeavesNoMark) {
  clock_.jump(1h);
  const auto wrong = gate_.open();
  EXPECT_EQ(wrong.stamp(), kStart + 1h);
  clock_.jump(-1h);
  const auto right = gate_.open();
  EXPECT_EQ(right.stamp(), kStart);
  EXPECT_NE(wrong.offset(), right.offset());
}

TEST_F(StampGateTest, TheEarliestBesidesOnesOwn) {
  EXPECT_FALSE(gate_.earliest_besides({}).has_value());
  std::vector<StampTicket> tickets;
  std::vector<Instant> stamps;
  for (int i = 0; i < 4; ++i) {
    tickets.push_back(gate_.open());
    stamps.push_back(tickets.back().stamp());
    if (i != 1) clock_.advance(1s);  // the second and third are stamped alike
  }
  EXPECT_FALSE(gate_.earliest_besides(stamps).has_value());
  EXPECT_EQ(gate_.earliest_besides({}), stamps[0]);
  const Instant all_but_first[] = {stamps[1], stamps[2], stamps[3]};
  EXPECT_EQ(gate_.earliest_besides(all_but_first), stamps[0]);
  const Instant one_of_two[] = {stamps[0], stamps[1], stamps[3]};
  EXPECT_EQ(gate_.earliest_besides(one_of_two), stamps[2]);
  const Instant all_but_last[] = {stamps[0], stamps[1], stamps[2]};
  EXPECT_EQ(gate_.earliest_besides(all_but_last), stamps[3]);
}

TEST_F(StampGateTest, WhoWatchesIsToldOnce) {
  auto first = gate_.open();
  auto second = gate_.open();
  first = {};
  EXPECT_EQ(closed_, 0) << "nobody watched";
  first = gate_.open();
  EXPECT_EQ(gate_.watch(), second.stamp());
  second = {};
  first = {};
  EXPECT_EQ(closed_, 1);
}

// Whatever the threads do: no stamp lies before what was said to be settled when it was taken.
TEST(StampGate, HoldsWhileManyStamp) {
  ManualClock clock(kStart);
  StampGate gate(clock);
  std::atomic<std::int64_t> settled{0};
  std::atomic<bool> stop{false};
  std::atomic<int> overtaken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        const std::int64_t before = settled;
        const auto ticket = gate.open();
        if (to_micros(ticket.stamp()) < before) ++overtaken;
        // While it is open nothing later may be settled.
        if (to_micros(gate.settled_until(clock.now())) > to_micros(ticket.stamp())) ++overtaken;
      }
    });
  }
  for (int i = 0; i < 20'000; ++i) {
    clock.advance(1us);
    settled = to_micros(gate.settled_until(clock.now()));
  }
  stop = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(overtaken, 0);
  EXPECT_FALSE(gate.earliest_open().has_value());
}

}  // namespace
}  // namespace baobei::engine
