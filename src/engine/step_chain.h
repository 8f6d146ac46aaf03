// The chains of the steps on applications and grants (R24), and of those of the directory: each
// step carries the hash of the one before, so that none can be changed, taken out or put in without
// breaking what follows.
//
// Invariants: the hash is over what the step's record says and nothing else; words are commitments
// in it. Pure; any thread.
#pragma once

#include "engine/applications.h"
#include "engine/directory_steps.h"

namespace baobei::engine {

// `step` with its id; `before`: of the step before, zero for the first one.
Digest hash_of_step(const StepRow& step, const Digest& before);
Digest hash_of_step(const DirectoryStep& step, const Digest& before);

}  // namespace baobei::engine
