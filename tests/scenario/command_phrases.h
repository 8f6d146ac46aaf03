// The half of a scenario's line that says who does what: words to a command.
// Threads: one. Owner: the runner.
#pragma once

#include <optional>

#include "phrase.h"
#include "world.h"

namespace baobei::scenario {

// "reviewer B", "officer A of 44", "developer". nullopt if the line names nobody.
std::optional<lifecycle::Actor> read_actor(Phrase& phrase, const World& world);

// The rest of the line. Faults stick to the phrase.
lifecycle::CommandData read_command(Phrase& phrase, const World& world);

// A moment: an absolute one, "+1h" (from World::moment), "same moment", or one that the case file
// knows: "end of entry 1", "down-by of order 1", "answer-limit of v1", "lapse of v1", "review-due
// of v1", "appeal-limit of v1", each with "- 1us" or "+ 1s" behind it if need be.
Instant read_instant(Phrase& phrase, const World& world);

// "v1": the newest submission of that version; "submission 3": that one, there or not.
lifecycle::SubmissionNo read_submission(Phrase& phrase, const World& world);

// "submits", "fails", …: every verb there is.
std::vector<std::string_view> verbs();

// Texts lie beside the log; any text stands for one.
lifecycle::TextRef some_text(std::string_view text);

}  // namespace baobei::scenario
