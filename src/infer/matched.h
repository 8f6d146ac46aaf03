// The texts of a reading, folded and matched: what was found, where, in which position.
//
// Invariants: a Found names a piece and a place in the file. `hidden` ones lie inside a longer
// match and speak for nothing on their own. Threads: plain values. Owner: infer().
#pragma once

#include <string>
#include <vector>

#include "infer/infer.h"

namespace baobei::infer {

struct Found {
  std::uint32_t pattern = 0;
  std::uint32_t piece = 0;
  std::uint32_t at = 0;      // bytes of the piece's text
  std::uint32_t length = 0;  // the same
  bool hidden = false;       // inside a longer word of a signal, or a stop phrase
  bool split = false;        // its characters stand apart
};

struct Matched {
  std::vector<Found> found;
  bool complete = true;
};

Result<Matched> match_texts(const Reading& reading, const knowledge::Knowledge& knowledge);

// The words with some text around them, on one line.
std::string excerpt_of(std::string_view text, std::size_t at, std::size_t length);
Evidence evidence_of(const Found& found, const Reading& reading);

}  // namespace baobei::infer
