// What of a state counts for the walk: two states with equal keys are one.
//
// Instants become their order class: absent, past, or their rank among those to come. Left out are
// stamps of the record, time accounts, revisions, texts and reports, which nothing that comes later
// reads, and what an ended entry, order or answer can no longer be asked for.
// Threads: pure.
#pragma once

#include <cstdint>
#include <string>

#include "witness.h"

namespace baobei::explorer {

using Key = Digest;
Key key_of(const lifecycle::App& app, const Witness& witness, std::size_t facts, Instant now);

}  // namespace baobei::explorer
