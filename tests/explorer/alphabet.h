// The commands that are sent from a state, and the people who send them.
//
// Invariants: the same state gives the same list in the same order, so that a path can be told by
// numbers. Commands name ordinals that exist, and one that does not where mistakes are sent.
// Threads: pure.
#pragma once

#include <string>
#include <vector>

#include "explorer.h"

namespace baobei::explorer {

std::vector<lifecycle::Command> alphabet(const Universe& universe, const lifecycle::App& app,
                                         Instant stamp);

// One step of a prologue: "submit 1", "check 1", "pass 1", "release 1 5000", "deadline"…
// CHECKs that it is one.
lifecycle::Command prologue_step(const Universe& universe, const lifecycle::App& app,
                                 const std::string& words);

lifecycle::Command registration(const Universe& universe);

// "reviewer B: PassReview submission 1"
std::string describe(const lifecycle::Command& command);

Digest digest_of(const Version& version);

// The people; two of a role differ in their letter.
lifecycle::Actor developer();
lifecycle::Actor agency();
lifecycle::Actor reviewer(char letter);
lifecycle::Actor senior();
lifecycle::Actor officer(const Universe& universe, const lifecycle::App& app, char letter);
lifecycle::Actor operating(char letter);
lifecycle::Actor the_clock();

}  // namespace baobei::explorer
