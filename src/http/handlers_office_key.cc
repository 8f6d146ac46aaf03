// The public keys that offices sign their answers with: proposed by one operator, confirmed by
// another (R10a).

#include "engine/office_key_ports.h"
#include "http/desk_reply.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "http/second_person.h"
#include "receipts/bundle.h"

namespace baobei::http {
namespace {

using engine::OfficeKeyRow;

struct KeyBody {
  std::string region;
  std::string public_key;
  std::optional<std::string> label;
};
BOOST_DESCRIBE_STRUCT(KeyBody, (), (region, public_key, label))

// Operators, on a server that takes signed files; else what to answer.
std::optional<Problem> keys_barred(const Call& call, const Services& services) {
  if (services.office_keys == nullptr) return ProblemCode::kNoSuchRoute;
  return lacks_role(call, lifecycle::Role::kOperator);
}

Status known_region(Services& services, const std::string& region, const char* where) {
  if (services.catalogue(services.clock.now()).region(region) != nullptr) return {};
  return fail(ErrorKind::kInvalid, "not a region", where);
}

json::object key_json(const OfficeKeyRow& row) {
  json::object object;
  object.emplace("office_key", row.id);
  object.emplace("region", row.region);
  object.emplace("public_key", row.public_key);
  object.emplace("label", row.label);
  object.emplace("state", row.revoked_at ? "revoked" : row.confirmed_at ? "active" : "proposed");
  object.emplace("proposed_by", row.proposed_by);
  object.emplace("proposed_at", format_rfc3339(row.proposed_at));
  if (row.confirmed_at) {
    object.emplace("confirmed_by", row.confirmed_by);
    object.emplace("confirmed_at", format_rfc3339(*row.confirmed_at));
  }
  if (row.revoked_at) {
    object.emplace("revoked_by", row.revoked_by);
    object.emplace("revoked_at", format_rfc3339(*row.revoked_at));
  }
  return object;
}

Result<OfficeKeyRow> new_key(const Call& call, Services& services) {
  TRY_ASSIGN(auto body, read_body<KeyBody>(call.request.body));
  TRY(known_region(services, body.region, "/region"));
  OfficeKeyRow row;
  TRY_ASSIGN(row.id, receipts::office_key_id(body.public_key));
  row.region = body.region;
  row.public_key = body.public_key;
  row.label = body.label.value_or("");
  if (!row.label.empty()) TRY(check_name(row.label, "/label"));
  row.proposed_by = call.principal.person.id;
  row.proposed_at = services.clock.now();
  return row;
}

Problem key_problem(const Error& error) {
  if (error.kind == ErrorKind::kForbidden) return another_person_needed();
  return error.kind == ErrorKind::kTooLarge ? Problem(ProblemCode::kTooMany) : Problem(error);
}

using KeyChange = std::function<Result<OfficeKeyRow>(Instant now)>;

Reply key_changed(const Call& call, Services& services, int status, KeyChange change) {
  return Pending(
      [&services, status, language = call.language, change = std::move(change)](Done done) {
        const bool taken = services.commands.on_writer([&services, status, language, change, done] {
          const auto row = change(services.clock.now());
          if (!row) return done(problem_response(key_problem(row.error()), language));
          done(json_text(status, json::serialize(key_json(*row))));
        });
        if (!taken) done(problem_response(ProblemCode::kBusy, language));
      });
}

}  // namespace

Reply list_office_keys(Call& call, Services& services) {
  if (services.office_keys == nullptr) return call.problem(ProblemCode::kNoSuchRoute);
  const auto asked = call.query("region");
  const auto viewer = call.viewer();
  if (!asked && !viewer.has(lifecycle::Role::kOperator)) {
    return call.problem(lifecycle::Refusal::kNoRight);
  }
  const auto region = asked.value_or("");
  const auto known = asked ? known_region(services, std::string(region), "region") : Status();
  if (!known) return call.problem(known.error());
  const bool at_home = viewer.has(lifecycle::Role::kOfficer) && viewer.region == region;
  if (!at_home && !viewer.oversees()) {
    return call.problem(lifecycle::Refusal::kNoRight);
  }
  json::array items;
  const auto& catalogue = services.catalogue(services.clock.now());
  for (const auto& office : catalogue.regions()) {
    if (asked && office.code != region) continue;
    const auto rows = services.office_keys->of(office.code);
    if (!rows) return call.problem(rows.error());
    for (const auto& row : *rows) items.push_back(key_json(row));
  }
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Reply add_office_key(Call& call, Services& services) {
  if (const auto problem = keys_barred(call, services)) return call.problem(*problem);
  const auto row = new_key(call, services);
  if (!row) return call.problem(row.error());
  return key_changed(call, services, 201,
                     [&keys = *services.office_keys, row = *row](Instant) -> Result<OfficeKeyRow> {
                       TRY(keys.add(row));
                       return row;
                     });
}

Reply confirm_office_key(Call& call, Services& services) {
  if (const auto problem = keys_barred(call, services)) return call.problem(*problem);
  return key_changed(
      call, services, 200,
      [&keys = *services.office_keys, id = call.params.at(0),
       by = call.principal.person.id](Instant now) { return keys.confirm(id, by, now); });
}

Reply revoke_office_key(Call& call, Services& services) {
  if (const auto problem = keys_barred(call, services)) return call.problem(*problem);
  return key_changed(
      call, services, 200,
      [&keys = *services.office_keys, id = call.params.at(0),
       by = call.principal.person.id](Instant now) { return keys.revoke(id, by, now); });
}

}  // namespace baobei::http
