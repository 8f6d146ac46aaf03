#include "http/job_commands.h"

#include "base/json.h"
#include "http/job_items.h"
#include "http/transcription.h"

namespace baobei::http {
namespace {

engine::Viewer viewer_as(const lifecycle::Actor& actor) {
  return {actor.person, actor.org, {actor.role}, actor.region};
}

}  // namespace

OrProblem<engine::Request> request_of(Services& services, const engine::JobRow& job,
                                      const engine::JobItemRow& item) {
  const auto& catalogue = services.catalogue(services.clock.now());
  auto command = job_command(job.kind, item.body, catalogue);
  if (!command) return std::unexpected(std::move(command.error()));
  if (const auto* answer = std::get_if<lifecycle::AnswerFiling>(&command->data)) {
    TRY(check_scan(services, job.actor.role, item.app, answer->entry, command->scan));
    TRY(check_letter(services, viewer_as(job.actor), item.app, answer->entry, answer->letter));
  }
  engine::Request request;
  request.command.app = item.app;
  request.command.actor = job.actor;
  request.command.data = std::move(command->data);
  request.texts = std::move(command->texts);
  return request;
}

std::optional<engine::ItemResult> result_of(Services& services, const engine::JobRow& job,
                                            const engine::JobItemRow& item,
                                            const engine::Answer& answer) {
  switch (answer.kind) {
    case engine::AnswerKind::kAccepted:
    case engine::AnswerKind::kDuplicate:  // it waits no more
      return std::nullopt;
    case engine::AnswerKind::kRefused: {
      auto refusal = outward(answer.refusal.value());
      const bool officer = job.actor.role == lifecycle::Role::kOfficer;
      if (officer && !services.reader.app(viewer_as(job.actor), item.app)) {
        refusal = lifecycle::Refusal::kNotRegistered;
      }
      return engine::ItemResult{item.no, engine::ItemState::kRefused,
                                lifecycle::refusal_name(refusal)};
    }
    case engine::AnswerKind::kKeyReused:
    case engine::AnswerKind::kBusy:
    case engine::AnswerKind::kUnavailable:
      break;
  }
  return engine::ItemResult{item.no, engine::ItemState::kFailed,
                            wire_name(ProblemCode::kUnavailable)};
}

Problem problem_named(const std::string& name) {
  if (const auto refusal = enum_from_wire<lifecycle::Refusal>(name)) return *refusal;
  return enum_from_wire<ProblemCode>(name).value_or(ProblemCode::kInternal);
}

}  // namespace baobei::http
