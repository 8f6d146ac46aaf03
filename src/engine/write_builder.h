// From a decision to rows: seals the events into the chain and derives everything that stands in
// the same transaction (R23). Pure; any thread.
#pragma once

#include <vector>

#include "engine/rows.h"

namespace baobei::engine {

struct CaseFile {
  lifecycle::App app;
  Digest last_hash;
};

struct BuiltWrite {
  Write write;
  CaseFile after;
};

// `before` with `events` applied; `now` is when the writer took the command up.
BuiltWrite build_write(const CaseFile& before, const lifecycle::AppId& app,
                       const std::vector<lifecycle::Event>& events, const lifecycle::Rules& rules,
                       Instant now);

// The row of a submission as lists show it.
SubmissionRow submission_row(const lifecycle::App& app, const lifecycle::Submission& submission);

// The row of an entry; `changed_at` is when it was written.
EntrySummaryRow entry_row(const lifecycle::App& app, const lifecycle::Entry& entry,
                          Instant changed_at);

// The notices that `event` owes, copies to agencies included (R10b); `after` is the case file with
// it applied.
std::vector<NoticeRow> notice_rows(const lifecycle::App& after, const lifecycle::Event& event);

// What a client is told of an accepted command; kept for its idempotency key.
std::string response_json(const lifecycle::AppId& app, lifecycle::Revision before,
                          const std::vector<lifecycle::Event>& events);

}  // namespace baobei::engine
