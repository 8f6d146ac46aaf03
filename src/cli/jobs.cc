// jobs …: many commands that the server carries out by and by.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/job_view.h"
#include "cli/tables.h"
#include "cli/tones.h"

namespace baobei::cli {
namespace {

constexpr Duration kLookAtJob = std::chrono::milliseconds(300);
constexpr std::uint32_t kJobItemsShown = 50;  // items that were not done

struct JobOptions {
  std::string id;
  std::string result;
  std::uint32_t limit = 50;
};

std::string job_path(const std::string& id, const std::string& tail = "") {
  return "/v1/jobs/" + encoded(id) + tail;
}

void show_job_end(Session& session, const View& job) {
  session.err().line(Word::kJobEnd,
                     {job["job"].text(), job["accepted"].text(), job["refused"].text(),
                      job["failed"].text(), job["cancelled"].text()},
                     tone_of("job", job["state"].text()));
}

Answer<Reply> wait_for_end(Session& session, const std::string& id) {
  TRY_ASSIGN(Client * api, session.client());
  const bool shown = session.machine().err_is_terminal && !session.options().json;
  for (;;) {
    TRY_ASSIGN(auto job, api->get(job_path(id)));
    const auto view = job.view();
    if (shown) session.err().transient("");
    if (view["state"].text() != "running") return job;
    if (shown) {
      const auto done = view["items"].number() - view["waiting"].number();
      session.err().transient(
          session.err().say(Word::kJobUnderWay, {id, std::to_string(done), view["items"].text()}));
    }
    session.machine().sleep(kLookAtJob);
  }
}

// Those that were not accepted.
int show_outcome(Session& session, const Reply& job) {
  const auto view = job.view();
  const bool whole = view["accepted"].number() == view["items"].number();
  if (session.options().json) {
    session.print_json(job.body);
    return whole ? kExitOk : kExitRefused;
  }
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  for (const char* result : {"refused", "failed"}) {
    if (view[result].number() == 0) continue;
    const auto items = (*api)->list(
        job_path(view["job"].text(), std::string("/items?result=") + result), kJobItemsShown);
    if (!items) return session.failed(items.error());
    show_table(session, answer_table("listJobItems"), items->view());
  }
  show_job_end(session, view);
  return whole ? kExitOk : kExitRefused;
}

int show_dry_run(Session& session, const Reply& reply) {
  std::size_t refused = 0;
  std::size_t count = 0;
  for (const auto& item : reply.view()["items"].items()) {
    ++count;
    refused += item["state"].text() == "accepted" ? 0 : 1;
  }
  if (session.options().json) {
    session.print_json(reply.body);
  } else {
    write_table(session.out(), answer_table("createJob"), reply.view());
    session.err().line(Word::kBulkWouldEnd,
                       {std::to_string(count - refused), std::to_string(refused)});
  }
  return refused == 0 ? kExitOk : kExitRefused;
}

int run_list(Session& session, const JobOptions& options) {
  return run_table(session, answer_table("listJobs"), "/v1/jobs", options.limit);
}

int run_show(Session& session, const JobOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  auto job = (*api)->get(job_path(options.id));
  if (!job) return session.failed(job.error());
  const auto items = (*api)->list(
      job_path(options.id, "/items") + query({{"result", options.result}}), options.limit);
  if (!items) return session.failed(items.error());
  if (session.options().json) {
    job->body.as_object()["results"] = items->body.as_object().at("items");
    return session.print_json(job->body);
  }
  show_table(session, answer_table("listJobItems"), items->view());
  show_job_end(session, job->view());
  return kExitOk;
}

int run_cancel(Session& session, const JobOptions& options) {
  const auto held = session.held_back(Word::kAskCancelJob, {options.id});
  if (held) return *held;
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto job = (*api)->command(job_path(options.id, "/cancel"), nullptr);
  if (!job) return session.failed(job.error());
  if (session.options().json) return session.print_json(job->body);
  show_job_end(session, job->view());
  return kExitOk;
}

}  // namespace

int follow_job(Session& session, const Answer<Reply>& taken, bool wait) {
  if (!taken) return session.failed(taken.error());
  if (taken->view()["dry_run"].is_there()) return show_dry_run(session, *taken);
  const auto view = taken->view();
  if (!wait && session.options().json) return session.print_json(taken->body);
  if (!session.options().json) {
    session.err().line(Word::kJobTaken, {view["job"].text(), view["items"].text()});
  }
  if (!wait) return kExitOk;
  const auto job = wait_for_end(session, view["job"].text());
  if (!job) return session.failed(job.error());
  return show_outcome(session, *job);
}

int run_job(Session& session, const std::string& kind, json::array items, const std::string& key,
            bool wait) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  CommandOptions options;
  options.dry_run = session.options().dry_run;
  options.idempotency_key = key;
  json::object body{{"kind", kind}};
  body["items"] = std::move(items);
  return follow_job(session, (*api)->command("/v1/jobs", std::move(body), options), wait);
}

void bind_jobs(Binder& binder) {
  auto options = std::make_shared<JobOptions>();
  auto jobs = binder.group("jobs", Word::kHelpJobsGroup);
  jobs.command("list", Word::kHelpJobsList)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_list(session, *options); });
  jobs.command("show", Word::kHelpJobsShow)
      .takes("JOB", options->id, Word::kHelpJob)
      .one_of("--result", options->result,
              {"waiting", "accepted", "refused", "failed", "cancelled"}, Word::kHelpJobResult)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_show(session, *options); });
  jobs.command("cancel", Word::kHelpJobsCancel)
      .takes("JOB", options->id, Word::kHelpJob)
      .runs([options](Session& session) { return run_cancel(session, *options); });
}

}  // namespace baobei::cli
