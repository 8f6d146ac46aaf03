// The lines that findings point at, as they may be shown: with the place marked, cut to a width,
// secrets masked.
//
// Invariants: `text` is printable and at most kLineCharactersMax characters long; `begin` and
// `length` count characters of it. Whatever a rule of secrets found in the file is masked, and so
// is what has the form of a secret in the line itself. Files above kFileBytesMax, files that are no
// text, and places that are not in the file have no line: `number` is 0.
// Threads: pure but for the pack's descriptor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "check/report.h"
#include "package/pack.h"

namespace baobei::sinks {

inline constexpr std::size_t kLineCharactersMax = 120;
inline constexpr std::uint64_t kFileBytesMax = 8 * 1024 * 1024;

struct SourceLine {
  std::uint32_t number = 0;
  std::string text;
  std::size_t begin = 0;   // characters before the mark
  std::size_t length = 0;  // of the mark; at least 1 where there is a line
};

// One for each of `findings`, in their order. `report` tells where secrets were found.
std::vector<SourceLine> source_lines(const package::Pack& pack, const check::Report& report,
                                     const std::vector<check::Finding>& findings);

// The text of the line that a finding begins in, blanks at its ends taken off, secrets masked with
// a key of nobody's: the same in every version as long as the line is. "" where there is none.
std::vector<std::string> stable_lines(const package::Pack& pack, const check::Report& report,
                                      const std::vector<check::Finding>& findings);

}  // namespace baobei::sinks
