// Scripts in both languages and by words alone: spans stay inside the text, the tree is a tree.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "syntax/syntax.h"

namespace {

void check_tree(std::string_view text, baobei::syntax::js::Language language) {
  const auto tree = baobei::syntax::js::parse(text, language);
  for (const auto& node : tree.nodes) CHECK(node.begin <= node.end && node.end <= text.size());
  // From the program down: what a second reading gave up lies beside the tree.
  std::vector<bool> met(tree.nodes.size());
  std::vector<baobei::syntax::js::NodeIndex> open = {0};
  while (!open.empty()) {
    const auto parent = open.back();
    open.pop_back();
    for (auto child = tree.at(parent).first_child; child != 0; child = tree.at(child).next) {
      CHECK(child < tree.nodes.size() && !met[child]);
      met[child] = true;
      open.push_back(child);
    }
  }
}

void check_script(const baobei::syntax::Script& script, std::size_t size) {
  for (const auto& piece : script.pieces) {
    CHECK(piece.span.begin <= piece.span.end && piece.span.end <= size);
  }
  for (const auto& use : script.uses) CHECK(use.span.begin <= use.span.end && use.span.end <= size);
  for (const auto& import : script.imports) {
    CHECK(import.span.begin <= import.span.end && import.span.end <= size);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baobei;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_tree(text, syntax::js::Language::kJavaScript);
  check_tree(text, syntax::js::Language::kTypeScript);
  check_script(syntax::read_script(text, "a.js"), size);
  check_script(syntax::read_script(text, "a.ts"), size);
  check_script(syntax::read_script_words(text), size);
  return 0;
}
