#include "http/review_leases.h"

#include <gtest/gtest.h>

namespace baobei::http {
namespace {

using Take = ReviewLeases::Take;
using std::chrono::minutes;

const Instant kNow = from_micros(1'770'000'000'000'000);

TEST(ReviewLeases, tell_who_looks_and_end_by_themselves) {
  ReviewLeases leases;
  EXPECT_EQ(leases.find("wx1", 1, kNow), std::nullopt);
  EXPECT_EQ(leases.take("wx1", 1, "r1", Take::kIfFree, kNow).until, kNow + kLeaseTime);
  EXPECT_EQ(leases.take("wx1", 1, "r2", Take::kIfFree, kNow).person, "r1");
  EXPECT_EQ(leases.take("wx1", 2, "r2", Take::kIfFree, kNow).person, "r2");
  EXPECT_EQ(leases.take("wx1", 1, "r1", Take::kIfFree, kNow + minutes(5)).until,
            kNow + minutes(5) + kLeaseTime)
      << "one's own grows longer";
  EXPECT_EQ(leases.find("wx1", 1, kNow + minutes(20)), std::nullopt);
  EXPECT_EQ(leases.take("wx1", 1, "r2", Take::kIfFree, kNow + minutes(20)).person, "r2");
}

TEST(ReviewLeases, are_taken_over_and_given_up_by_their_own_alone) {
  ReviewLeases leases;
  leases.take("wx1", 1, "r1", Take::kIfFree, kNow);
  EXPECT_EQ(leases.take("wx1", 1, "r2", Take::kOver, kNow).person, "r2");
  leases.give_up("wx1", 1, "r1");
  EXPECT_EQ(leases.find("wx1", 1, kNow)->person, "r2");
  leases.give_up("wx1", 1, "r2");
  EXPECT_EQ(leases.find("wx1", 1, kNow), std::nullopt);
}

TEST(ReviewLeases, are_bounded) {
  ReviewLeases leases;
  leases.take("first", 1, "r1", Take::kIfFree, kNow);
  for (std::size_t i = 0; i < kLeasesMax; ++i) {
    leases.take("wx" + std::to_string(i), 1, "r1", Take::kIfFree, kNow + minutes(1));
  }
  EXPECT_EQ(leases.find("first", 1, kNow), std::nullopt) << "the one that ends first";
  EXPECT_TRUE(leases.find("wx0", 1, kNow));
}

}  // namespace
}  // namespace baobei::http
