// How a state stands: what went well is green, what ended badly red, what waits for somebody
// yellow, what is over and done with faint. Constant; any thread.
#pragma once

#include <string_view>

#include "cli/terminal.h"

namespace baobei::cli {

// Of a word of a vocabulary of terms.def; plain where it says neither.
Tone tone_of(std::string_view vocabulary, std::string_view wire);

}  // namespace baobei::cli
