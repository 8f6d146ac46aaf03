// A state diagram as SVG: boxes on a grid, a few drawn ways, the rest as lines in their boxes.
//
// Invariants: the text depends on the model alone. Colours follow the reader's light or dark
// scheme. Threads: pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "words.h"

namespace baobei::docs {

struct Note {
  std::string text;  // "withdrawn → Withdrawn"
};

struct Box {
  int column = 0;
  int row = 0;
  StateWords state;
  std::vector<std::string> notes;
};

// How a way runs. kAcross: straight to the right or left. kDown: straight down or up. kLane: out at
// the top or bottom, along the lane above a row, in at the top or bottom. kRightThenDown and
// kDownThenRight: one corner.
enum class Way { kAcross, kVertical, kLane, kAcrossThenVertical, kVerticalThenAcross };

struct Edge {
  std::size_t from = 0;
  std::size_t to = 0;
  Way way = Way::kAcross;
  double leaves = 0.5;  // where along the side of the box it goes out, and in
  double enters = 0.5;
  int lane = 0;       // the row above which it runs
  int track = 0;      // of several ways in one lane, counted upwards
  bool named = true;  // of ways that join one lane only one carries the words
  std::string words;
  std::string rule;
};

struct Diagram {
  std::string title;
  std::string description;
  Language language = Language::kZh;
  std::vector<Box> boxes;
  std::vector<Edge> edges;
};

std::string to_svg(const Diagram& diagram);

// Texts that do not fit their box, for the test.
std::vector<std::string> too_wide(const Diagram& diagram);

}  // namespace baobei::docs
