// The port to mini-programs by what their names and ids hold: two characters or more, in the order
// of ids, by the same rights as Reader's lists. Letters of ASCII compare without case.
//
// Invariants: whoever sees everything walks the index of the pair of characters that fewest names
// hold; everybody else walks the mini-programs that are theirs (DESIGN decision 15). Threads: any.
// Owner: server/main.cc; outlives the server.
#pragma once

#include <string>

#include "engine/ports.h"

namespace baobei::engine {

inline constexpr std::size_t kSearchCharactersMin = 2;
inline constexpr std::size_t kSearchCharactersMax = 50;

class AppSearch {
 public:
  virtual ~AppSearch() = default;

  // kInvalid for words that are too short, too long or no UTF-8.
  virtual Result<Listed<AppListItem>> find(const Viewer& viewer, const std::string& words,
                                           const Page& page) = 0;
};

}  // namespace baobei::engine
