// The knowledge that was built into the program (tools/knowledge_blob.cc).
//
// Invariants: opened at the first call and kept; CHECKs that it is sound, which the build has seen.
// Threads: any.
#pragma once

#include <string_view>

#include "knowledge/knowledge.h"

namespace baobei::infer {

std::string_view builtin_blob();  // generated
const knowledge::Knowledge& builtin();

}  // namespace baobei::infer
