// What the store still owes, on SQLite.
#include "store/sqlite_health.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

TEST(StoreHealth, TellsTheNextEndWhatIsOverdueAndChecks) {
  const auto path = testing::TempDir() + "/" + random_id("health") + ".db";
  auto opened = open(path, OpenMode::kProduction, at(0)).value();
  SqliteHealth health(*opened.reader);
  const auto nothing = health.owed(at(0)).value();
  EXPECT_FALSE(nothing.next_due);
  EXPECT_EQ(nothing.overdue + nothing.checks, 0U);
  auto write = fake_write("app-a");
  write.deadlines_set = {{lifecycle::DeadlineKind::kReviewDue, 1, at(10)},
                         {lifecycle::DeadlineKind::kReviewDue, 2, at(20)},
                         {lifecycle::DeadlineKind::kReviewDue, 3, at(30)}};
  engine::DeliveryRow check;
  check.app = "app-a";
  check.ordinal = 1;
  check.not_before = at(500);
  engine::DeliveryRow push = check;
  push.kind = engine::DeliveryKind::kPush;
  write.deliveries = {check, push};
  put(*opened.store, write);
  const auto owed = health.owed(at(20)).value();
  EXPECT_EQ(owed.next_due, at(30));
  EXPECT_EQ(owed.overdue, 2U) << "what falls due at this very instant is due";
  EXPECT_EQ(owed.checks, 1U) << "also what waits for its time; no push";
}

}  // namespace
}  // namespace baobei::store
