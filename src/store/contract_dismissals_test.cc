// The contract of Dismissals: one stands of a rule and fragment, within one mini-program (R8).
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

engine::DismissalRow dismissed(const std::string& app, const std::string& rule,
                               const std::string& fragment) {
  engine::DismissalRow row;
  row.app = app;
  row.rule = rule;
  row.fragment = sha256(fragment);
  row.submission = 2;
  row.file = "pages/index.js";
  row.line = 7;
  row.reason = "an example, not a key";
  row.by = "r1";
  row.at = kStart;
  return row;
}

std::vector<std::uint32_t> dismissal_numbers(
    const Result<std::vector<engine::DismissalRow>>& rows) {
  std::vector<std::uint32_t> all;
  for (const auto& row : rows.value()) all.push_back(row.no);
  return all;
}

TEST_P(StoreContract, dismissals_are_kept_as_they_were_made) {
  auto& dismissals = world_->dismissals();
  EXPECT_THAT(dismissal_numbers(dismissals.standing("wx1")), IsEmpty());
  ASSERT_EQ(dismissals.add(dismissed("wx1", "secrets/key", "a")).value(), 1U);
  const auto rows = dismissals.of("wx1", 0, 10).value();
  ASSERT_EQ(rows.size(), 1U);
  const auto& row = rows.front();
  EXPECT_EQ(row.rule, "secrets/key");
  EXPECT_EQ(row.fragment, sha256("a"));
  EXPECT_EQ(row.submission, 2U);
  EXPECT_EQ(row.file, "pages/index.js");
  EXPECT_EQ(row.line, 7U);
  EXPECT_EQ(row.reason, "an example, not a key");
  EXPECT_EQ(row.by, "r1");
  EXPECT_EQ(row.at, kStart);
  EXPECT_TRUE(row.stands());
}

TEST_P(StoreContract, a_dismissal_stands_once_and_in_one_mini_program_alone) {
  auto& dismissals = world_->dismissals();
  ASSERT_TRUE(dismissals.add(dismissed("wx1", "secrets/key", "a")));
  EXPECT_EQ(dismissals.add(dismissed("wx1", "secrets/key", "a")).error().kind,
            ErrorKind::kConflict);
  EXPECT_EQ(dismissals.add(dismissed("wx1", "secrets/key", "b")).value(), 2U);
  EXPECT_EQ(dismissals.add(dismissed("wx1", "content/drugs", "a")).value(), 3U);
  EXPECT_THAT(dismissal_numbers(dismissals.standing("wx2")), IsEmpty());
  EXPECT_EQ(dismissals.add(dismissed("wx2", "secrets/key", "a")).value(), 1U);
  EXPECT_THAT(dismissal_numbers(dismissals.of("wx1", 0, 2)), ElementsAre(1, 2));
  EXPECT_THAT(dismissal_numbers(dismissals.of("wx1", 2, 2)), ElementsAre(3));
}

TEST_P(StoreContract, a_dismissal_is_taken_back_once_and_can_be_made_anew) {
  auto& dismissals = world_->dismissals();
  ASSERT_TRUE(dismissals.add(dismissed("wx1", "secrets/key", "a")));
  ASSERT_TRUE(dismissals.add(dismissed("wx1", "secrets/key", "b")));
  EXPECT_EQ(dismissals.take_back({"wx1", 3, "no", "r2", at(1)}).error().kind, ErrorKind::kNotFound);
  ASSERT_TRUE(dismissals.take_back({"wx1", 1, "it is a key", "r2", at(1)}));
  EXPECT_EQ(dismissals.take_back({"wx1", 1, "again", "r1", at(2)}).error().kind,
            ErrorKind::kConflict);
  EXPECT_THAT(dismissal_numbers(dismissals.standing("wx1")), ElementsAre(2));
  const auto row = dismissals.of("wx1", 0, 1).value().front();
  EXPECT_EQ(row.taken_back_by, "r2");
  EXPECT_EQ(row.taken_back_at, at(1));
  EXPECT_EQ(row.taken_back_reason, "it is a key");
  EXPECT_EQ(dismissals.add(dismissed("wx1", "secrets/key", "a")).value(), 3U);
  EXPECT_THAT(dismissal_numbers(dismissals.standing("wx1")), ElementsAre(2, 3));
}

}  // namespace
}  // namespace baobei::store
