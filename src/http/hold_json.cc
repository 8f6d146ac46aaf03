#include "http/hold_json.h"

namespace baobei::http {

json::object hold_json(const engine::HoldRow& row) {
  const auto& words = row.words;
  json::object object{{"hold", row.id}, {"state", wire_name(row.state)}};
  if (!row.app.empty()) object.emplace("app", row.app);
  if (!row.subject.empty()) object.emplace("subject", row.subject);
  object.emplace("ground", words.ground);
  object.emplace("proposed_by", words.proposed_by);
  object.emplace("proposed_at", format_rfc3339(words.proposed_at));
  const auto add = [&](const char* by, const std::string& person, const char* at,
                       const std::optional<Instant>& instant) {
    if (!person.empty()) object.emplace(by, person);
    if (instant) object.emplace(at, format_rfc3339(*instant));
  };
  add("confirmed_by", words.confirmed_by, "confirmed_at", words.confirmed_at);
  if (!words.lift_ground.empty()) object.emplace("lift_ground", words.lift_ground);
  add("lift_proposed_by", words.lift_proposed_by, "lift_proposed_at", words.lift_proposed_at);
  add("lifted_by", words.lifted_by, "lifted_at", words.lifted_at);
  return object;
}

Status add_holds(json::object& object, const Call& call, Services& services,
                 const lifecycle::AppId& app, const lifecycle::SubjectId& subject) {
  if (services.holds == nullptr || !call.viewer().oversees()) return {};
  TRY_ASSIGN(const auto rows, services.holds->on(app, subject));
  if (rows.empty()) return {};
  json::array items;
  for (const auto& row : rows) items.push_back(hold_json(row));
  object.emplace("holds", std::move(items));
  return {};
}

OrProblem<bool> not_held(const Services& services, const lifecycle::SubjectId& subject) {
  if (services.holds == nullptr) return true;
  TRY_ASSIGN(const auto held, services.holds->holds_subject(subject));
  if (held) return std::unexpected(Problem(ProblemCode::kLegalHold));
  return true;
}

}  // namespace baobei::http
