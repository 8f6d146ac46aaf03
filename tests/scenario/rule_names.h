// The rules of the process by number, as code, tests, notices and docs cite them. What each says
// stands in docs/lifecycle/rules.md.
// Threads: constants.
#pragma once

#include <array>
#include <string_view>

namespace baobei::scenario {

inline constexpr auto kRuleNames = std::to_array<std::string_view>({
    "R1",  "R2",   "R2a",  "R3",  "R4",  "R5",   "R6",   "R7",  "R7a", "R8",  "R9",
    "R10", "R10a", "R10b", "R11", "R12", "R13",  "R13a", "R14", "R15", "R16", "R16a",
    "R17", "R18",  "R19",  "R20", "R21", "R21b", "R22",  "R23", "R24", "R25", "R26",
});

}  // namespace baobei::scenario
