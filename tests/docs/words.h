// The words of the diagrams: each state and trigger of the tables in both languages.
//
// Invariants: every enumerator has its row; docs_test holds it. State words are those of the desks.
// Threads: constants.
#pragma once

#include <span>
#include <string_view>

#include "lifecycle/tables.h"

namespace baobei::docs {

enum class Language { kZh, kEn };

struct Words {
  std::string_view zh;
  std::string_view en;
  std::string_view in(Language language) const { return language == Language::kZh ? zh : en; }
};

// Who has to act, or how it ended; colour goes by it, but never alone.
enum class Tone { kDeveloper, kPlatform, kAuthority, kNobody, kDanger };
Words words_of(Tone tone);

struct StateWords {
  Words words;
  std::string_view sign;  // ● held, ✓ reached, — over, ✕ against
  Tone tone;
};
StateWords words_of(lifecycle::SubmissionState state);
StateWords words_of(lifecycle::EntryState state);
StateWords words_of(lifecycle::ServiceState state);

struct TriggerWords {
  Words words;
  std::string_view rule;
};
TriggerWords words_of(lifecycle::SubmissionTrigger trigger);
TriggerWords words_of(lifecycle::EntryTrigger trigger);
TriggerWords words_of(lifecycle::ServiceTrigger trigger);

}  // namespace baobei::docs
