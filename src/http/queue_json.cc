#include "http/queue_json.h"

#include <algorithm>

#include "http/case_file.h"

namespace baobei::http {
namespace {

using lifecycle::SubmissionState;

// The clock that the list's `due` is the end of.
json::object clock_of(const lifecycle::App& app, const lifecycle::Submission& submission) {
  const auto* entry = lifecycle::find_entry(app, submission.entry);
  const bool of_entry = entry != nullptr && (submission.state == SubmissionState::kFiling ||
                                             submission.state == SubmissionState::kPreLaunch);
  json::object clock;
  const auto start = of_entry ? entry->start : std::optional(submission.held_since);
  if (start) clock.emplace("start", format_rfc3339(*start));
  if (of_entry) clock.emplace("entry", entry->no);
  if (of_entry && entry->end) clock.emplace("end", format_rfc3339(*entry->end));
  return clock;
}

const lifecycle::Answer* answer_to(const lifecycle::App& app, const lifecycle::Entry& entry) {
  if (entry.answer != 0) return lifecycle::find_answer(app, entry.answer);
  const auto proposed = std::ranges::find_if(app.answers, [&](const lifecycle::Answer& answer) {
    return answer.entry == entry.no && answer.state == lifecycle::AnswerState::kProposed;
  });
  return proposed == app.answers.end() ? nullptr : &*proposed;
}

}  // namespace

std::vector<std::string> queue_reasons(const lifecycle::App& app,
                                       const lifecycle::Submission& submission,
                                       const lifecycle::Rules& rules, std::uint32_t points) {
  using enum DeskReason;
  std::vector<std::string> reasons;
  const auto add = [&](DeskReason reason) { reasons.push_back(wire_name(reason)); };
  if (submission.state == SubmissionState::kReviewing) {
    for (const auto blocker : lifecycle::pass_blockers(app, submission, rules)) {
      reasons.push_back(wire_name(blocker));
    }
    if (submission.check == lifecycle::CheckOutcome::kCouldNotCheck) add(kCouldNotCheck);
    if (!submission.pass_proposed_by.empty()) add(kSecondApproval);
    if (points >= rules.risk_high_from) add(kRisk);
    if (submission.review_late) add(kOverdue);
  }
  if (submission.appealed && submission.state == SubmissionState::kRefused) add(kAppeal);
  return reasons;
}

bool is_queue_reason(const std::string& word) {
  return enum_from_wire<DeskReason>(word) || enum_from_wire<lifecycle::PassBlocker>(word);
}

void add_submission_detail(json::object& item, const lifecycle::App& app,
                           lifecycle::SubmissionNo no) {
  const auto* submission = lifecycle::find_submission(app, no);
  if (submission == nullptr) return;
  item.emplace("region", app.subject.region);
  item.emplace("service", to_json(lifecycle::service_state(app)));
  if (submission->state != SubmissionState::kChecking) {
    item.emplace("check", to_json(submission->check));
  }
  item.emplace("review_late", submission->review_late);
  item.emplace("appealed", submission->appealed);
  item.emplace("clock", clock_of(app, *submission));
}

void add_entry_detail(json::object& item, const lifecycle::App& app, lifecycle::EntryNo no,
                      const engine::Viewer& viewer, const TextOf& words) {
  const auto* entry = lifecycle::find_entry(app, no);
  if (entry == nullptr) return;
  const auto* submission = lifecycle::find_submission(app, entry->submission);
  if (submission != nullptr) item.emplace("digest", to_hex(submission->digest));
  item.emplace("categories", to_json(entry->categories));
  item.emplace("opened_at", format_rfc3339(entry->opened_at));
  const auto* answer = answer_to(app, *entry);
  if (answer == nullptr) return;
  json::object told{{"answer", answer->no},
                    {"verdict", to_json(answer->verdict)},
                    {"state", to_json(answer->state)},
                    {"late", answer->late},
                    {"at", format_rfc3339(answer->at)},
                    {"completed", to_json(answer->completed)}};
  json::array points;
  for (const auto& point : answer->points) points.push_back(api_json(point, words));
  told.emplace("points", std::move(points));
  if (sees_people(viewer)) told.emplace("by", answer->by);
  if (answer->reply_number) told.emplace("reply_number", *answer->reply_number);
  if (answer->letter) told.emplace("letter", *answer->letter);
  item.emplace("answer", std::move(told));
}

}  // namespace baobei::http
