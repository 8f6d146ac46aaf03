// The categories that a program involves: scores of words, structures and facts, and what they mean
// beside one another. Pure; any thread.
#pragma once

#include "infer/matched.h"

namespace baobei::infer {

std::vector<Involved> involved_categories(const Matched& matched, const Reading& reading,
                                          const knowledge::Data& data);

}  // namespace baobei::infer
