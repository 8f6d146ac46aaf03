#include "http/desk_reply.h"

#include <algorithm>
#include <charconv>

#include "http/auth.h"
#include "http/command_reply.h"
#include "http/grant_settler.h"

namespace baobei::http {
namespace {

constexpr std::string_view kTag = "\"application-";

template <typename Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

bool alone_is_empty(const catalogue::Alternative& alternative) {
  return alternative.all_of.empty();
}

Response accepted(const engine::StepAnswer& answer, bool made, bool dry_run) {
  Response response = json_text(made && !dry_run ? 201 : 200, answer.response);
  if (dry_run) response.body.insert(1, "\"dry_run\":true,");
  if (made && !dry_run) {
    const auto parsed = parse_json(answer.response, kCommandBodyMax);
    const auto* id = parsed ? parsed->as_object().if_contains("application") : nullptr;
    if (id != nullptr) {
      response.headers.push_back({"Location", "/v1/applications/" + json::serialize(*id)});
    }
  }
  if (answer.kind == engine::AnswerKind::kDuplicate) {
    response.headers.push_back({"Idempotency-Replayed", "true"});
  }
  return response;
}

Response response_of(const engine::StepAnswer& answer, const engine::StepRequest& request,
                     Language language, const Services& services) {
  const bool made = std::holds_alternative<engine::ApplyStep>(request.step);
  switch (answer.kind) {
    case engine::AnswerKind::kAccepted:
    case engine::AnswerKind::kDuplicate:
      return accepted(answer, made, request.dry_run);
    case engine::AnswerKind::kRefused:
      CHECK(answer.refusal.has_value());
      return problem_response(*answer.refusal, language);
    case engine::AnswerKind::kKeyReused:
      return problem_response(ProblemCode::kKeyReused, language);
    case engine::AnswerKind::kBusy:
    case engine::AnswerKind::kUnavailable:
      break;
  }
  services.report({ErrorKind::kUnavailable, answer.detail, "applications"});
  return problem_response(ProblemCode::kUnavailable, language);
}

bool changes_grant(const engine::StepRequest& request) {
  return std::holds_alternative<engine::AcceptStep>(request.step) ||
         std::holds_alternative<engine::RenewStep>(request.step) ||
         std::holds_alternative<engine::RevokeStep>(request.step);
}

}  // namespace

std::optional<Problem> lacks_any_role(const Call& call,
                                      std::initializer_list<lifecycle::Role> any) {
  const auto viewer = call.viewer();
  const bool has = std::ranges::any_of(any, [&](auto role) { return viewer.has(role); });
  if (has) return std::nullopt;
  return Problem(lifecycle::Refusal::kNoRight);
}

std::optional<Problem> lacks_role(const Call& call, lifecycle::Role role) {
  return lacks_any_role(call, {role});
}

Result<engine::SubjectRow> visible_subject(const Call& call, Services& services) {
  const auto& id = call.params.at(0);
  if (services.applications == nullptr) return fail(ErrorKind::kUnavailable, "no desk here");
  TRY_ASSIGN(const bool seen, services.applications->sees(call.viewer(), id));
  if (!seen) return fail(ErrorKind::kNotFound, "no such subject");
  return services.reader.subject(id);
}

OrProblem<lifecycle::Application> visible_application(const Call& call, Services& services) {
  const Problem unknown(lifecycle::ApplicationRefusal::kApplicationUnknown);
  if (services.applications == nullptr) return std::unexpected(Problem(ProblemCode::kUnavailable));
  const auto id = number_in<std::uint64_t>(call.params.at(0));
  if (!id || *id == 0 || *id > std::uint64_t{INT64_MAX}) return std::unexpected(unknown);
  auto application = services.applications->application(*id);
  if (!application && application.error().kind != ErrorKind::kNotFound) {
    return std::unexpected(Problem(application.error()));
  }
  if (!application) return std::unexpected(unknown);
  const auto seen = services.applications->sees(call.viewer(), application->subject);
  if (!seen) return std::unexpected(Problem(seen.error()));
  if (!*seen) return std::unexpected(unknown);
  return std::move(*application);
}

lifecycle::CategoryTerms terms_of(const catalogue::Catalogue& catalogue,
                                  const lifecycle::CategoryId& category,
                                  lifecycle::SubjectKind kind) {
  lifecycle::CategoryTerms terms;
  terms.category = category;
  terms.catalogue_version = catalogue.version();
  const auto* row = catalogue.category(category);
  if (row == nullptr) return terms;
  terms.known = true;
  terms.retired = row->status == catalogue::CategoryStatus::kRetired;
  terms.open = row->is_open_to(kind);
  terms.needs_documents = !row->any_of.empty() && std::ranges::none_of(row->any_of, alone_is_empty);
  terms.needs = row->requires_category;
  terms.exclusive = row->exclusive;
  for (const auto& each : catalogue.categories()) {
    if (each.exclusive) terms.exclusives.push_back(each.id);
  }
  return terms;
}

std::string application_etag(std::uint32_t revision) {
  return std::string(kTag) + std::to_string(revision) + "\"";
}

OrProblem<std::uint32_t> application_revision_of(const Head& head) {
  auto value = head.header("If-Match");
  if (value.empty()) return std::unexpected(Problem(ProblemCode::kIfMatchRequired));
  std::optional<std::uint32_t> revision;
  if (value.size() > kTag.size() + 1 && value.starts_with(kTag) && value.ends_with('"')) {
    value.remove_prefix(kTag.size());
    value.remove_suffix(1);
    revision = number_in<std::uint32_t>(value);
  }
  if (revision) return *revision;
  return std::unexpected(Problem(
      Error{ErrorKind::kInvalid, "one tag of the form \"application-3\" is expected", "If-Match"}));
}

Reply send_step(Call& call, Services& services, lifecycle::Role role, engine::StepRequest request) {
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  auto idempotency = idempotency_of(call);
  if (!idempotency) return call.problem(idempotency.error());
  request.actor = actor_of(call.principal, role);
  request.request_hash = hash_of(call.request);
  request.dry_run = *dry_run;
  if (!*dry_run) request.idempotency = std::move(*idempotency);
  request.at = services.clock.now();
  return Pending([&services, request = std::move(request), language = call.language](Done done) {
    const bool taken = services.commands.on_writer([&services, request, language, done] {
      const auto answer = services.take_step(request);
      done(response_of(answer, request, language, services));
      const bool took = answer.kind == engine::AnswerKind::kAccepted && !request.dry_run;
      // R2a: what waits for it or is watched is settled at once.
      const bool settles = took && changes_grant(request) && services.settler != nullptr;
      if (settles) services.settler->wake();
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

}  // namespace baobei::http
