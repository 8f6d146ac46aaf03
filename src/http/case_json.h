// A case file, its submissions and its events as JSON. Heavy to compile: .cc files only.
// Threads: any. Owner: the call.
#pragma once

#include "engine/ports.h"
#include "http/api_json.h"
#include "http/case_file.h"

namespace baobei::http {

// Removes who decided, and what is the platform's to know, from what a party is shown.
void redact(json::value& value);

// Words of the log through the reader; erased ones are null.
TextOf words_of(Services& services);

// One submission: its state, its holder, time by holder (R26), the tag a decision must name.
json::object submission_json(const lifecycle::Submission& submission, const TextOf& text_of,
                             Instant now);
// One entry: its period, the time left, and how long it has been open (R26).
json::object entry_json(const lifecycle::Entry& entry, Instant now);

// Everything of the mini-program. `rules`: for the deadlines.
json::object case_json(const lifecycle::App& app, const TextOf& text_of,
                       const lifecycle::Rules& rules, Instant now);

// {"log_index","revision","type","at","recorded_at","actor","data","hash","prev"}; kCorrupt where
// the stored body cannot be read.
Result<json::object> event_json(const engine::LoggedEvent& event, const TextOf& text_of);

}  // namespace baobei::http
