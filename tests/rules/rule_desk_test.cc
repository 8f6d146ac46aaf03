// Drafts of rules on a record in memory: what is tried again, and what is not.
#include "http/rule_desk.h"

#include <gtest/gtest.h>

#include "store/memory_editions.h"

namespace baobei::http {
namespace {

class RuleDeskTest : public testing::Test {
 protected:
  // Every trial holds; what counts is how often one is asked for.
  std::unique_ptr<RuleDesk> desk_of(std::vector<catalogue::SourceFile> packs) {
    RuleDesk::Program program;
    program.packs = std::move(packs);
    program.trial = [this](const std::vector<catalogue::SourceFile>& tried) {
      ++trials;
      RuleTrial trial;
      trial.name = std::to_string(tried.size()) + " packs";
      return trial;
    };
    return RuleDesk::open(editions, std::move(program), Instant{}, [](const Error&) {}).value();
  }
  static catalogue::FileChange change(const std::string& name, const std::string& text) {
    return {"packs/" + name + ".toml", text};
  }

  store::MemoryDatabase database;
  store::MemoryEditions editions{database};
  int trials = 0;
};

TEST_F(RuleDeskTest, TriesTheSamePacksOnce) {
  const auto desk = desk_of({});
  ASSERT_TRUE(desk->draft({}, {change("a", "x"), change("b", "y")}));
  ASSERT_TRUE(desk->draft({}, {change("a", "x"), change("b", "y")}));
  EXPECT_EQ(trials, 1) << "a dry run, and then the proposal";
  ASSERT_TRUE(desk->draft({}, {change("a", "x"), change("b", "z")}));
  EXPECT_EQ(trials, 2) << "another text";
  ASSERT_TRUE(desk->draft({}, {change("a", "x")}));
  EXPECT_EQ(trials, 3) << "a pack less";
}

// A text that is written to look like two packs is no such two.
TEST_F(RuleDeskTest, TakesNoPackForTwoOthers) {
  const auto desk = desk_of({});
  const std::string zero(1, '\0');
  ASSERT_TRUE(desk->draft({}, {change("a", "x"), change("b", "y")}));
  const auto draft =
      desk->draft({}, {change("a", "x" + zero + "packs/b.toml" + zero + "y")}).value();
  EXPECT_EQ(trials, 2);
  EXPECT_EQ(draft.trial.name, "1 packs");
}

}  // namespace
}  // namespace baobei::http
