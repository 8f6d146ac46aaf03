// Content that is not allowed: the combinations of packs, and what makes them harmless. Pure; any
// thread.
#pragma once

#include "infer/matched.h"

namespace baobei::infer {

std::vector<Risk> risks_of(const Matched& matched, const Reading& reading,
                           const knowledge::Data& data);

}  // namespace baobei::infer
