// The examples of a pack, as its file writes them ("button: 立即下注", "a/text: …"), read as the
// program that they stand for. Pure; any thread.
#pragma once

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "infer/infer.h"

namespace baobei::infer {

struct ExampleText {
  std::string page = "page";
  knowledge::Position position = knowledge::Position::kText;
  std::string text;
};

// Without a position it is a text, without a page it is of "page". nullopt: no such position.
inline std::optional<ExampleText> read_example_text(const std::string& written) {
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
  const auto position = enum_from_wire<knowledge::Position>(head);
  if (!position) return std::nullopt;
  out.position = *position;
  out.text = written.substr(colon + 2);
  return out;
}

// What each pack says of them, by the pack's id; packs that say nothing are absent. kInvalid for a
// position that there is not.
inline Result<std::map<std::string, knowledge::Level>> levels_on(
    const std::vector<std::string>& written, const knowledge::Knowledge& knowledge) {
  std::vector<ExampleText> texts;
  for (const auto& one : written) {
    auto text = read_example_text(one);
    if (!text) return fail(ErrorKind::kInvalid, "not a position of a text: '" + one + "'");
    texts.push_back(std::move(*text));
  }
  Reading reading;
  for (const auto& text : texts) {
    const auto same = [&](const File& file) { return file.page == text.page; };
    auto file = std::ranges::find_if(reading.files, same);
    if (file == reading.files.end()) {
      reading.files.push_back({text.page + ".wxml", text.page});
      file = std::prev(reading.files.end());
    }
    const auto number = static_cast<std::uint32_t>(file - reading.files.begin());
    reading.pieces.push_back({text.text, text.position, Setting::kPlain, false, number, 0, 1});
  }
  TRY_ASSIGN(const auto inference, infer(reading, knowledge));
  std::map<std::string, knowledge::Level> levels;
  for (const auto& risk : inference.risks) {
    levels.emplace(knowledge.data.packs[risk.pack].id, risk.level);
  }
  return levels;
}

}  // namespace baobei::infer
