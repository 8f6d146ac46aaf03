// What the contract says of versions of the packs of rules and of rehearsals, asked of the program.
// Threads: one. Owner: a test.
#pragma once

#include <string>

#include "story.h"

namespace baobei::api {

// Every operation of theirs in every status; after cases were decided.
void tell_of_rules(Story& story);

// A pack as the program brings it.
std::string pack_text(const std::string& id);

}  // namespace baobei::api
