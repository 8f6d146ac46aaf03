// Which notices an event owes, told a second time as a table: R10b and R23 held against notice.cc.
// Threads: pure.
#pragma once

#include "explorer.h"

namespace baobei::explorer {

// Too few, too many, or others than expected; nothing where all is well.
void examine_notices(const lifecycle::App& after, const lifecycle::Event& event,
                     const std::vector<lifecycle::Notice>& owed, Faults& faults);

}  // namespace baobei::explorer
