// What is kept of a person: told to them as a whole, and taken away for good (DESIGN decision 7).

#include "engine/personal_data.h"
#include "engine/retention_ports.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/handlers.h"
#include "http/person_doings.h"
#include "http/second_person.h"

namespace baobei::http {
namespace {

using lifecycle::Role;

// Oneself or an operator; to everybody else there is nobody.
bool may_ask(const Call& call) {
  return call.params.at(0) == call.principal.person.id || call.viewer().has(Role::kOperator);
}

json::object sign_in_json(const engine::Credentials& credentials) {
  json::object object{{"password", !credentials.password_hash.empty()},
                      {"second_factor", credentials.has_factor()},
                      {"recovery_codes_left", credentials.recovery_left}};
  if (credentials.password_at) {
    object.emplace("password_at", format_rfc3339(*credentials.password_at));
  }
  return object;
}

json::object kept_json(const engine::KeptOfPerson& kept, Instant now) {
  json::array tokens;
  for (const auto& token : kept.tokens) tokens.push_back(token_json(token, now));
  json::array calendars;
  for (const auto& calendar : kept.calendars) {
    calendars.push_back({{"calendar", calendar.id},
                         {"label", calendar.label},
                         {"made_at", format_rfc3339(calendar.made_at)}});
  }
  auto object = person_json(kept.person);
  object.emplace("owner", kept.owner);
  object.emplace("sign_in", sign_in_json(kept.credentials));
  object.emplace("tokens", std::move(tokens));
  object.emplace("calendars", std::move(calendars));
  return object;
}

Result<json::object> data_json(const Call& call, Services& services, const DoingsPlace& from) {
  const auto& person = call.params.at(0);
  auto& data = *services.personal_data;
  TRY_ASSIGN(const auto kept, data.kept(person));
  TRY_ASSIGN(const auto erased, data.erased(person));
  auto object = kept_json(kept, services.clock.now());
  TRY(add_doings(object, {person, call.language, from}, services));
  if (erased) object.emplace("erased_at", format_rfc3339(erased->at));
  return object;
}

Problem held_by(const std::vector<engine::HoldRow>& holds) {
  Problem problem(ProblemCode::kLegalHold);
  std::string zh;
  std::string en;
  for (const auto& hold : holds) {
    const bool of_app = !hold.app.empty();
    const auto& what = of_app ? hold.app : hold.subject;
    const auto no = std::to_string(hold.id);
    zh += (zh.empty() ? "" : "、") + no + "（" + (of_app ? "小程序 " : "主体 ") + what + "）";
    en +=
        (en.empty() ? "" : ", ") + no + " (" + (of_app ? "mini-program " : "subject ") + what + ")";
  }
  problem.detail.zh += "证据保全：" + zh + "。";
  problem.detail.en += " Holds: " + en + ".";
  return problem;
}

}  // namespace

Reply get_person_data(Call& call, Services& services) {
  if (services.personal_data == nullptr) return call.problem(ProblemCode::kUnavailable);
  if (!may_ask(call)) {
    // A copy of everything about somebody is for them. What is a record of their acts, rights and
    // tokens an auditor reads where it stands.
    const bool known = call.viewer().has(Role::kAuditor);
    return known ? call.problem(lifecycle::Refusal::kNoRight)
                 : call.problem(ProblemCode::kNotFound);
  }
  const auto from = doings_place(call.query("after").value_or(""));
  if (!from) return call.problem(from.error());
  const auto object = data_json(call, services, *from);
  if (!object) return call.problem(object.error());
  auto response = json_text(200, json::serialize(*object));
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

Reply erase_person(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  if (services.personal_data == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto& person = call.params.at(0);
  if (person == call.principal.person.id) return call.problem(another_person_needed());
  return on_desk(
      call, services,
      [&services, dry = *dry_run, erasure = engine::Erasure{person, call.principal.person.id, {}}](
          Instant now) mutable -> OrProblem<Response> {
        TRY_ASSIGN(const auto row, services.directory->person(erasure.person));
        TRY_ASSIGN(const auto before, services.personal_data->erased(erasure.person));
        if (row.active) return std::unexpected(Problem(ProblemCode::kStillActive));
        if (before) {
          return std::unexpected(
              Problem(Error{ErrorKind::kConflict, "erased before", erasure.person}));
        }
        if (services.holds != nullptr) {
          TRY_ASSIGN(const auto holds, services.holds->on_person(erasure.person));
          if (!holds.empty()) return std::unexpected(held_by(holds));
        }
        erasure.at = now;
        json::object said{{"person", erasure.person}, {"erased_at", format_rfc3339(now)}};
        if (dry) said.emplace("dry_run", true);
        if (!dry) TRY(services.personal_data->erase(erasure));
        return json_text(200, json::serialize(said));
      });
}

}  // namespace baobei::http
