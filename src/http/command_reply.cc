#include "http/command_reply.h"

#include <algorithm>

#include "http/auth.h"
#include "http/event_hub.h"
#include "http/outlook_json.h"
#include "http/rights.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

// What the answer needs once the request is gone.
struct Return {
  Language language;
  bool dry_run = false;
  bool foreign = false;  // whatever refuses, it reads as if there were nothing
  std::optional<Made> made;
  std::function<void(std::function<void(Status)>)> afterwards;
  std::function<void(const Error&)> report;
  // What a dry run of a submission tells besides.
  std::function<json::object(const lifecycle::Outlook&)> tell_outlook;
};

std::string location_of(const Made& made, const std::string& response) {
  if (made.member.empty()) return made.path;
  const auto parsed = parse_json(response, kCommandBodyMax);
  if (!parsed) return made.path;
  const auto* events = parsed->as_object().if_contains("events");
  if (events == nullptr || !events->is_array()) return made.path;
  for (const auto& event : events->get_array()) {
    const auto* type = event.as_object().if_contains("type");
    const auto* number = event.as_object().if_contains(made.member);
    if (type == nullptr || number == nullptr || type->as_string() != made.event) continue;
    return made.path + std::to_string(number->to_number<std::uint64_t>());
  }
  return made.path;
}

Response accepted(const Return& back, const engine::Answer& answer, bool replayed) {
  std::string body = answer.response;
  if (answer.outlook && body.starts_with('{')) {
    body.insert(1, "\"outlook\":" + json::serialize(back.tell_outlook(*answer.outlook)) + ",");
  }
  if (back.dry_run && body.starts_with('{')) body.insert(1, "\"dry_run\":true,");
  const bool created = back.made && !back.dry_run;
  Response response = json_text(created ? 201 : 200, {});
  if (created) response.headers.push_back({"Location", location_of(*back.made, body)});
  if (replayed) response.headers.push_back({"Idempotency-Replayed", "true"});
  response.body = std::move(body);
  return response;
}

Response response_of(const Return& back, const engine::Answer& answer) {
  const auto problem = [&](const Problem& what) { return problem_response(what, back.language); };
  switch (answer.kind) {
    case engine::AnswerKind::kAccepted:
      return accepted(back, answer, false);
    case engine::AnswerKind::kDuplicate:
      return accepted(back, answer, true);
    case engine::AnswerKind::kRefused:
      CHECK(answer.refusal.has_value());
      return problem(back.foreign ? lifecycle::Refusal::kNotRegistered : *answer.refusal);
    case engine::AnswerKind::kKeyReused:
      return problem(ProblemCode::kKeyReused);
    case engine::AnswerKind::kBusy:
      return problem(retry_later(ProblemCode::kBusy, answer.retry_after));
    case engine::AnswerKind::kUnavailable:
      back.report({ErrorKind::kUnavailable, answer.detail, "engine"});
      return problem(retry_later(ProblemCode::kUnavailable, answer.retry_after));
  }
  return problem(ProblemCode::kInternal);
}

void come_back(const Return& back, engine::Answer answer, const Done& done) {
  const bool accepted_now =
      answer.kind == engine::AnswerKind::kAccepted || answer.kind == engine::AnswerKind::kDuplicate;
  if (!accepted_now || back.dry_run || !back.afterwards) {
    return done(response_of(back, answer));
  }
  back.afterwards([back, answer = std::move(answer), done](Status status) {
    if (status) return done(response_of(back, answer));
    back.report(status.error());
    done(problem_response(status.error(), back.language));
  });
}

// An officer of another region, before whom nothing of it was laid: what they try is on record
// (R23), and they learn no more than of a mini-program that is not there (DESIGN decision 11).
bool is_foreign_office(const Call& call, Services& services, const lifecycle::AppId& app,
                       lifecycle::Role role) {
  if (role != lifecycle::Role::kOfficer || services.reader.app(call.viewer(), app)) return false;
  const auto stored = services.reader.app_for_delivery(app);
  if (!stored) return false;
  const auto file = lifecycle::decode_app(stored->state);
  return file && file->subject.region != call.principal.person.region;
}

}  // namespace

Result<std::optional<engine::IdempotencyKey>> idempotency_of(const Call& call) {
  const auto key = call.request.head.header("Idempotency-Key");
  if (key.empty()) return std::nullopt;
  const bool printable_ascii =
      std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7F; });
  if (key.size() > kIdempotencyKeyMax || !printable_ascii) {
    return fail(ErrorKind::kInvalid, "1 to 255 printable ASCII characters are expected",
                "Idempotency-Key");
  }
  engine::IdempotencyKey row;
  row.principal = call.principal.person.id;
  row.operation = std::string(name(call.route->method)) + " " + std::string(call.route->pattern);
  row.key = key;
  return row;
}

Digest hash_of(const Request& request) {
  std::string whole = request.head.path;
  whole += "\n";
  whole += request.head.header("If-Match");
  whole += "\n";
  whole += request.body;
  return sha256(whole);
}

Reply send_command(Call& call, Services& services, Outgoing outgoing) {
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  auto idempotency = idempotency_of(call);
  if (!idempotency) return call.problem(idempotency.error());

  auto role = acting_role(call.principal.person.roles, outgoing.data);
  if (!role) {
    // Without the right: a stranger learns nothing of what exists; attempts of authorities and
    // reviewers are the engine's to record (R23).
    const bool exists = services.reader.app(call.viewer(), outgoing.app).has_value();
    const bool registers = std::holds_alternative<lifecycle::RegisterApp>(outgoing.data);
    if (!exists && !registers) return call.problem(lifecycle::Refusal::kNotRegistered);
    if (call.principal.person.roles.empty()) return call.problem(lifecycle::Refusal::kNoRight);
    if (registers) return call.problem(lifecycle::Refusal::kNoRight);
    role = call.principal.person.roles.front();
  }

  const bool foreign = is_foreign_office(call, services, outgoing.app, *role);
  engine::Request request;
  request.command.app = std::move(outgoing.app);
  request.command.actor = actor_of(call.principal, *role);
  request.command.data = std::move(outgoing.data);
  request.texts = std::move(outgoing.texts);
  request.request_hash = hash_of(call.request);
  request.dry_run = *dry_run;
  if (!*dry_run) request.idempotency = std::move(*idempotency);

  Return back{call.language,
              *dry_run,
              foreign,
              std::move(outgoing.made),
              std::move(outgoing.afterwards),
              services.report,
              [&services](const lifecycle::Outlook& outlook) {
                return outlook_json(outlook, services.catalogue(services.clock.now()));
              }};
  return Pending([&commands = services.commands, hub = services.hub,
                  ticket = std::move(call.ticket), request = std::move(request),
                  back = std::move(back)](Done done) mutable {
    commands.submit(std::move(ticket), std::move(request),
                    [back = std::move(back), hub, done = std::move(done)](engine::Answer answer) {
                      if (answer.kind == engine::AnswerKind::kAccepted) hub->look();
                      come_back(back, std::move(answer), done);
                    });
  });
}

}  // namespace baobei::http
