#include "http/row_names.h"

namespace baobei::http {

void RowNames::add_subject(json::object& item, const lifecycle::SubjectId& id) {
  const auto& name = name_of(subjects_, id, [&]() -> Result<std::string> {
    TRY_ASSIGN(auto subject, services_.reader.subject(id));
    return std::move(subject.name);
  });
  if (!name.empty()) item.emplace("subject_name", name);
}

void RowNames::add_org(json::object& item, std::string_view member, const lifecycle::OrgId& id) {
  if (services_.directory == nullptr) return;
  const auto& name = name_of(orgs_, id, [&]() -> Result<std::string> {
    TRY_ASSIGN(auto org, services_.directory->org(id));
    return std::move(org.name);
  });
  if (!name.empty()) item.emplace(member, name);
}

const std::string& RowNames::name_of(Seen& seen, const std::string& id,
                                     const std::function<Result<std::string>()>& look_up) {
  const auto [at, added] = seen.try_emplace(id);
  if (!added) return at->second;
  auto name = look_up();
  if (name) at->second = std::move(*name);
  if (!name && name.error().kind != ErrorKind::kNotFound) services_.report(name.error());
  return at->second;
}

}  // namespace baobei::http
