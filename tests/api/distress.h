// A story's server in distress: sent once more what it carried out before, it refuses with 503; and
// limits that would stand in a story's way.
// Threads: one. Owner: none.
#pragma once

#include "story.h"

namespace baobei::api {

// A command that the lifecycle decides.
bool decides(const std::string& operation);

// At the story's end: from here on its clock is not to be trusted, and nothing is decided.
void tell_of_a_halt(Story& story);
// Thereafter: what is written beside the lifecycle waits for no clock, and the disk takes nothing.
void tell_of_a_failing_disk(Story& story);
// Thereafter, the disk as before: a network that guesses, hosts without end, webhooks whose secrets
// are lost.
void tell_of_limits(Story& story);

}  // namespace baobei::api
