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

// Why a person has to look (R4, R7, R8).
json::array why(const lifecycle::App& app, const lifecycle::Submission& submission,
                const lifecycle::Rules& rules) {
  json::array reasons;
  if (submission.state == SubmissionState::kReviewing) {
    reasons = to_json(lifecycle::pass_blockers(app, submission, rules)).as_array();
    if (submission.check == lifecycle::CheckOutcome::kCouldNotCheck) {
      reasons.emplace_back("could_not_check");
    }
    if (!submission.pass_proposed_by.empty()) reasons.emplace_back("second_approval");
  }
  if (submission.appealed && submission.state == SubmissionState::kRefused) {
    reasons.emplace_back("appeal");
  }
  return reasons;
}

const lifecycle::Answer* answer_to(const lifecycle::App& app, const lifecycle::Entry& entry) {
  if (entry.answer != 0) return lifecycle::find_answer(app, entry.answer);
  const auto proposed = std::ranges::find_if(app.answers, [&](const lifecycle::Answer& answer) {
    return answer.entry == entry.no && answer.state == lifecycle::AnswerState::kProposed;
  });
  return proposed == app.answers.end() ? nullptr : &*proposed;
}

}  // namespace

void add_submission_detail(json::object& item, const lifecycle::App& app,
                           lifecycle::SubmissionNo no, const engine::Viewer& viewer,
                           const lifecycle::Rules& rules) {
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
  if (viewer.sees_everything()) item.emplace("why", why(app, *submission, rules));
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
  item.emplace("answer", std::move(told));
}

}  // namespace baobei::http
