// What a change would touch, case file by case file.
#include "http/what_if.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lifecycle/test_values.h"

namespace baobei::http {
namespace {

catalogue::Category asking_for(std::vector<std::vector<std::string>> sets) {
  catalogue::Category category;
  for (const auto& set : sets) {
    auto& alternative = category.any_of.emplace_back();
    for (const auto& name : set) alternative.all_of.push_back({{name, name + " en"}, {}});
  }
  return category;
}

std::vector<std::string> newly_asked(const catalogue::Category& before,
                                     const catalogue::Category& after) {
  std::vector<std::string> names;
  for (const auto& text : newly_needed(before, after)) names.push_back(text.zh);
  return names;
}

TEST(WhatIf, names_documents_that_nobody_was_asked_for) {
  using testing::ElementsAre;
  using testing::IsEmpty;
  EXPECT_THAT(newly_asked(asking_for({{"A"}}), asking_for({{"A"}})), IsEmpty());
  EXPECT_THAT(newly_asked(asking_for({{"A"}}), asking_for({{"B"}, {"A"}})), IsEmpty())
      << "a way is as before";
  EXPECT_THAT(newly_asked(asking_for({{"A"}}), asking_for({{"A", "B"}})), ElementsAre("B"));
  EXPECT_THAT(newly_asked(asking_for({{"A"}}), asking_for({{"B", "C"}, {"D", "A"}})),
              ElementsAre("D"))
      << "of the way with the fewest";
  EXPECT_THAT(newly_asked(asking_for({}), asking_for({{"B"}})), ElementsAre("B"));
  EXPECT_THAT(newly_asked(asking_for({{"A"}}), asking_for({})), IsEmpty());
}

TEST(WhatIf, tells_clocks_that_keep_their_end_from_reminders_that_move) {
  const auto at = from_micros(1'800'000'000'000'000);
  lifecycle::App app;
  app.id = "wx1";
  auto& entry = app.entries.emplace_back();
  entry.no = 1;
  entry.state = lifecycle::EntryState::kRunning;
  entry.start = at;
  entry.end = at + std::chrono::hours(168);
  entry.warn_at = at + std::chrono::hours(144);
  app.qualifications.push_back({});
  app.qualifications[0].category = "social-forum";
  app.qualifications[0].valid_until = at + std::chrono::hours(24 * 100);
  lifecycle::Rules before;
  auto after = before;
  EXPECT_TRUE(effects_of(app, before, after, at).empty());
  after.filing_end_warning = std::chrono::hours(48);
  after.qualification_warning = std::chrono::hours(24 * 60);
  const auto effects = effects_of(app, before, after, at);
  ASSERT_EQ(effects.size(), 2U);
  EXPECT_EQ(effects[0].effect, WhatIfEffect::kClockKeepsEnd);
  EXPECT_EQ(effects[0].end, entry.warn_at);
  EXPECT_EQ(effects[1].effect, WhatIfEffect::kClockMoves);
  EXPECT_EQ(effects[1].end, at + std::chrono::hours(24 * 70));
  EXPECT_EQ(effects[1].would_be, at + std::chrono::hours(24 * 40));
  EXPECT_EQ(effects_of(app, before, after, at + std::chrono::hours(150)).size(), 1U)
      << "what is over by then is not touched";
}

}  // namespace
}  // namespace baobei::http
