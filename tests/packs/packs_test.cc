// Every pack of the catalogue on its own examples: what it finds and what it leaves alone.
#include <gtest/gtest.h>

#include "catalogue/catalogue.h"
#include "infer/builtin.h"
#include "infer/pack_examples.h"

namespace baobei {
namespace {

std::string level_on(const catalogue::PackExample& example, const std::string& pack) {
  const auto levels = infer::levels_on(example.texts, infer::builtin());
  CHECK(levels.has_value(), levels.error().message);
  const auto found = levels->find(pack);
  return found == levels->end() ? "none" : wire_name(found->second);
}

TEST(Packs, FindWhatTheirExamplesSay) {
  const auto catalogue = catalogue::load_builtin();
  for (const auto& pack : catalogue.packs()) {
    for (const auto& example : pack.examples) {
      EXPECT_EQ(level_on(example, pack.id), example.expect)
          << pack.where.file << ":" << example.where.line << " " << example.name;
    }
  }
}

// What one pack's examples take for harmless is harmless for all of them.
TEST(Packs, LeaveHarmlessExamplesOfOthersAlone) {
  const auto catalogue = catalogue::load_builtin();
  for (const auto& pack : catalogue.packs()) {
    for (const auto& example : pack.examples) {
      if (example.expect != "none") continue;
      for (const auto& other : catalogue.packs()) {
        EXPECT_NE(level_on(example, other.id), "high")
            << other.id << " on " << pack.where.file << ":" << example.where.line;
      }
    }
  }
}

}  // namespace
}  // namespace baobei
