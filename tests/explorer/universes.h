// The worlds that are walked. Each is small enough to be walked far, and together they send every
// command and meet every deadline.
// Threads: pure.
#pragma once

#include "explorer.h"

namespace baobei::explorer {

// The words of a prologue: "submit N" (version N), "check N", "pass N" (submission N, all declared
// filing categories confirmed), "hand-over N" (entry N), "release N [share]", "deadline" (the clock
// runs to the next one).
const std::vector<Universe>& universes();
const Universe& universe(const std::string& name);

}  // namespace baobei::explorer
