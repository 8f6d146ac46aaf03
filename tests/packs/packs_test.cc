// Every pack of the catalogue on its own examples: what it finds and what it leaves alone.
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "infer/builtin.h"
#include "infer/infer.h"

namespace baobei {
namespace {

using knowledge::Position;

// "button: 立即下注", "a/text: …"; without a position it is a text, without a page it is of "page".
struct ExampleText {
  std::string page = "page";
  Position position = Position::kText;
  std::string text;
};

ExampleText read_text(const std::string& written) {
  ExampleText out;
  const auto colon = written.find(": ");
  if (colon == std::string::npos) {
    out.text = written;
    return out;
  }
  auto head = written.substr(0, colon);
  if (const auto slash = head.find('/'); slash != std::string::npos) {
    out.page = head.substr(0, slash);
    head = head.substr(slash + 1);
  }
  const auto position = enum_from_wire<Position>(head);
  CHECK(position.has_value(), written);
  out.position = *position;
  out.text = written.substr(colon + 2);
  return out;
}

std::string level_on(const catalogue::PackExample& example, const std::string& pack) {
  std::vector<ExampleText> texts;
  for (const auto& written : example.texts) texts.push_back(read_text(written));
  infer::Reading reading;
  for (const auto& text : texts) {
    const auto same = [&](const infer::File& file) { return file.page == text.page; };
    auto file = std::ranges::find_if(reading.files, same);
    if (file == reading.files.end()) {
      reading.files.push_back({text.page + ".wxml", text.page});
      file = std::prev(reading.files.end());
    }
    const auto number = static_cast<std::uint32_t>(file - reading.files.begin());
    reading.pieces.push_back(
        {text.text, text.position, infer::Setting::kPlain, false, number, 0, 1});
  }
  const auto inference = infer::infer(reading, infer::builtin());
  CHECK(inference.has_value());
  for (const auto& risk : inference->risks) {
    if (infer::builtin().data.packs[risk.pack].id == pack) return wire_name(risk.level);
  }
  return "none";
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
