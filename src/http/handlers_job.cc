// Many commands at once: taken, looked at and cancelled by whoever sent them.

#include "http/auth.h"
#include "http/handlers.h"
#include "http/job_dry_run.h"
#include "http/job_items.h"
#include "http/job_reply.h"

namespace baobei::http {
namespace {

OrProblem<engine::JobRow> own_job(const Call& call, Services& services) {
  if (services.jobs == nullptr) return std::unexpected(Problem(ProblemCode::kNoSuchRoute));
  auto job = services.jobs->find(call.principal.person.id, call.params.at(0));
  if (!job) return std::unexpected(Problem(job.error()));
  return std::move(*job);
}

Result<std::optional<engine::ItemState>> result_wanted(const Call& call) {
  const auto text = call.query("result");
  if (!text) return std::nullopt;
  const auto state = enum_from_wire<engine::ItemState>(*text);
  if (!state) return fail(ErrorKind::kInvalid, "not a state of an item", "result");
  return state;
}

template <typename Row, typename ToJson>
Response page_json(const engine::Listed<Row>& listed, ToJson to_item) {
  json::array items;
  for (const auto& row : listed.rows) items.push_back(to_item(row));
  json::object object;
  object.emplace("items", std::move(items));
  if (!listed.next.empty()) object.emplace("next", listed.next);
  return json_text(200, json::serialize(object));
}

}  // namespace

Reply create_job(Call& call, Services& services) {
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  auto request = read_job(call.request.body, services.catalogue(services.clock.now()));
  if (!request) return call.problem(request.error());
  const auto role = job_role(call, services, request->kind);
  if (!role) return call.problem(role.error());
  if (!*dry_run) {
    return take_job(call, services, *role, request->kind, std::string(engine::kFromList),
                    std::move(request->items));
  }
  engine::JobRow job;
  job.kind = request->kind;
  job.actor = actor_of(call.principal, *role);
  return Pending([&services, job = std::move(job), items = std::move(request->items),
                  ticket = std::move(call.ticket), language = call.language](Done done) mutable {
    dry_run_job(services, std::move(job), std::move(items), std::move(ticket), language,
                std::move(done));
  });
}

Reply list_jobs(Call& call, Services& services) {
  if (services.jobs == nullptr) return call.problem(ProblemCode::kNoSuchRoute);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto jobs = services.jobs->of(call.principal.person.id, *page);
  if (!jobs) return call.problem(jobs.error());
  return page_json(*jobs, job_json);
}

Reply get_job(Call& call, Services& services) {
  const auto job = own_job(call, services);
  if (!job) return call.problem(job.error());
  return json_text(200, json::serialize(job_json(*job)));
}

Reply list_job_items(Call& call, Services& services) {
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto state = result_wanted(call);
  if (!state) return call.problem(state.error());
  const auto job = own_job(call, services);
  if (!job) return call.problem(job.error());
  const auto items = services.jobs->items(job->id, *state, *page);
  if (!items) return call.problem(items.error());
  return page_json(
      *items, [&](const engine::JobItemRow& item) { return job_item_json(item, call.language); });
}

Reply cancel_job(Call& call, Services& services) {
  const auto own = own_job(call, services);
  if (!own) return call.problem(own.error());
  return Pending([&services, job = *own, language = call.language](Done done) {
    const bool taken = services.commands.on_writer([&services, job, language, done] {
      const auto ended = services.jobs->finish(job.actor.person, job.id,
                                               engine::JobState::kCancelled, services.clock.now());
      if (!ended) return done(problem_response(ended.error(), language));
      done(json_text(200, json::serialize(job_json(*ended))));
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

}  // namespace baobei::http
