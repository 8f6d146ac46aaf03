// The other half of a scenario: what must hold after the newest command.
// Threads: one. Owner: the runner.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "phrase.h"
#include "world.h"

namespace baobei::scenario {

// Reads the words behind "expect"; the empty string, or what holds instead.
std::string check_expectation(Phrase& phrase, const World& world);

// "events", "serving", …: everything that can be expected.
std::vector<std::string_view> expectations();

}  // namespace baobei::scenario
