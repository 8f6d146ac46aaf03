// What a WXSS style sheet says: what it imports and fetches, its strings and comments, and the
// classes that make text invisible.
//
// Invariants: one pass, no recursion; any bytes are taken. Threads: pure functions, plain values.
// The text must outlive what is made of it.
#pragma once

#include <string_view>
#include <vector>

#include "syntax/source.h"

namespace baobei::syntax {

struct StyleLink {
  bool is_import = false;  // @import, else url(…)
  std::string_view value;
  Span span;
};

struct Style {
  std::vector<Piece> pieces;
  std::vector<StyleLink> links;
  std::vector<std::string_view> hidden_classes;  // display: none, font-size: 0, far off the screen
  std::vector<Fault> faults;
};

Style read_style(std::string_view text);

// Whether declarations ("display: none; …") make what they style invisible.
bool hides(std::string_view declarations);

}  // namespace baobei::syntax
