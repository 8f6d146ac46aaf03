#include "http/job_reply.h"

#include <memory>

#include "http/auth.h"
#include "http/command_reply.h"
#include "http/job_commands.h"
#include "http/job_items.h"
#include "http/job_runner.h"
#include "http/rights.h"

namespace baobei::http {
namespace {

using engine::JobRow;

constexpr std::size_t kResultBytesMax = std::size_t{256} << 10;

Response shown(const JobRow& job, bool replayed) {
  auto response = json_text(202, json::serialize(job_json(job)));
  response.headers.push_back({"Location", "/v1/jobs/" + job.id});
  if (replayed) response.headers.push_back({"Idempotency-Replayed", "true"});
  return response;
}

// What is on its way to the writer.
struct Taking {
  JobRow job;
  std::vector<engine::JobItemRow> items;
  engine::StampTicket ticket;
  Language language = Language::kZh;
};

// On the writer's thread.
Response take(Taking& taking, Services& services) {
  auto& job = taking.job;
  const auto problem = [&](const Problem& what) { return problem_response(what, taking.language); };
  if (!job.key.empty()) {
    const auto before = services.jobs->by_key(job.actor.person, job.key);
    if (!before) return problem(before.error());
    const bool same = *before && (*before)->request == job.request;
    if (*before && !same) return problem(ProblemCode::kKeyReused);
    if (same) return shown(**before, true);
  }
  if (!services.commands.believes(taking.ticket)) return problem(ProblemCode::kUnavailable);
  const auto added = services.jobs->add(job, taking.items);
  if (!added && added.error().kind == ErrorKind::kTooLarge) return problem(ProblemCode::kTooMany);
  if (!added) return problem(added.error());
  taking.ticket.record();
  services.job_runner->adopt(job, std::move(taking.ticket));
  return shown(job, false);
}

}  // namespace

OrProblem<lifecycle::Role> job_role(const Call& call, const Services& services,
                                    engine::JobKind kind) {
  if (services.jobs == nullptr) return std::unexpected(Problem(ProblemCode::kNoSuchRoute));
  const auto role = acting_role(call.principal.person.roles, sample_of(kind));
  if (!role) return std::unexpected(Problem(lifecycle::Refusal::kNoRight));
  return *role;
}

Reply take_job(Call& call, Services& services, lifecycle::Role role, engine::JobKind kind,
               std::string source, std::vector<engine::JobItemRow> items) {
  const auto key = idempotency_of(call);
  if (!key) return call.problem(key.error());
  auto taking = std::make_shared<Taking>();
  auto& job = taking->job;
  job.id = random_id("job");
  job.kind = kind;
  job.actor = actor_of(call.principal, role);
  job.source = std::move(source);
  job.received_at = call.ticket.stamp();
  if (*key) job.key = (*key)->operation + " " + (*key)->key;
  job.request = hash_of(call.request);
  job.items = items.size();
  taking->items = std::move(items);
  taking->ticket = std::move(call.ticket);
  taking->language = call.language;
  return Pending([&services, taking](Done done) {
    const bool taken =
        services.commands.on_writer([&services, taking, done] { done(take(*taking, services)); });
    if (!taken) done(problem_response(ProblemCode::kBusy, taking->language));
  });
}

json::object job_json(const JobRow& job) {
  json::object object;
  object.emplace("job", job.id);
  object.emplace("kind", wire_name(job.kind));
  object.emplace("state", wire_name(job.state));
  if (job.source != engine::kFromList) object.emplace("source", job.source);
  object.emplace("received_at", format_rfc3339(job.received_at));
  if (job.finished_at) object.emplace("finished_at", format_rfc3339(*job.finished_at));
  object.emplace("items", job.items);
  object.emplace("waiting", job.waiting());
  object.emplace("accepted", job.accepted);
  object.emplace("refused", job.refused);
  object.emplace("failed", job.failed);
  object.emplace("cancelled", job.cancelled);
  return object;
}

json::object job_item_json(const engine::JobItemRow& item, Language language) {
  json::object object;
  object.emplace("no", item.no);
  object.emplace("app", item.app);
  object.emplace("state", wire_name(item.state));
  if (item.decided_at) object.emplace("decided_at", format_rfc3339(*item.decided_at));
  if (!item.response.empty()) {
    const auto result = parse_json(item.response, kResultBytesMax);
    if (result) object.emplace("result", *result);
  }
  if (!item.refusal.empty()) {
    const auto problem = problem_response(problem_named(item.refusal), language);
    const auto parsed = parse_json(problem.body, kResultBytesMax);
    if (parsed) object.emplace("problem", *parsed);
  }
  return object;
}

}  // namespace baobei::http
