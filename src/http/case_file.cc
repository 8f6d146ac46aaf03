#include "http/case_file.h"

#include <algorithm>

#include "lifecycle/codec.h"

namespace baobei::http {

Result<lifecycle::App> visible_case(const Call& call, Services& services) {
  TRY_ASSIGN(const auto stored, services.reader.app(call.viewer(), call.params.at(0)));
  return lifecycle::decode_app(stored.state);
}

bool develops(const lifecycle::App& app, const engine::PersonRow& person, Instant now) {
  if (std::ranges::find(person.roles, lifecycle::Role::kDeveloper) == person.roles.end()) {
    return false;
  }
  return person.org == app.owner ||
         std::ranges::any_of(app.agencies, [&](const lifecycle::Agency& agency) {
           return agency.org == person.org && (!agency.until || now < *agency.until);
         });
}

bool sees_people(const engine::Viewer& viewer) {
  return viewer.sees_everything() || viewer.has(lifecycle::Role::kOfficer);
}

}  // namespace baobei::http
