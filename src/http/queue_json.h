// What a row of a queue shows besides the list's own columns (?detail=true), out of the case file,
// so that a desk need not ask for each case. Heavy to compile: .cc files only. Pure; any thread.
#pragma once

#include "base/json.h"
#include "engine/ports.h"
#include "http/api_json.h"
#include "lifecycle/lifecycle.h"

namespace baobei::http {

// The reasons besides those that keep a submission from going on by itself (R4, R7, R8). With the
// PassBlockers they are the contract's QueueReason.
enum class DeskReason {
  kCouldNotCheck,
  kSecondApproval,  // somebody proposed a pass
  kRisk,            // it weighs so many points
  kOverdue,
  kAppeal,
};
BOOST_DESCRIBE_ENUM(DeskReason, kCouldNotCheck, kSecondApproval, kRisk, kOverdue, kAppeal)

// Why a submission is in the queue, for the platform alone, by their names on the wire.
std::vector<std::string> queue_reasons(const lifecycle::App& app,
                                       const lifecycle::Submission& submission,
                                       const lifecycle::Rules& rules, std::uint32_t points);
bool is_queue_reason(const std::string& word);

// Region, service, check, whether it is late or appealed, the clock that runs. Adds nothing for a
// submission that the case does not have.
void add_submission_detail(json::object& item, const lifecycle::App& app,
                           lifecycle::SubmissionNo no);

// Version, categories, when it was opened, and the answer that ended it or waits for its second
// signature: what it completed, its points to rectify, and for platform and office who gave it.
void add_entry_detail(json::object& item, const lifecycle::App& app, lifecycle::EntryNo no,
                      const engine::Viewer& viewer, const TextOf& words);

}  // namespace baobei::http
