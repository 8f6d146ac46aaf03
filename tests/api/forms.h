// What a submission's form brings, as the contract says it. Threads: one. Owner: a test.
#pragma once

#include "story.h"

namespace baobei::api {

// On a mini-program of its own.
void tell_of_forms(Story& story);

}  // namespace baobei::api
