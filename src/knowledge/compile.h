// From a catalogue to what the checker knows: words are folded, names become indices, patterns are
// tried and compiled.
//
// Invariants: collects every fault, with file and line, instead of stopping at the first; the
// catalogue itself has none already.
// Threads: pure. Owner: the build (tools/knowledge_blob.cc), and whoever loads packs of their own.
#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "catalogue/catalogue.h"
#include "knowledge/knowledge.h"

namespace baobei::knowledge {

struct Compiled {
  std::optional<Knowledge> knowledge;  // set where there is no fault
  std::vector<Error> faults;           // kInvalid, context "signals/social.toml:12"
};

Compiled compile(const catalogue::Catalogue& catalogue);

}  // namespace baobei::knowledge
