// Legal holds: nothing of a case or a subject is erased while one stands (DESIGN decision 7). Set
// and lifted by two operators, with a ground; what is proposed holds at once, what is to be lifted
// holds until it is.

#include "base/text.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/handlers.h"
#include "http/hold_json.h"
#include "http/request_json.h"
#include "http/second_person.h"

namespace baobei::http {
namespace {

using engine::HoldRow;
using engine::HoldState;
using lifecycle::Role;

struct HoldBody {
  std::optional<std::string> app;
  std::optional<std::string> subject;
  std::string ground;
};
BOOST_DESCRIBE_STRUCT(HoldBody, (), (app, subject, ground))

struct HoldGroundBody {
  std::string ground;
};
BOOST_DESCRIBE_STRUCT(HoldGroundBody, (), (ground))

enum class HoldDecision { kConfirm, kReject, kLift };

Status check_ground(const std::string& ground) {
  const bool fits = is_utf8(ground) && !trim(ground).empty() &&
                    utf8_length(ground) <= kTextCharactersMax && printable(ground) == ground;
  if (fits) return {};
  return fail(ErrorKind::kInvalid, "a ground of 1 to 4,000 characters is expected", "/ground");
}

Response hold_response(json::object object, bool dry, int status) {
  if (dry) object.emplace("dry_run", true);
  return json_text(dry ? 200 : status, json::serialize(object));
}

// What it is to be on is there.
Status check_target(const Call& call, const HoldBody& body, Services& services) {
  if (body.app.has_value() == body.subject.has_value()) {
    return fail(ErrorKind::kInvalid, "either 'app' or 'subject' is expected", "/app");
  }
  if (body.app) {
    TRY(services.reader.app(call.viewer(), *body.app));
    return {};
  }
  TRY(services.reader.subject(*body.subject));
  return {};
}

// The hold after somebody's decision; the guard's refusal else.
OrProblem<HoldRow> hold_after(HoldRow row, HoldDecision decision, const std::string& ground,
                              const lifecycle::PersonId& by, Instant now) {
  const bool proposed = row.state == HoldState::kProposed;
  const bool lifting = row.state == HoldState::kLiftProposed;
  auto& words = row.words;
  switch (decision) {
    case HoldDecision::kConfirm: {
      if (!proposed && !lifting) break;
      const auto& first = proposed ? words.proposed_by : words.lift_proposed_by;
      if (first == by) return std::unexpected(another_person_needed());
      row.state = proposed ? HoldState::kStanding : HoldState::kLifted;
      (proposed ? words.confirmed_by : words.lifted_by) = by;
      (proposed ? words.confirmed_at : words.lifted_at) = now;
      return row;
    }
    case HoldDecision::kReject:
      if (!proposed && !lifting) break;
      row.state = proposed ? HoldState::kRejected : HoldState::kStanding;
      return row;
    case HoldDecision::kLift:
      if (row.state != HoldState::kStanding) break;
      row.state = HoldState::kLiftProposed;
      words.lift_ground = ground;
      words.lift_proposed_by = by;
      words.lift_proposed_at = now;
      return row;
  }
  return std::unexpected(Problem(
      Error{ErrorKind::kConflict, "the hold is in a state that does not take this step", {}}));
}

OrProblem<Response> decide_hold(Services& services, std::uint64_t id, HoldDecision decision,
                                const std::string& ground, const lifecycle::PersonId& by, bool dry,
                                Instant now) {
  TRY_ASSIGN(const auto before, services.holds->hold(id));
  const auto after = hold_after(before, decision, ground, by, now);
  if (!after) return std::unexpected(after.error());
  if (!dry) TRY(services.holds->move(*after, before.state));
  return hold_response(hold_json(*after), dry, 200);
}

Reply decide_on_hold(Call& call, Services& services, HoldDecision decision) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  if (services.holds == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto id = path_number(call, 0);
  if (!id) return call.problem(id.error());
  std::string ground;
  if (decision == HoldDecision::kLift) {
    const auto body = read_body<HoldGroundBody>(call.request.body);
    if (!body) return call.problem(body.error());
    const auto fits = check_ground(body->ground);
    if (!fits) return call.problem(fits.error());
    ground = body->ground;
  }
  return on_desk(
      call, services,
      [&services, id = *id, decision, ground, by = call.principal.person.id, dry = *dry_run](
          Instant now) { return decide_hold(services, id, decision, ground, by, dry, now); });
}

}  // namespace

Reply list_holds(Call& call, Services& services) {
  if (!call.viewer().oversees()) return call.problem(lifecycle::Refusal::kNoRight);
  if (services.holds == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  std::optional<HoldState> state;
  if (const auto text = call.query("state")) {
    state = enum_from_wire<HoldState>(*text);
    if (!state) return call.problem(Error{ErrorKind::kInvalid, "not a state", "state"});
  }
  const auto rows = services.holds->list(state, *page);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : rows->rows) items.push_back(hold_json(row));
  json::object object{{"items", std::move(items)}};
  if (!rows->next.empty()) object.emplace("next", rows->next);
  return json_text(200, json::serialize(object));
}

Reply propose_hold(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  if (services.holds == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto body = read_body<HoldBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto fits = check_ground(body->ground);
  if (!fits) return call.problem(fits.error());
  const auto target = check_target(call, *body, services);
  if (!target) return call.problem(target.error());
  HoldRow row;
  row.app = body->app.value_or("");
  row.subject = body->subject.value_or("");
  row.words.ground = body->ground;
  row.words.proposed_by = call.principal.person.id;
  return on_desk(call, services,
                 [&services, row, dry = *dry_run](Instant now) mutable -> OrProblem<Response> {
                   row.words.proposed_at = now;
                   if (!dry) {
                     TRY_ASSIGN(row.id, services.holds->propose(row));
                   }
                   return hold_response(hold_json(row), dry, 202);
                 });
}

Reply confirm_hold(Call& call, Services& services) {
  return decide_on_hold(call, services, HoldDecision::kConfirm);
}
Reply reject_hold(Call& call, Services& services) {
  return decide_on_hold(call, services, HoldDecision::kReject);
}
Reply lift_hold(Call& call, Services& services) {
  return decide_on_hold(call, services, HoldDecision::kLift);
}

}  // namespace baobei::http
