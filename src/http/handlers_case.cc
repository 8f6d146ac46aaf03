// Reading one mini-program: the case file, a submission and its thread, its report, the events.

#include <algorithm>

#include "http/case_json.h"
#include "http/handlers.h"
#include "http/hold_json.h"
#include "http/queue_json.h"
#include "http/request_json.h"
#include "http/risk_desk.h"
#include "http/thread.h"
#include "http/visible_version.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

constexpr std::size_t kThreadEventsMax = 2'000;  // of the mini-program, looked at for a thread

Response seen_by(const engine::Viewer& viewer, json::object object) {
  json::value value = std::move(object);
  if (!sees_people(viewer)) redact(value);
  return json_text(200, json::serialize(value));
}

void add_subject(json::object& object, const lifecycle::App& app, Services& services) {
  auto subject = std::move(to_json(app.subject).as_object());
  const auto row = services.reader.subject(app.subject.id);
  if (row) subject.emplace("name", row->name);
  object["subject"] = std::move(subject);
  const auto name = services.reader.app_name(app.id);
  if (name) object["name"] = *name;
}

// What was said, decided and done about a submission, in order, and whether that is all of it.
struct ThreadRead {
  json::array events;
  bool complete = true;
};
Result<ThreadRead> read_thread(const Call& call, Services& services, lifecycle::SubmissionNo no) {
  ThreadRead read;
  Thread thread(no);
  const auto text_of = words_of(services);
  engine::Page page;
  page.limit = engine::kPageMax;
  for (std::size_t seen = 0; seen < kThreadEventsMax; seen += page.limit) {
    TRY_ASSIGN(const auto events, services.reader.events(call.viewer(), call.params.at(0), page));
    for (const auto& row : events.rows) {
      TRY_ASSIGN(const auto opened, lifecycle::open_event(row.row.body));
      if (!thread.takes(opened.event.data)) continue;
      TRY_ASSIGN(auto event, event_json(row, text_of));
      read.events.push_back(std::move(event));
    }
    if (events.next.empty()) return read;
    page.after = events.next;
  }
  read.complete = false;
  return read;
}

// What the case weighs, and why it is in the queue.
void add_weight(json::object& object, const lifecycle::App& app, lifecycle::SubmissionNo no,
                Services& services, Language language) {
  const auto& submission = *lifecycle::find_submission(app, no);
  const auto& rules = services.rules(services.clock.now());
  const auto weighed = services.risks->weigh(app, submission, services);
  object["why"] = to_json(queue_reasons(app, submission, rules, weighed.score.points));
  object["risk"] = risk_json(weighed, rules, language);
}

}  // namespace

Reply get_case(Call& call, Services& services) {
  const auto app = visible_case(call, services);
  if (!app) return call.problem(app.error());
  const Instant now = services.clock.now();
  json::object beside;
  const auto held = add_holds(beside, call, services, app->id, app->subject.id);
  if (!held) return call.problem(held.error());
  // Weak: ages and times left move while the revision does not. A hold moves no revision.
  const auto holds = beside.empty() ? std::string() : json::serialize(beside);
  const auto mark = holds.empty() ? holds : "-" + to_hex(sha256(holds)).substr(0, 16);
  const auto etag = "W/\"" + std::to_string(app->revision) + mark + "\"";
  if (call.request.head.header("If-None-Match") == etag) {
    Response unchanged;
    unchanged.status = 304;
    unchanged.headers.push_back({"ETag", etag});
    return unchanged;
  }
  auto object = case_json(*app, words_of(services), services.rules(now), now);
  add_subject(object, *app, services);
  for (auto& member : beside) object.emplace(member.key(), std::move(member.value()));
  auto response = seen_by(call.viewer(), std::move(object));
  response.headers.push_back({"ETag", etag});
  return response;
}

Reply get_submission(Call& call, Services& services) {
  const auto app = visible_case(call, services);
  if (!app) return call.problem(app.error());
  const auto no = path_number(call, 1);
  if (!no) return call.problem(no.error());
  const auto* submission = lifecycle::find_submission(*app, *no);
  if (submission == nullptr) return call.problem(lifecycle::Refusal::kUnknownSubmission);
  const Instant now = services.clock.now();
  auto object = submission_json(*submission, words_of(services), now);
  object["app"] = app->id;
  object["blockers"] = to_json(lifecycle::pass_blockers(*app, *submission, services.rules(now)));
  auto thread = read_thread(call, services, *no);
  if (!thread) return call.problem(thread.error());
  object["thread"] = std::move(thread->events);
  object["thread_complete"] = thread->complete;
  const auto respond = [viewer = call.viewer(),
                        revision = submission->review_revision](json::object said) {
    auto response = seen_by(viewer, std::move(said));
    response.headers.push_back({"ETag", review_etag(revision)});
    return response;
  };
  const bool weighed = services.risks != nullptr && call.viewer().sees_everything();
  if (!weighed) return respond(std::move(object));
  return in_background(call, services,
                       [&services, respond, app = *app, no = *no, object = std::move(object),
                        language = call.language]() mutable {
                         add_weight(object, app, no, services, language);
                         return respond(std::move(object));
                       });
}

Reply get_report(Call& call, Services& services) {
  const auto app = visible_case(call, services);
  if (!app) return call.problem(app.error());
  const auto no = path_number(call, 1);
  if (!no) return call.problem(no.error());
  const auto* submission = lifecycle::find_submission(*app, *no);
  if (submission == nullptr) return call.problem(lifecycle::Refusal::kUnknownSubmission);
  if (submission->report.is_zero()) return call.problem(ProblemCode::kNotFound);
  auto report = services.blobs.get(submission->report, services.settings.report_bytes_max);
  if (!report) {
    services.report(report.error());
    return call.problem(report.error());
  }
  const bool whole = sees_confidential(call.viewer(), *submission);
  if (!whole) {
    report = without_confidential(*report, services.settings.report_bytes_max, *services.contents);
    if (!report) {
      services.report(report.error());
      return call.problem(report.error());
    }
  }
  auto response = json_text(200, std::move(*report));
  const std::string part = whole ? "" : "-shown";
  response.headers.push_back({"ETag", "\"" + to_hex(submission->report) + part + "\""});
  return response;
}

Reply list_events(Call& call, Services& services) {
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto events = services.reader.events(call.viewer(), call.params.at(0), *page);
  if (!events) return call.problem(events.error());
  const auto text_of = words_of(services);
  json::array items;
  for (const auto& row : events->rows) {
    auto event = event_json(row, text_of);
    if (!event) {
      services.report(event.error());
      return call.problem(event.error());
    }
    items.push_back(std::move(*event));
  }
  json::object object;
  object.emplace("items", std::move(items));
  if (!events->next.empty()) object.emplace("next", events->next);
  return seen_by(call.viewer(), std::move(object));
}

}  // namespace baobei::http
